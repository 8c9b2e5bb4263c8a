"""Dates: one written moment as an instant or a day, or nothing; never a guess from half a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from assistant.knowledge.documents import Precision
from ingest.sources import Order
from ingest.zones import ABBREVIATIONS, meaning, name_of

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar janvier enero gennaio janeiro января",
            "february feb februar février fevrier febrero febbraio fevereiro февраля",
            "march mar märz mars marzo março марта",
            "april apr avril abril aprile апреля",
            "may mai mayo maggio maio мая",
            "june jun juni juin junio giugno junho июня",
            "july jul juli juillet julio luglio julho июля",
            "august aug août aout agosto августа",
            "september sep sept septembre septiembre settembre setembro сентября",
            "october oct oktober octobre octubre ottobre outubro октября",
            "november nov novembre noviembre novembro ноября",
            "december dec dezember décembre decembre diciembre dicembre dezembro декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日号號일]",
        r"(?P<era>民[國国]|令和)\s*(?P<y>\d{1,3}|元)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日號号]",
        r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=T|\s|$)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|er|\.)?(?:\s+(?:of|de|di))?[\s\-/,]*{_MONTH}(?:\s+d[ei]l?)?[\s\-/,]*(?P<y>\d{{4}}|\d\d(?=\s+\d\d:))(?!\d)",
        rf"\b{_MONTH}[\s\-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,\-]+(?P<y>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)",
    )
)
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018}  # the year before the first
_CLOCK = re.compile(
    r"(?<![A-Za-z\d:.+\-])T?(?P<half_zh>上午|下午|中午|晚上|凌晨|早上)?\s*(?P<h>\d{1,2})(?:\s*[時时点點]\s*(?:(?P<zh_min>\d{1,"
    r"2})\s*分?)?(?:(?P<zh_sec>\d{1,2})\s*秒)?"
    r"|[:.](?P<min>\d{2})(?:[:.](?P<sec>\d{2})(?:[.,]\d{1,9})?)?)(?:\s*(?P<half>[ap])\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"T(?P<h>\d\d)(?P<min>\d\d)(?P<sec>\d\d)?", re.IGNORECASE)
_OCLOCK = re.compile(r"(?<![\d:.])(?P<h>\d{1,2})\s*(?P<half>[ap])\.?m\b\.?", re.IGNORECASE)
_ZONE = re.compile(
    r"(?P<iana>(?:Asia|Europe|America|Australia|Africa|Pacific|Atlantic)/[A-Za-z_]+)"
    r"|(?P<offset>(?:\b(?:UTC|GMT)\s*)?[+\-−]\s*\d{1,2}(?::?\d{2})?(?!\d))"
    r"|(?P<word>(?<![A-Za-z])(?:" + "|".join(ABBREVIATIONS) + r")(?![A-Za-z]))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|[（(]?(?:星期|週|周|礼拜)[一二三四五"
    r"六日天][)）]?",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\s*(?:(?:first\s+|originally\s+|last\s+|date\s+)?(?:published|publication date|posted|updated"
    r"|modified|created|date|time|issued|released)"
    r"(?:\s+(?:on|at))?|发布时间|發布時間|發佈時間|发布于|發布於|發佈於|发布|發布|發佈|发表于|發表於|(?:最[后後])?更新(?:时间|時間)?|时间|時間|日期|刊登)\s*[:：]?\s*",
    re.IGNORECASE,
)
_FILLER = re.compile(r"(?i)[\s,|·•()\[\]{}（），、;@]+|\bat\b|\bon\b|[-–—]")
_ZONE_NAME = re.compile(r"\([A-Z][A-Za-z ]+ Time\)")  # what browsers write behind the offset
_DIGITS = str.maketrans("０１２３４５６７８９：", "0123456789:")
_NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What one date string says. A day without a time starts at midnight where it was written."""

    instant: datetime | None = None
    day: date | None = None
    precision: Precision = "none"
    zone: str = "UTC"
    notes: tuple[str, ...] = ()


def read_moment(written: object, *, zone: str, order: Order = "dmy", own: bool = False) -> Moment:
    """The moment that a stamp names.

    Args:
        zone: where a stamp that names no zone was written.
        order: what "03/04/2025" means there.
        own: whether `zone` is known to be the source's own, so that it is kept beside a foreign offset.
    """
    if isinstance(written, bool) or written is None:
        return Moment(zone=zone)
    if isinstance(written, datetime):
        return _placed(written.date(), written.timetz(), written.tzinfo, zone=zone, own=own, notes=())
    if isinstance(written, date):
        return _whole_day(written, zone=zone, notes=())
    if isinstance(written, int | float):
        return _epoch(float(written), zone=zone)
    text = str(written).strip().translate(_DIGITS)
    if not text:
        return Moment(zone=zone)
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}|\d{16}", text):
        return _epoch(float(text), zone=zone)
    return _written(text, zone=zone, order=order, own=own)


def _written(text: str, *, zone: str, order: Order, own: bool) -> Moment:
    if len(text) > 100:
        return Moment(zone=zone, notes=("date_unreadable",))
    rest = _WEEKDAY.sub(" ", _ZONE_NAME.sub(" ", _LABEL.sub("", _chinese_numerals(text))))
    found = _take_day(rest, order=order)
    if found is None:
        return Moment(zone=zone, notes=("date_unreadable",))
    day, rest, notes = found
    clock, rest = _take_clock(rest)
    words, rest = _take_zone(rest)
    if _FILLER.sub("", rest):  # something is left that was not understood: rather no date than a wrong one
        return Moment(zone=zone, notes=("date_unreadable",))
    if clock is None:
        return _whole_day(day, zone=zone, notes=notes)
    if isinstance(clock, str):
        return _whole_day(day, zone=zone, notes=(*notes, clock))
    place = _place(words, zone=zone)
    if words and place is None:
        notes = (*notes, "zone_broken")
    if clock == time(0, 0) and _bare_midnight(text, place):
        # "2025-09-17T00:00:00Z" is how programs write a day that has no time.
        return _whole_day(day, zone=zone, notes=notes)
    return _placed(day, clock, place, zone=zone, own=own, notes=notes)


