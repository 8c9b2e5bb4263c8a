"""Words as the lexical index sees them: Chinese cut into pairs of characters, and the words a query does without."""

import re
import unicodedata
from datetime import date

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇\u3040-\u30ff"
_RUN = re.compile(f"[{_HAN}]+")

# Words that name no subject: in a question they only ask.
STOP_WORDS = frozenset(
    """
    a an and any are as at be been being but by can could did do does doing for from had has have having he her hers him his how
    i if in into is it its itself me my no nor not of on or our ours she should so some such than that the their theirs them
    then there these they this those to too us was we were what when where which while who whom whose why will with would you
    your     s t d ll m re ve o
    about also according each both between after before during whether please tell give show
    """.split()
)
_STOP_PAIRS = frozenset("什麼 什么 多少 怎樣 怎样 如何 為何 为何 請問 请问 哪個 哪个 是否 有沒 有没 幾多 甚麼".split())
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January February March April May June July August September October November December".split()


def spread(text: str) -> str:
    """The text in normal form, each run of Chinese as its overlapping pairs of characters: 恒生指數 → 恒生 生指 指數."""
    plain = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8"))
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", plain)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def asked(tokens: list[str], *, limit: int) -> list[str]:
    """The words of a query that can find something, each once; all of them if none can."""
    useful = [word for word in tokens if word not in STOP_WORDS and word not in _STOP_PAIRS]
    return list(dict.fromkeys(useful or tokens))[:limit]


def day_words(day: date | None) -> str:
    """The day as people write it, so that a dated question finds it: "Wednesday 17 September 2025 2025年9月17日"."""
    if day is None:
        return ""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year} {day.isoformat()}"
