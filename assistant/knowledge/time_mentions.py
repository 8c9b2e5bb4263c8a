"""Every time mention of a text, in order, each with its days: the readers put together."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, islice, pairwise

from assistant.knowledge.time_bare_words import bare_words, weekdays
from assistant.knowledge.time_bounds import bounded, closed, hours, steps
from assistant.knowledge.time_chinese import chinese
from assistant.knowledge.time_counted import counted
from assistant.knowledge.time_dates import dates, settle
from assistant.knowledge.time_holidays import holidays
from assistant.knowledge.time_lunar import festivals
from assistant.knowledge.time_portions import ends_week, narrowed, nth_of_running
from assistant.knowledge.time_relative import relative_words
from assistant.knowledge.time_spans import FIRST_YEAR, LAST_YEAR, Clock, Mention, around, shifted
from assistant.knowledge.time_weeks import numbered_weeks, weekdays_counted
from assistant.knowledge.time_years import years_beside

_MOST = 40  # more dates than that is a table, not a question
_SAYS_ITS_WEEK = re.compile(r"(?:this|last|next|past|coming)\s|[上本這这今下]", re.IGNORECASE)
_AHEAD = re.compile(r"(?:ahead\s+of|before|prior\s+to|run-?up\s+to|leading\s+up\s+to)\s+(?:the\s+)?$", re.IGNORECASE)
_AHEAD_CHINESE = re.compile(r"[之以]?前")
_SOON_DAYS = 60
_JOINS = re.compile(
    r"[\s,()]*(?:-|to|and|&|or|with|vs\.?|versus|until|till|through|thru|up\s+to|against|compared\s+(?:with"
    r"|to)|than|from|至|到|與|与|和|及|同|比|對|对|、|,)?[\s,]*"
    r"(?:(?:the|its)\s+)?(?:(?:close|open|closing|level|price)s?\s+(?:of|on)\s+)?(?:on\s+|in\s+)?",
    re.IGNORECASE | re.ASCII,
)


def _apart(found: Iterator[Mention], length: int) -> list[Mention]:
    """The mentions in the text's order, of overlapping ones the first found."""
    taken = bytearray(length)
    kept: list[Mention] = []
    for mention in islice(found, 10 * _MOST):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)[:_MOST]


_SPELLED_OUT = re.compile(r"[^.?!;,]{0,80}\s*[,(]\s*(?:on\s+|that\s+is,?\s+|i\.?e\.?,?\s+|namely\s+)?", re.IGNORECASE)
_OF_THE_EVENT = re.compile(r"\s[^.?!;,()]{2,80}\s(?:on|of|dated|from)\s+(?:the\s+)?", re.IGNORECASE)


def joined(between: str) -> bool:
    """Whether the words between two dates only join them: "to", "and", "compared with"."""
    return _JOINS.fullmatch(between) is not None


def _years_given(mentions: list[Mention], text: str, clock: Clock) -> list[Mention]:
    """Dates without a year take it from the date they are joined to ("from August to October 2025"), else from the clock."""
    mentions = years_beside(mentions, text)
    settled = list(mentions)
    open_years = [mention.build is not None for mention in mentions]
    for place in reversed(range(len(settled))):
        mention, after = settled[place], settled[place + 1] if place + 1 < len(settled) else None
        if (
            mention.build
            and after
            and after.last
            and not after.step
            and _states_year(after)
            and joined(text[mention.end : after.start])
        ):
            settled[place] = _before(mention, after)
    for place, mention in enumerate(settled):
        previous = settled[place - 1] if place else None
        if (
            mention.build
            and previous
            and previous.first
            and _states_year(previous)
            and joined(text[previous.end : mention.start])
        ):
            settled[place] = _after(mention, previous, _runs(previous, mention, text))
        elif (
            mention.build
            and previous
            and previous.first
            and open_years[place - 1]
            and joined(text[previous.end : mention.start])
        ):
            settled[place] = _ending(mention, previous, newest(mention, clock), _runs(previous, mention, text))
        elif mention.build:
            settled[place] = newest(mention, clock, slack_days=_slack_days(mention, text))
    return settled


def _slack_days(mention: Mention, text: str) -> int:
    """How soon a day without a year may come and still be the one that is meant: before a holiday is before the next one."""
    if _AHEAD.search(text[max(0, mention.start - 30) : mention.start]) or _AHEAD_CHINESE.match(text, mention.end):
        return _SOON_DAYS
    return 6 if ends_week(mention, text) else 0


