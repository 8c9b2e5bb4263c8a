"""Question lists and exports in the page, on the program's own server."""

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.support.assistants import FakeAssistant
from tests.support.axe import grave_violations
from tests.support.exported import READERS


def seen(page: Page, name: str) -> None:
    """Keeps pictures of the page, wide, dark and narrow, where a folder for them is named."""
    folder = os.environ.get("RALLY_TEST_PICTURES")
    if not folder:
        return
    page.screenshot(path=f"{folder}/{name}.png")
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=f"{folder}/{name}-dark.png")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 390, "height": 780})
    page.screenshot(path=f"{folder}/{name}-narrow.png")
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_list_is_pasted_answered_read_and_deleted(served_page: Page, assistant: FakeAssistant, watch: Watch) -> None:
    """Paste, watch the progress, open a source, reload, save a spreadsheet, delete."""
    page = served_page
    page.get_by_role("button", name="Question list…").click()
    seen(page, "list-form")
    page.get_by_role("button", name="Answer these").click()
    expect(page.locator("#list-said")).to_contain_text("holds no question")
    page.fill("#list-text", "How did Baidu close?\n百度收报多少?\nAnd then?")
    page.get_by_role("button", name="Answer these").click()
    expect(page.locator(".progress")).to_have_text("3 of 3 answered")
    expect(page.locator(".answers tbody tr")).to_have_count(3)
    expect(page.locator(".answers .prose").first).to_contain_text("Baidu rose 15.7 %")
    page.locator(".answers td:last-child button").first.click()
    expect(page.locator("#panel mark")).to_have_text("Baidu rose 15.7 percent")
    assert [] == grave_violations(page)
    page.keyboard.press("Escape")
    seen(page, "list")

    page.reload()
    expect(page.locator(".answers tbody tr.done")).to_have_count(3)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Excel").click()
    assert "rally-2025-09-18.xlsx" == saved.value.suggested_filename
    assert 3 == len(assistant.asked)

    page.get_by_role("button", name="New session").click()
    expect(page.locator(".welcome")).to_be_visible()
    page.locator("#list-list .session").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".welcome")).to_be_visible()
    assert [] == list(assistant.sessions.batches.list(""))
    assert watch.quiet or all("400" in error for error in watch.errors), watch


def test_a_file_is_taken_as_a_list(served_page: Page, tmp_path: Path) -> None:
    """A CSV from the disk becomes a table of answers."""
    (tmp_path / "mine.csv").write_text("id,question\n1,How did Baidu close?\n", encoding="utf-8")
    served_page.get_by_role("button", name="Question list…").click()
    served_page.set_input_files("#list-file", tmp_path / "mine.csv")
    served_page.get_by_role("button", name="Answer these").click()
    expect(served_page.locator(".list h2")).to_have_text("mine.csv")
    expect(served_page.locator(".answers tbody tr.done")).to_have_count(1)


def test_an_answer_and_a_session_are_exported(served_page: Page, watch: Watch) -> None:
    """The dialog saves this answer, or the whole session, and closes from the keyboard."""
    page = served_page
    for question, count in (("How did Baidu close?", 1), ("And then?", 2)):
        page.fill("#question", question)
        page.keyboard.press("Enter")
        expect(page.locator("article.done")).to_have_count(count)
    page.get_by_role("button", name="Export").last.click()
    seen(page, "export")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Markdown").click()
    text = saved.value.path().read_text(encoding="utf-8")
    assert "And then?" in text
    assert "1. And then?" in text
    page.get_by_label("The whole session").check()
    with page.expect_download() as saved:
        page.get_by_role("button", name="PDF", exact=True).click()
    assert b"%PDF" == saved.value.path().read_bytes()[:4]
    expect(page.locator("#export-said")).to_contain_text("Saved as rally-2025-09-18.pdf")
    page.keyboard.press("Escape")
    expect(page.locator("#export")).to_be_hidden()
    assert watch.quiet, watch


def test_thirty_questions_become_thirty_rows(served_page: Page, assistant: FakeAssistant) -> None:
    """Each with its answer and its source, in the order of the list; none is asked twice."""
    questions = [f"How did Baidu close on day {n}?" for n in range(1, 31)]
    served_page.get_by_role("button", name="Question list…").click()
    served_page.fill("#list-text", "\n".join(questions))
    served_page.get_by_role("button", name="Answer these").click()
    expect(served_page.locator(".progress")).to_have_text("30 of 30 answered")
    expect(served_page.locator(".answers tbody th")).to_have_text(questions)
    expect(served_page.locator(".answers tbody .figure")).to_have_text(["15.7 %"] * 30)
    expect(served_page.locator(".answers td:last-child button")).to_have_text(["1 Baidu leads"] * 30)
    assert sorted(questions) == sorted(asked["question"] for asked in assistant.asked)


def test_every_export_opens_again_with_each_figure_beside_its_source(served_page: Page) -> None:
    """Saved from the page and parsed by its own kind of reader: the figure leads to source 1, and source 1 is the report."""
    served_page.fill("#question", "How did Baidu close?")
    served_page.keyboard.press("Enter")
    expect(served_page.locator("article.done")).to_have_count(1)
    served_page.get_by_role("button", name="Export or share").click()
    for kind, figures in READERS.items():
        with served_page.expect_download() as saved:
            served_page.locator(f"[data-action=export][data-format={kind}]").click()
        assert [("15.7 %", "Baidu leads")] == figures(saved.value.path().read_bytes()), kind
