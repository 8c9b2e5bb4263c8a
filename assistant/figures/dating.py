"""Dating: where the sources give a date that a sentence of an answer states."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.figures.compare import agrees
from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from assistant.figures.passages import Passage, Sentence, Support, content, day_figure, likest
from assistant.figures.periods import weekdays_of
from assistant.figures.sentences import spans
from assistant.figures.subjects import GOES_ON, Entities, carried_over

_BOUNDARY = re.compile(
    r"\b(?:since|until|till|before|after|than|peak|matures?)\b[^,.;]{0,30}$|\b(?:by|from)\s(?:the end of\s)?$|自$", re.I
)
# The other end of a comparison: "78.8 billion, from a revised 73.0 billion in June".
_BASE = re.compile(r"\b(?:from|compared with|against|versus)\b(?:[^,.;]|[.,]\d){0,50}$", re.I)
_RELATIVE = re.compile(
    r"\b(?P<next>(?:next|coming) month)\b|\b(?P<last>last month)\b|\b(?P<this>this month)\b|"
    r"\b(?P<before>the (?:previous|prior) month|(?:a|the) month (?:earlier|before|ago))\b|"
    r"(?P<xia>下月)|(?P<shang>上月)|(?P<ben>本月)|(?P<han>按月)"
)
_TO_COME = re.compile(
    r"\b(?:will|next|coming|upcoming|due|set|scheduled|expected|to (?:open|begin|start|meet|take|publish|release|run))\b|"
    r"下周|下星期|將|将"
)
_LEAD = 400  # characters of the opening, which says of which day a report is
_YEARS = re.compile(
    r"(?<!from )(?<!than )(?<!over )(?<!with )(?<!period )(?<!to )(?<!against )(?<!on )\b(?:last|this|next) year\b|"
    r"\b(?:last|this|next) year(?=['’]s)|"
    r"(?<![較较比])[去今明前]年",
    re.I,
)
_YEAR_STEPS = {"last year": -1, "this year": 0, "next year": 1, "去年": -1, "今年": 0, "明年": 1, "前年": -2}
_QUARTER = re.compile(r"\b(\w+)[- ](?:fiscal )?(?:quarter|half)\b", re.I)
_QUARTERS = {
    "first": 1,
    "second": 4,
    "third": 7,
    "fourth": 10,
    "final": 10,
    "december": 10,
    "september": 7,
    "june": 4,
    "march": 1,
}
_ASIDE = re.compile(
    r",\s*(?:having|after|following|erasing|extending|a day after)\b[^,.;]*|\b(?:after|following|from|since)\b[^,.;]*", re.I
)
_STEPS = {"next": 1, "xia": 1, "last": -1, "shang": -1, "this": 0, "ben": 0, "before": -1, "han": -1}


_OTHER_DATE = Support(note="is not the date in the source")


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
        if support.passage is not None and _year(figure) in years_meant(support.sentence, support.passage.day):
            return Support(passage=support.passage, sentence=support.sentence)
    for support in around:
        if support.passage is not None and _year(figure) in _years_of_quarters(support.sentence, support.passage.day):
            return Support(passage=support.passage, sentence=support.sentence)
    years = frozenset().union(*(years_meant(one.sentence, one.passage.day) for one in carriers if one.passage))
    if _year(figure) and years and _year(figure) not in years:
        return _OTHER_DATE
    meant = [(support, days_meant(support.sentence, support.passage)) for support in around if support.passage is not None]
    main = [days_meant(_ASIDE.sub("", one.sentence), one.passage) for one in around if one.passage is not None]
    for support, days in meant:
        if any(agrees(figure, day_figure(day)) for day in days):
            return Support(passage=support.passage, sentence=support.sentence)
    bounded = _BOUNDARY.search(body[max(0, figure.start - 30) : figure.start]) is not None
    other = any(
        (known.unit, _grain(known)) == (figure.unit, _grain(figure))
        and (bounded or not _BOUNDARY.search(support.sentence[: known.start][-30:]))
        and (bounded or not _BASE.search(support.sentence[: known.start][-60:]))
        for support, known in near
    )
    elsewhere = bool(carriers and _grain(figure)[2]) and any(main)  # of another day than its report's
    own_day = next((passage for passage in passages if not bounded and not elsewhere and passage.is_day(figure)), None)
    if own_day is not None and not (other and not _grain(figure)[2]):
        return Support(passage=own_day)
    if other and carriers:
        after = (_said_next(support) for support in around if bounded)
        found = next((one for row in after for one in row.figures if one.kind == "date" and agrees(figure, one)), None)
        return Support(passage=around[0].passage, sentence=around[0].sentence) if found else _OTHER_DATE
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


def days_meant(sentence: str, passage: Passage) -> frozenset[date]:
    """The days that a sentence means by its weekdays, seen from its source's day; where it has none, those of the opening."""
    if passage.day is None:
        return frozenset()
    named = weekdays_of(sentence)
    if not named and len(opening := weekdays_of(passage.text[:_LEAD])) == 1:
        named = opening
    back = {passage.day - timedelta(days=(passage.day.weekday() - one) % 7) for one in named}
    ahead = bool(_TO_COME.search(sentence))
    return frozenset(back | ({one + timedelta(days=7) for one in back} if ahead else set()))


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


def years_meant(text: str, day: date | None) -> frozenset[int]:
    """The years that a text means by "last year" and its like, seen from its source's day."""
    steps = (_YEAR_STEPS[match.group().lower()] for match in _YEARS.finditer(text))
    return frozenset(day.year + step for step in steps) if day else frozenset()


def _years_of_quarters(text: str, day: date | None) -> frozenset[int]:
    """The years of the quarters and halves that a text names without one: the latest that had begun on its source's day."""
    if day is None:
        return frozenset()
    quarters = (_QUARTERS[match[1].lower()] for match in _QUARTER.finditer(text) if match[1].lower() in _QUARTERS)
    return frozenset(day.year if first <= day.month else day.year - 1 for first in quarters)


def _year(dated: Figure) -> int:
    """The year of a date that names nothing but a year; 0 for another."""
    whole = int(dated.value)
    return whole // 10000 if dated.unit == "date" and not whole % 10000 else 0


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


def _said_next(support: Support) -> Sentence:
    """The sentence behind a carrier, where it goes on about the same: "The figure, which is the lowest since December"."""
    sentences = support.passage.sentences if support.passage else ()
    place = next((at for at, one in enumerate(sentences) if one.text == support.sentence), len(sentences))
    following = sentences[place + 1 : place + 2]
    return following[0] if following and GOES_ON.match(following[0].text) else Sentence("", -1)


def _grain(date_figure: Figure) -> tuple[bool, bool, bool]:
    whole = int(date_figure.value)
    return (False, whole // 100 % 100 > 0, whole % 100 > 0) if whole % 10000 else (True, False, False)