def _states_year(mention: Mention) -> bool:
    return not mention.relative and not mention.build and not mention.invalid and mention.grain != "year"


def _before(mention: Mention, after: Mention) -> Mention:
    """In the later date's year, or the one before where it would come after it ("November to February 2025")."""
    build, last = mention.build, after.last
    assert build is not None
    assert last is not None
    same = settle(mention, build(last.year))
    if not same.invalid and same.first is not None and after.first is not None and same.first > last and last.year > FIRST_YEAR:
        swapped = last.month - same.first.month < -6 or mention.grain == "month"
        return settle(mention, build(last.year - 1)) if swapped else same
    return same


def _after(mention: Mention, previous: Mention, runs: bool) -> Mention:
    """In the earlier date's year, or the next where a range would run backwards ("28 December 2024 to 3 January")."""
    build, first = mention.build, previous.first
    assert build is not None
    assert first is not None
    same = settle(mention, build(first.year))
    backwards = runs and same.last is not None and same.last < first and first.year < LAST_YEAR
    return settle(mention, build(first.year + 1)) if backwards else same


def _runs(before: Mention, after: Mention, text: str) -> bool:
    """Whether two joined dates are the ends of one range, rather than two days to compare."""
    between = text[before.end : after.start].lower()
    return (
        re.search(r"-|\bto\b|until|till|through|thru|至|到", between) is not None
        or re.search(r"\bbetween\b", text[: before.start].lower()) is not None
    )


def _weekdays_in_order(mentions: list[Mention], text: str) -> list[Mention]:
    """A range of weekdays runs forwards: the end that says its week, else the later one, settles the other."""
    settled = list(mentions)
    for place, (before, after) in enumerate(pairwise(mentions)):
        if not (before.bare_weekday and after.bare_weekday and joined(text[before.end : after.start])):
            continue
        if not _runs(before, after, text):
            continue
        days = (after.named[0].weekday() - before.named[0].weekday()) % 7
        if _SAYS_ITS_WEEK.match(text, before.start):
            settled[place + 1] = _on(after, before.named[0] + timedelta(days=days))
        else:
            settled[place] = _on(before, after.named[0] - timedelta(days=days))
    return settled


def _on(mention: Mention, day: date) -> Mention:
    return replace(mention, first=day, last=day, named=(day,))


def _ending(mention: Mention, previous: Mention, recent: Mention, runs: bool) -> Mention:
    """The end of a range does not lie before its start; a day that is only compared is the newest one."""
    build, first = mention.build, previous.first
    assert build is not None
    assert first is not None
    if not runs or recent.invalid or (recent.first and recent.first >= first):
        return recent
    for year in (first.year, first.year + 1):
        days = build(year)
        if days and min(days) >= first:
            return replace(settle(mention, days), relative=True)
    return recent


def newest(mention: Mention, clock: Clock, *, slack_days: int = 0) -> Mention:
    """A date without a year is the newest that has begun, or the coming one where the question looks ahead.

    The week that ends on a day has begun up to six days before it: `slack_days`.
    """
    build, today = mention.build, clock.today
    assert build is not None
    years = (
        range(today.year, min(today.year + 9, LAST_YEAR + 1))
        if clock.forward
        else range(today.year, max(today.year - 9, FIRST_YEAR - 1), -1)
    )
    for year in years:
        days = build(year)
        if days and (max(days) >= today if clock.forward else min(days) <= today + timedelta(days=slack_days)):
            return replace(settle(mention, days), relative=True)
    return settle(mention, None)


def _steps_taken(mentions: list[Mention], anchor: date | None, clock: Clock) -> Iterator[Mention]:
    """The mentions that count from another get their day from the nearest one before, the next one, or the anchor."""
    settled = [m for m in mentions if m.step is None]
    for mention in mentions:
        if mention.step is None:
            yield mention
            continue
        before = [m for m in settled if m.start < mention.start and m.named] or [m for m in settled if m.named]
        base = before[-1].named[-1] if before and before[-1].start < mention.start else before[0].named[0] if before else anchor
        count, unit = mention.step
        if base is None:
            if unanchored := _from_today(mention, count, unit, clock):
                yield unanchored
            continue
        day = shifted(base, count, unit)
        if unit in ("day", "session"):
            yield replace(mention, first=day, last=day, named=(day,))
        else:
            first, last = around(day, unit)
            yield replace(mention, first=first, last=last, grain=unit, named=(day,))  # type: ignore[arg-type]


