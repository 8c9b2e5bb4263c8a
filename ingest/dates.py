"""Dates: one written moment as an instant or a day, or nothing; never a guess from half a text."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeAlias
from zoneinfo import ZoneInfo

from assistant.knowledge.documents import Precision
from ingest.clocks import take_clock
from ingest.sources import Order
from ingest.written_days import plain_day, take_day
from ingest.zones import ABBREVIATION, meaning, name_of

_ZONE = re.compile(
    r"(?P<iana>(?:Asia|Europe|America|Australia|Africa|Pacific|Atlantic)/[A-Za-z_]+)"
    r"|(?P<offset>(?:\b(?:UTC|GMT)\s*)?[+\-−]\s*\d{1,2}(?::?\d{2})?(?!\d))"
    rf"|(?P<word>(?<![A-Za-z])(?:{ABBREVIATION}))",
    re.IGNORECASE,
)
_WEEKDAYS = frozenset(
    "mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "lundi mardi mercredi jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo segunda terça terca quarta quinta sexta feira "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica senin selasa rabu kamis jumat sabtu minggu "
    "понедельник вторник среда четверг пятница суббота воскресенье".split()
)
_WORD = re.compile(r"-?\b[^\W\d_]{3,}\b\.?")
_WEEKDAY = re.compile(
    r"[（(]?(?:星期|週|周|礼拜|禮拜)[一二三四五六日天][)）]?"
    r"|[（(][月火水木金土日월화수목금토일][)）]|[月火水木金土日]曜日?|[월화수목금토일]요일"
)
_LABEL = re.compile(
    r"^\s*(?:(?:first\s+|originally\s+|last\s+|date\s+)?(?:published|publication date|posted|updated"
    r"|modified|created|date|time|issued|released)"
    r"(?:\s+(?:on|at))?|(?:(?:发布|發布|發佈|发表|發表|刊登|出版|公布|公佈|上架|撰文|(?:最[后後])?更新|最後修訂|修改)(?:时间|時間|日期|于|於)?"
    r"|时间|時間|日期))\s*[:：]?\s*",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?i)[\s,|·•()\[\]{}（），、;@]+|(?<=\s)//?(?=\s)|\b(?:at|on|the|à|às|om|ore|uhr|um|kl|alle|a las|hrs|klo)\b|[-–—]"
    r"|(?<=\s)\.(?=\s)"
    r"|[发發][布佈表]|配信|刊登|[於于]"
)
_FIGURES = re.compile(r"(?:19|20)\d{6}(?:\d{4}|\d{6})?")  # a day, and perhaps a time, that a program keeps as a number
_ZONE_NAME = re.compile(r"\([A-Z][A-Za-z ]+ Time\)")  # what browsers write behind the offset
_DIGITS = str.maketrans("０１２３４５６７８９：", "0123456789:")
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::[0-5]\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:?\d\d)", re.ASCII)
_SERIAL = re.compile(r"\\?/Date\((\d{10,13})(?:[+-]\d{4})?\)\\?/")  # as .NET writes an instant in JSON

_Parts: TypeAlias = tuple[date, time | str | None, str, tuple[str, ...]]  # day, time or why there is none, zone, notes


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
    if isinstance(written, int | float) and not _FIGURES.fullmatch(str(written)):
        return _epoch(float(written), zone=zone)
    text = str(written).strip().translate(_DIGITS)
    if not text:
        return Moment(zone=zone)
    if serial := _SERIAL.fullmatch(text):
        return _epoch(float(serial[1]), zone=zone)
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}|\d{16}", text):
        return _epoch(float(text), zone=zone)
    return _written(text, zone=zone, order=order, own=own)


def _written(text: str, *, zone: str, order: Order, own: bool) -> Moment:
    if len(text) > 100:
        return Moment(zone=zone, notes=("date_unreadable",))
    found = _standard(text) or _read_on(text, order)
    if found is None:
        return Moment(zone=zone, notes=("date_unreadable",))
    day, clock, words, notes = found
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
    if place is None and not own:
        notes = (*notes, "zone_assumed")
    return _placed(day, clock, place, zone=zone, own=own, notes=notes)


def _standard(text: str) -> _Parts | None:
    """An instant as ISO 8601 writes it, which most programs do."""
    found = _ISO.fullmatch(text)
    if found is None or not 1900 <= int(found[1][:4]) < 3000:
        return None
    try:
        return date.fromisoformat(found[1]), time.fromisoformat(found[2][:8]), found[3], ()
    except ValueError:
        return None


def _read_on(text: str, order: Order) -> _Parts | None:
    """A day, a time and a zone in whatever way people write them; None where something is left that was not understood."""
    rest = _WORD.sub(_without_weekday, _ZONE_NAME.sub(" ", _LABEL.sub("", plain_day(text))))
    rest = rest if rest.isascii() else _WEEKDAY.sub(" ", rest)
    found = take_day(rest, order=order)
    if found is None:
        return None
    day, rest, notes = found
    clock, rest = take_clock(rest)
    words, rest = _take_zone(rest)
    return None if _FILLER.sub("", rest) else (day, clock, words, notes)  # rather no date than a wrong one


def _without_weekday(word: re.Match[str]) -> str:
    return " " if word.group().strip("-.").lower() in _WEEKDAYS else word.group()


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
