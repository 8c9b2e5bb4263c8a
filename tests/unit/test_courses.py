"""Courses: how something went on over time is told by the reports on it, in order, with how many there are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.agent.extractive.compose import compose
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.plan import plan
from assistant.agent.following import Course, follow, told_course
from assistant.agent.records import CourseFound, Found, NewsFound, Passage
from assistant.knowledge.documents import Document, Hit
from tests.support.passages import INSTRUMENTS, NAMES, make_document, make_passage, read

TOOLS = frozenset({"search_news", "follow_news", "get_price"})


def on(day: int, month: int = 3) -> datetime:
    return datetime(2025, month, day, 9, 30, tzinfo=UTC)


OFFERED = make_document("Lantern Ferries offered to buy the Osprey shipyard.", title="Lantern bids for Osprey yard", at=on(3))
REFUSED = make_document(
    "The Osprey shipyard turned the bid of Lantern Ferries down. It called 40 million dollars too little.",
    title="Osprey yard rejects Lantern",
    at=on(9),
)
AGREED = make_document(
    "Owners of the Osprey shipyard accepted a higher bid by Lantern Ferries.", title="Osprey owners agree to bid", at=on(20)
)
STORM = make_document("A storm kept the boats of Lantern Ferries in harbour.", title="Ferries stay in harbour", at=on(12))
STORY = (AGREED, STORM, OFFERED, REFUSED)


def followed(question: str, documents: Sequence[Document]) -> Course:
    return follow([make_passage(1, one).hit for one in documents], read(question), rarity={}, mentions=INSTRUMENTS.mentions)


def titles(hits: Sequence[Hit]) -> list[str]:
    return [hit.document.title for hit in hits]


def told(question: str, documents: Sequence[Document]) -> Draft:
    found = followed(question, documents)
    passages = tuple(Passage(n=n, hit=hit) for n, hit in enumerate(found.told, start=2))
    record: Found = CourseFound(n=1, words=told_course(found, None), passages=passages)
    return compose(read(question), [record], names=NAMES)


@pytest.mark.parametrize(
    ("question", "aim", "end"),
    [
        ("Give me a timeline of the Osprey shipyard bid.", "course", ""),
        ("How did the bid for Osprey unfold?", "course", ""),
        ("How did the story of the Osprey bid develop?", "course", ""),
        ("What has happened at Osprey since the bid was turned down?", "course", ""),
        ("What is the first report on the Osprey bid?", "course", "first"),
        ("What's the latest on the Osprey bid?", "course", "last"),
        ("奧斯普里收購一事的時間線", "course", ""),
        ("What is the latest close of the Hang Seng Index?", "fact", ""),
        ("How did exports develop in March 2025?", "fact", ""),
    ],
)
def test_the_course_of_something_is_told_from_a_figure(question: str, aim: str, end: str):
    """A timeline, how a story went on, its first or newest report; not how a figure grew, nor a newest price."""
    wants = read(question).wants

    assert (wants.aim, wants.end) == (aim, end)


def test_reports_on_the_subject_are_told_in_the_order_of_time():
    """Whatever order they were found in; what names only one of those asked about is left out."""
    found = followed("Give me a timeline of Lantern Ferries' bid for the Osprey shipyard.", STORY)

    assert titles(found.told) == [OFFERED.title, REFUSED.title, AGREED.title]
    assert found.count == 3


@pytest.mark.parametrize(
    "question",
    [
        "Give me a timeline of Lantern Ferries' bid for the Kestrel shipyard.",
        "Timeline of the murder at the Osprey shipyard",
        "Timeline of the Lantern Airways bid",
    ],
)
def test_a_course_of_somebody_or_something_else_is_not_told(question: str):
    """Another yard, a deed that no report tells of, and a name that only begins alike give nothing, which is said."""
    assert followed(question, STORY).told == ()

    draft = told(question, STORY)
    assert draft.reason == "no_evidence"
    assert draft.lines == ("The news held has nothing on this.",)


def test_the_answer_says_how_many_reports_there_are_and_from_when_to_when():
    """The count comes first, then a line for each report; few reports also give the figure that they go on with."""
    draft = told("Give me a timeline of the Osprey shipyard bid.", STORY)

    assert (
        draft.lines[0] == "3 of the articles held tell of this, the first on 3 March 2025 and the newest on 20 March 2025 [1]."
    )
    assert [line.split(": ")[0].split(", ")[1] for line in draft.lines[1:]] == ["3 March 2025", "9 March 2025", "20 March 2025"]
    assert "40 million dollars" in draft.lines[2]


@pytest.mark.parametrize(("word", "first"), [("first", OFFERED), ("latest", AGREED)])
def test_the_first_or_the_newest_report_is_the_first_line(word: str, first: Document):
    """The report asked for answers before anything is said of how many there are."""
    draft = told(f"What is the {word} report on the Osprey shipyard bid?", STORY)

    assert first.text.split(". ")[0].rstrip(".") in draft.lines[0]
    assert draft.lines[-1].startswith("3 of the articles held")


def test_of_a_long_story_the_nearest_are_told_and_the_rest_counted():
    """At most twelve, among them the first and the newest; the answer says how many of how many are given."""
    story = [
        make_document(
            f"Lantern Ferries and Osprey met for round {n} of their talks.", title=f"Osprey talks, round {n}", at=on(n)
        )
        for n in range(1, 29)
    ]
    found = followed("Timeline of the Osprey talks", story)

    assert (len(found.told), found.count) == (12, 28)
    assert titles(found.told)[0] == story[0].title
    assert titles(found.told)[-1] == story[-1].title
    assert told_course(found, None).endswith("; 12 of them are given")


def test_reports_of_a_day_that_repeat_each_other_are_told_once():
    """A second outlet's telling of the same adds no line, though it is counted."""
    copy = make_document("Lantern Ferries offered to buy the Osprey yard.", title="Lantern bids for Osprey", at=on(3))

    found = followed("Timeline of the Osprey bid", [*STORY, copy])
    assert sum(hit.document.published_date == OFFERED.published_date for hit in found.told) == 1
    assert found.count == 4


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Give me a timeline of Baidu's chip unit.", "follow_news"),
        ("What happened to Baidu between 1 August and 10 September 2025?", "follow_news"),
        ("Summarise the news on Baidu in August 2025.", "follow_news"),
        ("What happened at Baidu on 17 September 2025?", "search_news"),
        ("What happened to Baidu on 17 and 18 September 2025?", "search_news"),
        ("Summarise Wall Street in the week of 15 September 2025.", "search_news"),
        ("Sum up Hong Kong stocks in the week of 15 September 2025.", "search_news"),
    ],
)
def test_a_subject_is_followed_over_time_and_a_market_day_by_day(question: str, name: str):
    """A day, and a market whose days each have a close, are searched; anything else over more than a day is followed."""
    calls = plan(read(question), [], tools=TOOLS, names=NAMES)

    assert {call.name for call in calls} - {"get_price"} == {name}


