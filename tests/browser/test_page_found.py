"""Why a report was found: asked for when it is opened, in the page's language, and said plainly where it cannot be told."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Watch, open_page
from tests.support.axe import grave_violations
from tests.support.page_answers import make_trace, whole_answer
from tests.support.page_server import Script

QUESTION = "How did Alibaba close on 17 September 2025?"
FOUND = "/api/turns/turn-1/sources/1/found"


def open_source(page: Page) -> None:
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("article.done")).to_have_count(1)
    page.locator(".cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()


def test_why_a_report_was_found_is_asked_for_when_it_is_opened(page: Page, script: Script, watch: Watch) -> None:
    """By the keyboard alone: nothing is asked before, and closing it keeps the focus."""
    script.answer("Alibaba", *whole_answer())
    script.traces = {1: [make_trace()]}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/found") else None)
    open_source(page)
    button = page.get_by_role("button", name="Why this was found")
    expect(button).to_have_attribute("aria-expanded", "false")
    assert [] == asked

    button.focus()
    page.keyboard.press("Enter")

    why = page.locator("#panel .why")
    expect(why).to_contain_text("Number 2 of 8 hits for “How did Alibaba close?”.")
    expect(why).to_contain_text("4,031 outside the days")
    expect(why).to_contain_text("Alibaba extends rally")
    expect(button).to_have_attribute("aria-expanded", "true")
    assert [FOUND] == [url[url.index("/api") :] for url in asked]
    assert [] == grave_violations(page)
    page.keyboard.press("Enter")
    expect(why).to_have_text("Why this was found")
    expect(button).to_be_focused()
    assert watch.quiet


def test_what_is_not_found_any_more_and_what_fails_is_said(page: Page, script: Script) -> None:
    """A failure can be tried again."""
    script.answer("Alibaba", *whole_answer())
    script.traces = {1: [make_trace(found=None)]}
    script.refusals[f"GET {FOUND}"] = (500, {"code": "internal", "message": "", "retryable": True, "incident": "inc-9"})
    open_source(page)
    page.get_by_role("button", name="Why this was found").click()
    why = page.locator("#panel .why")
    expect(why).to_contain_text("Why it was found cannot be told.")
    expect(why).to_contain_text("inc-9")
    assert [] == grave_violations(page)

    script.refusals.clear()
    why.get_by_role("button", name="Try again").click()

    expect(why).to_contain_text("It is not found any more")
    assert [] == grave_violations(page)


def test_it_fits_a_narrow_dark_page_in_chinese(browser: Browser, address: str, script: Script) -> None:
    """Nothing runs over the edge, and nothing of its own is left in English."""
    script.answer("Alibaba", *whole_answer())
    script.traces = {1: [make_trace(query="阿里巴巴收市" + "W" * 300)]}
    context = browser.new_context(viewport=DESK, color_scheme="dark", locale="zh-HK")
    page = open_page(context, address, Watch())
    open_source(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("button", name="為何找到這篇").click()
    expect(page.locator("#panel .why")).to_contain_text("日期以外4,031段")
    over = page.evaluate(
        "() => { const body = document.querySelector('.panel-body'); return body.scrollWidth - body.clientWidth; }"
    )
    assert 0 == over
    assert [] == grave_violations(page)
    context.close()
