"""The page on the program's own server: what both sides understand by the interface between them."""

import asyncio

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.support.assistants import FakeAssistant


def test_a_question_a_source_a_reload_and_an_end(served_page: Page, assistant: FakeAssistant, watch: Watch) -> None:
    """Ask, open the source, ask without the dates, reload the session, rename it and delete it."""
    page = served_page
    page.fill("#question", "What did Baidu do?")
    page.keyboard.press("Enter")
    expect(page.locator(".sources li")).to_have_count(1)
    expect(page.locator(".prose")).to_contain_text("Baidu rose 15.7 %")
    expect(page.locator(".figure")).to_have_text("15.7 %")
    page.locator(".prose .cite").first.click()
    expect(page.locator("#panel mark")).to_have_text("Baidu rose 15.7 percent")
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Ask again without 17 Sep 2025, Hong Kong time").click()
    expect(page.locator("article.done")).to_have_count(2)
    window = assistant.asked[1]["window"]
    assert window is not None
    assert not window.bounded
    assert assistant.asked[1]["session_id"] == assistant.asked[0]["session_id"]

    page.reload()
    expect(page.locator("article.done")).to_have_count(2)
    expect(page.locator("li.open .session")).to_contain_text("What did Baidu do?")
    page.get_by_role("button", name="Rename What did Baidu do?").click()
    expect(page.locator("#session-list input[name=title]")).to_be_focused()
    page.keyboard.type("Baidu")
    page.keyboard.press("Enter")
    expect(page.locator("li.open .session")).to_contain_text("Baidu")
    page.get_by_role("button", name="Delete Baidu").click()
    page.locator(".deleting .danger").click()
    expect(page.locator(".welcome")).to_be_visible()
    assert assistant.sessions.list("") == []
    assert watch.quiet, watch


def test_a_fault_inside_is_told_with_an_incident(served_page: Page, assistant: FakeAssistant) -> None:
    """What breaks in the program reaches the person as words and a number, and never as its own text."""
    assistant.fail = RuntimeError("secret detail")
    served_page.fill("#question", "What did Baidu do?")
    served_page.keyboard.press("Enter")
    expect(served_page.locator(".ending")).to_contain_text("Something went wrong on our side")
    expect(served_page.locator(".incident code")).not_to_be_empty()
    assert "secret detail" not in served_page.inner_text("body")


def test_a_refused_question_can_be_edited(served_page: Page) -> None:
    """A moment that the server does not take is told in its words, and the question is kept."""
    served_page.route("**/api/chat", lambda route: route.continue_(post_data='{"question": "Q", "as_of": "noon"}'))
    served_page.fill("#question", "What did Baidu do?")
    served_page.keyboard.press("Enter")
    expect(served_page.locator(".ending")).to_contain_text("The as_of is not a moment.")
    served_page.get_by_role("button", name="Edit this question and ask again").click()
    expect(served_page.locator("#question")).to_have_value("What did Baidu do?")


def test_asking_again_while_an_answer_is_written_takes_its_place(served_page: Page, assistant: FakeAssistant) -> None:
    """Removing a part of the reading mid-stream ends that answer and asks anew, though the server still puts it away."""
    assistant.gate = asyncio.Event()
    served_page.fill("#question", "What did Baidu do?")
    served_page.keyboard.press("Enter")
    expect(served_page.locator(".chip")).to_have_count(2)
    assistant.gate = None
    served_page.get_by_role("button", name="Ask again without 9888.HK").click()
    expect(served_page.locator("article.done")).to_have_count(1)
    expect(served_page.locator("details.earlier article.stopped")).to_have_count(1)
    assert len({asked["session_id"] for asked in assistant.asked}) == 1
    # How often it was asked until the server had put the first turn away is a matter of time.
    assert all(asked["tickers"] == [] for asked in assistant.asked[1:])
