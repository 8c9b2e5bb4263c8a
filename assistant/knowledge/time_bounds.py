"""What stands around a date and changes it: since, before, "the week of", "the day after", early, end of, the close on."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from assistant.knowledge.time_cues import FLAGS, UNITS, Cued
from assistant.knowledge.time_portions import narrowed
from assistant.knowledge.time_relative import COUNT, UNIT, count_of, last_close_day, unit_of
from assistant.knowledge.time_spans import CLOSE, OPEN, Clock, Mention, around, shifted

_BELL = (
    r"(?:the\s+)?(?:[a-z]+(?:'s)?\s+)?(?P<bell>market\s+close|market\s+open|closing\s+bell|opening\s+bell"
    r"|close|closing|open|opening)"
)
_BOUND = (
    r"(?P<bound>since|after|following|before|prior\s+to|ahead\s+of|run-?up\s+to|leading\s+up\s+to|until|till|up\s+to\s+and\s+including|up\s+to|up\s+until"
    r"|no(?:t)?\s+later\s+than|on\s+or\s+before|through|by"
    r"|from|自從|自从|自|由|從|从|截至|直至|直到)"
)
_PREFIX = re.compile(rf"(?<![a-z0-9-]){_BOUND}(?![a-z])\s*(?:{_BELL}\s+(?:on|of)\s+)?(?:on\s+)?(?:the\s+)?$", FLAGS)
_SPAN_TO = Cued(
    rf"(?<![a-z0-9-])(?:(?:in|over|for|during)\s+)?(?:the\s+)?{COUNT}\s+{UNIT}\s+(?:to|ending|ended|up\s+to)\s+(?:on\s+)?(?:the\s+)?$",
    *("to ending ended", UNITS),
)
# "The two-week change of the Hang Seng to 19 September"
_CHANGE_TO = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?{COUNT}[\s-]{UNIT}\s+(?:change|gain|loss|rise|fall|drop|move|return|performance)\b"
    r"[^.?!;]{0,45}?\s(?:to|up\s+to|ending|through|until)\s+(?:on\s+)?(?:the\s+)?$",
    *("to ending through until", "change gain loss rise fall drop move return performance"),
)
_NTH = {"last": 1, "final": 1, "first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_STEP = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?(?:{COUNT}\s+|(?P<nth>{'|'.join(_NTH)})\s+(?:full\s+)?)?{UNIT}\s+(?P<way>before|prior\s+to|preceding|after|following"
    rf"|from)\s+(?:the\s+(?:close|open)\s+(?:on|of)\s+)?(?:the\s+)?$",
    *("before prior preceding after following from", UNITS),
)
_WITHIN = re.compile(r"(?<![a-z])(?:in|over|during|within|throughout|for)\s+$", FLAGS)
_AROUND = re.compile(r"(?<![a-z])around\s+(?:the\s+)?$", FLAGS)
_AROUND_CHINESE = re.compile(r"前[後后]|左右")
_AROUND_DAYS = 3
_EVENT_TO = re.compile(
    r"(?<![a-z])(?:between|from)\s+(?:[^.?!;]*?[\s'])?[a-z]{3}[^.?!;]*?\s(?:and|to|until|till|through)\s+(?:the\s+)?$", FLAGS
)
_ONWARDS = re.compile(r"\s*(?:onwards?|on\b(?=\s*[,?.]|\s*$)|or\s+later|and\s+(?:later|after))", FLAGS)
_OWN_BELL = re.compile(r"'s\s+(?:market\s+)?(?P<bell>close|open|opening|closing)(?![a-z])", FLAGS)
_CHINESE_SUFFIX = re.compile(
    r"(?:(?P<close>收市|收盤|收盘)|(?P<open>開市|开市|開盤|开盘))?(?P<bound>或(?:之|以)?前|或(?:之|以)?[後后]|以來|以来|起|至今|之後|之后|以後|以后|後|后|之前|以前|前)"
)
_KINDS = {
    **dict.fromkeys("since 自 由 從 从 以來 以来 起 至今".split(), "since"),
    **dict.fromkeys("after following".split(), "after"),
    **dict.fromkeys("before prior ahead run-up runup leading 之前 以前 前".split(), "before"),
    **dict.fromkeys("until till up no not on through 截 直 或之前 或以前 或前".split(), "until"),
    **dict.fromkeys("或之後 或之后 或以後 或以后 或後 或后".split(), "since"),
    "by": "by",
}

_STEPS = Cued(
    rf"(?<![a-z0-9-])(?:the\s+)?(?:(?P<lead>next|following|previous|prior"
    rf"|preceding)\s+(?:trading\s+)?(?P<unit2>day|session|week|month|year)"
    rf"|(?:{COUNT}\s+)?{UNIT}\s+(?P<way>before|earlier|later|after|prior))(?![a-z])",
    *("next following previous prior preceding before earlier later after", UNITS),
)
_ON_A_DAY = r"(?:\s+trad(?:e|ing))?\s+(?:on|of)\s"
_HOURS = Cued(
    rf"(?<![a-z0-9-])(?:{_BOUND}(?![a-z])\s+{_BELL}(?![a-z])(?!\s+(?:on|of)\s)|(?P<after>after[\s-]+hours"
    rf"|post[\s-]?market)(?!{_ON_A_DAY})|(?P<pre>pre[\s-]?market)(?!{_ON_A_DAY}))(?:\s+trad(?:e|ing))?",
    "clos open hours market",
)


def kind_of(word: str) -> str:
    """Which of since, after, before, until and by the word means."""
    word = " ".join(word.lower().split())
    return _KINDS.get(word) or _KINDS.get(word.split()[0]) or _KINDS.get(word[0]) or "after"


def opened(mention: Mention, kind: str, *, start: int, end: int) -> Mention:
    """The mention with the end opened that the word opens; "after" and "before" leave the named days out."""
    first, last = mention.first, mention.last
    assert first is not None
    assert last is not None
    day = timedelta(days=1)
    place: dict[str, Any] = {"start": start, "end": end, "bound": kind}
    if kind == "since":
        return replace(mention, last=None, **place)
    if kind == "after":
        return replace(mention, first=last + day, last=None, named=(), **place)
    if kind == "before":
        return replace(mention, first=None, last=first - day, named=(), **place)
    return replace(mention, first=None, **place)


def _belled(mention: Mention, bell: str, kind: str, clock: Clock, *, start: int, end: int) -> Mention:
    """The mention opened at an instant of its day: its close or its open."""
    day = mention.last
    assert day is not None
    instant = clock.at(day, CLOSE if bell.lower().split()[-1].startswith("clos") or "closing" in bell.lower() else OPEN)
    if kind in ("since", "after"):
        return replace(mention, first=day, last=None, since=instant, start=start, end=end, bound=kind)
    if instant == clock.at(day, OPEN):  # what is new before the open came after the close before
        before = shifted(day, -1, "session")
        return replace(mention, first=before, since=clock.at(before, CLOSE), until=instant, start=start, end=end, bound=kind)
    return replace(mention, first=None, last=day, until=instant, start=start, end=end, bound=kind)


def _stepped(mention: Mention, found: re.Match[str]) -> Mention:
    """ "The day after 17 September" is a day, "the first day after" it one of trading; "the week before 17 September" the seven
    days that end before it."""
    sign = -1 if found["way"].lower().startswith(("before", "prior", "preceding")) else 1
    unit, each = unit_of(found["unit"])
    count = count_of(found["count"]) * each if found["count"] else each
    if found["nth"] and unit in ("day", "session"):
        unit, count = "session", _NTH[found["nth"].lower()]
    if unit == "hour":
        unit, count = "day", max(1, count // 24)
    edge = mention.first if sign < 0 else mention.last
    assert edge is not None
    far = shifted(edge, sign * count, unit)
    if found["count"] and _WITHIN.search(found.string, 0, found.start()):  # "in the two weeks before" is all of them
        near = edge + timedelta(days=sign)
        return replace(mention, first=min(near, far), last=max(near, far), named=(), grain="week", start=found.start())
    if unit in ("day", "session") or found["count"]:
        return replace(mention, first=far, last=far, named=(far,), grain="day", start=found.start())
    near = edge + timedelta(days=sign)
    if mention.grain == unit:  # "the week before last week", "the month before September 2025"
        first, last = around(near, unit)
    else:
        first, last = min(near, far), max(near, far)
    return replace(mention, first=first, last=last, named=(), grain=unit, start=found.start())  # type: ignore[arg-type]


def _span_to(mention: Mention, found: re.Match[str], *, start: int) -> Mention:
    """ "The three days to 17 September": as many units as are said, the last of them ending with the date."""
    unit, each = unit_of(found["unit"])
    last = mention.last
    assert last is not None
    if unit == "hour":
        return mention
    first = shifted(last + timedelta(days=1), -count_of(found["count"]) * each, unit)
    return replace(mention, first=first, named=(), grain="week", start=start)


_BESIDE_CHINESE = re.compile(r"\s*的?(?:翌[日天]|次[日天]|隔[日天]|第二[日天]|之?[後后]一[日天]|(?P<before>之?前一[日天]))")


def bounded(mention: Mention, text: str, clock: Clock) -> Mention:
    """The mention with what the words around it make of it."""
    mention = narrowed(mention, text)
    head, tail = text[max(0, mention.start - 60) : mention.start], mention.end
    offset = mention.start - len(head)
    bell = _OWN_BELL.match(text, mention.end) if mention.first == mention.last else None
    near, behind = _AROUND.search(head), _AROUND_CHINESE.match(text, tail)
    if mention.grain == "day" and (near or behind):
        start, end = offset + near.start() if near else mention.start, behind.end() if behind else tail
        return _around(mention, start=start, end=end)
    if found := _SPAN_TO.search(head) or _CHANGE_TO.search(head):
        return _span_to(mention, found, start=offset + found.start())
    if found := _STEP.search(head):
        return replace(_stepped(mention, found), start=offset + found.start())
    if found := _PREFIX.search(head):
        kind, start = kind_of(found["bound"]), offset + found.start()
        if found["bound"].lower() == "from" or found["bound"] in ("由", "從", "从"):
            onwards = _ONWARDS.match(text, mention.end)
            return opened(mention, "since", start=start, end=onwards.end()) if onwards else mention
        if found["bell"] or bell:
            return _belled(
                mention,
                found["bell"] or (bell["bell"] if bell else ""),
                kind,
                clock,
                start=start,
                end=bell.end() if bell else tail,
            )
        if not (kind == "after" and found["bound"][0] in "自由"):
            suffix = _CHINESE_SUFFIX.match(text, tail)
            return (
                _suffixed(mention, kind, suffix, clock, start=start) if suffix else opened(mention, kind, start=start, end=tail)
            )
    if mention.first == mention.last and mention.first and (beside := _BESIDE_CHINESE.match(text, tail)):
        day = mention.first + timedelta(days=-1 if beside["before"] else 1)
        return replace(mention, first=day, last=day, named=(day,), grain="day", end=beside.end())
    if suffix := _CHINESE_SUFFIX.match(text, tail):
        return _suffixed(mention, kind_of(suffix["bound"]), suffix, clock, start=mention.start)
    if onwards := _ONWARDS.match(text, tail):
        return opened(mention, "since", start=mention.start, end=onwards.end())
    return mention


def _around(mention: Mention, *, start: int, end: int) -> Mention:
    assert mention.first is not None
    assert mention.last is not None
    days = timedelta(days=_AROUND_DAYS)
    return replace(mention, first=mention.first - days, last=mention.last + days, grain="week", start=start, end=end)


def _suffixed(mention: Mention, kind: str, suffix: re.Match[str], clock: Clock, *, start: int) -> Mention:
    """The mention opened by the Chinese words behind it, at the bell where they name one: 上週三收市後."""
    if mention.first == mention.last and (suffix["close"] or suffix["open"]):
        return _belled(mention, "close" if suffix["close"] else "open", kind, clock, start=start, end=suffix.end())
    return opened(mention, kind, start=start, end=suffix.end())


def closed(mention: Mention, text: str, *, after: int) -> Mention:
    """The mention as the end of a stretch that begins with an event ("between the rate cut and Friday"), where it is one."""
    begins = _EVENT_TO.search(text, max(after, mention.start - 80), mention.start)
    return opened(mention, "until", start=mention.start, end=mention.end) if begins else mention


def steps(text: str) -> Iterator[Mention]:
    """The words that count from another date: "the day before", "two days later", "the previous session"."""
    for found in _STEPS.finditer(text):
        if found["lead"]:
            unit = found["unit2"].lower()
            if "trading" in found[0].lower():
                unit = "session"
            sign, count = (1 if found["lead"].lower() in ("next", "following") else -1), 1
        else:
            unit, each = unit_of(found["unit"])
            if unit == "hour":
                continue
            sign = 1 if found["way"].lower() in ("later", "after") else -1
            count = (count_of(found["count"]) if found["count"] else 1) * each
        yield Mention(start=found.start(), end=found.end(), relative=True, step=(sign * count, unit))


def hours(text: str, clock: Clock) -> Iterator[Mention]:
    """Stretches that begin or end with the bell: "since the close", "before the open", "after hours"."""
    today = clock.today
    for found in _HOURS.finditer(text):
        place: dict[str, Any] = {"start": found.start(), "end": found.end(), "relative": True}
        closed = last_close_day(clock)
        bell = (found["bell"] or "").lower()
        kind = "after" if found["after"] else "before" if found["pre"] else kind_of(found["bound"])
        at_close = bool(found["after"]) or "clos" in bell
        if kind == "by" or (found["bound"] or "").lower() in ("from", "through"):
            continue
        if kind in ("since", "after"):
            opened_today = clock.local.time() >= OPEN and today.weekday() < 5
            day = closed if at_close else today if opened_today else shifted(today, -1, "session")
            yield Mention(first=day, since=clock.at(day, CLOSE if at_close else OPEN), bound="since", **place)
        elif at_close:
            yield Mention(first=today, last=today, until=clock.at(today, CLOSE), named=(today,), **place)
        else:
            before = shifted(today, -1, "session")
            yield Mention(
                first=before, last=today, since=clock.at(before, CLOSE), until=clock.at(today, OPEN), named=(today,), **place
            )
