"""Following: of the reports that a search found, those that are about the subject of a question, in the order of time. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.agent.extractive.names import carries, proper_names
from assistant.agent.extractive.sentences import split
from assistant.agent.extractive.terms import Term, content_terms, covered, is_known, stem, vocabulary, word_list
from assistant.agent.holdings import told_first_and_last, told_published
from assistant.agent.reading import Reading
from assistant.agent.searching import REPORTS
from assistant.figures.chinese import HAS_HAN
from assistant.knowledge.documents import Hit
from assistant.knowledge.windows import Window
from assistant.market.instruments import Mention

_OPENING = 450  # characters in which a report says what it is about
_HEADING = 0.3  # what its title and first sentence count for beside all of them
_TWO_NAMES = re.compile(r"(?<=[^\W\d_]{2})-(?=[A-Z][a-z])")  # "Honda-Nissan"
_LEAST, _RAREST = 0.25, 4.0  # what the commonest and the rarest word weigh
_ENOUGH = 0.6  # of the words' weight a report on the subject opens with
_BESIDE, _AT_END = 0.65, 0.8  # of what the best one opens with; more where the first or the newest is the answer
_ALIKE = 0.6  # of the words of the shorter opening: told before
_OF_DEEDS = 0.6  # of the words that are no name, in one of the reports at least
_OF_COMPANY = 0.3  # of them, in each of many reports where only companies are named
_MOST = 12  # reports that are told
_MOST_OF_DAY = 2
_MOST_AT_END = 2  # where the newest are asked for

Mentions = Callable[[str], Sequence[Mention]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The reports on a subject: how many there are, the days of the first and the newest, and those that are told, in order."""

    count: int
    more: bool = False  # the search gave no more, though there may be
    days: tuple[date, date] | None
    told: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _About:
    """A dated report with how much of the subject it opens with."""

    hit: Hit
    day: date
    share: float
    titled: float  # how much of it the title says
    words: frozenset[str]


def follow(hits: Iterable[Hit], reading: Reading, *, rarity: Mapping[str, float], mentions: Mentions) -> Course:
    """What the reports found tell of the subject of a question; undated ones stand nowhere in time."""
    subject = _subject(reading, rarity)
    rated = [_about(hit, day, subject, mentions) for hit in hits if (day := hit.document.published_date) is not None]
    best = max((one.share for one in rated), default=0.0)
    beside = _AT_END if reading.wants.end else _BESIDE
    about = [one for one in rated if one.share >= max(_ENOUGH, beside * best)]
    if len(about) > _MOST:
        about = [one for one in about if _is_told(one.hit, subject)] or about
    if not any(_tells(one.hit, subject) for one in about):
        return Course(count=0, days=None, told=())
    ordered = sorted(about, key=_in_time)
    told = _told(_in_language(ordered, reading), reading.wants.end)
    more = len(about) == len(rated) >= REPORTS
    return Course(more=more, count=len(about), days=(ordered[0].day, ordered[-1].day), told=tuple(one.hit for one in told))


def told_course(found: Course, window: Window | None, *, end: str = "") -> str:
    """How many reports there are, from when to when, and how many of them are told."""
    span = told_published(window.first, window.last) if window is not None else ""
    verb = "tells" if found.count == 1 else "tell"
    rest = f"; {len(found.told)} of them are given" if 1 < len(found.told) < found.count and not end else ""
    least = "at least " if found.more else ""
    return f"{least}{found.count} of the articles held{span} {verb} of this{told_first_and_last(found.days)}{rest}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    terms: tuple[Term, ...]
    weights: tuple[float, ...]
    deeds: tuple[Term, ...]  # those of no name
    names: tuple[str, ...]  # of which the catalogue knows nothing: each stands somewhere in the report
    instruments: tuple[frozenset[str], ...]  # the tickers of each name it knows: the report opens with one of them


def _subject(reading: Reading, rarity: Mapping[str, float]) -> _Subject:
    known = [mention for mention in reading.mentions if mention.tickers]
    query = apart(reading.query)
    for mention in known:
        query = query.replace(mention.text, " § ")
    rare = {stem(word): value for word, value in rarity.items()}
    asking = {stem(word) for word in word_list("asks_for_course")}
    terms = tuple(term for term in content_terms(query) if term.stem not in asking)
    weights = tuple(min(rare.get(term.stem.split()[0], _RAREST), _RAREST) + _LEAST for term in terms)
    own = [name for name in proper_names(query, []) if not _is_common(name)]
    named = {term.stem for name in own for term in content_terms(name)}
    return _Subject(
        terms=terms,
        weights=weights,
        deeds=tuple(term for term in terms if term.stem not in named),
        names=tuple(own),
        instruments=tuple(frozenset(mention.tickers) for mention in known),
    )


def _is_common(name: str) -> bool:
    """Whether reports have other words for a name: "United States"."""
    return all(len(term.synonyms) > 1 for term in content_terms(name))


def _in_language(reports: Sequence[_About], reading: Reading) -> list[_About]:
    """The reports in the language of most of them, and those in the question's script: another's says the same again."""
    common = Counter(one.hit.document.language for one in reports).most_common(1)[0][0]
    han = bool(HAS_HAN.search(reading.question))
    return [one for one in reports if one.hit.document.language == common or (han and HAS_HAN.search(one.hit.document.title))]


