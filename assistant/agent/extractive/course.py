"""Courses: how something went on over time, a sentence of each report on it, in the order of time."""

from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask, asks
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Candidate, candidates
from assistant.agent.extractive.lines import line
from assistant.agent.extractive.names import Names, carries
from assistant.agent.extractive.reporting import nothing_found, why_nothing
from assistant.agent.extractive.terms import covered
from assistant.agent.reading import Reading
from assistant.agent.records import CourseFound

_FEW = 4  # reports, of which each may say more
_NEXT_SENTENCES = 2  # in which a report goes on with a figure
_FIRST_SENTENCES = 5  # among which the one that tells the subject is looked for


def course_draft(reading: Reading, found: CourseFound, *, names: Names) -> Draft:
    """The reports in order and how many there are; the first or the newest before that count where one is asked for."""
    if not found.passages:
        return Draft(lines=(nothing_found(reading),), reason=why_nothing(reading))
    ask = asks(reading.question, query=reading.query, names=names, window=reading.window)[0]
    pool = candidates(found.passages, names)
    few = len(found.passages) <= _FEW
    told = [_told(ask, [one for one in pool if one.n == passage.n], few=few) for passage in found.passages]
    counted = f"{found.words} [{found.n}]."
    told = [one for one in told if one]
    first = reading.wants.end or reading.wants.aim == "summary"  # what happened is asked, before how much was written of it
    lines = [*told, counted] if first else [counted, *told]
    return Draft(lines=tuple(dict.fromkeys(lines)))


def _told(ask: Ask, rows: Sequence[Candidate], *, few: bool) -> str:
    """The line of a report: a sentence of it, and where there are few reports the figure that it goes on with."""
    if not rows:
        return ""
    row = _telling(ask, rows)
    after = rows[rows.index(row) + 1 :][:_NEXT_SENTENCES]
    more = next((one for one in after if any(figure.kind != "date" for figure in one.figures)), None) if few else None
    return line(row) if more is None else f"{line(row)} {' '.join(more.text.split())} [{more.n}]"


def _telling(ask: Ask, rows: Sequence[Candidate]) -> Candidate:
    """The sentence that a report is told by: its opening, unless that is of something else or another soon after it gives
    the figure that is followed."""
    near = rows[:_FIRST_SENTENCES]
    figured = [row for row in near if ask.metrics and row.figures and all(covered(term, row.words) for term in ask.metrics)]
    if figured:
        return figured[0]
    return next((row for row in near if _speaks(ask, row)), near[0])


def _speaks(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence says a name or a word of the subject."""
    if ask.every_key & (row.keys | row.inherited) or any(carries(row.text, name) for name in ask.proper):
        return True
    return not ask.every_key and not ask.proper and any(covered(term, row.words) for term in ask.terms)
