"""Times of a follow-up: which words of a question say when, and how another time takes their place."""

import re
from calendar import monthrange
from datetime import date, timedelta

_NAMES = "january february march april may june july august september october november december".split()
_MONTH = rf"(?:{'|'.join(_NAMES)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY_EN = (
    rf"(?:{_WEEKDAY},? )?(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})"
    rf"(?:,? (?P<y1>\d{{4}}))?|(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y2>\d{{4}}))?)"
)
_DAY_ZH = r"(?:(?P<y3>\d{4})年)?(?P<m3>\d{1,2})月(?P<d3>\d{1,2})[日號号]"
_MONTH_ONLY = rf"(?P<m4>{_MONTH})(?: (?P<y4>\d{{4}}))?(?! \d)|(?:(?P<y5>\d{{4}})年)?(?P<m5>\d{{1,2}})月(?:份)?(?!\d)"
_YEAR_ONLY = r"(?:in )?(?P<y6>(?:19|20)\d\d)\b|(?P<y7>(?:19|20)\d\d)年"
_WORDS = (
    rf"(?:last |this |next )?{_WEEKDAY}|yesterday|today|(?:last|this) (?:week|month|quarter|year)|"
    r"(?:上上|上|本|今|這|这)(?:一)?(?:個|个)?(?:[週周]|星期|月|季)|[昨今前][天日]|[去今前]年|上?星期[一二三四五六日天]|[週周][一二三四五六日]"
)
_LEAD = r"(?:\b(?:on|in|for|over|during|at) (?:the )?)?"
_DATED = re.compile(
    rf"{_LEAD}(?<![\w-])(?:{_DAY_EN})(?![\w-])|{_DAY_ZH}|{_LEAD}(?<![A-Za-z])(?:{_MONTH_ONLY})|{_YEAR_ONLY}|{_LEAD}(?:{_WORDS})",
    re.I,
)
_STEP = re.compile(
    r"^(?:and )?(?:on |in |for )?(?:the |an? |one )?"
    r"(?:(?P<unit>day|session|week|month|year) (?P<way>before|earlier|prior|after|later)|"
    r"(?P<past>previous|prior|preceding|next|following) (?P<unit2>day|session|week|month|year))(?: that)?$|"
    r"^(?:再)?(?P<zh>前一?[天日]|上一?[天日](?=$)|[後后]一?[天日]|翌日|第二[天日]|(?:前|上)一?(?:個|个)?(?:[週周]|星期)|"
    r"(?:[後后]|下)一?(?:個|个)?(?:[週周]|星期)|(?:前|上)一?(?:個|个)?月|(?:[後后]|下)一?(?:個|个)?月|前一年|上一?年|去年同期)$",
    re.I,
)
_TO_WEEKDAY = re.compile(
    rf"^(?:and )?(?:on |for )?(?:the )?(?:(?P<lead>following|next|previous|preceding) )?(?P<weekday>{_WEEKDAY})"
    r"(?: (?P<side>after|following|before))?$",
    re.I,
)
# A word of time that counts from the clock, a step back.
_BACK = {
    "week": {
        "last week": "the week before last",
        "this week": "last week",
        "上周": "上上周",
        "上週": "上上週",
        "上星期": "上上星期",
        "本周": "上周",
        "這周": "上周",
        "今周": "上周",
    },
    "day": {"today": "yesterday", "今日": "昨日", "今天": "昨天", "昨日": "前日", "昨天": "前天"},
    "month": {"this month": "last month", "本月": "上月", "今月": "上月"},
    "year": {"this year": "last year", "今年": "去年", "去年": "前年"},
}
_PLAIN = {
    "day": ("yesterday", "昨日"),
    "session": ("yesterday", "昨日"),
    "week": ("last week", "上周"),
    "month": ("last month", "上月"),
    "year": ("last year", "去年"),
}


def times_in(text: str) -> list[re.Match[str]]:
    """The words of a text that say when, in order."""
    return list(_DATED.finditer(text))


def is_step(phrase: str) -> bool:
    """Whether a phrase is a step from the time before: "the week before", "the Monday after", 前一天."""
    return bool(_STEP.match(phrase.strip()) or _TO_WEEKDAY.match(phrase.strip()))


def with_time(before: str, phrase: str) -> str:
    """The question before, asked of another time: a step from its own, or another that borrows its year."""
    there = times_in(before)
    step = _STEP.match(phrase.strip())
    if step is not None:
        return _stepped(before, there, step)
    weekday, day = _TO_WEEKDAY.match(phrase.strip()), _day(there[0]) if there else None
    if weekday is not None and day is not None:
        return _put(before, there, f"on {_written(_of_weekday(weekday, day), there[0])}")
    if not there:
        return _appended(before, phrase)
    given = _DATED.match(phrase.strip())
    new = phrase.strip() if given is None else _with_year(given, there[0])
    return _put(before, there, new)


