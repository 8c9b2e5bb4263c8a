"""Windows: the time a question asks about, read from its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from assistant.knowledge.time_mentions import joined, read_mentions
from assistant.knowledge.time_parts import DayPart as DayPart
from assistant.knowledge.time_parts import part_of_day
from assistant.knowledge.time_spans import Mention, around, clock_at, fold
from assistant.knowledge.time_topics import is_topical, looks_ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Calendar days `first` to `last`, both inclusive, in the zone the question is about.

    `since` and `until` (until is exclusive) narrow it to instants where the words do ("since the close").
    An open end is None. `part` is the moment within a day that is asked about.
    """

    first: date | None = None
    last: date | None = None
    since: datetime | None = None
    until: datetime | None = None
    part: DayPart | None = None
    phrase: str = ""  # the words it was read from
    relative: bool = False  # read relative to a moment ("yesterday"), not from a full date
    topical: bool = False  # the period of a figure ("capex in 2025"), not of publication: never a filter
    latest: bool = False  # the newest there is is asked for ("latest", "recently")
    days: tuple[date, ...] = ()  # the days named one by one, in the order of the words; all within first to last
    listed: bool = False  # each of the days is asked about, not the stretch between them
    invalid: str = ""  # words that name a day which does not exist ("31 June 2025")
    note: str = ""  # what is odd about the words: a weekday that is not the date's
    words: tuple[str, ...] = ()  # each stretch of the question that the window was read from

    @property
    def bounded(self) -> bool:
        return any(bound is not None for bound in (self.first, self.last, self.since, self.until))


_READ_CHARS = 4_000  # a longer text is not a question; its dates would be an article's
_LATEST = re.compile(
    r"(?<![a-z-])(?:latest|most\s+recent(?:ly)?|newest|recent(?:ly)?|lately|right\s+now|currently"
    r"|at\s+(?:present|the\s+moment)|these\s+days|(?:its|the|their)\s+last\s+clos(?:e|ing)(?!\s+higher"
    r"|\s+lower)|now(?=\s*[?.!,]|\s*$))(?![a-z-])"
    r"|最新|最近(?![0-9一二三四五六七八九十兩两幾几])|近期|近日|目前|現時|现时|現在|现在",
    re.IGNORECASE | re.ASCII,
)
_STRETCH_LEAD = re.compile(
    r"(?:\b(?:between|from|since|over|during)(?:\s+(?:the|its|their))?(?:\s+clos(?:e|es|ing)(?:\s+(?:prices?|levels?))?"
    r"\s+(?:of|on))?\s*|[由從从自])\Z",
    re.IGNORECASE,
)
_STRETCH_JOIN = re.compile(r"\s*(?:-|~|to|until|till|through|thru|up to|and sold.*|至|到)\s*(?:the\s+)?", re.IGNORECASE)
_STRETCH_WITHIN = re.compile(r"[0-9a-z日]\s*(?:-|~|\b(?:to|until|till|through|thru)\b|[至到])\s*[0-9a-z]", re.IGNORECASE)
_COMPARES = re.compile(r"compar|versus|\bvs\b|\bthan\b|difference|\band\b|比|較|较", re.IGNORECASE | re.ASCII)


def read_window(question: str, *, as_of: datetime, zone: str, anchor: date | None = None) -> Window | None:
    """The time the question asks about, or None where it names none.

    Args:
        anchor: the day of the turn before, from which "two days later" or "the day before" count.
    """
    text = fold(question[:_READ_CHARS])
    clock = clock_at(as_of, zone, forward=looks_ahead(text))
    mentions = read_mentions(text, clock, anchor)
    wrong = [text[mention.start : mention.end].strip() for mention in mentions if mention.invalid]
    valid = [mention for mention in mentions if not mention.invalid]
    topical = [mention for mention in valid if is_topical(mention, text, clock)]
    used = _narrowest([mention for mention in valid if mention not in topical], text) or topical
    newest = [
        found[0] for found in _LATEST.finditer(text) if not any(m.start < found.end() and found.start() < m.end for m in used)
    ]
    part = part_of_day(_without(text, (m for m in mentions if m.since or m.until)))
    if not used and not wrong and not newest and part is None:
        return None
    words = tuple(question[start:end].strip() for start, end in _stretches(used, text))
    window = Window(
        part=part,
        words=words,
        phrase=", ".join(words) or "".join(newest[:1]),
        latest=bool(newest),
        invalid=", ".join(wrong),
        relative=any(mention.relative for mention in used) or (bool(newest) and not used),
        topical=bool(used) and used == topical,
        note=_weekday_note(used),
    )
    return replace(window, **_span(used), listed=_is_list(used, text)) if used else window  # type: ignore[arg-type]


def _is_list(used: list[Mention], text: str) -> bool:
    """Whether several single days are named and nothing makes a stretch of them ("from", "to", "between")."""
    if sum(len(mention.named) for mention in used) < 2 or any(m.grain != "day" or m.bound or not m.named for m in used):
        return False
    if _STRETCH_LEAD.search(text[: used[0].start]) or any(
        _STRETCH_JOIN.fullmatch(text[one.end : other.start]) for one, other in pairwise(used)
    ):
        return False
    return not any(len(m.named) > 1 and _STRETCH_WITHIN.search(text[m.start : m.end]) for m in used)


