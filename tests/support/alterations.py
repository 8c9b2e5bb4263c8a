"""Subtler drafts for the gate: true sentences with one word altered that a reader would hardly notice."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import pairwise
from random import Random

from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from tests.support.mutations import Draft
from tests.support.word_rings import PAST, RINGS

Names = Sequence[str]
_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_BASES = {past: base for base, past in PAST.items() if past != base and base != "be"}
_AHEAD = re.compile(
    r"\b(?:will|would|could|may|might|should|(?:is|are|was|were) (?:expected|set|forecast|projected|likely|poised|due|planning)"
    r" to|(?:expects?|plans?|aims?|hopes?) to) (" + "|".join(PAST) + r")\b"
)

_OUTLOOK = re.compile(
    r"\b(?:will|would|could|may|might|should|expect\w*|set|forecast\w*|project\w*|likely|poised|due|plan\w*|aim\w*|hope\w*|"
    r"estimat\w*|predict\w*|target\w*)\b|預計|預期|預測|料|估計|將|可能|目標|展望"
)
_NUMERALS = (
    "two three four five six seven eight nine ten eleven twelve".split(),
    "second third fourth fifth sixth seventh".split(),
)
_MULTIPLES = ["doubled", "tripled", "quadrupled"]


def subtly(sentence: str, kind: str, random: Random, *, names: Names = (), others: Names = ()) -> Draft | None:
    """The sentence with one thing of that kind made untrue; None where it holds nothing of the kind."""
    figures = [one for one in parse(sentence) if one.kind != "date"]
    if not figures:
        return None
    options = _MAKERS[kind](sentence, figures, names, others) if kind in _MAKERS else _ring(sentence, figures, kind)
    options = [text for text in options if text != sentence]
    return Draft(random.choice(options), kind) if options else None


def _places(sentence: str, word: str) -> list[re.Match[str]]:
    edge = r"(?<![A-Za-z-])%s(?![A-Za-z-])" if word[0].isalpha() and word.isascii() else "(?<![元公])%s"
    return list(re.finditer(edge % re.escape(word), sentence))


def _put(sentence: str, match: re.Match[str], new: str) -> str:
    return sentence[: match.start()] + new + sentence[match.end() :]


def _ring(sentence: str, figures: Sequence[Figure], kind: str) -> list[str]:
    options = []
    for ring in RINGS[kind]:
        for word in ring if kind not in ("opposite", "points", "currency") else ring[:1]:
            for match in _places(sentence, word):
                if _bears(sentence, match, figures, kind):
                    options += [_put(sentence, match, new) for new in ring if new != word]
    return options


def _bears(sentence: str, match: re.Match[str], figures: Sequence[Figure], kind: str) -> bool:
    """Whether the word is a figure's: inside it for units, close to it for the rest."""
    if kind in ("currency", "points", "scale"):
        return any(one.start <= match.start() and match.end() <= one.end + 1 for one in figures)
    if kind == "opposite":
        return any(one.sign and 0 <= one.start - match.end() <= 4 for one in figures) and not sentence[
            match.end() :
        ].startswith(" to ")
    return any(0 <= one.start - match.end() <= 30 or 0 <= match.start() - one.end <= 30 for one in figures)


