"""What a person adds in the page: notes, pins, tags, opinions; and the ways back to an answer."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Watch
from tests.support.page_answers import FIRST, SECOND, whole_answer
from tests.support.page_server import Script

QUESTION = "How did Alibaba close on 17 September 2025?"


@pytest.fixture
def answered(page: Page, script: Script) -> Page:
    script.answer("Alibaba", *whole_answer())
    page.fill("#question", QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("article.done")).to_have_count(1)
    return page


def test_an_answer_keeps_a_note_a_pin_and_an_opinion(answered: Page, script: Script, watch: Watch) -> None:
    """Each is kept by the server, and can be taken back."""
    answered.get_by_role("button", name="Note", exact=True).click()
    expect(answered.get_by_label("Your note")).to_be_focused()
    answered.keyboard.type("Ring the desk.")
    answered.get_by_role("button", name="Keep", exact=True).click()
    expect(answered.locator("aside.noted")).to_have_text("Ring the desk.")
    answered.get_by_role("button", name="Pin", exact=True).click()
    expect(answered.get_by_role("button", name="Pinned", exact=True)).to_have_attribute("aria-pressed", "true")
    answered.get_by_role("button", name="Bad answer").click()
    expect(answered.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    answered.get_by_role("button", name="Bad answer").click()
    expect(answered.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "false")

    assert {"turn-1": {"note": "Ring the desk.", "pinned": True, "feedback": ""}} == script.annotations
    assert watch.quiet, watch


def test_a_note_being_written_is_left_with_escape(answered: Page, script: Script) -> None:
    """Nothing is kept of it."""
    answered.get_by_role("button", name="Note", exact=True).click()
    expect(answered.get_by_label("Your note")).to_be_focused()
    answered.keyboard.type("x")
    answered.keyboard.press("Escape")
    expect(answered.locator(".noted")).to_have_count(0)
    assert {} == script.annotations


def test_the_window_of_a_question_is_edited_and_asked_again(answered: Page, script: Script) -> None:
    """The chip opens two dates; the instruments' chip opens a line of tickers."""
    answered.get_by_role("button", name="Change 17 Sep 2025, Hong Kong time").click()
    expect(answered.get_by_label("From")).to_be_focused()
    answered.get_by_label("From").fill("2025-09-10")
    answered.get_by_role("button", name="Ask again", exact=True).first.click()
    expect(answered.locator("article.done")).to_have_count(2)
    answered.get_by_role("button", name="Change 9988.HK").last.click()
    answered.get_by_label("Tickers").fill("9988.HK, BABA")
    answered.keyboard.press("Enter")
    expect(answered.locator("article.done")).to_have_count(3)
    window = {"window": {"first": "2025-09-10", "last": "2025-09-17"}}
    session = {"question": QUESTION, "session_id": "session-1"}
    assert [session | window, session | window | {"tickers": ["9988.HK", "BABA"]}] == script.requests[1:]


def test_a_link_leads_back_to_its_answer(page: Page, script: Script) -> None:
    """Copied from an answer, it opens the session with that answer in view and in focus."""
    turn = {"question": QUESTION, "answer": FIRST + SECOND, "state": "done", "events": whole_answer()[:-1]}
    script.sessions[:] = [{"session_id": "a", "title": "Alibaba"}]
    script.turns["a"] = [turn | {"turn_id": f"t{n}"} for n in range(12)]
    page.reload()
    page.locator(".session").click()
    expect(page.locator("article[data-turn-id=t11]")).to_be_in_viewport()
    page.locator("article[data-turn-id=t3] [data-action=link]").dispatch_event("click")
    expect(page.locator("#toast")).to_have_text("The link to this answer is copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator("article[data-turn-id=t3]")).to_be_focused()
    expect(page.locator("article[data-turn-id=t3] h2")).to_be_in_viewport()


def test_a_session_of_five_hundred_turns_opens_at_its_end(page: Page, script: Script) -> None:
    """The newest forty are shown, earlier ones on demand, and a link still leads to the first."""
    turn = {"question": QUESTION, "answer": FIRST, "state": "done", "events": whole_answer()[:-1]}
    script.sessions[:] = [{"session_id": "a", "title": "Alibaba"}]
    script.turns["a"] = [turn | {"turn_id": f"t{n}", "question": f"Question {n}?"} for n in range(500)]
    page.reload()
    page.locator(".session").click()
    expect(page.locator("article[data-turn-id=t499] h2")).to_be_in_viewport()
    expect(page.locator("article")).to_have_count(40)
    page.get_by_role("button", name="Show earlier answers (460)").dispatch_event("click")
    expect(page.locator("article")).to_have_count(80)
    link = page.url + "/t/t3"
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator("article[data-turn-id=t3]")).to_be_focused()
    expect(page.locator("article")).to_have_count(40)
    expect(page.get_by_role("button", name="Show later answers (457)")).to_be_visible()


