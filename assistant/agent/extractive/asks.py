"""Asks: a question taken apart into what each part must find."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.agent.extractive import han_asks
from assistant.agent.extractive.alternatives import alternatives
from assistant.agent.extractive.comparing import sets_apart, sides_of
from assistant.agent.extractive.describing import asks_description, without_its_words
from assistant.agent.extractive.names import Names, proper_names
from assistant.agent.extractive.nouns import (
    MARKET_WORDS,
    MEASURE_WORDS,
    MOVEMENT,
    category_of,
    counted_of,
    deed_of,
    focus_of,
    place_names,
    stems_of,
    subject_of,
    topic_of,
    wanted_of,
)
from assistant.agent.extractive.periods import Period, asked_period
from assistant.agent.extractive.setting import asked_of_each, plainly, told_apart
from assistant.agent.extractive.speech import Speaker, speaker_of
from assistant.agent.extractive.terms import Term, content_terms, word_list
from assistant.agent.faring import fares
from assistant.agent.kinds import Aim, read_wants
from assistant.agent.units import Unit
from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from assistant.knowledge.windows import DayPart, Window, strip_window

_PART = re.compile(
    r"(?:,|;|\?)\s*(?:and\s+)?(?=(?:how|what|which|who|when|where|why|by how|did|does|do|is|was|are|were)\b)|"
    r"\s+and\s+(?=(?:how|what|which|who|when|where|why|by how)\b)",
    re.I,
)
_MARKETS = {
    "hong kong": re.compile(
        r"\bhong kong(?:[- ](?:listed|traded|shares?|stocks?)|(?:’s|'s)? (?:shares?|stocks?|trad\w+|listing))|"
        r"\b(?:in|traded in|listed in) hong kong\b|\bHK[- ](?:listed|shares?)\b|港股",
        re.I,
    ),
    "new york": re.compile(
        r"\b(?:new york|nasdaq|nyse|us|u\.s\.)[- ](?:listed|traded|shares?|stocks?|trading|listing)\b|"
        r"\b(?:in|listed in) new york\b|\badrs?\b|\bdepositary receipts?\b|美股",
        re.I,
    ),
    "mainland": re.compile(
        r"\b(?:shanghai|shenzhen|mainland|onshore|a)[- ](?:listed|traded|shares?|listing)\b|\blisted onshore\b|"
        r"\b(?:in|listed in) (?:shanghai|shenzhen)\b|A股",
        re.I,
    ),
}
_INTRADAY = re.compile(
    r"\bintraday\b|\bas much as\b|\bat (?:one point|its (?:peak|high|best)|most)\b|\bsession (?:high|low)\b|"
    r"\bduring (?:the )?(?:session|trading)\b|盤中|盘中|一度",
    re.I,
)
_DAY_OF_MONTH = re.compile(r"\d{1,2}(?:st|nd|rd|th)")  # what is left of "the first Friday of February, the 7th"
_TOLD_TO_LIST = re.compile(r"^\s*(?:name|list|enumerate|give)\b", re.I)
_SUBJECTS = frozenset({"index", "gaug", "benchmark", "compani", "firm", "stock", "share"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One part of a question: the terms it shares with an answer, whom it is about, and the unit it needs."""

    text: str
    whole: str = ""  # with the words of its window, which `text` is without
    aim: Aim
    unit: Unit | None
    terms: tuple[Term, ...]
    keys: tuple[frozenset[str], ...]  # one set a name asked about: any of its keys will do
    proper: tuple[str, ...]  # names no catalogue holds
    moves: bool  # it asks about a movement of price
    either: tuple[str, str] | None = None
    period: Period | None = None  # a movement over a week, a month ...
    window: Window | None = None
    index: bool = False  # it is about an index, and so about its market
    focus: Term | None = None  # the noun asked for: "what coupons", unless its answer is named without it ("which company")
    subject: tuple[Term, ...] = ()  # what is asked to have moved, where it is no name: "capital expenditure"
    named_answer: bool = False  # "which company": a name answers it
    counted: tuple[Term, ...] = ()  # "how many data centres": what the figure must count, one of these
    several: bool = False  # the noun asked for is plural: every sentence that carries it belongs to the answer
    topic: tuple[Term, ...] = ()  # for "what did X say about Y": Y
    stated: tuple[Figure, ...] = ()  # the figures the question states: "when did it drop 9 %"
    metrics: tuple[Term, ...] = ()  # what a figure must be of: "revenue", "target"
    places: tuple[Term, ...] = ()  # where: a figure of another place is no answer
    flow: bool = False  # that is counted over a period
    markets: frozenset[str] = frozenset()  # the markets whose listing or trading is asked about
    themes: tuple[Term, ...] = ()  # in Chinese, where no capital tells a name: the word the question opens with, and whose
    numbered: tuple[tuple[str, tuple[str, ...]], ...] = ()  # in Chinese, which of several is meant: 三 of 套
    counter: frozenset[str] = frozenset()  # the words that may count what is asked for
    intraday: bool = False  # a move within the day is asked for, not that of its close
    of_each: bool = False  # what each of several reports says is asked
    part: DayPart | None = None  # the moment of the day that is told of
    side: bool = False  # of a comparison
    category: Term | None = None  # the noun of which an instance is asked for: "which company"
    deed: Term | None = None  # what somebody is asked to have done, or what was done to those who are counted
    wanted: int = 1  # how many names are asked for
    described: bool = False  # what somebody makes or does, or his post, is asked
    speaker: Speaker | None = None  # whose words are asked for
    setting: tuple[Term, ...] = ()  # what the question says of the report that tells it: "in the story on ad tech"

    @property
    def of_market(self) -> bool:
        """Whether it names nobody, only a market: "Hong Kong stocks"."""
        known = {term.stem for term in self.places} | MARKET_WORDS | MOVEMENT
        return not self.keys and not self.proper and bool(self.terms) and all(term.stem in known for term in self.terms)

    @property
    def every_key(self) -> frozenset[str]:
        return frozenset(key for group in self.keys for key in group)


