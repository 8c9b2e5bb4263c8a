"""The page in a real browser, over loopback, with scripted answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, expect, sync_playwright

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.support.assistants import NOW, FakeAssistant, make_assistant
from tests.support.chromium import FLAGS, find_chromium, must_have_browser
from tests.support.page_answers import make_about, make_document
from tests.support.page_server import Script, Stage, create_page_app, serving
from tests.support.servers import running

PATIENCE_MS = 8000
DESK: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        reason = "no Chromium is installed; install one or name it in RALLY_TEST_CHROMIUM"
        pytest.fail(reason) if must_have_browser() else pytest.skip(reason)
    assert path is not None
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS), timeout=20_000)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """What a page did that nobody should see: scripts' errors, dialogs, requests to elsewhere."""

    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    @property
    def quiet(self) -> bool:
        return not (self.errors or self.dialogs or self.elsewhere)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def stage() -> Iterator[tuple[Stage, str]]:
    """One server for all tests; each puts its own script on."""
    stage = Stage()
    with serving(create_page_app(stage)) as address:
        yield stage, address


@pytest.fixture
def script(stage: tuple[Stage, str]) -> Script:
    stage[0].script = Script(about=make_about(), documents={"alibaba-rally": make_document()})
    return stage[0].script


@pytest.fixture
def address(stage: tuple[Stage, str], script: Script) -> str:
    return stage[1]


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests: a tab's state is its own, and nothing else is kept."""
    context = browser.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str, watch: Watch) -> Iterator[Page]:
    """The page, opened and ready for a question."""
    page = open_page(context, address, watch)
    yield page
    page.close()


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[FakeAssistant]:
    assistant, database = make_assistant(tmp_path)
    yield assistant
    database.close()


@pytest.fixture
def served_page(context: BrowserContext, assistant: FakeAssistant, tmp_path: Path, watch: Watch) -> Iterator[Page]:
    """The page on the program's own server."""
    app = create_app(assistant, Settings(data_dir=tmp_path), now=lambda: NOW)  # type: ignore[arg-type]
    with running(app) as server:
        page = open_page(context, f"http://127.0.0.1:{server.port}", watch)
        yield page
        page.close()


def open_page(context: BrowserContext, address: str, watch: Watch) -> Page:
    page = context.new_page()
    page.on("console", lambda message: watch.errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: watch.errors.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else watch.elsewhere.append(request.url))

    def dismiss(dialog: Dialog) -> None:
        watch.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.goto(address)
    page.wait_for_selector("#freshness time")
    return page
