"""Connections that break anywhere, and tabs that look at one session: the same words everywhere."""

import random
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.browser.conftest import Watch, open_page
from tests.browser.test_page_resuming import Held
from tests.support.assistants import NOW, FakeAssistant
from tests.support.page_answers import text, whole_answer
from tests.support.page_server import CUT, Raw, Script, Step, encoded
from tests.support.servers import running

ANSWERS, CUTS = 5, 10
HASTE = "const wait = setTimeout; window.setTimeout = (act, ms, ...more) => wait(act, ms / 25, ...more);"


def broken(events: list[bytes], places: list[int]) -> tuple[list[list[Step]], list[int]]:
    """What each connection carries when the whole stream breaks at these bytes, and after which event each is taken up."""
    ends = [sum(map(len, events[: n + 1])) for n in range(len(events))]
    connections: list[list[Step]] = []
    taken_up: list[int] = []
    first = 0  # the event that the connection begins with
    for place in [*places, ends[-1]]:
        begin = sum(map(len, events[:first]))
        connections.append([Raw(b"".join(events)[begin : max(begin, place)]), CUT])
        first = max(first, sum(end <= place for end in ends))
        taken_up.append(first - 1)
    return connections, taken_up[:-1]


def test_fifty_cuts_at_any_byte_change_no_word(context: BrowserContext, address: str, script: Script, watch: Watch) -> None:
    """Inside a character, a line or an event: what is shown in the end is what an unbroken stream shows."""
    chance = random.Random(7)
    told = whole_answer()
    sentences = [text(f"第{n}句：阿里巴巴升 5.3 %，📈 sentence {n} [1].\n") for n in range(20)]
    steps = [*told[:5], *sentences, *told[5:]]
    page = context.new_page()
    page.add_init_script(HASTE)
    page.goto(address)
    script.answer("whole", *steps)
    ask(page, "whole")
    expected = page.locator("article").last.locator(".prose").inner_text()
    assert "sentence 19" in expected
    events = [encoded(step, n) for n, step in enumerate(steps)]
    for n in range(ANSWERS):
        places = sorted(chance.sample(range(len(events[0]), sum(map(len, events)) - 1), CUTS))
        connections, taken_up = broken(events, places)
        script.answer(f"cut {n}.", *connections[0])
        script.resumptions, script.taken_up_after = connections[1:], []
        ask(page, f"cut {n}.")
        assert taken_up == script.taken_up_after
        assert expected == page.locator("article").last.locator(".prose").inner_text()
        expect(page.locator("article").last.locator(".sources li")).to_have_count(3)
    page.close()


def ask(page: Page, question: str) -> None:
    before = page.locator("article.done").count()
    page.fill("#question", question)
    page.keyboard.press("Enter")
    expect(page.locator("article.done")).to_have_count(before + 1)


def test_two_tabs_agree(context: BrowserContext, assistant: FakeAssistant, tmp_path: Path, watch: Watch) -> None:
    """What one asks the other shows, while it is written and afterwards; a note and a name follow."""
    assistant.gate = held = Held()
    app = create_app(assistant, Settings(data_dir=tmp_path), now=lambda: NOW)  # type: ignore[arg-type]
    with running(app) as server:
        one = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        other = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        try:
            one.fill("#question", "What did Baidu do?")
            one.keyboard.press("Enter")
            expect(one.locator(".chip")).to_have_count(2)
            other.locator(".session", has_text="What did Baidu do?").click()
            expect(other.locator("article.working .chip")).to_have_count(2)
            held.opened.set()
            for tab in (one, other):
                expect(tab.locator("article.done .prose")).to_contain_text("It closed at 131 HKD")
            other.fill("#question", "And then?")
            other.keyboard.press("Enter")
            expect(one.locator("article.done")).to_have_count(2)
            assert one.locator("#turns .prose").all_inner_texts() == other.locator("#turns .prose").all_inner_texts()
            other.get_by_role("button", name="Note", exact=True).last.click()
            other.get_by_label("Your note").fill("From the other tab")
            other.get_by_role("button", name="Keep", exact=True).click()
            expect(one.locator("aside.noted")).to_have_text("From the other tab")
        finally:
            held.opened.set()
            one.close()
            other.close()
    assert 2 == len(assistant.asked)
    assert watch.quiet, watch
