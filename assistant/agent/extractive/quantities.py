"""Quantities: which figures of a sentence are of the kind, the owner, the span and the things that an ask is about."""

import re
from dataclasses import replace
from datetime import timedelta

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.bearing import is_of_another_metric, is_of_another_quarter, is_of_another_time, is_of_namesake
from assistant.agent.extractive.evidence import Candidate, changes_subject, of_another_opening, owner
from assistant.agent.extractive.nouns import places_said, stems_of
from assistant.agent.extractive.periods import is_quarter_before, quarter_of, tells, told_over
from assistant.agent.extractive.sentences import split
from assistant.agent.extractive.terms import content_terms, covered, stems, vocabulary
from assistant.agent.units import Unit
from assistant.figures.chinese import HAS_HAN
from assistant.figures.compare import agrees
from assistant.figures.figure import Figure, Told
from assistant.figures.han import simplified
from assistant.figures.qualifiers import contradicts, qualifiers, qualify, values

_MEASURED = frozenset(
    {"metric", "dividend", "base", "extent", "trade", "rate"}
)  # what a figure must be said to be of, if anything
_OF_A_YEAR = re.compile(r"[去前全]年(?!同)")
_IN_MONEY = re.compile(r"多少[百千]?[万萬亿億]?(?:港|美|日|欧|歐)?[元圆圓]")
_BASES = frozenset({"base"})
_PERIODIC = frozenset({"percent", "money", "number"})
MOVEMENT_STEMS = frozenset(
    reduced
    for word in "rise rose gain jump climb advance surge soar add rally increase up higher leap zoom rebound grow fall drop "
    "lose loss decline decrease slip slide sink tumble plunge shed ease dip retreat down lower slump dive plummet stumble "
    "flat unchanged edge move change gave swing slash halve".split()
    for reduced in stems(word)
)
_LEFT = re.compile(r"\b(?:peak|record|high|low|from)\s+(?:\w+\s+){0,2}(?:of\s+)?$", re.I)
_SET = re.compile(r"\b(?:new|fresh|another)\s+(?:all-time\s+)?(?:record|peak|high|low)\s+(?:\w+\s+)?(?:of|at)\s+$", re.I)
_SHARE_ASKED = re.compile(r"\b(?:what|which) (?:share|proportion|fraction|portion) of\b", re.I)
_SHARE_SAID = re.compile(
    r"(?:%|\bper ?cent\w*|\bthirds?|\bquarters?|\bhalf|\bfifths?) of\b|\b(?:share|proportion|portion)\b", re.I
)
_STREAK = re.compile(r"\b(?:in a row|consecutive|straight|successive|running|streak)\b", re.I)
_NEWS = timedelta(days=1)  # in which a run of days is told of
_SINCE = re.compile(r"\bsince (?:its|the|their|a|\d)\b", re.I)
_EXTREME = re.compile(
    r"\b(?:from|since|off|below) (?:its|the|their) (?:[\w-]+ ){0,2}?(?P<which>peak|high|record|low|trough)\b", re.I
)
_SO_FAR = re.compile(
    r"(?:\s+(?:and|to|or|from)\s+[\d.]+\s?(?:%|per ?cent))?\s+(?:since (?:its|the|their|a|\d|early|late|mid|last)|"
    r"(?:from|below|off) (?:its|the|their|a) (?:[\w-]+ ){0,2}?(?:peak|high|record|low|trough))\b",
    re.I,
)
_FROM_THEN = re.compile(
    r"\b(?:since|from (?:its|the|their|a)|so far|rebound\w*|recover\w*|this (?:week|month|quarter|year))\b", re.I
)
_SPANS = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "quarters", "years", "decades"})
_RELATIVE = re.compile(r"[- ]?(?:earlier|ago|later|before|after|since|old|high|low)\b", re.I)
_AGED = re.compile(r"\baged?\s+(?:about\s+)?$|,\s*$|\bturn(?:s|ed|ing)?\s+$|\bat\s+(?:the\s+age\s+of\s+)?$", re.I)
_OLD = re.compile(r"-?\s?years?[- ]olds?\b|\s?,|\s?\.|\s?\)", re.I)
_HONG_KONG = ("hong kong", "Asia/Hong_Kong")
_LEAST_LEVEL = 20  # less is no level of an index, and a rate of exchange only of a currency
_RATE_OF_EXCHANGE = re.compile(r"\b(?:euro|pound|sterling|dollar|greenback|franc|loonie|aussie|kiwi)\b", re.I)
_STOOD = frozenset(stems("flat unchanged"))
_BESIDE = 45  # characters from a percentage in which its movement is told
_COUNTER = 3  # characters behind a figure in which the word that counts stands
_BEFORE = 12  # characters before a figure in which Chinese may say what it counts
_CUT = re.compile(r"[，。；、,;]")
_OPENING = 120  # characters in which a report says over what it tells


