"""Briefs: which questions are asked, over which time, and what is left out because nothing is new."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.briefs import answer_brief, keep_brief, plan_brief, read_questions
from assistant.bootstrap import build_assistant
from assistant.errors import BadInput, NotFound
from assistant.knowledge.windows import Window
from assistant.sessions.briefs import answers_of
from assistant.settings import Settings
from tests.support.knowledge import utc
from tests.support.story import make_store

MORNING = utc(2025, 9, 18, 1)  # 09:00 in Hong Kong, before trading


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = make_store(tmp_path_factory.mktemp("briefs"))
    with build_assistant(Settings(data_dir=folder, model="extractive"), now=lambda: MORNING) as assistant:
        yield assistant


def test_the_window_begins_when_trading_last_ended(assistant: Assistant):
    """Before the open it begins at the close of the day before, and the questions are about what is new since."""
    brief = plan_brief(assistant, as_of=MORNING, instruments=["9888.HK"])

    assert utc(2025, 9, 17, 8) == brief.since
    assert (date(2025, 9, 17), date(2025, 9, 18)) == (brief.first, brief.last)
    assert "since 16:00 on 17 Sep 2025, Hong Kong time" == brief.label
    assert ["How did Baidu close?", "What is new about Baidu?", "What did analysts say about Baidu?"] == [
        ask.question for ask in brief.asks if ask.ticker == "9888.HK"
    ]
    assert any(ask.ticker is None for ask in brief.asks)


@pytest.mark.parametrize(
    ("as_of", "instruments", "since"),
    [
        (utc(2025, 9, 22, 1), ["9888.HK"], utc(2025, 9, 19, 8)),  # a Monday: the weekend is part of it
        (MORNING, ["BIDU"], utc(2025, 9, 17, 20)),  # New York closed later
        (MORNING, ["BIDU", "9888.HK"], utc(2025, 9, 17, 8)),  # the exchange that ended first
        (utc(2025, 9, 17, 9), ["9888.HK"], utc(2025, 9, 17, 8)),  # an hour after the close
    ],
)
def test_the_session_before(assistant: Assistant, as_of, instruments, since):
    """The close counted from is the last one of the instruments' exchanges."""
    assert since == plan_brief(assistant, as_of=as_of, instruments=instruments).since


def test_nothing_is_asked_where_nothing_is_new(assistant: Assistant):
    """An instrument without report or bar in the window is named as silent; none at all makes an empty brief."""
    beside = plan_brief(assistant, as_of=MORNING, instruments=["9888.HK", "NVDA"])
    after = plan_brief(assistant, as_of=utc(2025, 12, 1), instruments=["9888.HK"])

    assert ("NVDA",) == beside.silent
    assert not [ask for ask in beside.asks if ask.ticker == "NVDA"]
    assert (True, ()) == (after.empty, after.asks)


def test_a_window_can_be_given(assistant: Assistant):
    """Days, or words; words that name no time are refused."""
    days = plan_brief(assistant, as_of=MORNING, window=Window(first=date(2025, 9, 17), last=date(2025, 9, 17)))
    words = plan_brief(assistant, as_of=MORNING, window="since Tuesday")

    assert "17 Sep 2025, Hong Kong time" == days.label
    assert date(2025, 9, 16) == words.first
    with pytest.raises(BadInput, match="names no time"):
        plan_brief(assistant, as_of=MORNING, window="the weather")


def test_without_a_list_it_is_about_whom_the_news_speaks_of(assistant: Assistant):
    """The instruments most spoken of in the window, one listing of each company."""
    tickers = plan_brief(assistant, as_of=MORNING).tickers
    companies = [found.company for one in tickers if (found := assistant.instruments.get(one))]

    assert "9888.HK" in tickers or "BIDU" in tickers
    assert len(set(companies)) == len(tickers)


def test_watchlists_are_read_from_the_data_folder(assistant: Assistant):
    """The first list is taken where none is named; an unknown list or ticker is told with what there is."""
    path = assistant.settings.data_dir / "watchlists.toml"
    path.write_text('search = ["9888", "BIDU"]\nchips = ["0981.HK"]\n')
    try:
        assert ("search", ("9888.HK", "BIDU")) == _followed(assistant)
        assert ("chips", ("0981.HK",)) == _followed(assistant, watchlist="chips")
        with pytest.raises(BadInput, match="There are search, chips"):
            _followed(assistant, watchlist="banks")
        path.write_text('chips = ["NOPE!"]\n')
        with pytest.raises(BadInput, match=r"The list 'chips' of watchlists\.toml: No instrument goes by 'NOPE!'"):
            _followed(assistant)
        path.write_text("chips = 3\n")
        with pytest.raises(BadInput, match="cannot be used"):
            _followed(assistant)
    finally:
        path.unlink()