def written_days(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text days are written out, each once."""
    end = 0
    for found in sorted((found for pattern in _DAYS for found in pattern.finditer(text)), key=lambda found: found.span()):
        if found.start() >= end:
            end = found.end()
            yield found.span()


def _take_day(text: str, *, order: Order) -> tuple[date, str, tuple[str, ...]] | None:
    for pattern in _DAYS:
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        notes: tuple[str, ...] = ()
        counted = 1 if parts["y"] == "元" else int(parts["y"])
        year = counted + (_ERAS[parts["era"]] if parts.get("era") else 2000 if len(parts["y"]) == 2 else 0)
        if "a" in parts:
            month, day, notes = _in_order(int(parts["a"]), int(parts["b"]), order)
        else:
            month, day = _MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["m"]), int(parts["d"])
        if not 1900 <= year < 3000:  # "0001-01-01" is a program's way to write nothing
            return None
        try:
            return date(year, month, day), f"{text[: found.start()]} {text[found.end() :]}", notes
        except ValueError:
            return None
    return None


def _in_order(first: int, second: int, order: Order) -> tuple[int, int, tuple[str, ...]]:
    if first > 12:
        return second, first, ()
    if second > 12:
        return first, second, ()
    month, day = (first, second) if order == "mdy" else (second, first)
    return month, day, () if first == second else ("day_order_assumed",)


def _take_clock(text: str) -> tuple[time | str | None, str]:
    found = _COMPACT.search(text) or _CLOCK.search(text) or _OCLOCK.search(text)
    if found is None:
        return None, text
    parts = found.groupdict()
    hour = int(parts["h"])
    minute = int(parts.get("min") or parts.get("zh_min") or 0)
    second = int(parts.get("sec") or parts.get("zh_sec") or 0)
    half = (parts.get("half") or "").lower()
    chinese = parts.get("half_zh") or ""
    if (half == "p" or chinese in ("下午", "晚上", "中午")) and hour < 12 and not (chinese == "中午" and hour > 3):
        hour += 12
    if (half == "a" or chinese in ("上午", "凌晨", "早上")) and hour == 12:
        hour = 0
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    try:
        return time(hour, minute, min(second, 59)), rest
    except ValueError:
        return "time_unreadable", rest


def _take_zone(text: str) -> tuple[str, str]:
    found = _ZONE.search(text)
    if found is None:
        return "", text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    again = _ZONE.search(rest)  # "+0800 (CST)", "GMT+8 Hong Kong time"
    if again is not None:
        rest = f"{rest[: again.start()]} {rest[again.end() :]}"
        if again["offset"] and not found["offset"]:
            found = again
    return found.group(), rest


def _place(words: str, *, zone: str) -> tzinfo | None:
    if "/" in words:
        return ZoneInfo(words)
    return meaning(words, zone=zone) if words else None


def _bare_midnight(text: str, place: tzinfo | None) -> bool:
    return bool(re.search(r"00:00:00", text)) and (place is None or place is UTC)


def _placed(day: date, clock: time, place: tzinfo | None, *, zone: str, own: bool, notes: tuple[str, ...]) -> Moment:
    home = ZoneInfo(zone)
    instant = datetime.combine(day, clock.replace(tzinfo=None), tzinfo=place or home)
    try:
        named = place.key if isinstance(place, ZoneInfo) and not own else None
        kept = zone if place is None else named or name_of(instant, likely=zone, certain=own)
        local = instant.astimezone(ZoneInfo(kept)).date()
        return Moment(instant=instant.astimezone(UTC), day=local, precision="minute", zone=kept, notes=notes)
    except OverflowError:
        return Moment(zone=zone, notes=("date_unreadable",))


def _whole_day(day: date, *, zone: str, notes: tuple[str, ...]) -> Moment:
    try:
        start = datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
        day + timedelta(days=2)  # must have a tomorrow
    except OverflowError:
        return Moment(zone=zone, notes=("date_unreadable",))
    return Moment(instant=start, day=day, precision="day", zone=zone, notes=notes)


def _epoch(number: float, *, zone: str) -> Moment:
    for unit in (1, 1_000, 1_000_000):
        # Between 1990 and 2100; anything else is some other number.
        if 631_152_000 <= number / unit < 4_102_444_800:
            instant = datetime.fromtimestamp(number / unit, tz=UTC)
            return Moment(instant=instant, day=instant.astimezone(ZoneInfo(zone)).date(), precision="minute", zone=zone)
    return Moment(zone=zone, notes=("date_unreadable",))


def _chinese_numerals(text: str) -> str:
    if "年" not in text or not re.search("[〇零一二三四五六七八九十]", text):
        return text
    year, _, rest = text.partition("年")
    rest = re.sub("[一二三]?十[一二三四五六七八九]?", _tens, rest)
    rest = re.sub("[〇零一二三四五六七八九](?=[月日])", lambda match: match.group().translate(_NUMERALS), rest)
    return f"{year.translate(_NUMERALS)}年{rest}"


def _tens(match: re.Match[str]) -> str:
    tens, _, ones = match.group().translate(_NUMERALS).partition("十")
    return f"{tens or 1}{ones or 0}"
