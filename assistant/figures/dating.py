"""Dating: where the sources give a date that a sentence of an answer states."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.figures.compare import agrees
from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from assistant.figures.passages import Passage, Sentence, Support, content, likest
from assistant.figures.sentences import spans
from assistant.figures.subjects import Entities, carried_over

_BOUNDARY = re.compile(
    r"\b(?:since|until|till|before|after|than|peak|matures?)\b[^,.;]{0,20}$|\b(?:by|from)\s(?:the end of\s)?$|自$", re.I
)
# The other end of a comparison: "78.8 billion, from a revised 73.0 billion in June".
_BASE = re.compile(r"\b(?:from|compared with|against|versus)\b(?:[^,.;]|[.,]\d){0,50}$", re.I)
_RELATIVE = re.compile(
    r"\b(?P<next>(?:next|coming) month)\b|\b(?P<last>last month)\b|\b(?P<this>this month)\b|"
    r"\b(?P<before>the (?:previous|prior) month|(?:a|the) month (?:earlier|before|ago))\b|"
    r"(?P<xia>下月)|(?P<shang>上月)|(?P<ben>本月)|(?P<han>按月)"
)
_STEPS = {"next": 1, "xia": 1, "last": -1, "shang": -1, "this": 0, "ben": 0, "before": -1, "han": -1}


def date_support(
    body: str, figure: Figure, passages: Sequence[Passage], carriers: Sequence[Support], entities: Entities
) -> Support:
    """Where a date comes from: a sentence that carries the other figures, the source's own day, or words around it."""
    around = carriers or [_likest_support(body, passages)]
    near = [
        (support, known) for support in around for one in _sentences(support) for known in one.figures if known.kind == "date"
    ]
    for support, known in near:
        if carriers and agrees(figure, known):
            return Support(passage=support.passage, sentence=support.sentence, figure=known)
    for support in around:
        if support.passage is not None and _month(figure) in months_meant(support.sentence, support.passage.day):
            return Support(passage=support.passage, sentence=support.sentence)
    bounded = _BOUNDARY.search(body[max(0, figure.start - 30) : figure.start]) is not None
    other = any(
        (known.unit, _grain(known)) == (figure.unit, _grain(figure))
        and (bounded or not _BOUNDARY.search(support.sentence[: known.start][-30:]))
        and (bounded or not _BASE.search(support.sentence[: known.start][-60:]))
        for support, known in near
    )
    own_day = next((passage for passage in passages if not bounded and passage.is_day(figure)), None)
    if own_day is not None and not (other and not _grain(figure)[2]):
        return Support(passage=own_day)
    if other and carriers:
        return Support(note="is not the date in the source")
    words, named = content(body), entities(body)
    for passage in passages:
        for sentence in passage.sentences:
            shared = len(words & content(sentence.text))
            if not ((carriers and not bounded) or sentence.start < 0 or shared * 10 >= len(words) * 3):
                continue
            for known in sentence.figures:
                if agrees(figure, known) and (carriers or _speaks_of(named, sentence, passage, entities)):
                    return Support(passage=passage, sentence=sentence.text, figure=known)
    return Support(note="is not a date in the source")


def months_meant(text: str, day: date | None, sentence: str = "") -> frozenset[int]:
    """The months that a text means by "next month" or "the previous month": seen from its source's day, or from a month that
    its sentence names."""
    found: set[int] = set()
    for match in _RELATIVE.finditer(text):
        step = _STEPS[match.lastgroup or "this"]
        named = [month for one in parse(sentence or text) if one.kind == "date" and (month := _month(one))]
        bases = (named or ([day.month] if day else [])) if match.lastgroup in ("before", "han") else [day.month] if day else []
        found |= {(base + step - 1) % 12 + 1 for base in bases}
    return frozenset(found)


def _month(dated: Figure) -> int:
    """The month of a date that names no day; 0 for another."""
    whole = int(dated.value)
    return whole // 100 % 100 if dated.unit == "date" and not whole % 100 else 0


def _likest_support(body: str, passages: Sequence[Passage]) -> Support:
    text = likest(body, passages)
    return Support(
        passage=next((passage for passage in passages if any(one.text == text for one in passage.sentences)), None),
        sentence=text,
    )


def _speaks_of(named: frozenset[str], sentence: Sentence, passage: Passage, entities: Entities) -> bool:
    if not named or sentence.start < 0:
        return True
    owners = entities(sentence.text) or carried_over(
        passage.text, sentence.text, sentence.start, passage.title, spans(passage.text), entities
    )
    return bool(named & owners)


def _sentences(support: Support) -> list[Sentence]:
    return [one for one in (support.passage.sentences if support.passage else ()) if one.text == support.sentence]


def _grain(date_figure: Figure) -> tuple[bool, bool, bool]:
    whole = int(date_figure.value)
    return (False, whole // 100 % 100 > 0, whole % 100 > 0) if whole % 10000 else (True, False, False)