def test_sessions_are_pinned_tagged_and_found_by_what_is_in_them(page: Page, script: Script) -> None:
    """The words may stand in an answer; the excerpt is shown and opens at that answer."""
    script.sessions[:] = [{"session_id": "a", "title": "Alibaba"}, {"session_id": "b", "title": "Baidu"}]
    script.found = [{"session_id": "b", "turn_id": "t", "excerpt": "…said the desk…"}]
    script.turns["b"] = [{"turn_id": "t", "question": QUESTION, "answer": FIRST, "state": "done", "events": whole_answer()}]
    script.pins = [
        {"turn_id": "t", "session_id": "b", "title": "Baidu", "question": "Pinned question?", "note": "", "answer": ""}
    ]
    page.reload()
    page.locator(".session", has_text="Pinned question?").click()
    expect(page.locator("article[data-turn-id=turn-1]")).to_have_count(1)
    page.get_by_role("button", name="Pin Baidu").click()
    expect(page.get_by_role("button", name="Unpin Baidu")).to_be_visible()
    page.get_by_role("button", name="Rename Baidu").click()
    expect(page.get_by_label("New name")).to_be_focused()  # what is typed before goes there
    page.get_by_label("Tags, with commas between").fill("search, chips")
    page.keyboard.press("Enter")
    expect(page.locator(".tag")).to_have_text(["search", "chips"])
    page.fill("#session-filter", "desk")
    expect(page.locator("#session-list .excerpt")).to_have_text("…said the desk…")
    expect(page.locator("#session-list li")).to_have_count(1)


def test_prices_stand_on_a_card_and_the_next_question_is_one_press_away(answered: Page, script: Script) -> None:
    """The card opens its row; a suggestion is asked in the same session. The market's state stands above."""
    expect(answered.locator("#markets")).to_have_text("Hong Kong open now")
    expect(answered.locator(".card .close")).to_contain_text("161.60 HKD")
    answered.locator(".card").click()
    expect(answered.locator("#panel h2")).to_have_text("9988.HK on 17 Sep 2025")
    answered.keyboard.press("Escape")
    script.answer("What moved", *whole_answer())
    answered.get_by_role("button", name="What moved 9988.HK on 17 September 2025?").click()
    expect(answered.locator("article.done")).to_have_count(2)
    assert "session-1" == script.requests[1]["session_id"]


def test_the_panel_tells_who_else_tells_the_story(answered: Page, script: Script) -> None:
    """Other reports and copies stand below the article."""
    script.tellings = [{"doc_id": "d2", "title": "Copied", "publisher": "Wire", "published_at": None, "copy": True}]
    answered.locator(".cite").first.click()
    expect(answered.locator("#panel .story li")).to_contain_text("CopiedWire · a copy")


def test_a_new_question_stands_at_the_top(answered: Page, script: Script) -> None:
    """Its answer is read from its beginning, however much stood before it."""
    for _ in range(3):
        answered.fill("#question", QUESTION + " Again?")
        answered.keyboard.press("Enter")
        expect(answered.locator("article.working")).to_have_count(0)
    top = answered.locator("#scroll").bounding_box()
    question = answered.locator("#turns > .turn:last-child h2").bounding_box()
    assert top is not None
    assert question is not None
    assert 0 <= question["y"] - top["y"] < 60
