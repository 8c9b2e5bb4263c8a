"""Sharing a session, and asking an earlier question again on today's evidence, in the page."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watch
from tests.browser.test_page_lists import seen
from tests.support.assistants import FakeAssistant
from tests.support.axe import grave_violations


def ask(page: Page, question: str, count: int) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")
    expect(page.locator("article.done")).to_have_count(count)


def test_a_link_is_made_opened_and_revoked(served_page: Page, context: BrowserContext, watch: Watch) -> None:
    """The link shows the session in its own style, without a script; once revoked it leads nowhere."""
    ask(served_page, "How did Baidu close?", 1)
    served_page.get_by_role("button", name="Export or share").click()
    served_page.get_by_role("button", name="Make a link").click()
    expect(served_page.locator("#share-link")).to_be_visible()
    seen(served_page, "share")
    link = served_page.input_value("#share-link")

    reader = context.new_page()
    reader.on("console", lambda message: watch.errors.append(message.text))
    reader.goto(link)
    assert [] == grave_violations(reader)
    expect(reader.locator("h2").first).to_have_text("1. How did Baidu close?")
    assert "688px" == reader.evaluate("getComputedStyle(document.body).maxWidth")  # its own style holds
    assert 0 == reader.locator("script, form, button, img").count()
    reader.locator("a.mark").first.click()
    expect(reader.locator("li:target")).to_contain_text("Baidu leads")
    seen(reader, "shared")

    served_page.get_by_role("button", name="Revoke").click()
    expect(served_page.locator("#export-said")).to_contain_text("revoked")
    assert watch.quiet, watch
    response = reader.reload()
    assert response is not None
    assert 404 == response.status
    reader.close()


def test_an_earlier_question_is_asked_on_todays_evidence(served_page: Page, assistant: FakeAssistant) -> None:
    """The question goes out again without a moment, into the same session; the earlier answer stays."""
    ask(served_page, "How did Baidu close?", 1)
    ask(served_page, "And Alibaba?", 2)
    served_page.get_by_role("button", name="Ask on today’s evidence").first.click()
    expect(served_page.locator("article.done")).to_have_count(3)
    assert ["How did Baidu close?", "And Alibaba?", "How did Baidu close?"] == [asked["question"] for asked in assistant.asked]
    assert [None] * 3 == [asked["as_of"] for asked in assistant.asked]
    assert 1 == len({asked["session_id"] for asked in assistant.asked})