def _span(used: list[Mention]) -> dict[str, object]:
    """The days from the first to the last mention; an open end stays open unless another mention closes it."""
    firsts, lasts = [m.first for m in used if m.first], [m.last for m in used if m.last]
    opens_back, opens_on = any(m.first is None for m in used), any(m.last is None for m in used)
    first, last = min(firsts, default=None), max(lasts, default=None)
    if not (opens_back and opens_on and first and last and first <= last):
        first, last = (None if opens_back else first), (None if opens_on else last)
    instants = len(used) == 1 or all(m.since or m.until for m in used)
    since = min((m.since for m in used if m.since), default=None) if instants else None
    until = max((m.until for m in used if m.until), default=None) if instants else None
    days = tuple(
        dict.fromkeys(day for m in used for day in m.named if (not first or first <= day) and (not last or day <= last))
    )
    return {"first": first, "last": last, "since": since, "until": until, "days": days}


def _narrowest(mentions: list[Mention], text: str) -> list[Mention]:
    """Without the weeks, months and years that only say where a day lies ("on Wednesday this week")."""
    if _COMPARES.search(text):
        return mentions
    days = [(m.first, m.last) for m in mentions if m.grain == "day" and m.first and m.last]

    def only_holds(mention: Mention) -> bool:
        first, last = mention.first, mention.last
        if mention.grain == "day" or mention.bound or first is None or last is None:
            return False
        return any(first <= start and end <= last for start, end in days)

    return [mention for mention in mentions if not only_holds(mention)]


def _stretches(used: Iterable[Mention], text: str) -> list[tuple[int, int]]:
    """Where the window's words stand; dates that are joined ("between … and …") make one stretch."""
    stretches: list[tuple[int, int]] = []
    for mention in used:
        start, end = mention.start, mention.end
        if stretches and joined(text[stretches[-1][1] : start]):
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def _without(text: str, mentions: Iterable[Mention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _weekday_note(used: Iterable[Mention]) -> str:
    notes = (
        f"{_day(m.first, year=True)} is a {m.first:%A}"
        for m in used
        if m.weekday is not None and m.first is not None and len(m.named) == 1 and m.first.weekday() != m.weekday
    )
    return "; ".join(notes)


# What leads to the window's words and goes with them.
_LEAD = re.compile(
    r"(?:\s*\b(?:on|in|at|for|over|during|of|from|within|between|dated|as\s+of)\s+(?:the\s+)?|\s*\bthe\s+)?[在於于喺]?\Z",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\A['’]s", re.IGNORECASE)

# What is left of a question that asked about nothing but its window.
_ASKING = re.compile(
    r"\b(?:how|what|what's|where|when|which|why|did|do|does|is|was|were|are|will|the|it|and|of|at|on|in|a|about|to)\b",
    re.IGNORECASE,
)


def strip_window(question: str, window: Window | None) -> str:
    """The question without the window's words, for the search; never empty, and whole where the words are about a figure."""
    if window is None or window.topical:
        return question
    stripped = question
    for words in window.words:
        before, there, after = stripped.partition(words)
        if there:
            stripped = f"{_LEAD.sub('', before, count=1)} {_POSSESSIVE.sub('', after)}"
    stripped = re.sub(r"[\s,]+([?.!,;:？。！，])", r"\1", re.sub(r"\s{2,}", " ", stripped)).strip(" ,;")
    return stripped if re.search(r"\w", _ASKING.sub("", stripped)) else question


def _day(day: date, *, year: bool) -> str:
    return f"{day.day} {day:%b} {day.year}" if year else f"{day.day} {day:%b}"


def zone_name(zone: str) -> str:
    """The zone for people: "Hong Kong time"."""
    return zone if "/" not in zone else zone.rsplit("/", 1)[1].replace("_", " ") + " time"


def label(window: Window, *, zone: str) -> str:
    """The window for people: "17 Sep 2025, Hong Kong time", "15 Sep to 19 Sep 2025"."""
    if window.since or window.until:
        return f"{' '.join(_moments(window, ZoneInfo(zone)))}, {zone_name(zone)}"
    first, last = window.first, window.last
    if first and last:
        if first == last:
            return f"{_day(first, year=True)}, {zone_name(zone)}"
        for unit, shape in (("year", "%Y"), ("month", "%b %Y")):
            if (first, last) == around(first, unit):
                return f"{first:{shape}}"
        return f"{_day(first, year=first.year != last.year)} to {_day(last, year=True)}"
    if first or last:
        return f"since {_day(first, year=True)}" if first else f"up to {_day(last, year=True)}" if last else ""
    if window.latest:
        return "the latest"
    return f"{window.invalid} (no such day)" if window.invalid else "any time"


def _moments(window: Window, zone: ZoneInfo) -> Iterator[str]:
    for word, instant in (("since", window.since), ("until", window.until)):
        if instant:
            local = instant.astimezone(zone)
            yield f"{word} {local:%H:%M} on {_day(local.date(), year=True)}"
