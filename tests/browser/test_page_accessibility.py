"""The page for people who do not see it or do not point: axe finds nothing grave in any state, and Tab goes in order."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESK, Watch, open_page
from tests.support.axe import grave_violations
from tests.support.page_answers import FIRST, SOURCES, done, make_news, reading_status, text, whole_answer
from tests.support.page_server import CUT, Gate, Script

QUESTION = "How did Alibaba close on 17 September 2025?"
DIFFERING = (
    "Harbour Daily, 17 September 2025: up 5.3 % [1].\nPut differently (within the day): Wire, 17 September 2025: up 4 % [2].\n"
)
TABLE = "| Name | Move |\n|---|---|\n| Alibaba | 5.3 % [1] |\n"


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")


@contextmanager
def opened(browser: Browser, address: str, **look: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, **look)  # type: ignore[arg-type]
    page = open_page(context, address, Watch())
    try:
        yield page
    finally:
        context.close()


def test_nothing_grave_from_the_first_sight_to_the_end_of_an_answer(page: Page, script: Script) -> None:
    """Empty, streaming, whole, with a source open, a note and a date being written, a tooltip, every dialog."""
    gate = Gate()
    script.sessions[:] = [{"session_id": "s", "title": "Earlier", "pinned": True, "tags": ["chips"]}]
    script.pins = [{"turn_id": "t", "session_id": "s", "title": "Earlier", "question": "Why?", "note": "", "answer": ""}]
    page.reload()
    expect(page.locator("#pin-list li")).to_have_count(1)
    found = {"empty": grave_violations(page)}
    steps = whole_answer()
    script.answer(
        "Alibaba",
        *steps[:4],
        gate,
        text(DIFFERING + TABLE),
        *steps[4:-1],
        {"type": "withheld", "reason": "figure", "detail": "x"},
        done(),
    )
    ask(page, QUESTION)
    expect(page.locator(".prose")).to_contain_text("best finish")
    found["streaming"] = grave_violations(page)
    gate.open()
    expect(page.locator("article.done")).to_have_count(1)
    found["whole"] = grave_violations(page)
    page.locator(".cite").first.click()
    expect(page.locator("#panel mark")).to_be_visible()
    found["source"] = grave_violations(page)
    page.locator("[data-action=next-source], .steps button:nth-child(2)").first.click()
    found["row"] = grave_violations(page)
    page.keyboard.press("Escape")
    page.locator("[data-action=note]").click()
    found["note"] = grave_violations(page)
    page.locator("[data-part=window]").click()
    expect(page.locator(".changing")).to_be_visible()
    found["dates"] = grave_violations(page)
    page.keyboard.press("Escape")
    page.locator("#session-list .session").focus()  # its buttons show themselves to whoever comes there
    page.get_by_role("button", name="Rename Earlier").focus()
    page.keyboard.press("Enter")
    found["rename"] = grave_violations(page)
    page.keyboard.press("Escape")
    page.click("#as-of-summary")
    found["moment"] = grave_violations(page)
    for action, dialog in {"shortcuts": "#shortcuts", "open-list-form": "#list-form", "open-export": "#export"}.items():
        page.locator(f"[data-action={action}]").first.click()
        expect(page.locator(dialog)).to_be_visible()
        found[action] = grave_violations(page)
        page.keyboard.press("Escape")

    assert {} == {state: grave for state, grave in found.items() if grave}


def test_nothing_grave_where_it_went_wrong(page: Page, script: Script, context: BrowserContext) -> None:
    """Cut, failed, abstained, a source that is gone, offline."""
    script.answer("cut", text(FIRST), CUT)
    script.answer("fail", text(FIRST), {"type": "error", "code": "internal", "message": "", "retryable": True, "incident": "i"})
    script.answer("abstain", reading_status(), done(abstained=True, reason="out_of_window"))
    script.answer("gone", text("So [1]."), {"type": "citations", "sources": [make_news(1, doc_id="gone")]}, done())
    for count, question in enumerate(("cut", "fail", "abstain", "gone"), start=1):
        ask(page, question)
        expect(page.locator("article")).to_have_count(count)
        expect(page.locator("article.working")).to_have_count(0)
    expect(page.locator("article").last).to_contain_text("So")
    page.locator("article").last.locator(".cite").click()
    expect(page.locator("#panel .ending")).to_be_visible()
    found = grave_violations(page)
    context.set_offline(True)
    try:
        expect(page.locator("#notices")).to_contain_text("You are offline")
        found += grave_violations(page)
    finally:
        context.set_offline(False)
    assert [] == found


def test_nothing_grave_in_the_dark_or_on_a_narrow_screen(browser: Browser, address: str, script: Script) -> None:
    """With an answer, the sessions and a source open."""
    script.answer("Alibaba", *whole_answer())
    found: dict[str, list[str]] = {}
    with opened(browser, address, color_scheme="dark") as page:
        ask(page, QUESTION)
        expect(page.locator("article.done")).to_have_count(1)
        found["dark"] = grave_violations(page)
        page.locator(".cite").first.click()
        expect(page.locator("#panel mark")).to_be_visible()
        found["dark source"] = grave_violations(page)
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 320, "height": 640})
        found["narrow"] = grave_violations(page)
        page.click("#sessions-toggle")
        found["drawer"] = grave_violations(page)
    assert {} == {state: grave for state, grave in found.items() if grave}


def test_tab_goes_through_an_answer_in_the_order_it_is_read(page: Page, script: Script) -> None:
    """From the question's edit button over chips, figures and marks to the sources, the actions, what is next and the box."""
    script.answer("Alibaba", *whole_answer())
    ask(page, QUESTION)
    expect(page.locator("article.done")).to_have_count(1)
    page.locator("[data-action=edit]").focus()
    order: list[str] = []
    for _ in range(60):
        kind = page.evaluate(
            "() => document.activeElement.id || document.activeElement.dataset.action "
            "+ (document.activeElement.classList.contains('source') ? '-listed' : '')"
        )
        order.append(kind)
        if kind == "question":
            break
        page.keyboard.press("Tab")
    landmarks = (
        "edit",
        "edit-reading",
        "without-window",
        "without-ticker",
        "open-source",
        "open-source-listed",
        "copy",
        "pin",
        "example",
    )
    assert order[-1] == "question"
    assert sorted(landmarks, key=order.index) == list(landmarks)
    assert order.count("open-source-listed") == len(SOURCES)
