"""Answers built from market statistics."""

from collections.abc import Sequence

from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.terms import content_terms, covered, vocabulary
from assistant.agent.reading import Reading
from assistant.agent.records import StatsFound
from assistant.agent.stat_desk import differing, value_words

_MOST = 3
_MOST_TOLD = 6


def stat_draft(found: Sequence[StatsFound]) -> Draft | None:
    """The answer where the question names a held statistic in full; every source's value, and whether they differ."""
    for one in found:
        if not one.told:
            continue
        lines = [f"{value_words(numbered.stat)} [{numbered.n}]." for numbered in one.told[:_MOST_TOLD]]
        if one.missing:
            return Draft(lines=("No value is held for the period asked about. Nearest:", *lines), reason="not_stated")
        numbers = {numbered.stat.stat_id: numbered.n for numbered in one.told}
        for first, other in differing([numbered.stat for numbered in one.told]):
            marks = f"[{numbers[first.stat_id]}][{numbers[other.stat_id]}]"
            lines.append(f"The sources differ for {first.period}: {first.source} and {other.source} {marks}.")
        if one.change is not None:
            lines.append(f"{one.change[1]} [{one.change[0]}].")
        return Draft(lines=tuple(lines))
    return None


def asks_figure(reading: Reading) -> bool:
    """Whether a figure is asked for that a statistic may be."""
    return reading.wants.unit in {"multiple", "money", "number", "percent"}


def stat_lines(reading: Reading, found: Sequence[StatsFound]) -> list[str]:
    """The statistics that carry what the question asks, a line each; disagreeing ones stand side by side."""
    terms = content_terms(reading.query)
    lines = []
    for numbered in (one for row in found for one in row.stats):
        stat = numbered.stat
        words = vocabulary(f"{stat.subject} {stat.metric.replace('_', ' ')} {stat.unit} {stat.period}")
        share = sum(covered(term, words) > 0 for term in terms) / (len(terms) or 1)
        if share < 0.6:
            continue
        lines.append(f"{value_words(stat)} [{numbered.n}].")
    return lines[:_MOST]
