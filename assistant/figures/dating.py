"""Dating: where the sources give a date that a sentence of an answer states."""

import re
from collections.abc import Sequence

from assistant.figures.compare import agrees
from assistant.figures.figure import Figure
from assistant.figures.passages import Passage, Sentence, Support, content, likest
from assistant.figures.sentences import spans
from assistant.figures.subjects import Entities, carried_over

_BOUNDARY = re.compile(
    r"\b(?:since|until|till|before|after|than|peak|matures?)\b[^,.;]{0,20}$|\b(?:by|from)\s(?:the end of\s)?$|自$", re.I
)


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
    bounded = _BOUNDARY.search(body[max(0, figure.start - 30) : figure.start]) is not None
    other = any(
        (known.unit, _grain(known)) == (figure.unit, _grain(figure))
        and (bounded or not _BOUNDARY.search(support.sentence[: known.start][-30:]))
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
