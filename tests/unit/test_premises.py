"""What a question takes for granted of a day's trading, set against the rows of that day."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.agent.extractive.compose import compose
from assistant.agent.extractive.plan import plan
from assistant.agent.records import ComparisonFound, NewsFound, NumberedBar, PriceFound
from assistant.market.bars import Move
from tests.support.market import make_bar
from tests.support.passages import INSTRUMENTS, NAMES, make_document, make_passage, read, told

TOOLS = frozenset({"search_news", "get_price"})
JUMPED = "Baidu's shares jumped 15.7 percent in Hong Kong because a broker raised its target."


def row(change: str) -> PriceFound:
    """Baidu's row of 17 September 2025, after a close of 100."""
    moved = Decimal(change)
    bar = make_bar("9888.HK", date(2025, 9, 17), str(100 + moved))
    before = make_bar("9888.HK", date(2025, 9, 16), "100")
    return PriceFound(
        asked="9888.HK",
        instrument=INSTRUMENTS.get("9888.HK"),
        state="ok",
        first=date(2025, 9, 17),
        last=date(2025, 9, 17),
        bars=(NumberedBar(n=1, bar=bar),),
        previous=NumberedBar(n=2, bar=before),
        move=Move(bar=bar, previous=before, change=moved, change_pct=moved),
    )


def news() -> NewsFound:
    return NewsFound(query="Baidu", passages=(make_passage(3, make_document(JUMPED)),))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Why did Baidu jump on 17 September 2025?", ["get_price", "search_news"]),
        ("What happened to Baidu's shares on 17 September 2025?", ["get_price", "search_news"]),
        ("What happened at Baidu on 17 September 2025?", ["search_news"]),
        ("Why did Baidu jump?", ["search_news"]),
        ("Why did Baidu's shares fall in the week of 22 September 2025?", ["get_price", "search_news"]),
        ("Sum up Baidu's September 2025.", ["get_price", "search_news"]),
        ("Why did Baidu sell bonds on 17 September 2025?", ["search_news"]),
    ],
)
def test_the_days_row_is_looked_up_beside_the_news(question: str, names: list[str]):
    """Where a question takes a day's move for granted, and only there."""
    assert [call.name for call in plan(read(question), [], tools=TOOLS, names=NAMES)] == names


def test_days_that_are_asked_about_with_no_cause_told_are_answered_by_their_change():
    """The change over them stands, and that nobody says why is said."""
    start, end = (NumberedBar(n=n, bar=make_bar("9888.HK", date(2025, 9, day), "100")) for n, day in ((1, 19), (2, 26)))
    change = replace(row("0"), first=date(2025, 9, 22), last=date(2025, 9, 26), bars=(start, end), previous=None, move=None)
    silent = NewsFound(query="Baidu", passages=(make_passage(3, make_document("Meituan opened a depot.")),))

    asked_why = compose(read("Why did Baidu's shares move in the week of 22 September 2025?"), [change, silent], names=NAMES)
    asked_how = compose(read("How did Baidu do in the week of 22 September 2025 and why?"), [change, silent], names=NAMES)

    assert "between the closes of 19 September 2025 and 26 September 2025" in asked_why.lines[0]
    assert asked_why.lines[-1] == asked_how.lines[-1] == "The reports found do not say why."
    assert (asked_why.reason, asked_how.reason) == ("not_stated", None)


def test_a_move_that_the_tape_contradicts_is_said_and_not_explained():
    """Nobody is told why a share fell on a day when it rose."""
    draft = compose(read("Why did Baidu fall on 17 September 2025?"), [row("15.7"), news()], names=NAMES)

    assert draft.reason == "conflict"
    assert draft.lines[0] == "The prices held say otherwise:"
    assert "up 15.7" in draft.lines[1]
    assert len(draft.lines) == 2


def test_a_move_that_the_tape_bears_out_is_told_before_its_cause():
    """The row first, then what the reports give as the reason."""
    draft = compose(read("Why did Baidu jump on 17 September 2025?"), [row("15.7"), news()], names=NAMES)

    assert draft.reason is None
    assert "up 15.7" in draft.lines[0]
    assert "raised its target" in draft.lines[1]


