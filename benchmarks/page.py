"""What the page costs the person: first paint, script, and how long a key press waits in its hardest states.

    python -m benchmarks.page [--paint]

Real Chromium over loopback. The paint is of `rally demo` in a process of its own, each load in an empty browser context
(nothing cached), one after another; `--paint` measures that alone. Times count from the navigation's start: the first pixels,
the first words, and the moment from which the question box is focused and Enter asks. CPU time is of the browser's and of the
server's processes; "one line of this server" and "one line alone" are the first words of pages that hold nothing else, between
the loads, with and without a server to ask. The states after it are scripted answers; an input's delay is what the browser
itself reports of each key press (Event Timing: from the press to the next frame shown, in steps of 8 ms), the worst of the
presses of a state.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.support.chromium import FLAGS, find_chromium
from tests.support.page_answers import done, make_about, make_document, text, whole_answer
from tests.support.page_server import Script, Stage, create_page_app, serving

KEYS = "How did Alibaba close on that day?"
LOADS = 11
WARM = 2  # loads before those that count: the browser's and the server's own first steps
_WATCH = """() => {
  window.delays = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.delays.push(entry.duration)))
    .observe({ type: "event", durationThreshold: 16 });
}"""
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]"
_LOAD = """() => {
  const named = (name) => performance.getEntriesByName(name)[0]?.startTime ?? NaN;
  const usable = named("usable");
  const scripts = performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js"));
  const bytes = (ones) => ones.reduce((sum, one) => sum + one.decodedBodySize, 0) / 1000;
  return {
    "first paint": named("first-paint"), "first contentful paint": named("first-contentful-paint"), "usable": usable,
    "script to usable": bytes(scripts.filter((one) => one.startTime < usable)), "script with answers": bytes(scripts),
  };
}"""


def main() -> None:
    """Prints tables of what was measured."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        _print_paint(browser)
        if "--paint" not in sys.argv[1:]:
            _print_states(browser)
        browser.close()


def _print_paint(browser: Any) -> None:
    loads: list[dict[str, float]] = []
    with _demo() as (address, server):
        for _ in range(WARM + LOADS):
            before = _cpu_s(os.getpid()) - _cpu_s(server), _cpu_s(server)
            page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
            page.goto(address)
            page.wait_for_selector("#freshness time")
            page.wait_for_load_state("networkidle")
            loads.append(page.evaluate(_LOAD))
            page.context.close()
            loads[-1]["browser CPU"] = (_cpu_s(os.getpid()) - _cpu_s(server) - before[0]) * 1000
            loads[-1]["server CPU"] = (_cpu_s(server) - before[1]) * 1000
            loads[-1]["one line of this server"] = _floor(browser, f"{address}/healthz")
            loads[-1]["one line alone"] = _floor(browser, "data:text/html,<p>One line.")
    print(f"{f'of {LOADS} loads':26}{'median':>10}{'worst':>10}")
    for name in loads[0]:
        values = [load[name] for load in loads[WARM:]]
        unit = "kB" if name.startswith("script") else "ms"
        print(f"{name:26}{statistics.median(values):>7.0f} {unit}{max(values):>7.0f} {unit}")


def _floor(browser: Any, address: str) -> float:
    """The first contentful paint of a page that is one line of text: what the browser takes whatever it shows."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_function(f"() => {_PAINTED}")
    took: float = page.evaluate(f"() => {_PAINTED}.startTime")
    page.close()
    return took


@contextmanager
def _demo() -> Iterator[tuple[str, int]]:
    """The address of the program with its sample story, and its process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("rally")), "demo", "--port", "0"]
        environment = os.environ | {"RALLY_DATA_DIR": folder, "RALLY_MODEL": "extractive"}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            assert process.stdout is not None
            line = next(line for line in process.stdout if line.startswith("rally is at "))
            address = line.split()[3]
            try:
                urllib.request.urlopen(f"{address}/api/about", timeout=60).read()
                yield address, process.pid
            finally:
                process.terminate()


def _cpu_s(root: int) -> float:
    """Seconds of processor time of a process and of those it started, the ended ones among them."""
    children: dict[int, list[tuple[int, float]]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        used = sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")
        children.setdefault(int(fields[1]), []).append((int(stat.parent.name), used))
        if stat.parent.name == str(root):
            children.setdefault(-root, []).append((root, used))

    def total(pid: int) -> float:
        return sum(used + total(child) for child, used in children.get(pid, []))

    return total(root) + sum(used for _, used in children.get(-root, []))


def _print_states(browser: Any) -> None:
    stage = Stage()
    with serving(create_page_app(stage)) as address:
        print(f"{'state':34}{'worst key press':>16}{'median':>9}")
        for name, prepare in STATES.items():
            page = _fresh(browser, stage, address)
            prepare(page, stage.script)
            delays = _typed(page)
            page.context.close()
            print(f"{name:34}{max(delays):>13.0f} ms{statistics.median(delays):>6.0f} ms")


def _fresh(browser: Any, stage: Stage, address: str) -> Page:
    """A page of its own in an empty browser, with an empty script behind it."""
    stage.script = Script(about=make_about(), documents={"alibaba-rally": make_document()})
    page: Page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(address)
    page.wait_for_selector("#freshness time")
    return page


def _typed(page: Page) -> list[float]:
    """The delay of each key press of a question typed into the box; presses under 16 ms count as 16."""
    page.evaluate(_WATCH)
    page.locator("#question").focus()
    page.keyboard.type(KEYS, delay=30)
    page.wait_for_timeout(300)
    found: list[float] = page.evaluate("() => window.delays")
    return found or [16.0]


def _ask(page: Page, question: str, shown: str = "article.done") -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(shown, timeout=120_000)


def _empty(page: Page, script: Script) -> None:
    return


def _five_megabytes(page: Page, script: Script) -> None:
    script.answer("long", text("[" * 50_000 + "x" * 5_000_000), done())
    _ask(page, "long")


def _prose(page: Page, script: Script) -> None:
    sentence = "Alibaba’s shares closed 5.3 % higher at HK$161.60 on 17 September 2025 [1].\n"
    script.answer("long", text(sentence * 65_000), *whole_answer()[5:])
    _ask(page, "long")


def _table(page: Page, script: Script) -> None:
    rows = "".join(f"| Firm {n} | {n % 9}.5 % [1] | HK${n}.20 |\n" for n in range(10_000))
    script.answer("table", text(f"| Name | Move | Close |\n|---|---|---|\n{rows}"), *whole_answer()[5:])
    _ask(page, "table")


def _session(page: Page, script: Script) -> None:
    script.sessions[:] = [{"session_id": "s", "title": "Long"}]
    events = whole_answer()
    script.turns["s"] = [
        {"turn_id": f"t{n}", "question": f"Question {n}?", "answer": "", "state": "done", "events": events} for n in range(500)
    ]
    page.reload()
    page.locator(".session").click()
    page.wait_for_selector("article[data-turn-id=turn-1] >> nth=39", timeout=120_000)


STATES: dict[str, Callable[[Page, Script], None]] = {
    "empty": _empty,
    "5 MB answer, one line": _five_megabytes,
    "5 MB answer, 65,000 lines": _prose,
    "10,000-row table": _table,
    "session of 500 turns": _session,
}


if __name__ == "__main__":
    main()