def _numeral(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = []
    for figure in figures:
        for ring in (*_NUMERALS, _MULTIPLES):
            first = re.match(r"[A-Za-z]+", figure.text)
            if first and first.group() in ring:
                end = figure.start + first.end()
                options += [sentence[: figure.start] + new + sentence[end:] for new in ring if new != first.group()]
        for old, new in (("三成", "四成"), ("兩成", "三成"), ("一倍", "兩倍"), ("四成", "六成"), ("一半", "兩成")):
            if figure.text.startswith(old):
                options.append(sentence[: figure.start] + new + sentence[figure.start + len(old) :])
    return options


def _digits(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    """Two neighbouring digits changed places: 26,545 and 26,454."""
    options = []
    for figure in figures:
        for match in re.finditer(r"(\d)([,.]?)(\d)", figure.text):
            if match[1] != match[3] and figure.value >= 10 and match[3] != "0":
                at = figure.start + match.start()
                options.append(sentence[:at] + match[3] + match[2] + match[1] + sentence[at + len(match.group()) :])
    return options


def _alike(figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    def number(one: Figure) -> str:
        found = re.search(r"\d[\d,.]*", one.text)
        return found.group() if found else ""

    return [
        (a, b)
        for i, a in enumerate(figures)
        for b in figures[i + 1 :]
        if (a.unit, a.currency) == (b.unit, b.currency)
        and b.start - a.end > 4
        and number(a)
        and number(b)
        and abs(a.value - b.value) > max(a.precision, b.precision)
    ]


def _exchanged(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    """Two figures of one unit changed places."""
    return [
        sentence[: a.start] + b.text + sentence[a.end : b.start] + a.text + sentence[b.end :]
        for a, b in _alike(figures)
        if a.text != b.text and "分別" not in sentence
    ]


def _range(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = []
    for figure in figures:
        match = re.match(r"\d+(?:\.\d+)?(?= ?(?:percent|%))", figure.text)
        if match:
            wider = f"{Decimal(match.group()) + 2}"
            options.append(f"{sentence[: figure.start]}{match.group()} to {wider}{sentence[figure.start + match.end() :]}")
    return options


def _denied(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = []
    for figure in (one for one in figures if not one.forecast):  # what is foretold already stays so
        for past, base in _BASES.items():
            match = re.search(rf"\b{past}\b(?= (?:by )?$)", sentence[: figure.start])
            if match:
                options.append(_put(sentence, match, f"did not {base}"))
        match = re.search(r"(?:上升|下跌|增加|增長|減少|升|跌)$", sentence[: figure.start])
        if match:
            options.append(_put(sentence, match, "沒有" + match.group()))
    return options


def _foretold(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = []
    for figure in (one for one in figures if not one.forecast):  # what is foretold already stays so
        for past, base in _BASES.items():
            match = re.search(rf"\b{past}\b(?= (?:by |to )?$)", sentence[: figure.start])
            if match:
                options += [_put(sentence, match, f"{how} {base}") for how in ("is expected to", "will", "may")]
        match = re.search(r"(?:上升|下跌|增加|增長|減少|升|跌)$", sentence[: figure.start])
        if match:
            options += [_put(sentence, match, how + match.group()) for how in ("料", "預計", "將會")]
    return options


def _happened(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options: list[str] = []
    if len(_OUTLOOK.findall(sentence)) != 1:
        return options
    ahead = [one.start for one in figures if one.forecast]
    options += [
        _put(sentence, match, PAST[match[1]])
        for match in _AHEAD.finditer(sentence)
        if any(0 <= start - match.end() <= 20 for start in ahead)
    ]
    options += [
        _put(sentence, match, "")
        for match in re.finditer("預計|預期|料(?=升|跌|增|按)|估計|將會", sentence)
        if any(0 <= start - match.end() <= 12 for start in ahead)
    ]
    return options


def _bound(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = []
    for figure in figures:
        if figure.strength != "exact" or figure.unit not in ("%", "money", "points") or not figure.text[0].isalnum():
            continue
        before, behind = sentence[: figure.start], sentence[figure.start :]
        if re.search(r"[\u4e00-\u9fff]$", before):
            options += [before + word + behind for word in ("不足", "最多", "高達")]
        elif figure.text.isascii() and re.search(r"\b[a-z]+ $", before) and not before.endswith((" a ", " an ", " the ")):
            options += [before + word + behind for word in ("under ", "at most ", "up to ", "no more than ", "fewer than ")]
    return options


def _named(sentence: str, names: Names) -> list[str]:
    return [name for name in names if len(_places(sentence, name)) == 1]


def _crossed(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    """Two names of the sentence changed places, a figure between them."""
    found = sorted((match for name in _named(sentence, names) for match in _places(sentence, name)), key=lambda m: m.start())
    return [
        sentence[: a.start()] + b.group() + sentence[a.end() : b.start()] + a.group() + sentence[b.end() :]
        for a, b in pairwise(found)
        if a.end() <= b.start()
        and a.group()[0] != b.group()[0]
        and any(a.end() <= one.start and one.end <= b.start() for one in figures)
        and any(one.start >= b.end() for one in figures)
    ]


def _stranger(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    """A name that the source does not hold at all."""
    present = _named(sentence, names)
    strangers = [name for name in ("Vodafone", "Petrobras", "Tesco", "沃達豐") if name.isascii() == sentence.isascii()]
    return [sentence.replace(present[0], name) for name in strangers] if len(present) == 1 else []


def _sector(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    """A member's figure said of its group."""
    present = _named(sentence, names)
    if len(present) != 1 or not sentence.isascii() or not sentence.startswith(present[0] + " "):
        return []
    return [sentence.replace(present[0], f"{present[0]} and its peers together", 1)]


def _day(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = []
    for match in re.finditer(rf"\b({'|'.join(_MONTHS)})( \d{{1,2}})?\b(?!-)", sentence):
        if match[1] == "May" and not match[2]:
            continue
        other = _MONTHS[(_MONTHS.index(match[1]) + 1) % 12]
        options.append(_put(sentence, match, other + (match[2] or "")))
        if match[2]:
            options.append(_put(sentence, match, f"{match[1]} {int(match[2]) % 28 + 1}"))
    options += [
        _put(sentence, match, f"{int(match[1]) % 12 + 1}" + match.group()[len(match[1]) :])
        for match in re.finditer(r"(?<![\d.])(1?\d)(月(?!份?以|後))(?:(\d{1,2})(日))?", sentence)
    ]
    for match in re.finditer(r"(?<![\d,.-])20[12]\d(?!\d|[,.]\d| points)", sentence):
        options += [_put(sentence, match, str(int(match.group()) + step)) for step in (-1, 1)]
    return options


def _weekday(sentence: str, figures: Sequence[Figure], names: Names, others: Names) -> list[str]:
    options = [
        _put(sentence, match, new)
        for word in _WEEKDAYS
        for match in _places(sentence, word)
        for new in _WEEKDAYS
        if new != word
    ]
    for match in re.finditer("(?:周|星期)([一二三四五])", sentence):
        options += [_put(sentence, match, match.group()[:-1] + new) for new in "一二三四五" if new != match[1]]
    return options


_MAKERS: dict[str, Callable[[str, Sequence[Figure], Names, Names], list[str]]] = {
    "numeral": _numeral,
    "digits": _digits,
    "exchanged": _exchanged,
    "range": _range,
    "denied": _denied,
    "foretold": _foretold,
    "happened": _happened,
    "bound": _bound,
    "crossed": _crossed,
    "stranger": _stranger,
    "sector": _sector,
    "day": _day,
    "weekday": _weekday,
}
SUBTLE = {  # what of a figure each way alters
    "value": ("numeral", "digits", "exchanged", "range"),
    "unit": ("points",),
    "sign": ("opposite", "denied", "superlative"),
    "scale": ("scale",),
    "currency": ("currency",),
    "entity": ("crossed", "stranger", "sector", "metric"),
    "period": ("day", "weekday", "quarter", "base", "relative", "moment"),
    "strength": ("bound", "foretold", "happened"),
}
