"""Time in Chinese, traditional and simplified: dates, weekdays and what counts from the moment of asking."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from assistant.knowledge.time_bare_words import newest_nth
from assistant.knowledge.time_cues import Cued
from assistant.knowledge.time_dates import dated, parts_builder
from assistant.knowledge.time_relative import until_now
from assistant.knowledge.time_spans import CLOSE, OPEN, Clock, Mention, around, day_in, month_days, shifted, week_days

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "兩": 2, "两": 2}
_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = (
    r"(?:[12][0-9]{3}|[一二][零〇○一二三四五六七八九]{3})\s*年|[今去明前]年"
    r"|(?<![0-9過过近])[0-9]{2}年(?=\s*[0-9一二三四五六七八九十]{1,3}\s*月)"
)
_PLACE = r"(?<![0-9一二三四五六七八九十])(?<![0-9][.,])"
_DATE = Cued(
    rf"{_PLACE}(?:(?:(?P<year>{_YEAR})\s*)?(?P<month>{_N})\s*月(?:份)?\s*(?P<days>{_N}\s*[日號号]?(?:\s*(?:至|到|-|和|及"
    rf"|與|与|、|同)\s*{_N}(?!\s*月)\s*[日號号]?)*(?<=[日號号])|[0-9]{{1,2}}(?![0-9.,月個个]|-[0-9])))"
    r"(?!\s*[線线均])",
    "月",
)
_MONTH = Cued(
    rf"{_PLACE}(?:(?P<year>{_YEAR})\s*)?(?P<month>{_N})\s*月(?:份)?(?!\s*[0-9一二三四五六七八九十]+\s*[日號号])(?!線|线|期|餅|饼|球)",
    "月",
)
_QUARTER = Cued(
    r"(?:(?P<year>" + _YEAR + r")\s*)?(?:第\s*(?P<n>[1-4一二三四])\s*季(?:度)?|(?P<first>首季)(?:度)?|(?P<m>[一二三四])季度)",
    "季",
)
_HALF = Cued(r"(?:(?P<year>" + _YEAR + r")\s*)?(?P<half>[上下])半年", "半年")
_YEAR_ALONE = Cued(
    r"(?<![0-9])(?<![0-9][.,])(?P<year>(?:19|20|21)[0-9]{2}|[一二][零〇○一二三四五六七八九]{3})\s*年(?:度)?(?!期)", "年"
)
_DAY_ALONE = Cued(
    r"(?<![0-9.,過过近連连前後后這这第每月年間间])(?P<day>[0-9]{1,2}|十[一二三四五六七八九]|二十[一二三四五六七八九]?|三十一?)\s*(?:日|[號号](?=收|開|开|當|当"
    r"|升|跌|的|嘅|報|报|[?？,，。]|$))(?![線线均內内來来前後后圓元本\u7d2f]|以[內内]|移動|移动)",
    "日 號 号",
)
_WEEKDAY = Cued(
    r"(?P<which>上上|上|本|這|这|今|下)?(?:個|个)?(?:週|周|星期|禮拜|礼拜)(?P<day>[一二三四五六日天])(?!年|期|線|线|月)",
    "週 周 星期 禮拜 礼拜",
)
_ROLLING = Cued(
    r"(?:過去|过去|最近|近|這|这|前)\s*(?P<n>[0-9]{1,3}|[一二三四五六七八九十兩两幾几數数]{1,3})\s*(?P<unit>個?个?交易日|天|日|個?个?星期|週|周"
    r"|個?个?禮拜|礼拜|個月|个月|個季度|个季度|季|年|個?个?小時|小时)",
    "過去 过去 最近 近 這 这 前",
)
_AGO = Cued(
    r"(?<![0-9一二三四五六七八九十])(?P<n>[0-9]{1,3}|[一二三四五六七八九十兩两]{1,3})\s*(?P<unit>個?个?交易日|天|日|個?个?星期|週|周|個月|个月|年)(?:之"
    r"|以)?前",
    "前",
)
_UNITS = {
    **dict.fromkeys("天 日".split(), "day"),
    **dict.fromkeys("星期 週 周 禮拜 礼拜".split(), "week"),
    **dict.fromkeys("季度 季".split(), "quarter"),
    **dict.fromkeys("小時 小时".split(), "hour"),
    "交易日": "session",
    "月": "month",
    "年": "year",
}


def number_of(text: str) -> int:
    """The number in figures or in Chinese numerals up to 99; "幾" counts as three."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text[0] in "幾几數数":
        return 3
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones[:1], 0) if ones else 0)
    return int("".join(str(_DIGITS.get(character, 0)) for character in text))