def _is_told(hit: Hit, subject: _Subject) -> bool:
    """Whether a report that names a company says anything of what is asked of it: there are many others on the company."""
    if subject.names or not subject.instruments:
        return True
    return _carried(subject.deeds, subject, vocabulary(f"{hit.document.title}\n{hit.document.text}")) >= _OF_COMPANY


def _tells(hit: Hit, subject: _Subject) -> bool:
    """Whether a report opens with what is asked of those it names: of a street on which the ground gave way, no murder."""
    opening = f"{hit.document.title}\n{hit.document.text[:_OPENING]}"
    return _carried(subject.deeds, subject, vocabulary(apart(opening))) >= _OF_DEEDS


def _about(hit: Hit, day: date, subject: _Subject, mentions: Mentions) -> _About:
    title, opening = apart(hit.document.title), apart(hit.document.text[:_OPENING])
    if not _names_all(hit, f"{title}\n{opening}", subject, mentions):
        return _About(hit, day, 0.0, 0.0, frozenset())
    first = next((one.text for one in split(opening)), "")
    heading = _share(f"{title}\n{first}", subject, mentions)
    whole = _share(f"{title}\n{opening}", subject, mentions)
    share = _HEADING * heading + (1 - _HEADING) * whole
    return _About(hit, day, share, _share(title, subject, mentions), vocabulary(f"{title}\n{opening}"))


def _names_all(hit: Hit, opening: str, subject: _Subject, mentions: Mentions) -> bool:
    """Whether a report names everyone of the subject, and opens with half of them at least."""
    text = f"{hit.document.title}\n{hit.document.text}"
    if not all(_carries(text, name) for name in subject.names):
        return False
    named = _tickers(opening, subject, mentions)
    opens = sum(_carries(opening, name) for name in subject.names) + sum(bool(named & one) for one in subject.instruments)
    every = named | frozenset(hit.document.tickers)
    return all(every & one for one in subject.instruments) and 2 * opens >= len(subject.names) + len(subject.instruments)


def _carries(text: str, name: str) -> bool:
    """Whether a text says a name; one of two words of which one is common is said as it stands: "Air India"."""
    words = name.split()
    if len(words) == 2 and any(is_known(word.lower()) for word in words):
        return name.casefold() in text.casefold()
    return carries(text, name)


def _tickers(text: str, subject: _Subject, mentions: Mentions) -> frozenset[str]:
    """The tickers that a text names, where the subject has any."""
    return frozenset(ticker for mention in mentions(text) for ticker in mention.tickers) if subject.instruments else frozenset()


def apart(text: str) -> str:
    """A text in which two names that a hyphen joins stand apart."""
    return _TWO_NAMES.sub(" ", text)


def _share(text: str, subject: _Subject, mentions: Mentions) -> float:
    """How much of the subject a text says, rare words and names counting for more."""
    named = _tickers(text, subject, mentions)
    name = _RAREST + _LEAST
    total = sum(subject.weights) + name * len(subject.instruments)
    carried = _carried(subject.terms, subject, vocabulary(text)) * sum(subject.weights)
    carried += name * sum(bool(named & tickers) for tickers in subject.instruments)
    return carried / total if total else 0.0


def _carried(terms: Sequence[Term], subject: _Subject, words: frozenset[str]) -> float:
    """The share of the terms' weight that a vocabulary carries; all of it where there are none."""
    weights = [subject.weights[subject.terms.index(term)] for term in terms]
    carried = sum(weight * covered(term, words) for term, weight in zip(terms, weights, strict=True))
    return carried / sum(weights) if weights else 1.0


def _told(ordered: Sequence[_About], end: str) -> list[_About]:
    """The reports that are told: none twice, the nearest to the subject where there are many, the first and the newest
    always."""
    if end == "first":
        return [*ordered[:1]]
    if end == "last":
        return _apart(list(reversed(ordered)), _MOST_AT_END)
    kept = _by_day(ordered, _MOST_OF_DAY)
    if len(kept) > _MOST:
        kept = _by_day(ordered, 1)
    if len(kept) > _MOST:
        inner = sorted(kept[1:-1], key=_nearest)[: _MOST - 2]
        kept = [kept[0], *inner, kept[-1]]
    return sorted(kept, key=_in_time)


def _by_day(ordered: Sequence[_About], most: int) -> list[_About]:
    """Of each day the nearest to the subject, at most so many."""
    days = dict.fromkeys(one.day for one in ordered)
    return [
        one
        for day in days
        for one in sorted(_apart(sorted((o for o in ordered if o.day == day), key=_nearest), most), key=_in_time)
    ]


def _nearest(one: _About) -> tuple[float, float]:
    return -(one.share + one.titled), -one.hit.score


def _in_time(one: _About) -> tuple[date, str]:
    return one.day, str(one.hit.document.published_at or "")


def _apart(reports: Sequence[_About], most: int) -> list[_About]:
    """The first that do not open with one another's words."""
    kept: list[_About] = []
    for report in reports:
        if all(len(report.words & one.words) < _ALIKE * min(len(report.words), len(one.words)) for one in kept):
            kept.append(report)
        if len(kept) == most:
            break
    return kept
