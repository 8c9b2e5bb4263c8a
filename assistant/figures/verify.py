"""Verification: whether a sentence of an answer says only what the sources it cites carry.

Each figure must be in a sentence of a cited source that is about the same entity and period; dates may also be the
source's own day; quotations must stand in a source word for word. What cannot be tied to a source fails.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Literal

from assistant.figures import qualifiers
from assistant.figures.compare import SPANS, agrees
from assistant.figures.contrasts import contrasted
from assistant.figures.figure import Figure
from assistant.figures.matching import find_support
from assistant.figures.movements import denies
from assistant.figures.names import stranger
from assistant.figures.nuances import turned
from assistant.figures.parse import parse
from assistant.figures.passages import Passage, Support, likest, read_passage
from assistant.figures.periods import unsupported
from assistant.figures.sentences import fold, quotations
from assistant.figures.subjects import Entities, proper_names
from assistant.figures.unread import unread
from assistant.figures.wording import departure

LONGEST = 4000  # characters of one sentence
_MARK = re.compile(r"\[(\d{1,4})\]")
_AS_ONE = 20  # characters between figures that are told as one
_APART = re.compile(r"[;；。]|\b(?:and|while|but|whereas)\b")
_LIST_NUMBER = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")
_ATTRIBUTION = re.compile(r"^\s*[^:：\n“”\"]{1,100}[:：]\s+")
_LEAD = re.compile(r"^(?:\s*[^:：\n“”\"]{1,100}[:：]\s+){1,2}")  # "Nearest: China Daily, 17 September 2025: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A numbered source as the gate sees it; `header` is what its heading carries besides the title (publisher, times)."""

    n: int
    text: str
    day: date | None = None
    title: str = ""
    kind: Literal["news", "price", "stat", "calculation"] = "news"
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One figure of the sentence and the source it was found in; `note` says how it differs in wording."""

    figure: Figure
    n: int | None
    quote: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    ok: bool
    checks: tuple[Check, ...] = ()
    problems: tuple[str, ...] = ()


def verify(sentence: str, evidence: Sequence[Evidence], *, entities: Entities | None = None) -> Verdict:
    """Whether the sources a sentence cites carry its figures, dates, quotations and directions."""
    if len(sentence) > LONGEST:
        return Verdict(ok=False, problems=("The sentence is too long to be checked.",))
    marks = {int(n) for n in _MARK.findall(sentence)}
    body = _LIST_NUMBER.sub(lambda m: " " * len(m.group()), _MARK.sub(lambda m: " " * len(m.group()), sentence))
    figures = parse(body)
    quoted = quotations(body)
    if not marks:
        return _without_marks(figures, quoted)
    strangers = sorted(marks - {one.n for one in evidence})
    if strangers:
        return Verdict(ok=False, problems=(f"It cites source {strangers[0]}, which is not among the sources.",))
    cited = [read_passage(one.n, one.text, one.day, one.title, one.kind, one.header) for one in evidence if one.n in marks]
    whole = next((passage for passage in cited if stands_in(body, passage)), None)
    if whole is not None:
        return Verdict(ok=True, checks=tuple(Check(figure=figure, n=whole.n, quote=body.strip()) for figure in figures))
    return _compare(body, figures, quoted, cited, entities)


def _without_marks(figures: Sequence[Figure], quoted: Sequence[str]) -> Verdict:
    problems = [f"“{figure.text}” is stated without a source." for figure in figures]
    problems += [f"“{quote}” is quoted without a source." for quote in quoted]
    return Verdict(ok=not problems, checks=tuple(Check(figure=figure, n=None) for figure in figures), problems=tuple(problems))


def stands_in(body: str, passage: Passage) -> bool:
    """Whether the sentence is word for word one or more whole sentences of the source, perhaps behind who says it and when."""
    for text in (body, _without_attribution(body, passage)):
        bare = fold(text or "").strip()
        if len(bare) > 12 and bare.rstrip(".。") in passage.wholes:
            return True
        at = passage.folded.find(bare) if len(bare) > 12 else -1
        if at >= 0 and at in passage.starts and at + len(bare) in passage.ends:
            return True
    return False


def _without_attribution(body: str, passage: Passage) -> str | None:
    """The sentence without "China Daily, 17 September 2025: ", where that names no day but the source's own."""
    lead = _ATTRIBUTION.match(body)
    if lead is None:
        return None
    for figure in parse(lead.group()):
        if not passage.is_day(figure):
            return None
    return body[lead.end() :]