def _of_weekday(found: re.Match[str], day: date) -> date:
    """The weekday later in the week of a day, the one a day or two before it, else the next; or on the side the words name."""
    apart = (
        "mon tues wednes thurs fri satur sun".split().index(found["weekday"].lower().removesuffix("day")) - day.weekday()
    ) % 7
    side = (found["lead"] or found["side"] or "").lower()
    if side in {"following", "next", "after"}:
        return day + timedelta(days=apart or 7)
    back = side in {"previous", "preceding", "before"} or (apart >= 5 and day.weekday() + apart > 6)
    return day + timedelta(days=apart - 7 * back)


def _put(before: str, there: list[re.Match[str]], new: str) -> str:
    first, last = there[0], there[-1]
    lead = re.match(r"(?:on|in|for|over|during|at) (?:the )?", first.group(), re.I)
    own = re.match(r"(?:on|in|for|over|during|at|last|this|the|yesterday|today)\b", new, re.I)
    kept = "" if lead is None or own else ("in " if re.fullmatch(rf"{_MONTH}(?: \d{{4}})?|\d{{4}}", new, re.I) else "on ")
    end = last.end() if len(there) == 2 and last.start() - first.end() < 6 else first.end()  # "from A to B" is one time
    return f"{before[: first.start()]}{kept}{new}{before[end:]}"


def _appended(before: str, phrase: str) -> str:
    bare = before.rstrip("?？。 ")
    return f"{phrase}{bare}？" if re.search(r"[\u4e00-\u9fff]", before) else f"{bare} {phrase}?"


def _with_year(given: re.Match[str], old: re.Match[str]) -> str:
    """A date without a year is of the year of the one it replaces."""
    year = next((old[name] for name in ("y1", "y2", "y3", "y4", "y5", "y6", "y7") if old[name]), None) or (old["iso"] or "")[:4]
    text = given.group()
    if not year or any(given[name] for name in ("iso", "y1", "y2", "y3", "y4", "y5", "y6", "y7")):
        return text
    if given["m3"] or given["m5"]:
        return f"{year}年{text}"
    return f"{text} {year}" if given["m1"] or given["m2"] or given["m4"] else text


def _stepped(before: str, there: list[re.Match[str]], step: re.Match[str]) -> str:
    unit, back = _step_of(step)
    if not there:
        return _appended(before, _PLAIN[unit][bool(re.search(r"[\u4e00-\u9fff]", before))]) if back else before
    pieces, end = [], 0
    for one in there:
        pieces += [before[end : one.start()], _moved(one, unit, -1 if back else 1)]
        end = one.end()
    return "".join((*pieces, before[end:]))


def _step_of(step: re.Match[str]) -> tuple[str, bool]:
    if step["zh"]:
        words = step["zh"]
        unit = "week" if re.search(r"[週周期]", words) else "month" if "月" in words else "year" if "年" in words else "day"
        return unit, not re.search(r"[後后下翌二]", words)
    unit = (step["unit"] or step["unit2"]).lower()
    return ("day" if unit == "session" else unit), (step["way"] or step["past"]).lower() in {
        "before", "earlier", "prior", "previous", "preceding",
    }  # fmt: skip


def _moved(one: re.Match[str], unit: str, by: int) -> str:
    """A time of the question before, a step on; one whose year is not said, or that has no such step, is kept with the step."""
    text = one.group()
    lead = re.match(_LEAD, text, re.I)
    head = lead.group() if lead else ""
    day = _day(one)
    if day is not None:
        return head + _written(_shifted(day, unit, by), one)
    year = next((one[name] for name in ("y4", "y5", "y6", "y7") if one[name]), None)
    month = one["m4"] or one["m5"]
    if unit == "year" and year and not month:
        return text.replace(year, str(int(year) + by))
    if unit == "month" and month and year:
        other = _shifted(date(int(year), _number(month), 1), "month", by)
        return f"{head}{_NAMES[other.month - 1].title()} {other.year}" if one["m4"] else f"{other.year}年{other.month}月"
    return _BACK.get(unit, {}).get(text.lower(), text) if by < 0 else text


def _day(one: re.Match[str]) -> date | None:
    if one["iso"]:
        return date.fromisoformat(one["iso"])
    for n in ("1", "2", "3"):
        if one[f"d{n}"] and one[f"y{n}"]:
            return date(int(one[f"y{n}"]), _number(one[f"m{n}"]), int(one[f"d{n}"]))
    return None


def _number(month: str) -> int:
    return int(month) if month.isdigit() else next(n for n, name in enumerate(_NAMES, 1) if name.startswith(month.lower()[:3]))


def _shifted(day: date, unit: str, by: int) -> date:
    """A day a step on; a step of a day leaves weekends out."""
    if unit == "week":
        return day + timedelta(days=7 * by)
    if unit == "day":
        day += timedelta(days=by)
        while day.weekday() >= 5:
            day += timedelta(days=by)
        return day
    months = day.year * 12 + day.month - 1 + (by if unit == "month" else 12 * by)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _written(day: date, one: re.Match[str]) -> str:
    if one["iso"]:
        return day.isoformat()
    return f"{day.year}年{day.month}月{day.day}日" if one["d3"] else f"{day.day} {_NAMES[day.month - 1].title()} {day.year}"
