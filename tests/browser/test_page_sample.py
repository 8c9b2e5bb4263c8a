"""The first question of somebody who has just begun: the page on the sample story, with nothing scripted."""

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from assistant.api.app import create_app
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.browser.conftest import Watch, open_page
from tests.support.servers import running
from tests.support.story import NOW, make_store


def test_the_first_example_is_answered_from_the_sample(context: BrowserContext, tmp_path: Path, watch: Watch) -> None:
    """One press asks it; its first mark opens the report with the very words marked."""
    settings = Settings(data_dir=make_store(tmp_path), model="extractive")
    with (
        build_assistant(settings, now=lambda: NOW) as assistant,
        running(create_app(assistant, settings, now=lambda: NOW)) as server,
    ):
        page = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        page.locator(".examples button").first.click()
        expect(page.locator("article.done .prose .cite").first).to_be_visible(timeout=30_000)
        expect(page.locator(".prose .figure", has_text="4.2").first).to_be_visible()
        page.locator(".prose .cite").first.click()
        expect(page.locator("#panel mark").first).to_contain_text("4.2")
        page.close()
    assert watch.quiet, watch
