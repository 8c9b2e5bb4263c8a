"""A chart in the page: drawn under the page's policy, said in words, reached from the keyboard, saved as a picture."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from assistant.agent.events import Chart
from assistant.api.app import create_app
from assistant.market.chart_pictures import script
from assistant.settings import Settings
from tests.browser.conftest import Watch, open_page
from tests.support import assistants
from tests.support.assistants import NOW, make_assistant
from tests.support.page_server import serving

ADDRESS = "/api/charts/9988.HK?from=2025-09-01&to=2025-09-17&as_of=2025-09-18T00%3A00%3A00%2B00%3A00&cite=1%3Ad1"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The real application, whose answers come with a chart; the script is made before the page waits for it."""
    plain = assistants.scripted

    def with_chart(**ids):
        *before, done = plain(**ids)
        return [*before, Chart(title="9988.HK in September", spec_url=ADDRESS, png_url=f"{ADDRESS}&format=png"), done]

    monkeypatch.setattr(assistants, "scripted", with_chart)
    script(tmp_path / "charts")
    assistant, database = make_assistant(tmp_path)
    with serving(create_app(assistant, Settings(data_dir=tmp_path), now=lambda: NOW)) as address:
        yield address
    database.close()


@pytest.mark.browser
@pytest.mark.slow
def test_an_answers_chart_is_drawn_and_said(context: BrowserContext, served: str, watch: Watch):
    """Nothing is fetched from elsewhere, and no rule of the page is broken."""
    page = open_page(context, served, watch)
    page.get_by_label("Your question").fill("Why?")
    page.get_by_role("button", name="Ask", exact=True).click()

    card = page.get_by_role("region", name="Chart: 9988.HK in September")
    picture = card.get_by_role("img")
    expect(picture.locator("svg path").first).to_be_attached()
    expect(picture).to_have_attribute("aria-label", re.compile(r"closed at 153.5 HKD .* 161.6 HKD .* \[1\] Baidu leads"))
    expect(card).to_contain_text("As traded, not adjusted")
    wide = picture.locator("svg").bounding_box()
    page.locator(".cite").first.click()
    expect(page.locator("#panel")).to_be_visible()
    page.wait_for_function("w => document.querySelector('.canvas svg').getAttribute('width') < w - 20", arg=wide["width"])
    picture.focus()
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Save as PNG")).to_be_focused()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert "9988.HK 2025-09-01.png" == saved.value.suggested_filename
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    page.close()
    assert watch.quiet, watch
