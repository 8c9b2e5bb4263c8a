"""Morning briefs, watched questions, what changed, and what is taken in: in the page, on the program's own server."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from assistant.agent.watching import ask_watched
from assistant.api.app import create_app
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.browser.conftest import Watch, open_page
from tests.browser.test_page_lists import seen
from tests.support.axe import grave_violations
from tests.support.knowledge import utc
from tests.support.price_targets import NOW, QUESTION, RAISED, ingest, make_target_store, write
from tests.support.servers import running
from tests.support.story import make_store

MORNING = utc(2025, 9, 18, 1)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Any]:
    with build_assistant(Settings(data_dir=make_target_store(tmp_path), model="extractive"), now=lambda: NOW) as assistant:
        yield assistant


@pytest.fixture
def desk_page(context: BrowserContext, assistant: Any, watch: Watch) -> Iterator[Page]:
    with running(create_app(assistant, assistant.settings, now=lambda: NOW)) as server:
        page = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        yield page
        page.close()


def looked_at(page: Page, name: str) -> None:
    """Axe finds nothing grave in this state, and pictures are kept where they are wanted."""
    seen(page, name)
    found = grave_violations(page)
    assert not found, (name, found)


def ask(page: Page, question: str, count: int = 1) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    expect(page.locator("article.done")).to_have_count(count)


@pytest.fixture
def sample_page(context: BrowserContext, tmp_path: Path, watch: Watch) -> Iterator[Page]:
    """The page over the sample story, before trading on the 18th, with two lists of instruments."""
    folder = make_store(tmp_path / "sample")
    (folder / "watchlists.toml").write_text('search = ["9888.HK", "NVDA"]\nchips = ["0981.HK"]\n')
    with (
        build_assistant(Settings(data_dir=folder, model="extractive"), now=lambda: MORNING) as assistant,
        running(create_app(assistant, assistant.settings, now=lambda: MORNING)) as server,
    ):
        page = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        yield page
        page.close()


def test_a_brief_is_made_followed_and_found_again(sample_page: Page, watch: Watch) -> None:
    """From the list of the data folder to answers with an overview; a reload shows both; where nothing is new, that is said."""
    page = sample_page
    page.get_by_role("button", name="Morning brief…").click()
    expect(page.get_by_label("Instruments")).to_have_value("9888.HK, NVDA")
    page.get_by_role("button", name="chips").click()
    expect(page.get_by_label("Instruments")).to_have_value("0981.HK")
    page.get_by_role("button", name="search").click()
    looked_at(page, "brief-form")
    page.get_by_role("button", name="Make the brief").click()
    expect(page.locator(".brief .verdict")).to_have_text("Brief search, since 16:00 on 17 Sep 2025, Hong Kong time")
    expect(page.locator("article.done")).to_have_count(5)
    expect(page.locator(".brief")).to_contain_text("New: 5 reports, 1 daily price.")
    expect(page.locator(".brief")).to_contain_text("Nothing new about Nvidia.")
    expect(page.locator("article.done").first).to_contain_text("131 HKD")
    looked_at(page, "brief")
    page.reload()
    expect(page.locator("article.done")).to_have_count(5)
    page.locator(".brief").get_by_role("button", name="Which shares rose most?").click()
    expect(page.get_by_role("heading", name="Which shares rose most?")).to_be_in_viewport()
    expect(page.locator("#session-list")).to_contain_text("Brief search, since 16:00")

    page.get_by_role("button", name="Morning brief…").click()
    page.locator("#desk-form [name=first]").fill("2026-02-01")
    page.get_by_role("button", name="Make the brief").click()
    expect(page.locator("#brief-said")).to_contain_text("Nothing new since 1 Feb 2026")
    page.get_by_label("Instruments").fill("NOPE!")
    page.get_by_role("button", name="Make the brief").click()
    expect(page.locator("#brief-said")).to_contain_text("No instrument goes by 'NOPE!'")
    page.keyboard.press("Escape")
    assert watch.dialogs == watch.elsewhere == []
    assert all("400" in error for error in watch.errors)


def test_a_watched_question_tells_when_its_answer_changed(
    desk_page: Page, assistant: Any, tmp_path: Path, watch: Watch
) -> None:
    """From an answer to the list; after an update the change stands there with both answers, until it is seen."""
    page = desk_page
    ask(page, QUESTION)
    page.get_by_role("button", name="Watch", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("Watched")
    ingest(assistant, write(tmp_path, "raised.md", RAISED))
    ask_again(assistant)

    page.reload()
    page.get_by_role("button", name="Watched questions: 1 changed").click()
    row = page.locator(".rows > li")
    expect(row).to_contain_text("1 change not seen yet.")
    row.locator("summary").click()
    expect(row.locator(".change")).to_contain_text("Updated sources: Brokers on Baidu, Harbour Ledger")
    expect(row.locator(".beside > div").first).to_contain_text("HK$150")
    expect(row.locator(".beside > div").last).to_contain_text("HK$165")
    looked_at(page, "watched")
    row.get_by_role("button", name="Mark as seen").click()
    expect(page.get_by_role("button", name="Watched questions", exact=True)).to_be_visible()
    page.get_by_label("A question to watch").fill("What is new about Tencent?")
    page.get_by_role("button", name="Watch", exact=True).click()
    expect(row).to_have_count(2)
    other = row.filter(has_text="Tencent")
    expect(other).to_contain_text("To be asked soon.")
    other.get_by_role("button", name="Stop watching").click()
    expect(row).to_have_count(1)
    assert watch.quiet, watch


def ask_again(assistant: Any) -> None:
    """What the server does some seconds after new evidence; in a thread, for the browser's driver has a loop in this one."""

    async def ask_all() -> None:
        async for _ in ask_watched(assistant):
            pass

    thread = threading.Thread(target=lambda: asyncio.run(ask_all()))
    thread.start()
    thread.join()


