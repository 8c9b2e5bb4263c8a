"""Zones: what an abbreviation or an offset behind a time means, given who wrote it."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Abbreviations with one meaning in news, as minutes east of UTC.
_FIXED = {
    "Z": 0,
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "WEST": 60,
    "CET": 60,
    "CEST": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "GST": 240,
    "PKT": 300,
    "ICT": 420,
    "WIB": 420,
    "HKT": 480,
    "SGT": 480,
    "PHT": 480,
    "MYT": 480,
    "AWST": 480,
    "JST": 540,
    "KST": 540,
    "ACST": 570,
    "AEST": 600,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
    "EST": -300,
    "EDT": -240,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "BRT": -180,
    "GREENWICH MEAN TIME": 0,
    "COORDINATED UNIVERSAL TIME": 0,
    "BRITISH SUMMER TIME": 60,
    "CENTRAL EUROPEAN TIME": 60,
    "CENTRAL EUROPEAN SUMMER TIME": 120,
    "INDIA STANDARD TIME": 330,
    "INDIAN STANDARD TIME": 330,
    "CHINA STANDARD TIME": 480,
    "HONG KONG STANDARD TIME": 480,
    "SINGAPORE STANDARD TIME": 480,
    "JAPAN STANDARD TIME": 540,
    "KOREA STANDARD TIME": 540,
    "AUSTRALIAN EASTERN STANDARD TIME": 600,
    "AUSTRALIAN EASTERN DAYLIGHT TIME": 660,
    "EASTERN STANDARD TIME": -300,
    "EASTERN DAYLIGHT TIME": -240,
    "CENTRAL STANDARD TIME": -360,
    "CENTRAL DAYLIGHT TIME": -300,
    "MOUNTAIN STANDARD TIME": -420,
    "MOUNTAIN DAYLIGHT TIME": -360,
    "PACIFIC STANDARD TIME": -480,
    "PACIFIC DAYLIGHT TIME": -420,
}
# The same letters in several parts of the world: the writer's own part decides, else the first.
_SHARED = {
    "CST": {"Asia": 480, "America": -360},
    "IST": {"Asia": 330, "Europe": 60},
    "BST": {"Europe": 60, "Asia": 360},
}
# "ET" and its like are what the clock shows there on that day.
_LOCAL = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "PT": "America/Los_Angeles",
    "MT": "America/Denver",
    "HONG KONG TIME": "Asia/Hong_Kong",
    "HK TIME": "Asia/Hong_Kong",
    "BEIJING TIME": "Asia/Shanghai",
    "SINGAPORE TIME": "Asia/Singapore",
    "TOKYO TIME": "Asia/Tokyo",
    "UK": "Europe/London",
    "UK TIME": "Europe/London",
    "LONDON TIME": "Europe/London",
    "NEW YORK TIME": "America/New_York",
    "EASTERN TIME": "America/New_York",
    "CENTRAL TIME": "America/Chicago",
    "MOUNTAIN TIME": "America/Denver",
    "PACIFIC TIME": "America/Los_Angeles",
    "SEOUL TIME": "Asia/Seoul",
    "SHANGHAI TIME": "Asia/Shanghai",
    "TAIPEI TIME": "Asia/Taipei",
    "SYDNEY TIME": "Australia/Sydney",
    "PARIS TIME": "Europe/Paris",
    "LOCAL TIME": "",
    "香港時間": "Asia/Hong_Kong",
    "香港时间": "Asia/Hong_Kong",
    "北京时间": "Asia/Shanghai",
    "北京時間": "Asia/Shanghai",
    "台北时间": "Asia/Taipei",
    "台北時間": "Asia/Taipei",
    "美东时间": "America/New_York",
    "美東時間": "America/New_York",
    "日本時間": "Asia/Tokyo",
}
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])\s*(\d{1,2})(?::?(\d{2}))?")
_NAMES = {
    0: "UTC",
    480: "Asia/Hong_Kong",
    330: "Asia/Kolkata",
    540: "Asia/Tokyo",
    345: "Asia/Kathmandu",
    570: "Australia/Darwin",
}

_WORDS = sorted((*_FIXED, *_SHARED, *_LOCAL), key=len, reverse=True)
ABBREVIATION = "(?:" + "|".join(words.replace(" ", r"\s+") for words in _WORDS) + ")(?![A-Za-z])"  # a pattern for any of them


def meaning(words: str, *, zone: str) -> tzinfo | None:
    """The zone that words behind a time name, read as a source in `zone` writes them; None where they make no sense."""
    words = " ".join(words.split()).upper()
    if offset := _OFFSET.fullmatch(words):
        return _sound(offset)
    if words in _LOCAL:
        return ZoneInfo(_LOCAL[words] or zone)
    if words in _SHARED:
        choices = _SHARED[words]
        part = zone.partition("/")[0]
        # A default zone in Asia must not pull London's summer time to Dhaka: a clear first meaning wins there.
        minutes = choices.get(part, next(iter(choices.values()))) if words != "BST" or part != "Asia" else choices["Europe"]
        if words == "BST" and zone == "Asia/Dhaka":
            minutes = choices["Asia"]
        return timezone(timedelta(minutes=minutes))
    if words in _FIXED:
        return timezone(timedelta(minutes=_FIXED[words])) if _FIXED[words] else UTC
    return None


def _sound(offset: re.Match[str]) -> tzinfo | None:
    """The offset, unless no place on earth has kept it: +07:34 is a town's solar time from before zones."""
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    minutes = minutes if offset[1] == "+" else -minutes
    if minutes % 15 or not -720 <= minutes <= 840:
        return None
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def name_of(instant: datetime, *, likely: str, certain: bool) -> str:
    """The zone to keep for an instant: the source's own, or one with the offset that was written."""
    offset = instant.utcoffset() or timedelta(0)
    if certain or instant.astimezone(ZoneInfo(likely)).utcoffset() == offset:
        return likely
    minutes = int(offset.total_seconds() // 60)
    if minutes in _NAMES:
        return _NAMES[minutes]
    return f"Etc/GMT{-minutes // 60:+d}" if not minutes % 60 else "UTC"


def is_zone(name: str) -> bool:
    """Whether the name is one of the zone database."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)