def quantity_fits(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence has a figure as asked for: of that unit and metric, over that time, of that place."""
    figures = fitting_figures(ask, row)
    if not figures or changes_subject(row) or of_another_opening(row, ask.proper, figures):
        return False
    if ask.metrics and not _of_its_metric(ask, row):
        return False
    if ask.metrics and is_of_another_quarter(ask, row):
        return False
    if not ask.keys and _of_another_place(ask, row):
        return False
    if ask.counted and _STREAK.search(ask.text) and not _tells_streak(ask, row):
        return False
    if _SHARE_ASKED.search(ask.text) and not _SHARE_SAID.search(row.text):
        return False
    periodic = ask.moves or (ask.flow and ask.window is not None and ask.window.topical)
    if ask.unit in _PERIODIC and ask.period and periodic and not _tells_period(ask, row):
        return False
    return ask.unit != "percent" or not ask.moves or _moves(ask, row)


def _tells_streak(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence counts days in a row, and was told when the question says."""
    window, told = ask.window, row.passage.hit.document.published_date
    dated = window is not None and window.bounded and window.last is not None and told is not None
    if dated and not timedelta() <= window.last - told <= _NEWS:  # type: ignore[operator,union-attr]
        return False
    return bool(_STREAK.search(row.text))


def _of_its_metric(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence, or one beside it, says what is measured; one in Chinese that says another metric is of that one."""
    if any(covered(term, row.words) for term in ask.metrics):
        return True
    if HAS_HAN.search(row.text) and stems_of("metrics") & row.words:
        return False
    return any(covered(term, row.around) for term in ask.metrics)


def _of_another_place(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence says another place than those asked about, or, where it says none, the place said last before it is
    another, or its report says none of them."""
    if not ask.places or any(covered(place, row.words) for place in ask.places):
        return False
    if places_said(row.words):
        return True
    if not any(covered(place, row.passage_words) for place in ask.places):
        local = row.passage.hit.document.zone == _HONG_KONG[1] and any(place.stem == _HONG_KONG[0] for place in ask.places)
        return not local  # who reports from there need not say so
    before = [row.passage.hit.document.title, *(one.text for one in split(row.passage.hit.chunk.text[: row.sentence.start]))]
    for text in reversed(before):
        words = vocabulary(text)
        if any(covered(place, words) for place in ask.places):
            return False
        if places_said(words):
            return True
    return False


def _moves(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence tells of a movement, and from when where the ask says "since"."""
    if _SINCE.search(ask.text) and not _FROM_THEN.search(row.text):
        return False
    extreme = _EXTREME.search(ask.text)
    if extreme is not None and not all(covered(term, row.words) for term in content_terms(extreme["which"])):
        return False
    return bool(MOVEMENT_STEMS & row.words)


def _tells_period(ask: Ask, row: Candidate) -> bool:
    """Whether a sentence tells of the period asked about: itself, in its title, or where its report opens."""
    assert ask.period is not None
    quarter = quarter_of(ask.text)
    if quarter is not None and _OF_A_YEAR.search(row.text) and quarter_of(row.text) is None:
        return False
    if tells(ask.period, f"{row.passage.hit.document.title}. {row.text}", ask.window, quarter=quarter):
        return True
    if quarter is not None and is_quarter_before(row.text, ask.window, row.passage.hit.document.published_date):
        return True
    lead = row.passage.hit.document.text[:_OPENING]
    silent = all(told_over(row.text, figure.start, figure.end) is None for figure in row.figures)
    return silent and ask.period != "day" and tells(ask.period, lead, ask.window, quarter=quarter)


def fitting_figures(ask: Ask, row: Candidate) -> list[Figure]:
    """The figures of the sentence that are of the unit asked for and belong to whom it asks about."""
    wanted = ask.every_key
    return [
        figure
        for figure in row.figures
        if _is_asked(ask, row, figure) and not _passed(ask, row, figure) and not _of_another_span(ask, row, figure)
        if not _said_of_another(ask, row, figure) and not is_of_namesake(ask, row, figure)
        if not is_of_another_metric(ask, row, figure) and not is_of_another_time(ask, row, figure)
        if not (ask.counted or ask.counter) or _is_counted(ask, row, figure)
        if ask.either or not any(figure.value == said.value for said in ask.stated)
        if (not wanted or not (own := owner(row, figure)) or own & wanted or _is_beside(ask, row, wanted))
    ]


def _said_of_another(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a Chinese sentence says of a figure that it measures another thing than is asked: a final dividend for an
    interim one, the highest for the lowest."""
    if not (HAS_HAN.search(ask.text) and HAS_HAN.search(row.text)):
        return False
    asked = values(qualifiers(ask.text, _MEASURED))
    if not asked:
        return False
    own = dict(qualify(Told(row.text, figure, row.figures)))
    if "base" in asked and "base" not in own:  # "按年跌0.5%，甲及乙跌6%": the base that was said last
        said = [one.value for one in qualifiers(row.text, _BASES) if one.end <= figure.start]
        own |= {"base": frozenset(said[-1:])} if said else {}
    return contradicts(asked, own, {}) is not None


def _is_beside(ask: Ask, row: Candidate, wanted: frozenset[str]) -> bool:
    """Whether a sentence without names goes on about one of those wanted: "The site is costing about $390 million"."""
    return ask.unit in {"money", "number"} and not row.keys and bool(wanted & row.nearby)


def _of_another_span(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a move is told over another span than the one asked about: "42 percent this year" is no day's."""
    if ask.unit != "percent" or not ask.moves:
        return False
    window = ask.window
    one_day = window is not None and window.first is not None and window.first == window.last
    asked = ask.period or ("day" if one_day else None)
    if asked is not None and not _SINCE.search(ask.text) and _SO_FAR.match(row.text, figure.end):
        return True
    told = told_over(row.text, figure.start, figure.end)
    return asked is not None and told is not None and told != asked


def _passed(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a level is one that was left behind: a peak, a record, the "from" of a movement."""
    if ask.unit != "level":
        return False
    before = row.text[max(0, figure.start - 30) : figure.start]
    return figure.role == "from" or bool(_LEFT.search(before) and not _SET.search(before))


def _is_counted(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a figure counts one of the things asked for."""
    if ask.counter and HAS_HAN.search(row.text) and not _has_counter(ask, row, figure):
        return False
    if ask.counted and (figure.currency or figure.unit in {"%", "money"}) and not HAS_HAN.search(row.text):
        return False
    behind = vocabulary(_counts(row, figure))
    least = 1.0 if HAS_HAN.search(row.text) else 0.5
    return not ask.counted or any(covered(term, behind) >= least for term in ask.counted)


def _has_counter(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether the word right behind a figure counts what is asked for: 5宗 is no number of people."""
    behind = simplified(row.text[figure.start : figure.end + _COUNTER])
    return any(word in behind for word in ask.counter)


def _counts(row: Candidate, figure: Figure) -> str:
    """What a figure counts: the words right behind it."""
    behind = row.text[figure.end : figure.end + 40]
    if not HAS_HAN.search(row.text):
        return f"{figure.text} {figure.noun} {behind}"
    before = row.text[max(0, figure.start - _BEFORE) : figure.start]
    return f"{before} {figure.text} {figure.noun} {_CUT.split(behind)[0]}"


def _is_asked(ask: Ask, row: Candidate, figure: Figure) -> bool:
    """Whether a figure is of the unit asked for; a sum that moved may be told in percent, or by both its ends, and an age
    stands where ages do."""
    if ask.unit == "duration" and _RELATIVE.match(row.text[figure.end :]):
        return False
    if ask.unit == "age":
        behind = row.text[figure.start : figure.end + 10]
        if HAS_HAN.search(row.text):
            return "岁" in simplified(row.text[figure.start : figure.end + 1])
        if figure.unit == "years":
            return "old" in behind
        before = row.text[: figure.start]
        return figure.unit == "" and figure.value < 130 and bool(_AGED.search(before) and _OLD.match(row.text[figure.end :]))
    if ask.index and ask.moves and figure.unit == "%" and not figure.sign and not _has_moved(row.text, figure):
        return False
    if ask.unit == "number" and figure.unit in _SPANS and figure.unit[:-1] not in ask.text.lower():
        return False
    if ask.unit == "number" and figure.unit in {"%", "money"} and any(term.stem in stems_of("heads") for term in ask.metrics):
        return False
    if ask.unit == "percent" and ask.moves and ask.metrics and figure.currency and figure.role:
        return True
    if ask.unit == "level" and not ask.index and figure.currency and figure.kind != "change" and figure.value < _LEAST_LEVEL:
        return bool(_RATE_OF_EXCHANGE.search(ask.text))
    return _is_unit(figure, ask.unit) or (
        ask.unit == "money" and ask.moves and figure.unit == "%" and not _IN_MONEY.search(ask.text)
    )


def _has_moved(text: str, figure: Figure) -> bool:
    """Whether a movement is told near a percentage, which else is a rate: "inflation remained unchanged at 2.5 percent"."""
    beside = text[max(0, figure.start - _BESIDE) : figure.end + _BESIDE]
    return figure.kind == "change" or bool((MOVEMENT_STEMS - _STOOD) & vocabulary(beside))


def _is_unit(figure: Figure, unit: Unit | None) -> bool:
    if unit is None:
        return True
    if figure.unit == "date" or figure.kind == "date":
        return False
    if unit == "percent":
        return figure.unit == "%"
    if unit == "money":
        return figure.currency is not None or figure.unit == "money"
    if unit == "multiple":
        return figure.unit == "times"
    if unit == "duration":
        return figure.unit in _SPANS
    if unit == "price" and figure.unit == "money":
        return figure.kind != "change"
    if unit in {"level", "price"}:
        return figure.unit in {"", "points", "money"} and figure.kind != "change" and figure.value >= _LEAST_LEVEL
    return True


def states(ask: Ask, row: Candidate) -> bool:
    """Whether the sentence states a figure that the question states; "over US$100,000" is not when 120,000 was passed."""
    figures = [
        replace(figure, strength="exact") if ask.aim == "time" and figure.unit == "money" else figure for figure in row.figures
    ]
    return any(agrees(said, figure) or agrees(figure, said) for said in ask.stated for figure in figures)
