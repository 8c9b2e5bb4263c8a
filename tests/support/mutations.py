"""Drafts for the gate, by seed: true sentences with one thing altered, and true ones written another way."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from assistant.figures.figure import Figure
from assistant.figures.parse import parse

KINDS = ("value", "unit", "sign", "scale", "currency", "entity", "period", "strength")
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday".split()
_MONTHS = "January February March April June July August September October November December".split()
_OPPOSITES = [
    ("rose", "fell"),
    ("gained", "lost"),
    ("climbed", "dropped"),
    ("jumped", "tumbled"),
    ("surged", "plunged"),
    ("advanced", "declined"),
    ("rise", "fall"),
    ("jump", "slump"),
    ("gain", "loss"),
    ("increase", "decrease"),
    ("increased", "decreased"),
    ("up", "down"),
    ("higher", "lower"),
    ("grew", "shrank"),
    ("growth", "decline"),
    ("rallied", "slid"),
    ("soared", "sank"),
    ("added", "shed"),
    ("rebounded", "retreated"),
    ("rebound", "retreat"),
    ("上升", "下跌"),
    ("增長", "下降"),
    ("升", "跌"),
    ("增加", "減少"),
]
_SCALES = [("million", "billion"), ("billion", "trillion"), ("億", "萬")]
_CURRENCIES = [
    ("HK$", "US$"),
    ("US$", "HK$"),
    ("A$", "HK$"),
    ("yuan", "dollars"),
    ("dollars", "yuan"),
    ("yen", "yuan"),
    ("euros", "pounds"),
    ("港元", "美元"),
    ("美元", "港元"),
    ("元人民幣", "港元"),
]
_UNITS = [
    ("percent", "points"),
    ("percent", "billion yuan"),
    (" points", " percent"),
    ("times", "percent"),
    ("%", "點"),
    ("點", "%"),
    ("weeks", "months"),
    ("months", "years"),
    ("basis points", "percent"),
    ("shares", "yuan"),
    ("倍", "%"),
]
_STRENGTHS = [
    ("more than ", "less than "),
    ("over ", "nearly "),
    ("nearly ", "more than "),
    ("almost ", "over "),
    ("as much as ", ""),
    ("up to ", "at least "),
    ("at least ", ""),
    ("about ", "more than "),
    ("around ", "less than "),
    ("less than ", ""),
    ("逾", "近"),
    ("超過", ""),
    ("近", "逾"),
    ("約", "逾"),
]


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence to be checked; `kind` says what was altered, empty for a true one."""

    text: str
    kind: str = ""


def altered(sentence: str, kind: str, random: Random, *, names: Sequence[str] = (), others: Sequence[str] = ()) -> Draft | None:
    """The sentence with one thing of that kind made untrue; None where it holds nothing of the kind."""
    figures = [figure for figure in parse(sentence) if figure.kind not in ("date",)]
    if kind == "value":
        text = _other_value(sentence, figures, random)
    elif kind == "entity":
        text = _other_entity(sentence, names, others, random)
    elif kind == "period":
        text = _other_period(sentence, random)
    elif kind == "strength":
        text = _other_strength(sentence, figures, random)
    else:
        pairs = {"unit": _UNITS, "scale": _both_ways(_SCALES), "currency": _CURRENCIES, "sign": _both_ways(_OPPOSITES)}[kind]
        text = _swapped(sentence, pairs, figures, random, near=kind)
    return Draft(text, kind) if text and text != sentence else None


