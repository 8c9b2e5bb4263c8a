"""Words as the lexical index sees them: Chinese cut into pairs of characters, and the words a query does without."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.figures.han import simplified

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇\u3040-\u30ff"
_WORD = re.compile(r"[^\W_]+")
NAMED = 1.5  # what a name weighs in a query beside another word
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
_STOP_PAIRS = frozenset("什么 多少 怎样 如何 为何 请问 哪个 是否 有没 几多 甚么".split())
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MAX_MARKS = 8
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>\d{{4}})\b)?"
    rf"|\b(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>\d{{4}})\b)?"
    r"|\b(?P<y3>\d{4})-(?P<m3>\d{1,2})-(?P<d3>\d{1,2})(?=T\d|\b)"
    r"|(?:(?P<y4>\d{4})年)?(?P<m4>\d{1,2})月(?P<d4>\d{1,2})[日號号]",
    re.IGNORECASE,
)


def spread(text: str) -> str:
    """The text in normal form, each run of Chinese in Simplified, as its overlapping pairs: 恒生指數 → 恒生 生指 指数."""
    if text.isascii():  # nothing of it has another form
        return text
    plain = simplified(unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode("utf-8")))
    return _RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", plain)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def asked(tokens: Iterable[tuple[str, bool]], *, limit: int) -> dict[str, float]:
    """The words of a query that can find something, with their weights: what is named (True) counts for more."""
    found = list(tokens)
    useful = [(word, named) for word, named in found if word not in STOP_WORDS and word not in _STOP_PAIRS]
    weights: dict[str, float] = {}
    for word, named in useful or found:
        if word in weights or len(weights) < limit:
            weights[word] = max(weights.get(word, 0.0), NAMED if named else 1.0)
    return weights


def words(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a spread text, each with whether it is written as a name: a capital letter that no sentence begins with."""
    begins = True
    for found in _WORD.finditer(text):
        word = found[0]
        yield word, word[0].isupper() and (not begins or (len(word) > 1 and word.isupper()))
        begins = text[found.end() : found.end() + 1] in (".", "?", "!", "\n")


def day_marks(day: date | None) -> list[str]:
    """The marks a document of that day carries: the full date, and the day without its year."""
    return [] if day is None else [f"d{day:%Y%m%d}", f"d{day:%m%d}"]


def asked_marks(text: str) -> list[str]:
    """The marks of the full dates that a query writes out ("17 September 2025", "Sept 17", "2025-09-17", "9月17日")."""
    marks = []
    for found in _DATE.finditer(unicodedata.normalize("NFKC", text)):
        parts = {name.rstrip("0123456789"): value for name, value in found.groupdict().items() if value}
        month = int(parts["m"]) if parts["m"].isdigit() else _MONTHS.index(parts["m"][:3].lower()) + 1
        if 1 <= month <= 12 and 1 <= int(parts["d"]) <= 31:
            marks.append(f"d{parts.get('y', '')}{month:02}{int(parts['d']):02}")
    return list(dict.fromkeys(marks))[:_MAX_MARKS]
