"""Accounts: what each of several reports says, where a question asks whether they differ."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.conflicts import agreeing
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.holding import speaks
from assistant.agent.extractive.lines import line
from assistant.agent.extractive.selection import choose
from assistant.agent.units import Unit

_ENOUGH = 0.5  # what a sentence must carry of the words for its figures to tell what is asked for
_SIZE = re.compile(r"\bhow (?:big|large|small)\b", re.I)  # in money, in percent, in points
_UNITS: dict[str, Unit] = {"%": "percent", "money": "money", "times": "multiple", "points": "level"}
DIFFER, AGREE = "The reports differ:", "The reports found agree:"
ONE = "Only one of the reports found says this:"


def accounts(ask: Ask, pool: Sequence[Candidate], scales: Scales) -> list[str]:
    """What a report says of what is asked, then the reports that put it differently, each with the likely reason; or
    another that says the same, or that none does."""
    if (ask.unit is None and ask.metrics) or (ask.unit == "number" and _SIZE.search(ask.text)):
        ask = replace(ask, unit=_unit_told(ask, pool, scales))
    choice = choose(ask, pool, scales=scales)
    if ask.unit is None or not choice.chosen:
        return []
    first = choice.chosen[0]
    if choice.others:
        return [DIFFER, line(first), *(f"Put differently ({why}): {line(row)}" for why, row in choice.others)]
    same = agreeing(ask, first, rated(pool, ask, scales))
    return [AGREE, line(first), line(same)] if same is not None else [ONE, line(first)]


def _unit_told(ask: Ask, pool: Sequence[Candidate], scales: Scales) -> Unit | None:
    """Of what unit the figures are that most of the sentences on what is asked give."""
    rows = [row for row in rated(pool, ask, scales) if row.coverage >= _ENOUGH and speaks(ask, row, row.held)]
    units = Counter(unit for row in rows for unit in {figure.unit for figure in row.figures} if unit in _UNITS)
    return _UNITS[units.most_common(1)[0][0]] if units else None
