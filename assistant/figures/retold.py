"""Retold: figures in another form than their source's: points between two levels, a fall of one day, a unit told once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.figures import cues
from assistant.figures.compare import SPANS
from assistant.figures.context import read_landmarks
from assistant.figures.figure import Figure, Told
from assistant.figures.owners import segment
from assistant.figures.passages import Passage, Support
from assistant.figures.periods import weekdays_of

_LONGER = re.compile(r"\b(?:week|month|quarter|year)s?\b", re.I)


def moved_between(claim: Told, passages: Sequence[Passage]) -> Support | None:
    """A change told as points where the source tells the levels it led from and to, of which the claim tells one."""
    figure = claim.figure
    if figure.unit != "pp" or figure.strength != "exact" or figure.forecast:
        return None
    ways, levels = signs(segment(claim)), {one.value for one in claim.figures if one.unit == "%"}
    for passage in passages:
        for sentence in passage.sentences:
            for start, end in pairwise(one for one in sentence.figures if one.unit == "%"):
                if (start.role, end.role) != ("from", "to") or end.forecast or not levels & {start.value, end.value}:
                    continue
                if abs(end.value - start.value) == figure.value and ways <= {1 if end.value > start.value else -1}:
                    return Support(passage=passage, sentence=sentence.text, figure=end)
    return None


def of_a_day(passage: Passage) -> Support | None:
    """The opening of a report on one day, which makes its falls "one-day" falls."""
    opening = next((one for one in passage.sentences if one.start == 0), None)
    told = opening is not None and passage.kind == "news" and weekdays_of(opening.text) and not _LONGER.search(opening.text)
    return Support(passage=passage) if told else None


def units_shared(body: str, figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The figure also in the unit of the one it is told against: "from 19 hours to 11"."""
    before = next((one for one in reversed(figures) if one.end <= figure.start and one.unit in SPANS), None)
    if figure.unit or before is None or body[before.end : figure.start].strip() not in ("to", "from"):
        return []
    return [replace(figure, unit=before.unit, kind=before.kind, noun="")]


def signs(text: str) -> set[int]:
    """The directions that the words of a text say."""
    return {cues.DIRECTION[word] for word in read_landmarks(text).cue_words if word not in cues.NAMES_ONLY}