def _compare(
    body: str, figures: Sequence[Figure], quoted: Sequence[str], cited: Sequence[Passage], entities: Entities | None
) -> Verdict:
    problems = [
        f"“{quote}” is not in a cited source word for word."
        for quote in quoted
        if not any(fold(quote) in p.whole for p in cited)
    ]
    named = cache(entities) if entities else proper_names  # parts of a sentence are asked about again and again
    lead = _LEAD.match(body)
    begin = lead.end() if lead else 0
    supports = [
        (one, _in_quotation(body, one, quoted, cited) or find_support(body, one, figures, cited, named, begin=begin))
        for one in figures
        if one.kind != "date"
    ]
    carriers = [support for _, support in supports if support.passage is not None and support.sentence]
    supports += [
        (one, find_support(body, one, figures, cited, named, carriers=carriers)) for one in figures if one.kind == "date"
    ]
    evidence = " ".join(f"{passage.title} {passage.text} {passage.header}" for passage in cited)
    unknown = stranger(body[begin:], evidence, named)
    if unknown:
        problems.append(f"“{unknown}” is not named in a cited source.")
    moved = [replace(one, start=one.start - begin, end=one.end - begin) for one in figures]
    digits = unread(body[begin:], moved, evidence, named)
    if digits:
        problems.append(f"“{digits}” is not in a cited source.")
    problems += [_problem(figure, support) for figure, support in supports if support.passage is None]
    problems += list(_parted(body, supports))
    if not problems:
        problems += _wording(body, figures, [support for _, support in supports], cited, named)
    checks = [
        Check(figure=figure, n=s.passage.n if s.passage else None, quote=s.sentence, note=s.note) for figure, s in supports
    ]
    return Verdict(
        ok=not problems, checks=tuple(sorted(checks, key=lambda check: check.figure.start)), problems=tuple(problems)
    )


def _in_quotation(body: str, figure: Figure, quoted: Sequence[str], cited: Sequence[Passage]) -> Support | None:
    """The source of a figure that stands in a quotation: what is quoted word for word is said so."""
    for quote in quoted:
        start = body.find(quote)
        if start <= figure.start and figure.end <= start + len(quote):
            passage = next((one for one in cited if fold(quote) in one.whole), None)
            return Support(passage=passage, sentence=quote, figure=figure) if passage else None
    return None


def _parted(body: str, supports: Sequence[tuple[Figure, Support]]) -> Iterator[str]:
    """Figures told as one, "11 percent to 24.4 billion", of which the source's sentence of the one says the other otherwise."""
    told = (row for row in supports if row[0].kind != "date" and row[1].passage and row[1].passage.kind == "news")
    counted = sorted(told, key=lambda row: row[0].start)
    for (one, its), (other, others) in pairwise(counted):
        if its.sentence == others.sentence or other.start - one.end > _AS_ONE or _APART.search(body, one.end, other.start):
            continue
        for figure, beside in ((one, others), (other, its)):
            same = [known for known in parse(beside.sentence) if (known.value, known.unit) == (figure.value, figure.unit)]
            if same and not any(agrees(figure, known) for known in same):
                yield f"“{figure.text}” is not said so in the source."


def _problem(figure: Figure, support: Support) -> str:
    return f"“{figure.text}” {support.note or 'is not in a cited source'}."


def _wording(
    body: str, figures: Sequence[Figure], supports: Sequence[Support], cited: Sequence[Passage], entities: Entities
) -> list[str]:
    """Problems of the words between the figures: another period, the opposite direction, a denial lost."""
    carried = [support for support in supports if support.passage is not None and support.sentence]
    passages = {support.passage.n: support.passage for support in carried if support.passage} or {p.n: p for p in cited}
    news = [passage for passage in passages.values() if passage.kind in ("news", "stat")]
    if not news:
        return []
    sentence = " ".join(dict.fromkeys(support.sentence for support in carried)) or likest(body, news)
    around = " ".join(f"{passage.title} {passage.text} {passage.header}" for passage in passages.values())
    day = next((passage.day for passage in passages.values() if passage.day), None)
    problems = []
    period = unsupported(body, sentence, around, day)
    if period is not None:
        problems.append(f"The source does not say it of {_said(period)}.")
    counted = [one.sentence for one in carried if one.figure and one.figure.kind != "date" and one.figure.unit not in SPANS]
    carrier = " ".join(dict.fromkeys(counted)) or sentence
    told_otherwise = turned(body, carrier) or contrasted(body, carrier, around)
    if told_otherwise:
        problems.append(told_otherwise)
    if len(news) == len(passages) == 1:
        said = {support.sentence for support in carried}
        followed = [one for one in news[0].sentences if one.text in said and (one.start >= 0 or len(said) == 1)]
        told = (departure(body, figures, one.text, one.figures, entities) for one in followed)
        other = next(filter(None, told), "")
        if other:
            problems.append(f"It says {other} than the source does.")
    if not carried or all(support.figure is None for support in carried):
        opposite = denies(body, news, entities)
        if opposite:
            problems.append(opposite)
    return problems


def _said(period: tuple[str, str]) -> str:
    kind, value = period
    return value.capitalize() if kind == "weekday" else qualifiers.named(kind, value)