def markets_named(text: str) -> frozenset[str]:
    """The markets a text speaks of as places of trading."""
    return frozenset(market for market, words in _MARKETS.items() if words.search(text))


def asks(question: str, *, query: str, names: Names, window: Window | None = None) -> list[Ask]:
    """The parts of a question; a later part without a name of its own takes those of the first."""
    return list(_asks(question, query, names, window))


@lru_cache(maxsize=256)
def _asks(question: str, query: str, names: Names, window: Window | None) -> tuple[Ask, ...]:
    """Kept, because the plan and the composer read the same question in turn."""
    question, query = plainly(question), plainly(query)
    if of_each := asked_of_each(question):
        question, query = of_each, strip_window(of_each, window)
    bare, told = told_apart(question, names=names)
    if told or bare != question:
        query = bare if query == question else strip_window(bare, window)
        told = strip_window(told, window)
    parts = _parts(question, query, names)
    whole = len(parts) == 1
    setting = tuple(content_terms(told))
    rows = [
        replace(
            part,
            period=asked_period(question if whole else part.text, window, whole=whole),
            window=window,
            setting=setting,
            of_each=bool(of_each),
        )
        for part in parts
    ]
    rows = [_fared(row, window) for row in rows] if fares(question) else rows
    rows = [_moved(row) for row in rows] if sets_apart(question) else rows
    return tuple(replace(row, part="close") if row.part is None and _of_a_close(row) else row for row in rows)


def _fared(ask: Ask, window: Window | None) -> Ask:
    """ "How did it do": how it moved on the one day, what happened over several."""
    if ask.side or ask.unit is not None or ask.aim not in {"fact", "definition"} or window is None or not window.bounded:
        return ask
    if window.first != window.last:
        return replace(ask, aim="summary")
    said = tuple(term for term in ask.terms if not MEASURE_WORDS.fullmatch(term.stem))
    return replace(ask, unit="percent", moves=True, terms=said) if ask.keys or ask.of_market else ask


def _of_a_close(ask: Ask) -> bool:
    """Whether it asks how a market moved on a day, or where it stood: that is told of its close."""
    window = ask.window
    if window is None or window.part or window.topical or window.first is None or window.first != window.last:
        return False
    return ask.unit in {"percent", "level"} and ask.moves and (ask.index or ask.of_market) and not ask.intraday


def _parts(question: str, query: str, names: Names) -> list[Ask]:
    sides = sides_of(query, names=names)
    if sides:
        asked = [_ask(side.text, names=names, aim="fact", whole=question) for side in sides]
        return [replace(_moved(ask), part=side.part, side=True) for ask, side in zip(_inherit(asked), sides, strict=True)]
    split = han_asks.parts(query) if han_asks.han(query) else _PART.split(query)
    pieces = [piece.strip() for piece in split if piece and piece.strip(" ?.,")]
    if len(pieces) < 2 or any(len(content_terms(piece)) == 0 and not names(piece) for piece in pieces[:1]):
        return [_ask(query, names=names, whole=question)]
    parts = [_ask(piece, names=names, whole=piece) for piece in pieces]
    if len(content_terms(pieces[1])) == 0:
        return [_ask(query, names=names, whole=question)]
    return _inherit(parts)


def _moved(part: Ask) -> Ask:
    """A side of a comparison for which no figure is named: how it moved is compared."""
    if part.unit is None and any(term.stem == "growth" for term in part.terms):
        return replace(part, unit="percent")
    if part.unit is None and part.focus is None and any(term.stem in stems_of("of_money") for term in part.metrics):
        return replace(part, unit="money")
    about = part.keys or part.places or part.markets or any(term.stem in MARKET_WORDS for term in part.terms)
    if part.unit is not None or part.metrics or part.focus is not None or not about:
        return part
    return replace(part, unit="percent", moves=True)


