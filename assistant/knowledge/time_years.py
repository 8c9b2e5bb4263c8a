"""Years that stand beside a date and are no part of its words: "2025年國慶日", "9月12日(2025年)", "去年中秋節"."""

import re
from dataclasses import replace

from assistant.knowledge.time_dates import settle
from assistant.knowledge.time_spans import Mention

_BEFORE = re.compile(r"\s*的?\s*")
_BEHIND = re.compile(r"\s*\(?\s*")


def years_beside(mentions: list[Mention], text: str) -> list[Mention]:
    """The mentions with each date that has no year in the one that stands right before or behind it."""
    out: list[Mention] = []
    for mention in mentions:
        previous = out[-1] if out else None
        between = text[previous.end : mention.start] if previous is not None else ""
        if previous is not None and mention.build and _is_year(previous) and _BEFORE.fullmatch(between):
            out[-1] = _in_year(mention, previous, text)
        elif previous is not None and previous.build and _is_year(mention) and _BEHIND.fullmatch(between):
            out[-1] = _in_year(previous, mention, text)
        else:
            out.append(mention)
    return out


def _is_year(mention: Mention) -> bool:
    first, last = mention.first, mention.last
    return mention.grain == "year" and not mention.bound and first is not None and last is not None and first.year == last.year


def _in_year(mention: Mention, year: Mention, text: str) -> Mention:
    assert mention.build is not None
    assert year.first is not None
    start, end = min(mention.start, year.start), max(mention.end, year.end)
    end += "(" in text[start:end] and text[end : end + 1] == ")"
    return settle(replace(mention, start=start, end=end, relative=year.relative), mention.build(year.first.year))
