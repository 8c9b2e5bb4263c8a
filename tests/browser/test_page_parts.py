"""Parts of the page that are fetched when they are needed: what happens when they cannot be."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.support.page_answers import done, text
from tests.support.page_server import Script

PART = "**/modules/answering.js"


def test_a_question_waits_for_the_part_that_asks_it(context: BrowserContext, address: str, script: Script) -> None:
    """It could not be fetched: that is said, the question stays in its box, and asking again asks it once."""
    script.answer("close", text("It rose."), done())
    page = context.new_page()
    page.route(PART, lambda route: route.abort())
    page.goto(address)
    page.wait_for_selector("#freshness time")
    page.fill("#question", "How did it close?")
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("could not be fetched")
    expect(page.locator("#question")).to_have_value("How did it close?")
    assert [] == script.requests

    page.unroute(PART)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .prose")).to_have_text("It rose.")
    expect(page.locator("#question")).to_have_value("")
    assert 1 == len(script.requests)
    page.close()


def test_nothing_of_an_answer_is_shown_before_its_style_is_there(page: Page, script: Script) -> None:
    """A source's panel is not laid out as plain text first."""
    script.answer("close", text("It rose."), done())
    page.fill("#question", "How did it close?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn .prose")).to_have_text("It rose.")
    styles = page.evaluate("() => [...document.styleSheets].map((one) => one.href?.split('/').at(-1) ?? 'of the page')")
    assert ["of the page", "answer.css"] == styles


def test_the_page_begins_in_a_tab_that_nobody_looks_at(context: BrowserContext, address: str) -> None:
    """No frame is drawn there, and its modules do not wait for one."""
    page = context.new_page()
    page.add_init_script(
        "Object.defineProperty(Document.prototype, 'hidden', { get: () => true }); window.requestAnimationFrame = () => 0;"
    )
    page.goto(address)
    page.wait_for_function("() => performance.getEntriesByName('usable').length === 1")
    page.close()
