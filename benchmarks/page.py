"""What the page costs the person: first paint, script, and how long a key press waits in its hardest states.

    python -m benchmarks.page

Real Chromium against a server over loopback with scripted answers. An input's delay is what the browser itself reports of
each key press (Event Timing: from the press to the next frame shown, in steps of 8 ms), the worst of the presses of a state.
"""

import statistics
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.support.chromium import FLAGS, find_chromium
from tests.support.page_answers import done, make_about, make_document, text, whole_answer
from tests.support.page_server import Script, Stage, create_page_app, serving

KEYS = "How did Alibaba close on that day?"
LOADS = 7
_WATCH = """() => {
  window.delays = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.delays.push(entry.duration)))
    .observe({ type: "event", durationThreshold: 16 });
}"""
_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
_SCRIPT = """() => performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js'))
  .reduce((sum, one) => sum + one.decodedBodySize, 0)"""


def main() -> None:
    """Prints a table of what was measured."""
    stage = Stage()
    with serving(create_page_app(stage)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        paints = []
        for _ in range(LOADS):
            page = _fresh(browser, stage, address)
            paints.append(page.evaluate(_PAINT))
            scripts = page.evaluate(_SCRIPT)
            page.context.close()
        print(f"first contentful paint  median {statistics.median(paints):.0f} ms, worst {max(paints):.0f} ms of {LOADS} loads")
        print(f"script loaded by then   {scripts / 1000:.1f} kB")
        print(f"{'state':34}{'worst key press':>16}{'median':>9}")
        for name, prepare in STATES.items():
            page = _fresh(browser, stage, address)
            prepare(page, stage.script)
            delays = _typed(page)
            page.context.close()
            print(f"{name:34}{max(delays):>13.0f} ms{statistics.median(delays):>6.0f} ms")
        browser.close()


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
