"""Lines: a sentence as an answer shows it, and what was calculated from figures of one."""

import re
from collections.abc import Sequence

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.derivation import growth, stat_growth
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.gaps import gap
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.sentences import split
from assistant.agent.phrasing import day, moment, percent
from assistant.agent.reading import Reading
from assistant.agent.records import NumberedCalculation, NumberedStat, Passage
from assistant.figures.parse import parse
from assistant.knowledge.documents import Document


def line(row: Candidate) -> str:
    """A sentence as it stands, or two that go together, with a mark each, and where they come from."""
    said = [one.text for one in split(row.text)] if row.joined else [row.text]
    return origin(row.passage) + " ".join(f"{' '.join(text.split())} [{row.n}]" for text in said)


def origin(passage: Passage) -> str:
    """Who tells a passage and when, as a line begins."""
    document = passage.hit.document
    if document.kind == "stat":
        return ""  # a statistic says itself who states it and when
    when = f", {day(document.published_date)}" if document.published_date else ", undated"
    return f"{teller(document) or 'A report'}{when}: "


def teller(document: Document) -> str:
    """Who tells a report: its publisher, else whom its byline names."""
    return document.publisher or re.sub(r"^by\s+", "", document.byline, flags=re.I)


def missing_part(ask: Ask, names: Names) -> str:
    """Which part of a question nothing answers; without its words where they name somebody or state a figure."""
    part = ask.text.strip(" ?.,;")
    if names(part) or parse(part) or any(mark in part for mark in '“”".'):
        return "The other part of the question is not answered by the reports found."
    return f"Not answered by the reports found: {part}."


def growth_lines(
    ask: Ask, pool: Sequence[Candidate], stats: Sequence[NumberedStat], calculations: Sequence[NumberedCalculation]
) -> list[str]:
    """A growth the reports do not state but two of their figures give, as calculated, then the sentence that has them."""
    derived = growth(ask, pool) or stat_growth(ask, stats)
    match = next((one for one in calculations if derived and one.calculation.expression == derived.expression), None)
    if derived is None or match is None:
        return []
    span = f"from {derived.start} in {derived.first} to {derived.end} in {derived.last}"
    marks = "".join(f"[{n}]" for n in (match.n, *derived.numbers))
    told = f"Calculated, {span}: {percent(match.calculation.value)} {marks}."
    return [told, line(derived.row)] if derived.row is not None else [told]


def gap_lines(ask: Ask, pool: Sequence[Candidate], calculations: Sequence[NumberedCalculation]) -> list[str]:
    """How far two figures lie apart, as calculated, then the sentence that has them."""
    found = gap(ask, pool)
    if found is None:
        return []
    results = [one for expression in found.expressions for one in calculations if one.calculation.expression == expression]
    if len(results) < len(found.expressions):
        return []
    marks = "".join(f"[{n}]" for n in (*(one.n for one in results), found.row.n))
    shown = [
        one.calculation.text.rsplit("= ", 1)[-1] for one in results
    ]  # as the calculation writes it, so that it is found there
    if found.peak:
        return [
            f"Calculated: {percent(results[0].calculation.value).removeprefix('+')} {found.words} {marks}.",
            line(found.row),
        ]
    told = [f"{shown[0]} {found.unit}".strip(), *(percent(one.calculation.value) for one in results[1:])]
    return [f"Calculated, {found.words}: {' or '.join(told)} {marks}.", line(found.row)]


def publication(passage: Passage, reading: Reading) -> Draft:
    """When a report was published, and by whom."""
    document = passage.hit.document
    if document.published_at is None:
        return Draft(lines=(f"“{document.title}” carries no date [{passage.n}].",), reason="not_stated")
    when = (
        moment(document.published_at, document.zone)
        if document.precision == "minute"
        else day(document.published_date or document.published_at.date())
    )
    asked = "updat" in reading.question and document.updated_at is not None
    updated = f", updated {moment(document.updated_at, document.zone)}" if asked and document.updated_at else ""
    by = teller(document)
    who = f" by {by}" if by else ""
    return Draft(lines=(f"“{document.title}” was published{who} on {when}{updated} [{passage.n}].",))