def _inherit(parts: Sequence[Ask]) -> list[Ask]:
    """A part that names nobody is about whom the first part is about, be it only "the index"."""
    first, rows = parts[0], [parts[0]]
    subject = tuple(term for term in first.terms if term.stem in _SUBJECTS)
    for part in parts[1:]:
        if (part.keys or part.proper) and not part.terms and part.unit is None and part.either is None:
            rows.append(replace(part, terms=first.terms, unit=first.unit, moves=first.moves))
        elif part.keys or part.proper:
            rows.append(part)
        else:
            extra = () if any(term.stem in _SUBJECTS for term in part.terms) else subject
            leaning = han_asks.leans(part.text)
            part = replace(part, unit=first.unit, aim=first.aim, moves=first.moves) if leaning else part
            part = replace(part, metrics=first.metrics or part.metrics) if han_asks.goes_on(part.text) else part
            extra = (() if part.metrics else first.terms) if leaning else extra
            part = replace(part, terms=(*part.terms, *extra), numbered=part.numbered or first.numbered)
            rows.append(replace(part, keys=first.keys, proper=first.proper, themes=first.themes))
    return rows


def _ask(text: str, *, names: Names, whole: str, aim: Aim | None = None) -> Ask:
    spans = names(text)
    bare = text
    for span in sorted(spans, key=lambda one: -one.start):
        bare = f"{bare[: span.start]} § {bare[span.end :]}"
    either = alternatives(text)
    proper = tuple(name for name in proper_names(text, spans) if either is None or name not in either)
    for name in proper:
        bare = bare.replace(name, " § ")
    wants = read_wants(whole)
    unit = _unit(text, wants.unit, aim)
    if unit in {"level", "price"} or wants.aim == "direction":
        bare = MEASURE_WORDS.sub(" ", bare)
    markets = markets_named(text)
    for market in markets if spans else ():
        bare = _MARKETS[market].sub(" ", bare)
    terms = tuple(term for term in content_terms(_TOLD_TO_LIST.sub("", bare)) if not _DAY_OF_MONTH.fullmatch(term.stem))
    if wants.aim == "yesno":  # "Did Baidu fall?" is answered by how it moved, be it up
        terms = tuple(replace(term, synonyms=term.synonyms | MOVEMENT) if term.stem in MOVEMENT else term for term in terms)
    chinese = han_asks.han(text)
    described = not chinese and bool(spans or proper) and asks_description(text)
    terms = without_its_words(terms) if described else terms
    speaker = speaker_of(text, spans) if wants.aim == "saying" and not chinese else None
    if speaker is not None:  # what is said of the speaker is looked for where the speaker is named
        terms = tuple(term for term in terms if term not in speaker.roles or term in speaker.topic)
    focus = han_asks.focus(text) if chinese else focus_of(text)
    index = bool(spans) and all(span.index for span in spans)
    level_of_index = index and unit == "level"  # which is of no metric: "for a chart of the tariff crash"
    groups: dict[tuple[int, int], set[str]] = {}
    for span in spans:
        groups.setdefault((span.start, span.end), set()).add(span.key)
    keys = tuple(dict.fromkeys(frozenset(group) for group in groups.values()))
    return Ask(
        text=text,
        whole=whole,
        aim="definition" if described else aim or wants.aim,
        described=described,
        unit=unit,
        terms=terms,
        keys=keys,
        proper=proper,
        moves=any(term.stem in MOVEMENT for term in terms),
        either=either,
        index=index,
        focus=focus,
        subject=subject_of(bare),
        counted=han_asks.counted(text) if chinese else counted_of(text),
        themes=han_asks.themes(bare) if chinese else (),
        numbered=tuple(han_asks.numbered(text).items()) if chinese else (),
        counter=han_asks.counter(text) if chinese else frozenset(),
        named_answer=focus is None
        and bool(re.search(rf"\b(?:what|which) (?:[\w’'&-]+ ){{0,4}}?(?:{_named_by()})\b(?! of\b| rate)", text, re.I)),
        several=focus is not None and bool(re.search(rf"\b(?:what|which)\b[^?]*\b{re.escape(focus.stem)}\w*s\b", text, re.I)),
        topic=topic_of(bare) if wants.aim == "saying" else (),
        stated=tuple(figure for figure in parse(text) if figure.kind != "date" and figure.unit not in {"", "date", "rank"}),
        metrics=() if level_of_index else tuple(term for term in terms if term.stem.split()[-1] in stems_of("metrics")),
        places=tuple(term for term in terms if (term.synonyms | {term.stem}) & place_names()),
        flow=any(term.stem.split()[-1] in stems_of("flows") for term in terms),
        markets=markets,
        intraday=bool(_INTRADAY.search(text)),
        category=category_of(text),
        deed=deed_of(text, bare) if not chinese else han_asks.deed(text) if wants.aim == "time" else None,
        wanted=wanted_of(text),
        speaker=speaker,
    )


def _unit(text: str, unit: Unit | None, aim: Aim | None) -> Unit | None:
    if aim is None:
        return unit
    return read_wants(f"how much {text}").unit if any(term.stem in MOVEMENT for term in content_terms(text)) else None


@cache
def _named_by() -> str:
    return "|".join(sorted(word_list("named_by")))
