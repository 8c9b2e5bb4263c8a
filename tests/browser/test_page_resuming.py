"""An answer survives its connection: a cut, a reload, a time without a network."""

import asyncio
import threading
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.browser.conftest import Watch, open_page
from tests.support.assistants import NOW, FakeAssistant
from tests.support.page_answers import FIRST, SECOND, done, reading_status, text, whole_answer
from tests.support.page_server import CUT, Gate, Script
from tests.support.servers import running


class Held:
    """Holds the fake assistant's answer after its first event."""

    def __init__(self) -> None:
        self.opened = threading.Event()

    async def wait(self) -> None:
        while not self.opened.is_set():
            await asyncio.to_thread(self.opened.wait, 0.02)


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")


def test_a_cut_stream_is_taken_up_where_it_broke(page: Page, script: Script, watch: Watch) -> None:
    """The words that came stay, the rest follows, and nothing is said twice; a second cut changes nothing."""
    script.answer("Alibaba", reading_status(), text(FIRST), CUT)
    script.resumptions += [[CUT], [text(SECOND), CUT], whole_answer()[5:]]
    ask(page, "How did Alibaba close?")

    expect(page.locator("article.done")).to_have_count(1)
    assert (FIRST + SECOND).replace("[1][2]", "12").replace("[3]", "3") in page.inner_text(".prose").replace("\n", " ") + " "
    assert [1, 1, 2] == script.taken_up_after
    assert 1 == len(script.requests)
    assert watch.quiet, watch


def test_offline_is_said_and_the_answer_goes_on_afterwards(page: Page, script: Script, context: BrowserContext) -> None:
    """Without a network the page says so and waits; what was asked is not asked again."""
    gate = Gate()
    script.answer("Alibaba", reading_status(), text(FIRST), gate, CUT)
    script.resumptions.append([text(SECOND), *whole_answer()[5:]])
    ask(page, "How did Alibaba close?")
    expect(page.locator(".prose")).to_contain_text("best finish since 2021")
    context.set_offline(True)
    try:
        gate.open()
        expect(page.locator("#notices")).to_contain_text("You are offline")
        expect(page.locator(".status")).to_contain_text("connection was lost")
    finally:
        context.set_offline(False)
    expect(page.locator("article.done")).to_have_count(1)
    expect(page.locator("#notices")).not_to_contain_text("You are offline")
    assert 1 == len(script.requests)


def test_stop_before_the_first_event_reaches_the_server(page: Page, script: Script) -> None:
    """The page does not know the turn yet; it stops it as soon as it does."""
    gate = Gate()
    script.answer("Alibaba", gate, reading_status(), gate, text(FIRST), done())
    ask(page, "How did Alibaba close?")
    assert gate.reached.wait(5)
    page.keyboard.press("Escape")
    expect(page.locator(".ending.stopped")).to_be_visible()
    gate.open()
    page.wait_for_timeout(300)
    assert ["turn"] == script.stopped


def test_a_reload_in_the_middle_shows_the_whole_answer(
    context: BrowserContext, assistant: FakeAssistant, tmp_path: Path, watch: Watch
) -> None:
    """The reloaded page finds the session by its address and follows the answer to its end, on the program's own server."""
    assistant.gate = held = Held()
    app = create_app(assistant, Settings(data_dir=tmp_path), now=lambda: NOW)  # type: ignore[arg-type]
    with running(app) as server:
        page = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        try:
            ask(page, "What did Baidu do?")
            expect(page.locator(".chip")).to_have_count(2)
            page.reload()
            expect(page.locator("article.working .chip")).to_have_count(2)
            held.opened.set()
            expect(page.locator("article.done .prose")).to_contain_text("It closed at 131 HKD")
            expect(page.locator(".sources li")).to_have_count(1)
        finally:
            held.opened.set()
            page.close()
    assert 1 == len(assistant.asked)
    assert ["done"] == [turn.state for turn in assistant.sessions.turns(assistant.asked[0]["session_id"])]
    assert watch.quiet, watch
