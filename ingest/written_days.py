"""Written days: where in a text a day of a year is written out, in words or in figures, and which one it is."""

import re
from collections.abc import Iterator
from datetime import date

from ingest.sources import Order

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januari janvier janv enero ene gennaio gen janeiro января stycznia ocak",
            "february feb februar februari février fevrier févr fevr febrero febbraio fevereiro fev февраля lutego şubat",
            "march mar märz maerz maart maret mars marzo março марта marca mart",
            "april apr avril avr abril abr aprile апреля kwietnia nisan",
            "may mai mayo maggio mag maio maj mei мая maja mayıs",
            "june jun juni juin junio giugno giu junho июня czerwca haziran",
            "july jul juli juillet juil julio luglio lug julho июля lipca temmuz",
            "august aug augusti agustus août aout agosto ago августа sierpnia ağustos",
            "september sep sept septembre septiembre settembre setembro set сентября września eylül",
            "october oct oktober okt octobre octubre ottobre ott outubro out октября października ekim",
            "november nov novembre noviembre novembro ноября listopada kasım",
            "december dec dezember dez desember décembre decembre déc diciembre dic dicembre dezembro декабря grudnia aralık",
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
        r"(?:中[華华])?(?P<era>民[國国]|令和)\s*(?P<y>\d{1,3}|元)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日號号]",
        r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<y>\d{4})\.\s(?P<m>\d{1,2})\.\s(?P<d>\d{1,2})(?:\.|(?!\d))",
        r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=T|\s|$)",
        rf"(?<!\d)(?P<d>\d{{1,2}})-{_MONTH}-(?P<y>\d\d)(?!\d)",
        rf"\b(?=[^\W\d]{{3,14}}-\d){_MONTH}-(?P<d>\d{{1,2}})-(?P<y>\d\d)(?!\d)",
        (
            rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?(?:\s+(?:of|de|di))?[\s\-/,]*{_MONTH}(?:\s+d[ei]l?)?[\s\-/,]*"
            rf"(?P<y>\d{{4}}|\d\d(?=\s+\d\d:))(?!\d)"
        ),
        rf"\b(?=[^\W\d]{{3,14}}\.?[\s\-]*\d){_MONTH}[\s\-]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s,\-]+(?P<y>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2}),?\s+(?:năm\s+)?(?P<y>\d{4})(?!\d)",
        r"(?<!\d)(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4})(?!\d)",
    )
)
_ERAS = {"民國": 1911, "民国": 1911, "令和": 2018}  # the year before the first
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NUMERAL = "〇○零一二三四五六七八九"
# "Wed Sep 17 18:03:00 HKT 2025", as the C library writes it
_YEAR_LAST = re.compile(
    rf"\b{_MONTH}\s+(?P<d>\d{{1,2}})\s+(?P<clock>\d\d:\d\d(?::\d\d)?(?:\s+(?:[A-Z]{{2,5}}|[+-]\d{{4}}))?)\s+(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_RUN = re.compile(r"((?:19|20)\d{6})(\d{4}|\d{6})")  # a day and a time without a mark between them


def plain_day(text: str) -> str:
    """The text with Chinese numerals as figures and with a day's parts beside one another."""
    text = _chinese_numerals(text)
    if text[-5:-4] == " " and ":" in text and text[-4:].isdigit():
        text = _YEAR_LAST.sub(r"\g<month> \g<d> \g<y> \g<clock>", text)
    return _RUN.sub(r"\1T\2", text) if _RUN.fullmatch(text) else text


def written_days(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text days are written out, each once."""
    end = 0
    for found in sorted((found for pattern in _DAYS for found in pattern.finditer(text)), key=lambda found: found.span()):
        if found.start() >= end:
            end = found.end()
            yield found.span()


def take_day(text: str, *, order: Order) -> tuple[date, str, tuple[str, ...]] | None:
    """The first day written out in a text, the text without it, and notes on how it was read; None where there is none."""
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


def _chinese_numerals(text: str) -> str:
    if "年" not in text or not re.search(f"[{_NUMERAL}十]", text):
        return text
    year, _, rest = text.partition("年")
    rest = re.sub("[一二三]?十[一二三四五六七八九]?", _tens, rest)
    rest = re.sub(f"[{_NUMERAL}](?=[月日])", lambda match: match.group().translate(_NUMERALS), rest)
    return f"{year.translate(_NUMERALS)}年{rest}"


def _tens(match: re.Match[str]) -> str:
    tens, _, ones = match.group().translate(_NUMERALS).partition("十")
    return f"{tens or 1}{ones or 0}"
