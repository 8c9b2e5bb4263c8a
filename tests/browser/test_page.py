"""The page does what a person at a desk expects of it, from the keyboard alone where it can."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, Watch, open_page
from tests.support.page_answers import FIRST, QUOTE, SECOND, done, make_about, reading_status, text, whole_answer
from tests.support.page_server import CUT, Gate, Raw, Script

FITS = "(part) => { const at = document.querySelector(part); return !at || at.scrollWidth <= at.clientWidth; }"
QUESTION = "How did Alibaba close on 17 September 2025?"


def ask(page: Page, question: str) -> None:
    page.fill("#question", question)
    page.keyboard.press("Enter")


def test_a_first_question_gets_a_checked_answer(page: Page, script: Script, watch: Watch) -> None:
    """From the empty page to an answer with its reading, marks, checked figures, sources and moment."""
    script.answer("Alibaba", *whole_answer())
    expect(page.locator("#question")).to_be_focused()
    ask(page, QUESTION)

    expect(page.locator(".sources li")).to_have_count(3)
    expect(page.locator(".prose")).to_contain_text("closed 5.3 % higher at HK$161.60")
    expect(page.locator(".figure")).to_have_text(["5.3 %", "HK$161.60", "8.10 HKD"])
    expect(page.locator(".prose .cite")).to_have_count(3)
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".facts").first).to_contain_text("17 Sep 2025, 20:00 Hong Kong time")
    expect(page.locator("#live")).to_contain_text("Answer complete, 3 sources.")
    page.locator(".figure").nth(1).focus()
    expect(page.locator("#tip")).to_contain_text("Checked against [2] 9988.HK on 17 September 2025 (2025-09-17): open 155.00")
    assert script.requests == [{"question": QUESTION}]
    assert page.url.endswith("#/s/session-1")
    assert watch.quiet, watch


def test_a_citation_opens_its_article_from_the_keyboard(page: Page, script: Script) -> None:
    """Tab to a mark, Enter, see the passage marked; Escape goes back to the mark."""
    script.answer("Alibaba", *whole_answer())
    ask(page, QUESTION)
    expect(page.locator(".sources li")).to_have_count(3)

    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.matches('.prose .cite') && document.activeElement.textContent === '1'"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark")).to_have_text(QUOTE)
    expect(page.locator("#panel mark")).to_be_in_viewport()
    link = page.locator("#panel a")
    expect(link).to_have_text("Read it at news.example.com")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")

    page.keyboard.press("]")
    expect(page.locator("#panel h2")).to_have_text("9988.HK on 17 Sep 2025")
    expect(page.locator("#panel table")).to_contain_text("161.60 HKD")
    for key in ("[", "]", "]"):
        page.keyboard.press(key)  # as fast as a person who knows the keys: none may be lost while the panel is drawn anew
    expect(page.locator("#panel table")).to_contain_text("161.60 HKD - 153.50 HKD")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("[data-action=open-source]:focus")).to_have_count(1)


def test_stop_keeps_what_was_said_and_leaves_the_server(page: Page, script: Script) -> None:
    """Escape ends the answer, keeps its sentences, frees the question box, and the server sees the reader go."""
    gate = Gate()
    script.answer("Alibaba", reading_status(), text(FIRST), gate, text(SECOND), done())
    ask(page, QUESTION)
    expect(page.locator(".prose")).to_contain_text("best finish since 2021")
    expect(page.locator(".status")).to_be_visible()
    expect(page.locator("#send")).to_be_hidden()
    page.locator("#question").press("Escape")

    expect(page.locator(".ending")).to_contain_text("Stopped. Your question and the part of the answer above are kept")
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    assert script.left.wait(timeout=5)


def test_a_cut_connection_is_said_and_can_be_tried_again(page: Page, script: Script) -> None:
    """A stream without its end is incomplete; the retry answers and folds the first try away."""
    script.answer("Alibaba", text(FIRST), CUT)
    ask(page, QUESTION)
    expect(page.locator(".ending")).to_contain_text("The connection was cut; this answer is incomplete.")

    script.answer("Alibaba", *whole_answer())
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".sources li")).to_have_count(3)
    expect(page.locator("details.earlier summary")).to_contain_text("Earlier answer")


@pytest.mark.parametrize("early", [True, False], ids=["refused", "in the stream"])
def test_an_error_says_what_happened_what_is_kept_and_what_to_do(page: Page, script: Script, early: bool) -> None:
    """Whether the request is refused or the stream ends in an error, the words and the incident are shown."""
    error = {"code": "model_unavailable", "message": "", "retryable": True, "incident": "7f3a-22c1"}
    if early:
        script.refusals["POST /api/chat"] = (502, error)
    else:
        script.answer("Alibaba", text(FIRST), {"type": "error"} | error)
    ask(page, QUESTION)

    box = page.locator(".ending")
    expect(box).to_contain_text("The language model cannot be reached.")
    expect(box).to_contain_text("kept")
    expect(box).to_contain_text("Ask again in a moment.")
    expect(box).to_contain_text("7f3a-22c1")
    expect(page.get_by_role("button", name="Try again")).to_be_enabled()


def test_the_reading_can_be_taken_away(page: Page, script: Script) -> None:
    """Removing a chip asks the same question again without that part of its reading."""
    script.answer("Alibaba", *whole_answer())
    ask(page, QUESTION)
    page.get_by_role("button", name="Ask again without 9988.HK").click()
    expect(page.locator(".turn")).to_have_count(2)
    page.get_by_role("button", name="Ask again without 17 Sep 2025, Hong Kong time").last.click()
    expect(page.locator("details.earlier")).to_have_count(2)
    expect(page.locator("article.done")).to_have_count(3)
    session = {"question": QUESTION, "session_id": "session-1"}
    any_date = {"window": {"first": None, "last": None}}
    assert script.requests[1:] == [session | {"tickers": []}, session | {"tickers": []} | any_date]


def test_as_of_holds_for_the_whole_session_until_cleared(page: Page, script: Script) -> None:
    """The moment is set in the zone of the page, sent with every question, and cleared with one button."""
    script.answer("Alibaba", *whole_answer())
    page.click("#as-of-summary")
    page.fill("#as-of-input", "2025-09-17T18:03")
    expect(page.locator("#as-of-words")).to_have_text("17 Sep 2025, 18:03 Hong Kong time")
    ask(page, QUESTION)
    expect(page.locator("article.done")).to_have_count(1)
    page.click("#as-of-summary")
    page.click("#as-of-clear")
    ask(page, QUESTION)
    expect(page.locator("article.done")).to_have_count(2)
    assert [request.get("as_of") for request in script.requests] == ["2025-09-17T10:03:00.000Z", None]


def test_an_abstention_says_why(page: Page, script: Script) -> None:
    """An answer that abstains has its reason in words and offers what would help."""
    ending = done(abstained=True, reason="out_of_window")
    script.answer("Alibaba", reading_status(), text("Nothing was reported on that day."), ending)
    ask(page, QUESTION)
    expect(page.locator(".abstention")).to_contain_text("Outside the dates")
    expect(page.get_by_role("button", name="Ask without the dates")).to_be_visible()


def test_sessions_are_opened_renamed_found_and_deleted(page: Page, script: Script) -> None:
    """The side list does all of it, with a question before deleting."""
    turns = [{"turn_id": "t", "question": QUESTION, "answer": FIRST + SECOND, "state": "done", "events": whole_answer()}]
    script.sessions[:] = [{"session_id": "a", "title": "Alibaba"}, {"session_id": "b", "title": "Baidu"}]
    script.turns["a"] = turns
    page.reload()
    page.locator(".session", has_text="Alibaba").click()
    expect(page.locator(".sources li")).to_have_count(3)

    page.get_by_role("button", name="Rename Alibaba").click()
    expect(page.locator("#session-list input[name=title]")).to_be_focused()
    page.keyboard.type("The chip story")
    page.keyboard.press("Enter")
    expect(page.locator("li.open .session")).to_contain_text("The chip story")
    page.fill("#session-filter", "story")
    expect(page.locator("#session-list li")).to_have_count(1)
    page.get_by_role("button", name="Delete The chip story").click()
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.locator(".deleting .danger").click()
    expect(page.locator(".welcome")).to_be_visible()
    assert [row["session_id"] for row in script.sessions] == ["b"]


def test_the_answer_can_be_copied_with_its_sources(page: Page, script: Script) -> None:
    """What is pasted elsewhere carries the sources."""
    script.answer("Alibaba", *whole_answer())
    ask(page, QUESTION)
    page.get_by_role("button", name="Copy with sources").click()
    expect(page.locator("#toast")).to_have_text("Copied with its sources.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(QUESTION)
    assert "https://news.example.com/alibaba-rally" in copied


def test_a_sentence_split_inside_a_character_arrives_whole(page: Page, script: Script) -> None:
    """Bytes cut in the middle of a Chinese character and of an event still make one sentence."""
    event = 'event: text\ndata: {"text":"阿里巴巴升 5.3 %。"}\n\n'.encode()
    gates = [Gate(), Gate()]
    script.answer("Alibaba", Raw(event[:28]), gates[0], Raw(event[28:41]), gates[1], Raw(event[41:]), done())
    ask(page, QUESTION)
    for gate in gates:
        assert gate.reached.wait(timeout=5)
        gate.open()
    expect(page.locator(".prose")).to_have_text("阿里巴巴升 5.3 %。")


def test_a_server_that_asks_for_a_key_gets_it(page: Page, script: Script) -> None:
    """The page asks for the key, and presents it from then on."""
    error = {"code": "no_key", "message": "", "retryable": False, "incident": "i"}
    script.refusals["GET /api/about"] = (401, error)
    page.reload()
    page.get_by_label("This server asks for a key").fill("secret")
    script.refusals.clear()
    with page.expect_request("**/api/about") as asked:
        page.keyboard.press("Enter")
    assert asked.value.headers["authorization"] == "Bearer secret"
    expect(page.locator(".key")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(320, 640), (360, 740), (640, 400), (1280, 800)])
def test_no_width_needs_sideways_scrolling(page: Page, script: Script, width: int, height: int) -> None:
    """From 320 pixels (400 % zoom on a desk) to wide, with long words, an open source and the sessions."""
    page.set_viewport_size({"width": width, "height": height})
    script.answer("Alibaba", reading_status(note="x" * 400), text("W" * 3000 + " "), *whole_answer())
    ask(page, QUESTION + " " + "q" * 300)
    expect(page.locator(".sources li")).to_have_count(3)
    for step in ("", ".cite", "[data-action=close-panel]", "#as-of-summary"):
        if step:
            page.locator(step).first.click()
        for whole in ("html", "body"):
            assert page.evaluate(FITS, whole)
        for part in ("#scroll", "#panel .panel-body"):
            assert page.evaluate(FITS, part)
    expect(page.locator("#question")).to_be_in_viewport()


def test_the_sessions_drawer_closes_and_gives_the_focus_back(page: Page) -> None:
    """On a narrow screen the sessions lie over the conversation until Escape."""
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("#session-filter")).to_be_hidden()
    page.click("#sessions-toggle")
    expect(page.locator("#session-filter")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#session-filter")).to_be_hidden()
    expect(page.locator("#sessions-toggle")).to_be_focused()


def test_dark_and_light_are_both_drawn(browser: Browser, address: str, watch: Watch) -> None:
    """Each scheme has its ground, and words on it: the picture is not one colour."""
    grounds = []
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        context = browser.new_context(viewport=DESK, color_scheme=scheme)
        page = open_page(context, address, watch)
        grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert len(page.screenshot()) > 15_000
        context.close()
    assert grounds == ["rgb(251, 249, 244)", "rgb(21, 21, 19)"]


def test_shortcuts_are_listed_on_a_question_mark(page: Page) -> None:
    """The sheet opens with ?, closes with Escape, and the question box takes a question mark as such."""
    page.keyboard.type("?")
    expect(page.locator("#question")).to_have_value("?")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()


def test_without_a_language_model_the_page_says_so(page: Page, script: Script) -> None:
    """The notice is there without a model and gone with one."""
    expect(page.locator("details.notice")).to_contain_text("answers quote their sources")
    script.about = make_about(model="openai:some", language_model=True)
    page.reload()
    expect(page.locator("#freshness time")).to_be_visible()
    expect(page.locator(".notice")).to_have_count(0)


def test_a_huge_answer_leaves_the_page_usable(page: Page, script: Script) -> None:
    """Five megabytes in one line are cut with a note, and the next question can be typed and asked."""
    script.answer("Alibaba", text("[" * 50_000 + "x" * 5_000_000), done())
    ask(page, QUESTION)
    expect(page.locator(".turn .note")).to_contain_text(re.compile("the rest is not shown"))
    assert page.locator(".prose").evaluate("(prose) => prose.textContent.length") <= 100_000
    script.answer("next", text("Short."), done())
    page.locator("#question").focus()
    page.keyboard.type("What next?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn:last-child .prose")).to_have_text("Short.")
