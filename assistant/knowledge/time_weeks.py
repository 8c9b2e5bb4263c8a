"""Weeks by their number ("2025-W38", "week 38 of 2025"), and weekdays counted from a date ("the Monday after 17 September")."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from assistant.knowledge.time_cues import CENTURIES, FLAGS, Cued
from assistant.knowledge.time_spans import Mention, week_days

_YEAR = r"(?:19|20)[0-9]{2}"
_NUMBERED = Cued(
    rf"(?<![0-9a-z$€£¥.,/-])(?:(?P<y1>{_YEAR})[\s-]?(?:c?w|wk)\s?(?P<w1>[0-9]{{1,2}})"
    rf"|(?:c?w|wk|(?:calendar\s+)?week)\s?(?P<w2>[0-9]{{1,2}})(?:\s+of|\s+in|,)?\s+(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})\s*年\s*第?\s*(?P<w3>[0-9]{{1,2}})\s*[週周])(?![0-9a-z%]|[.,-][0-9])",
    "w 週 周",
    CENTURIES,
)
_COUNTED = re.compile(r"\s+(?P<way>after|following|before|preceding|prior\s+to)\s+(?:on\s+)?(?:the\s+)?", FLAGS)
_EVENT = re.compile(
    r"\s+(?:after|following|before|preceding|prior\s+to)\s+(?!(?:the\s+)?(?:market|clos|open|bell|trading|noon|mid-?day|lunch)|hours|last)",
    FLAGS,
)
_IN_WEEK = re.compile(
    r"\s+(?:of|in)\s+(?:the\s+)?week\s+(?P<way>of|from|starting|beginning|commencing|to|ending)\s+(?:on\s+)?(?:the\s+)?", FLAGS
)
_THE = re.compile(r"(?<![a-z])the\s+$", FLAGS)


def numbered_weeks(text: str) -> Iterator[Mention]:
    """The weeks that are named by year and number, as ISO 8601 counts them."""
    for found in _NUMBERED.finditer(text):
        year, week = (int(found[f"{part}1"] or found[f"{part}2"] or found[f"{part}3"]) for part in "yw")
        try:
            first, last = week_days(date.fromisocalendar(year, week, 1))
        except ValueError:
            yield Mention(start=found.start(), end=found.end(), invalid=True)
        else:
            yield Mention(start=found.start(), end=found.end(), grain="week", first=first, last=last)


def weekdays_counted(mentions: list[Mention], text: str) -> list[Mention]:
    """Weekdays that say after or before which date they come, or in the week of which, as that day; one counted from an event
    is no day at all."""
    kept: list[Mention] = []
    used = -1
    for place, mention in enumerate(mentions):
        after = mentions[place + 1] if place + 1 < len(mentions) else None
        if place == used:
            continue
        if not mention.bare_weekday:
            kept.append(mention)
        elif after and after.named and not after.bare_weekday and (way := _COUNTED.fullmatch(text, mention.end, after.start)):
            kept.append(_from(mention, after, way["way"].lower()))
            used = place + 1
        elif after and after.named and not after.bare_weekday and _IN_WEEK.fullmatch(text, mention.end, after.start):
            day = week_days(after.named[0])[0] + timedelta(days=mention.named[0].weekday())
            kept.append(replace(after, start=mention.start, first=day, last=day, named=(day,), grain="day"))
            used = place + 1
        elif not (_THE.search(text, max(0, mention.start - 5), mention.start) and _EVENT.match(text, mention.end)):
            kept.append(mention)
    return kept


def _from(mention: Mention, after: Mention, way: str) -> Mention:
    index, day = mention.named[0].weekday(), after.named[0]
    if way in ("after", "following"):
        day += timedelta(days=(index - day.weekday() - 1) % 7 + 1)
    else:
        day -= timedelta(days=(day.weekday() - index - 1) % 7 + 1)
    return replace(mention, end=after.end, first=day, last=day, named=(day,), relative=after.relative, bare_weekday=False)