def test_an_old_answer_says_that_its_source_changed_and_what_a_new_one_says(
    desk_page: Page, assistant: Any, tmp_path: Path, watch: Watch
) -> None:
    """A note, a mark on the source and the newer text in the panel; asked again, both answers stand side by side."""
    page = desk_page
    ask(page, QUESTION)
    expect(page.locator(".aged")).to_have_count(0)
    ingest(assistant, write(tmp_path, "raised.md", RAISED))
    page.reload()
    expect(page.locator(".aged")).to_contain_text("Since this answer, 1 source was updated.")
    expect(page.locator(".source .since")).to_have_text("updated since")
    page.locator("button.cite").first.click()
    expect(page.locator("#panel .article")).to_contain_text("HK$150")
    page.locator("#panel").get_by_role("button", name="Read it").click()
    expect(page.locator("#panel .article")).to_contain_text("HK$165")
    looked_at(page, "aged")
    page.keyboard.press("Escape")

    page.locator(".aged").get_by_role("button", name="Ask on today’s evidence").click()
    compared = page.locator(".compared")
    expect(compared).to_contain_text("What changed")
    expect(compared).to_contain_text("Updated sources: Brokers on Baidu, Harbour Ledger")
    expect(compared.locator(".beside > div").first.locator("mark")).to_contain_text(["HK$150"])
    expect(compared.locator(".beside > div").last.locator("mark")).to_contain_text(["HK$165"])
    looked_at(page, "compared")
    page.get_by_role("button", name="Ask again", exact=True).click()
    expect(page.locator(".compared").last).to_contain_text("Nothing changed")
    assert watch.quiet, watch


def test_files_are_taken_in_and_show_what_they_became(desk_page: Page, tmp_path: Path, watch: Watch) -> None:
    """Two files, one of them unusable; the document's versions, instruments and passages; an address that is not asked."""
    page = desk_page
    page.get_by_role("button", name="Sources and files").click()
    (tmp_path / "odd.csv").write_text("a,b,c\n1,2,3\n4,5,6\n")
    page.set_input_files("#intake-file", [write(tmp_path, "raised.md", RAISED), tmp_path / "odd.csv"])
    page.get_by_role("button", name="Take in").click()
    jobs = page.get_by_role("region", name="Taken in").locator(".rows > li")
    expect(jobs.last).to_contain_text("done · articles: 1 updated")
    expect(jobs.first).to_contain_text("1 rejectedunknown table a table")
    looked_at(page, "intake")
    jobs.last.get_by_role("button", name="Brokers on Baidu").click()
    became = page.locator("#became")
    expect(became).to_be_focused()
    expect(became).to_contain_text("2 versions")
    expect(became).to_contain_text("Baidu 9888.HK")
    became.locator("summary").click()
    expect(became.locator("ol")).to_contain_text("HK$165")
    looked_at(page, "became")
    page.get_by_role("textbox", name="Address").fill("http://127.0.0.1/secret")
    page.get_by_role("button", name="Read once").click()
    expect(page.locator(".said[role=status]")).to_contain_text("is not on the open internet")
    page.reload()
    expect(jobs).to_have_count(2)
    assert watch.dialogs == watch.elsewhere == []
    assert all("400" in error for error in watch.errors)


def test_who_may_not_take_in_is_told(context: BrowserContext, assistant: Any, watch: Watch) -> None:
    """A key that only reads sees how the sources go, and who to ask; there are no forms."""
    settings = Settings(data_dir=assistant.settings.data_dir, api_keys=("reader",), admin_keys=("admin",))
    with running(create_app(assistant, settings, now=lambda: NOW)) as server:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.port}")
        page.fill("#key", "reader")
        page.get_by_role("button", name="Use this key").click()
        page.wait_for_selector("#freshness time")
        page.get_by_role("button", name="Sources and files").click()
        expect(page.locator(".part .notice")).to_contain_text("names the keys that may in RALLY_ADMIN_KEYS")
        expect(page.locator(".part form")).to_have_count(0)
        expect(page.get_by_role("region", name="Sources")).to_contain_text("None was read yet.")
        page.close()