def test_of_many_reports_on_a_company_those_are_told_that_say_what_is_asked():
    """A company has many reports: where more than twelve name it, one without a word of the subject is of something else."""
    others = [
        make_document(f"Baidu opened office number {n} in Lyon.", title=f"Baidu opens office {n}", at=on(n))
        for n in range(1, 15)
    ]
    bonds = [
        make_document(f"Baidu sold bonds of {n} billion yuan.", title=f"Baidu sells bonds, part {n}", at=on(n)) for n in (3, 8)
    ]

    assert titles(followed("Timeline of Baidu's bonds", [*others, *bonds]).told) == [one.title for one in bonds]


def test_a_report_in_another_language_is_counted_but_not_told():
    """It tells the same again in words that the reader did not ask in."""
    abroad = replace(
        make_document("A Osprey aceitou a oferta, Osprey bid.", title="Osprey bid aceita", at=on(21)), language="pt"
    )

    found = followed("Timeline of the Osprey bid", [*STORY, abroad])
    assert abroad.title not in titles(found.told)
    assert found.count == 4


def test_of_a_report_on_something_else_only_what_it_says_of_those_asked_about_is_told():
    """A summary of two days takes the one sentence on the company from a report on the market."""
    reports = [
        make_document(
            "Hong Kong stocks rose. Traders were glad. Banks stood firm. Baidu jumped 5 percent.",
            title="Stocks rise",
            at=on(17, 9),
        ),
        make_document("Baidu fell 2 percent. Stocks were mixed.", title="Baidu falls", at=on(18, 9)),
    ]
    passages = tuple(make_passage(n, one) for n, one in enumerate(reports, start=1))
    question = "What happened to Baidu on 17 and 18 September 2025?"

    draft = compose(read(question), [NewsFound(query=question, passages=passages)], names=NAMES)
    assert [line.split(": ")[1] for line in draft.lines][:2] == ["Baidu jumped 5 percent. [1]", "Baidu fell 2 percent. [2]"]
    assert "Hong Kong stocks rose" not in draft.text
    assert "Traders were glad" not in draft.text


def test_a_markets_days_are_searched_by_how_they_ended():
    """Each day of a market's week is looked for by the heading of its closing report."""
    calls = plan(read("Sum up Hong Kong stocks in the week of 15 September 2025."), [], tools=TOOLS, names=NAMES)

    assert len(calls) == 5
    assert all(call.args["query"].endswith("stocks close") for call in calls)


def test_days_whose_reports_are_worded_alike_are_all_told():
    """What a day repeats of the day before is another day's news."""
    reports = [
        make_document(
            f"Hong Kong stocks ended higher on {name}, with the Hang Seng Index up {n} percent.",
            title="Stocks end",
            at=on(n, 9),
        )
        for n, name in ((15, "Monday"), (16, "Tuesday"), (17, "Wednesday"))
    ]
    passages = tuple(make_passage(n, one) for n, one in enumerate(reports, start=1))
    question = "Sum up Hong Kong stocks in the week of 15 September 2025."

    draft = compose(read(question), [NewsFound(query=question, passages=passages)], names=NAMES)
    assert [day in draft.text for day in ("Monday", "Tuesday", "Wednesday")] == [True, True, True]