def test_a_move_without_a_reported_cause_leaves_the_question_why_open():
    """The row alone answers what happened to the shares, but not why."""
    silent = NewsFound(query="Baidu", passages=(make_passage(3, make_document("Baidu opened an office in Lyon.")),))

    why = compose(read("Why did Baidu jump on 17 September 2025?"), [row("15.7"), silent], names=NAMES)
    what = compose(read("What happened to Baidu's shares on 17 September 2025?"), [row("15.7"), silent], names=NAMES)

    assert why.reason == "not_stated"
    assert what.reason is None
    assert "up 15.7" in why.lines[0]


def test_whether_a_share_fell_is_answered_by_how_it_moved():
    """A report that it rose answers whether it fell; one that somebody else rose does not."""
    question = "Did Baidu fall on 17 September 2025?"

    assert "jumped" in told(question, ["Baidu opened an office in Lyon.", "Baidu's shares jumped 16 percent."]).lines[0]
    assert told(question, ["Baidu opened an office in Lyon.", "SMIC's shares jumped 7 percent."]).reason is not None


def test_a_cause_told_of_another_is_no_cause():
    """A sentence of the passage that gives the reason for the index's rise does not answer for a share's."""
    text = "Baidu was among the gainers.\n\nThe Hang Seng Tech Index rose because bets on artificial intelligence were renewed."

    assert told("Why did Baidu rise?", [text]).reason is not None


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Did Baidu rise on 17 September 2025?", "Yes: "),
        ("Did Baidu fall on 17 September 2025?", "No: "),
        ("Did Baidu rise 20 percent on 17 September 2025?", "No: "),
        ("Did Baidu rise 16 percent on 17 September 2025?", "Yes: "),
        ("Did Baidu rise 15.7 percent on 17 September 2025?", "Yes: "),
        ("Did Baidu rise 15 percent on 17 September 2025?", "No: "),
        ("Did Baidu rise more than 15 percent on 17 September 2025?", "Yes: "),
        ("Did Baidu gain about 15.5 percent on 17 September 2025?", "Yes: "),
        ("Did Baidu fall 15.7 percent on 17 September 2025?", "No: "),
        ("How did Baidu close on 17 September 2025?", ""),
        ("Did Baidu not rise on 17 September 2025?", ""),
        ("Did Baidu at one point rise 20 percent on 17 September 2025?", ""),
        ("百度2025年9月17日有沒有跌?", ""),
    ],
)
def test_a_move_that_is_asked_about_is_confirmed_or_denied(question: str, lead: str):
    """The row says yes or no where the question says how the share moved, as precisely as it says so."""
    line = compose(read(question), [row("15.72")], names=NAMES).lines[0]

    assert line.startswith(lead)
    assert line.startswith(("Yes: ", "No: ")) is bool(lead)


@pytest.mark.parametrize(
    ("report", "answers"),
    [
        ("Shares were mixed and gold hit another record high.\n\nThe Hang Seng Index fell 1 percent.", False),
        ("The Hang Seng Index rose 3 percent shortly after the opening.", False),
        ("The Hang Seng Index is 20 percent below the peak that it set in 2018.", True),
    ],
)
def test_whether_an_index_is_at_a_record_is_told_of_that_index(report: str, answers: bool):
    """By a sentence that names it and says how it stands to its highs, not by one on gold nor by a rise."""
    assert (told("Did the Hang Seng Index hit a record high?", [report]).reason is None) is answers


def test_of_two_of_whom_one_has_no_prices_nobody_is_said_to_have_done_better():
    """What is known of the one stands, as no answer."""
    other = PriceFound(asked="0700.HK", instrument=INSTRUMENTS.get("0700.HK"), state="no_prices", first=None, last=None)
    draft = compose(
        read("Which rose more on 17 September 2025, Baidu or Tencent?"),
        [ComparisonFound(rows=(row("15.7"), other))],
        names=NAMES,
    )

    assert draft.reason == "no_evidence"
    assert ["Baidu" in draft.lines[0], "Tencent" in draft.lines[-1]] == [True, True]