def _both_ways(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [*pairs, *((b, a) for a, b in pairs)]


def _swapped(
    sentence: str, pairs: Sequence[tuple[str, str]], figures: Sequence[Figure], random: Random, *, near: str
) -> str | None:
    options = []
    for old, new in pairs:
        edge = r"(?<![A-Za-z])%s(?![A-Za-z])" if old[0].isalpha() and old.isascii() else "%s"
        places = [match for match in re.finditer(edge % re.escape(old), sentence) if _governs(sentence, match, figures, near)]
        options += [sentence[: match.start()] + new + sentence[match.end() :] for match in places]
    return random.choice(options) if options else None


def _governs(sentence: str, match: re.Match[str], figures: Sequence[Figure], near: str) -> bool:
    """Whether the word is that of a figure: inside it, or for a direction right beside it."""
    if near != "sign":
        return any(one.start <= match.start() and match.end() <= one.end + 1 for one in figures)
    return any(
        one.sign
        and (0 <= one.start - match.end() <= 6 or 0 <= match.start() - one.end <= 2)
        and sentence[match.end() : match.end() + 4] != " to "
        for one in figures
    )


def _other_value(sentence: str, figures: Sequence[Figure], random: Random) -> str | None:
    places = [(one, match) for one in figures for match in [re.search(r"\d[\d,]*(?:\.\d+)?", one.text)] if match]
    if not places:
        return None
    figure, match = random.choice(places)
    written = match.group()
    value = Decimal(written.replace(",", ""))
    step = Decimal(1).scaleb(-len(written.partition(".")[2]))
    new = value
    while abs(new - value) <= step:
        new = max(
            step,
            (value * Decimal(random.choice(["0.5", "0.8", "1.2", "1.35", "2.1"]))).quantize(step) + step * random.randint(1, 3),
        )
    shown = f"{new:,f}" if "," in written else f"{new:f}"
    start = figure.start + match.start()
    return sentence[:start] + shown + sentence[start + len(written) :]


def _other_entity(sentence: str, names: Sequence[str], others: Sequence[str], random: Random) -> str | None:
    present = [name for name in names if name in sentence]
    absent = [name for name in others if name not in sentence]
    if len(present) != 1 or not absent or not parse(sentence):
        return None
    return sentence.replace(present[0], random.choice(absent))


def _other_period(sentence: str, random: Random) -> str | None:
    for words in random.sample([_WEEKDAYS, _MONTHS], 2):
        present = [word for word in words if re.search(rf"\b{word}\b", sentence)]
        if present:
            old = random.choice(present)
            return re.sub(rf"\b{old}\b", random.choice([word for word in words if word not in present]), sentence)
    years = list(re.finditer(r"\b20[12]\d\b(?!,)", sentence))
    if years:
        match = random.choice(years)
        return sentence[: match.start()] + str(int(match.group()) + random.choice([-2, -1, 1, 2])) + sentence[match.end() :]
    for old, new in [
        ("this year", "last year"),
        ("last year", "this year"),
        ("last week", "last month"),
        ("last month", "last week"),
        ("year-on-year", "month-on-month"),
        ("今年", "去年"),
        ("去年", "今年"),
        ("按年", "按月"),
        ("上季", "上月"),
    ]:
        if old in sentence:
            return sentence.replace(old, new, 1)
    return None


def _other_strength(sentence: str, figures: Sequence[Figure], random: Random) -> str | None:
    options = []
    for figure in (one for one in figures if "多" not in one.text):  # "more than 20-odd" says it twice
        for old, new in _STRENGTHS:
            if figure.kind not in ("rank", "multiple") and sentence[: figure.start].endswith(old):
                options.append(sentence[: figure.start - len(old)] + new + sentence[figure.start :])
        if (
            figure.strength == "exact"
            and figure.unit in ("%", "money", "points")
            and figure.text[0].isalnum()
            and figure.text.isascii()
            and sentence[: figure.start][-1:].isascii()
        ):
            options.append(sentence[: figure.start] + random.choice(["less than ", "as much as "]) + sentence[figure.start :])
    return random.choice(options) if options else None


_REWORDINGS = [
    (r"(\d) ?percent\b", r"\1 %"),
    (r"(\d) ?percent\b", r"\1 per cent"),
    (r"(\d)%", r"\1 percent"),
    (r"(\d) billion\b", r"\1bn"),
    (r"\bUS\$", "$"),
    (r"^The ", "In the report the "),
    (r"\bpoints, or ", "points or "),
    (r"\b(rose|gained|climbed)\b", "advanced"),
    (r"\b(fell|dropped|slipped)\b", "declined"),
    (r" \((?:Reuters|AFP|Xinhua|AP|Agencies)[^)]*\)$", ""),
]


def reworded(sentence: str, random: Random) -> Draft:
    """The sentence written another way that says the same; as it stands where no way fits."""
    if re.search(r"[\"“”\u4e00-\u9fff]", sentence):
        return Draft(sentence)  # somebody's words stay as they are, and the ways below are English
    options = [text for pattern, new in _REWORDINGS if (text := re.sub(pattern, new, sentence)) != sentence]
    return Draft(random.choice([*options, sentence]))
