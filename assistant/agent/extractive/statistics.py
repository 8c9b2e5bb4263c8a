"""Answers built from market statistics."""

from collections.abc import Sequence

from assistant.agent.extractive.terms import content_terms, covered, vocabulary
from assistant.agent.phrasing import day
from assistant.agent.reading import Reading
from assistant.agent.records import StatsFound

_MOST = 3


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
        when = f", {day(stat.published_at.date())}" if stat.published_at else ""
        value = f"{stat.value.normalize():,f} {stat.unit}".strip()
        lines.append(
            f"{stat.subject}, {stat.metric.replace('_', ' ')}: {value} ({stat.period}; {stat.source}{when}) [{numbered.n}]."
        )
    return lines[:_MOST]