def _followed(assistant: Assistant, **named: str) -> tuple[str, tuple[str, ...]]:
    brief = plan_brief(assistant, as_of=MORNING, **named)  # type: ignore[arg-type]
    return brief.watchlist, brief.tickers


def test_two_listings_of_one_company_are_told_apart(assistant: Assistant):
    """The ticker stands beside the name, so that no two questions are the same."""
    questions = [ask.question for ask in plan_brief(assistant, as_of=MORNING, instruments=["9888.HK", "BIDU"]).asks]

    assert "How did Baidu (BIDU) close?" in questions
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("nothing here", "lines with a dash"),
        ("## Of each instrument\n- How did {{who}} close?", "Only {{name}}"),
        ("## Once\n- How did {{name}} close?", "Only {{name}}"),
        ("## Once\n" + "- Why?\n" * 13, "at most"),
        ("## Once\n- " + "x" * 200, "too long"),
    ],
)
def test_unusable_questions_are_refused(text, wrong):
    """A file of questions without any, with unknown slots, or with too many is told with what to do."""
    with pytest.raises(BadInput, match=wrong):
        read_questions(text, longest=100)


def test_questions_of_ones_own_take_the_place_of_ours(assistant: Assistant):
    """`brief.md` in the data folder is asked instead, in its order."""
    path = assistant.settings.data_dir / "brief.md"
    path.write_text(
        "## Once\n- Which coupons?\n## Of each instrument\n- Why did {{name}} ({{ticker}}) move?\n## Notes\n- none\n"
    )
    try:
        questions = [ask.question for ask in plan_brief(assistant, as_of=MORNING, instruments=["9888.HK"]).asks]
    finally:
        path.unlink()

    assert ["Why did Baidu (9888.HK) move?", "Which coupons?"] == questions


def test_a_brief_is_a_session_of_checked_answers(assistant: Assistant):
    """Each question becomes a turn with sources, from the window and about its instrument."""
    brief = keep_brief(assistant, plan_brief(assistant, as_of=MORNING, instruments=["9888.HK"]), owner="ann")

    async def answer() -> list[int]:
        return [answered async for answered in answer_brief(assistant, brief, owner="ann")]

    assert list(range(1, len(brief.asks) + 1)) == asyncio.run(answer())
    turns = assistant.sessions.turns(brief.session_id)
    assert turns == answers_of(brief, turns)
    assert {"done"} == {turn.state for turn in turns}
    assert {MORNING} == {turn.as_of for turn in turns}
    assert "131 HKD" in turns[0].answer
    assert ["9888.HK"] == turns[0].events[0]["reading"]["tickers"]
    assert brief.label == turns[1].events[0]["reading"]["label"]
    assert "Brief since 16:00 on 17 Sep 2025, Hong Kong time" == assistant.sessions.get(brief.session_id).title
    assert "done" == assistant.sessions.briefs.get(brief.session_id, owner="ann").state
    with pytest.raises(NotFound):
        assistant.sessions.briefs.get(brief.session_id, owner="bob")
    assistant.sessions.delete(brief.session_id, owner="ann")
    assert not assistant.sessions.briefs.list("ann")


def test_a_brief_goes_on_where_it_was_left(assistant: Assistant):
    """What is answered is not asked again, and a question asked in between is not taken for one of the brief's."""
    brief = keep_brief(assistant, plan_brief(assistant, as_of=MORNING, instruments=["9888.HK"]), owner="ann")

    async def first_only() -> None:
        async for _ in answer_brief(assistant, brief, owner="ann"):
            break
        async for _ in assistant.answer("And JD?", session_id=brief.session_id, owner="ann"):
            pass

    async def rest() -> None:
        async for _ in answer_brief(assistant, brief, owner="ann"):
            pass

    asyncio.run(first_only())
    assert [(brief.session_id, "ann")] == [
        (one.session_id, owner) for one, owner in assistant.sessions.briefs.unfinished(MORNING)
    ]
    asyncio.run(rest())

    questions = [turn.question for turn in assistant.sessions.turns(brief.session_id)]
    asked = [ask.question for ask in brief.asks]
    assert [asked[0], "And JD?", *asked[1:]] == questions
    assert not assistant.sessions.briefs.unfinished(MORNING)


def test_a_folder_without_a_store_has_no_brief(tmp_path: Path):
    """An empty store makes an empty brief."""
    with build_assistant(Settings(data_dir=tmp_path, model="extractive"), now=lambda: MORNING) as assistant:
        assert plan_brief(assistant, as_of=MORNING).empty
