"""The page's own words in Chinese: by the browser's wish, or by the button, and remembered."""

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Watch, open_page
from tests.support.axe import grave_violations
from tests.support.page_answers import whole_answer
from tests.support.page_server import Script


def test_a_chinese_browser_is_spoken_to_in_chinese(browser: Browser, address: str, script: Script, watch: Watch) -> None:
    """The frame, the answer's surroundings, the source and the moments; what others wrote stays as it is."""
    script.answer("Alibaba", *whole_answer())
    context = browser.new_context(viewport=DESK, locale="zh-HK")
    page = open_page(context, address, watch)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator("#markets")).to_have_text("香港 開市中")
    page.get_by_label("你的問題").fill("How did Alibaba close?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="連同來源複製")).to_be_visible()
    expect(page.locator(".facts").first).to_contain_text("2025年9月17日, 20:00 香港時間")
    expect(page.locator(".prose")).to_contain_text("Alibaba’s Hong Kong shares closed 5.3 % higher")
    page.locator(".cite").nth(1).click()
    expect(page.locator("#panel table")).to_contain_text("收市")
    assert [] == grave_violations(page)
    assert watch.quiet, watch
    context.close()


def test_the_language_is_changed_with_a_button_and_remembered(page: Page) -> None:
    """There and back."""
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("button", name="新對話")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="新對話")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="New session")).to_be_visible()