def _steps_settled(mentions: list[Mention], text: str) -> list[Mention]:
    """Without the date that only says when the event was ("the day after the jump on 17 September"), and without the step
    where the date spells its day out ("the day after the jump, 18 September")."""
    kept: list[Mention] = []
    for mention in mentions:
        before = kept[-1] if kept else None
        if before is None or before.step is None or mention.step is not None or not mention.named:
            kept.append(mention)
            continue
        between = text[before.end : mention.start]
        if _SPELLED_OUT.fullmatch(between):
            names_nobody = between == between.lower()
            kept[-1] = replace(mention, start=before.start) if names_nobody else mention
        elif _OF_THE_EVENT.fullmatch(between) and before.step[1] in ("day", "session"):
            day = shifted(mention.named[-1], *before.step)
            kept[-1] = replace(before, first=day, last=day, named=(day,), step=None, end=mention.end)
        else:
            kept.append(mention)
    return kept


def _from_today(mention: Mention, count: int, unit: str, clock: Clock) -> Mention | None:
    """ "The week before" and "the previous session" with nothing to count from are last week and the session before today's."""
    if count != -1 or unit == "day":
        return None
    day = shifted(clock.today, -1, unit)
    if unit == "session":
        return replace(mention, first=day, last=day, named=(day,))
    first, last = around(day, unit)
    return replace(mention, first=first, last=last, grain=unit)  # type: ignore[arg-type]


def _appositions_merged(mentions: list[Mention], text: str) -> list[Mention]:
    """Without the words a full date spells out: "yesterday (16 September 2025)", "Wednesday … 17 September 2025"."""
    exact = {m.start: m for m in mentions if not m.relative and m.named and any(map(str.isdigit, text[m.start : m.end]))}
    loose = [
        m
        for m in mentions
        if m.grain == "day" and m.named and (m.relative or not any(letter.isdigit() for letter in text[m.start : m.end]))
    ]
    dropped = set()
    for mention in loose:
        weekday = mention.named[0].weekday() if mention.bare_weekday else None
        if weekday is not None and any(day.weekday() == weekday for m in exact.values() for day in m.named):
            dropped.add(mention.start)
        for start, m in exact.items():
            if start >= mention.end and re.fullmatch(r"\s*[,(]\s*(?:on\s+)?", text[mention.end : start]):
                dropped.add(mention.start)
                closing = text[m.end : m.end + 1] == ")"
                exact[start] = replace(m, start=mention.start, end=m.end + closing)
                break
    return [exact.get(mention.start, mention) for mention in mentions if mention.start not in dropped]


def read_mentions(text: str, clock: Clock, anchor: date | None) -> list[Mention]:
    """The mentions of a folded text, each with its days, its bounds and, where it names no real day, marked so."""
    found = chain(
        numbered_weeks(text),
        nth_of_running(text, clock),
        counted(text, clock),
        dates(text, clock),
        weekdays(text, clock),
        relative_words(text, clock),
        chinese(text, clock),
        hours(text, clock),
        festivals(text),
        holidays(text, clock),
        bare_words(text, clock),
        steps(text),
    )
    mentions = weekdays_counted(_weekdays_in_order(_years_given(_apart(found, len(text)), text, clock), text), text)
    out: list[Mention] = []
    for mention in mentions:
        if mention.invalid or mention.step or mention.since or mention.until or mention.first is None or mention.last is None:
            out.append(mention)
            continue
        changed, part = bounded(mention, text, clock), narrowed(mention, text)
        closes = (
            changed.bound in ("until", "by") and out and out[-1].last is not None and joined(text[out[-1].end : part.start])
        )
        if changed == part:
            changed = closed(part, text, after=out[-1].end if out else 0)
        out.append(part if closes else changed)
    # Words that became part of a date ("the day before" of "the day before 17 September") do not count once more.
    out = [m for m in out if not (m.step and any(o is not m and o.start <= m.start and m.end <= o.end for o in out))]
    if any(m.named for m in out):
        out = [m for m in out if not m.weak]
    return list(_steps_taken(_steps_settled(_appositions_merged(out, text), text), anchor, clock))