def _year_of(found: re.Match[str], clock: Clock) -> tuple[int | None, bool]:
    words = found["year"]
    if not words:
        return None, False
    text = words.replace("年", "").strip()
    if text in ("今", "去", "明", "前"):
        return clock.today.year + {"今": 0, "去": -1, "明": 1, "前": -2}[text], True
    year = number_of(text)
    return year if year > 99 else 2000 + year, False


def _dates(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _DATE.finditer(text):
        year, relative = _year_of(found, clock)
        month, days = number_of(found["month"]), [number_of(part) for part in re.findall(_N, found["days"])]

        def build(year: int, month: int = month, days: tuple[int, ...] = tuple(days)) -> tuple[date, ...] | None:
            named = [day_in(year, month, day) for day in days]
            return tuple(day for day in named if day) if all(named) else None

        yield dated(found, build, year=year, relative=relative)


def _periods(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _QUARTER.finditer(text):
        year, relative = _year_of(found, clock)
        number = 1 if found["first"] else number_of(found["n"] or found["m"])
        yield dated(found, parts_builder(number, 3), year=year, grain="quarter", relative=relative)
    for found in _HALF.finditer(text):
        year, relative = _year_of(found, clock)
        yield dated(found, parts_builder(1 if found["half"] == "上" else 2, 6), year=year, grain="half", relative=relative)
    for found in _MONTH.finditer(text):
        year, relative = _year_of(found, clock)
        month = number_of(found["month"])
        if 1 <= month <= 12:
            yield dated(found, lambda year, month=month: month_days(year, month), year=year, grain="month", relative=relative)  # type: ignore[misc]
    for found in _YEAR_ALONE.finditer(text):
        yield dated(found, lambda year: around(date(year, 1, 1), "year"), year=number_of(found["year"]), grain="year")


def _weekdays(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _WEEKDAY.finditer(text):
        index = "一二三四五六日".index(found["day"].replace("天", "日"))
        which = found["which"]
        if which:  # in Chinese 上週三 is always the week before
            weeks = {"上上": -2, "上": -1, "下": 1}.get(which, 0)
            day = week_days(clock.today, weeks=weeks)[0] + timedelta(days=index)
        else:
            day = clock.today - timedelta(days=(clock.today.weekday() - index) % 7)
            if clock.forward and day < clock.today:
                day += timedelta(days=7)
        yield _one(found, day, bare_weekday=True)


def _one(found: re.Match[str], day: date, **more: object) -> Mention:
    return Mention(start=found.start(), end=found.end(), first=day, last=day, named=(day,), relative=True, **more)  # type: ignore[arg-type]


def _span(found: re.Match[str], first: date, last: date, grain: str) -> Mention:
    return Mention(start=found.start(), end=found.end(), grain=grain, first=first, last=last, relative=True)  # type: ignore[arg-type]


def _counted(text: str, clock: Clock) -> Iterator[Mention]:
    for found in _ROLLING.finditer(text):
        unit, count = _UNITS[found["unit"].lstrip("個个")], number_of(found["n"])
        if unit == "hour":
            since = clock.local - timedelta(hours=count)
            yield Mention(
                start=found.start(),
                end=found.end(),
                first=since.date(),
                last=clock.today,
                since=clock.at(since.date(), since.time()),
                relative=True,
            )
        elif not found[0].startswith(("前", "這", "这")):
            yield _span(found, shifted(clock.today, -count, unit), clock.today, "week" if unit in ("day", "session") else unit)
    for found in _AGO.finditer(text):
        unit = _UNITS[found["unit"].lstrip("個个")]
        day = shifted(clock.today, -number_of(found["n"]), unit)
        if unit in ("day", "session"):
            yield _one(found, day)
        else:
            first, last = until_now(around(day, unit), clock)
            yield Mention(start=found.start(), end=found.end(), grain=unit, first=first, last=last, named=(day,), relative=True)  # type: ignore[arg-type]


def _offset_days(offset: int) -> Callable[[re.Match[str], Clock], Mention]:
    return lambda found, clock: _one(found, shifted(clock.today, offset, "day"))


def _offset(offset: int, unit: str) -> Callable[[re.Match[str], Clock], Mention]:
    def read(found: re.Match[str], clock: Clock) -> Mention:
        base = clock.today if unit == "week" else clock.today.replace(day=1)
        return _span(found, *until_now(around(shifted(base, offset, unit), unit), clock), unit)

    return read


def _to_date(found: re.Match[str], clock: Clock) -> Mention:
    unit = "month" if "月" in found[0] else "week" if re.search("[週周]|星期", found[0]) else "year"
    return _span(found, around(clock.today, unit)[0], clock.today, unit)


def _overnight(found: re.Match[str], clock: Clock) -> Mention:
    before = shifted(clock.today, -1, "session")
    return Mention(start=found.start(), end=found.end(), first=before, last=clock.today, named=(before,), relative=True,
                   since=clock.at(before, CLOSE), until=clock.at(clock.today, OPEN))  # fmt: skip


def _weekend(found: re.Match[str], clock: Clock) -> Mention:
    """The newest that has begun, or with 上 the newest that is over; the coming one where the question looks ahead."""
    saturday = week_days(clock.today)[0] + timedelta(days=5)
    if not clock.forward and (clock.today < saturday or found["which"] == "上"):
        saturday -= timedelta(days=7)
    return _span(found, *until_now((saturday, saturday + timedelta(days=1)), clock), "week")


_WEEK = r"(?:個|个)?(?:週|周|星期|禮拜|礼拜)"
_MONTHLY = r"(?:個|个)?月(?:份)?"
_WORDS: list[tuple[str, Callable[[re.Match[str], Clock], Mention]]] = [
    (
        r"(?:今年|年初|本年|本月|月初|本週|本周)(?:至今|到現在|到现在|迄今|以來|以来|截至目前|到目前)|今年(?:以|迄)?[來来]|年初(?:以)?[來来]",
        _to_date,
    ),
    (r"隔夜(?!利率|拆|息)|[昨尋噚琴][晚夜]", _overnight),
    (r"大前[日天]", _offset_days(-3)),
    (r"(?<![0-9以之])前[日天](?!起)", _offset_days(-2)),
    (r"[昨尋噚琴][日天]|昨早|昨晨", _offset_days(-1)),
    (r"[今][日天晚早晨]|當天(?=$)", _offset_days(0)),
    (r"[明聽听][日天]|明早|明晚", _offset_days(1)),
    (r"(?<![0-9以之日天])[後后]天", _offset_days(2)),
    (r"(?P<which>上|[這这本])?(?:個|个)?[週周]末(?!版|愉快)", _weekend),
    (rf"上上{_WEEK}", _offset(-2, "week")),
    (rf"上{_WEEK}(?![一二三四五六日天])", _offset(-1, "week")),
    (rf"(?:本|這|这|今){_WEEK}(?![一二三四五六日天])", _offset(0, "week")),
    (rf"下{_WEEK}(?![一二三四五六日天])", _offset(1, "week")),
    (rf"(?<![以])上{_MONTHLY}(?!球)", _offset(-1, "month")),
    (rf"(?:本|這|这|今){_MONTHLY}", _offset(0, "month")),
    (rf"下{_MONTHLY}", _offset(1, "month")),
    (r"上(?:個|个)?季(?:度)?", _offset(-1, "quarter")),
    (r"(?:本|這|这|今)(?:個|个)?季(?:度)?", _offset(0, "quarter")),
    (r"下(?:個|个)?季(?:度)?", _offset(1, "quarter")),
    (r"去年|上年度?", _offset(-1, "year")),
    (r"今年|本年度?", _offset(0, "year")),
    (r"明年", _offset(1, "year")),
    (r"(?<![0-9一二三四五六七八九十以之])前年", _offset(-2, "year")),
]
_PATTERNS = [(re.compile(words), read) for words, read in _WORDS]
_CHINESE = re.compile(r"[\u3007\u4e00-\u9fff]")


def chinese(text: str, clock: Clock) -> Iterator[Mention]:
    """The stretches of time named in Chinese; where two readings overlap, the one yielded first is the better."""
    if not _CHINESE.search(text):
        return
    yield from _dates(text, clock)
    yield from _weekdays(text, clock)
    yield from _periods(text, clock)
    yield from _counted(text, clock)
    for pattern, read in _PATTERNS:
        yield from (read(found, clock) for found in pattern.finditer(text))
    for found in _DAY_ALONE.finditer(text):
        running = re.search(
            r"[連连累第過过近][^,。？]{0,2}$", text[max(0, found.start() - 3) : found.start()]
        )  # "up 3 days running"
        if not running and (day := newest_nth(clock, number_of(found["day"]))):
            yield _one(found, day)
