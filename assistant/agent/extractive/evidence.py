"""Evidence: the sentences of the passages, each with whom it speaks of and how well it meets the question."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from assistant.agent.extractive.names import Names, NameSpan, carries, proper_names
from assistant.agent.extractive.nouns import places_said
from assistant.agent.extractive.sentences import Sentence, pairs, split
from assistant.agent.extractive.terms import vocabulary
from assistant.agent.records import Passage
from assistant.figures.figure import Figure
from assistant.figures.parse import parse
from assistant.knowledge.moments import moment_of
from assistant.knowledge.windows import DayPart

_HEADS = (
    r"(?:company|firm|group|lender|chipmaker|carmaker|automaker|giant|titan|retailer|platform|carrier|airline|insurer|developer|"
    r"start-?up|maker)"
)
_ANAPHOR = re.compile(
    rf"\b(?:the (?:[\w-]+ ){{0,2}}?(?:index|gauge|benchmark|stock|shares?|bank|deal|offering|bonds?|notes?|{_HEADS})|"
    r"its?|they|their|he|she|his|her)\b|公司|該股|该股|(?<![\u4e00-\u9fffA-Z0-9])指[數数]|[該该]指[數数]",
    re.I,
)
_BYLINE = re.compile(r"[(（][^()（）]{1,60}[)）]\.?")
_INDEX = re.compile(r"\bthe (?:\w+ )?(?:index|gauge|benchmark)\b|(?<![\u4e00-\u9fffA-Z0-9])指[數数]|[該该]指[數数]", re.I)
_INTRODUCTION = 60  # characters behind words of a kind in which the one introduced by them is named
_CLAUSE = re.compile(r"[，,；;]")
_COMPANY = re.compile(rf"\bthe (?P<kind>(?:[\w-]+ ){{0,2}}?){_HEADS}\b|公司", re.I)
# "Chinese markets are up": of more than the index that was named before.
_OWN_SUBJECT = re.compile(
    r"[“\"]?(?:(?!The\b|These\b|Those\b|Its\b|Their\b|Such\b)[A-Z][\w-]+ )(?:[\w-]+ ){0,2}?"
    r"(?:markets?|stocks|equities|futures|bonds|yields|investors|traders)\b"
)
_TURNS = re.compile(r"(?:Another|Others?|The others?|Separately|Meanwhile|Elsewhere|In contrast|By contrast)\b")
_DOES = re.compile(r"\s+(?:[a-z]+ed|rose|fell|sank|slid|said|says|is|was|has|will|gave|lost|won|saw|grew|sees|expects)\b")
Similarity = Callable[[str, Sequence[str]], Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence of a passage that might answer."""

    passage: Passage
    rank: int  # of its passage, from 0
    sentence: Sentence
    words: frozenset[str]
    around: frozenset[str]  # the words of its neighbours and title
    names: tuple[NameSpan, ...]
    inherited: frozenset[str]  # keys spoken of just before, where the sentence points back
    nearby: frozenset[str]  # keys of the sentences beside it and of the title
    passage_words: frozenset[str]
    passage_keys: frozenset[str]
    moment: DayPart | None = None  # of the trading day its report speaks of
    joined: bool = False  # it is two sentences, one behind the other
    held: tuple[float, ...] = ()  # how surely it speaks of each name of the question
    score: float = 0.0
    coverage: float = 0.0
    likeness: float = 0.0  # of its meaning to the question's, from 0

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Read when they are asked for: most sentences are weighed by their words alone."""
        return tuple(parse(self.text))

    @property
    def n(self) -> int:
        return self.passage.n

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(span.key for span in self.names)

    @property
    def published_at(self) -> datetime | None:
        return self.passage.hit.document.published_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a sentence says, whatever is asked of it."""

    sentence: Sentence
    words: frozenset[str]
    around: frozenset[str]
    names: tuple[NameSpan, ...]
    inherited: frozenset[str]
    nearby: frozenset[str]
    one: bool = True  # of two sentences: the second brings in nobody of its own


def candidates(passages: Sequence[Passage], names: Names, *, joined: bool = False) -> list[Candidate]:
    """Every sentence of the passages once, in the order of the passages; or each with the one that follows it."""
    found: list[Candidate] = []
    seen: set[str] = set()
    for rank, passage in enumerate(passages):
        title = passage.hit.document.title
        moment = moment_of(title, passage.hit.document.text)
        reads = _read(passage.hit.chunk.text, title, passage.hit.document.text, names, joined)
        words = vocabulary(title).union(*(read.words for read in reads))
        keys = _keys(names(title)).union(*(_keys(read.names) for read in reads))
        for read in reads:
            if read.sentence.text in seen or (joined and not read.one):
                continue
            seen.add(read.sentence.text)
            found.append(
                Candidate(
                    passage=passage,
                    rank=rank,
                    sentence=read.sentence,
                    words=read.words,
                    around=read.around,
                    names=read.names,
                    inherited=read.inherited,
                    nearby=read.nearby,
                    passage_words=words,
                    passage_keys=keys,
                    moment=moment,
                    joined=joined,
                )
            )
    return found


@lru_cache(maxsize=1_024)
def _read(text: str, title: str, whole: str, names: Names, joined: bool) -> tuple[_Read, ...]:
    """The sentences of a passage; kept, because a question reads its passages several times and the next one again."""
    title_words, title_keys = vocabulary(title), _keys(names(title))
    sentences = pairs(text) if joined else split(text)
    vocabularies = [vocabulary(sentence.text) for sentence in sentences]
    named = [tuple(names(sentence.text)) for sentence in sentences]
    rows: list[_Read] = []
    before = _Before()
    for place, sentence in enumerate(sentences):
        spans = named[place]
        back = _points_back(sentence, sentences, place, spans)
        inherited = (
            _introduced(sentence.text, whole, names) or before.meant_by(sentence.text) or title_keys if back else frozenset()
        )
        before = before.then(spans)
        if len(sentence.text) < 8 or _BYLINE.fullmatch(sentence.text):
            continue
        near = vocabularies[max(0, place - 1) : place] + vocabularies[place + 1 : place + 2]
        rows.append(
            _Read(
                one=not joined or _goes_on(sentence.text, names, title_keys),
                sentence=sentence,
                words=vocabularies[place],
                around=title_words.union(*near),
                names=spans,
                inherited=inherited,
                nearby=title_keys.union(*(_keys(row) for row in named[max(0, place - 1) : place + 2])),
            )
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Before:
    """Whom the sentences before spoke of last: anybody, an index, a company."""

    anybody: frozenset[str] = frozenset()
    index: frozenset[str] = frozenset()
    company: frozenset[str] = frozenset()

    def then(self, spans: Sequence[NameSpan]) -> "_Before":
        index = frozenset(span.key for span in spans if span.index)
        company = frozenset(span.key for span in spans if not span.index)
        return _Before(index | company or self.anybody, index or self.index, company or self.company)

    def meant_by(self, text: str) -> frozenset[str]:
        """Those that "the index" or "the company" in a text stands for."""
        if _INDEX.search(text):
            return self.index
        return (self.company if _COMPANY.search(text) else frozenset()) or self.anybody


def _introduced(text: str, whole: str, names: Names) -> frozenset[str]:
    """Whom "the Chinese e-commerce giant" in a text stands for: the one whom its report introduces by these words."""
    match = _COMPANY.search(text)
    kind = (match["kind"] or "").strip() if match else ""
    if not kind:
        return frozenset()
    for place in re.finditer(rf"(?<![\w-]){re.escape(kind)}\s", whole, re.I):
        behind = whole[place.end() : place.end() + _INTRODUCTION]
        first = next(iter(names(behind)), None)
        if first is not None and not first.index and re.fullmatch(r"(?:[\w-]+ ){0,2}", behind[: first.start]):
            return frozenset({first.key})
    return frozenset()


def _goes_on(text: str, names: Names, title_keys: frozenset[str]) -> bool:
    """Whether the second of two sentences speaks of nobody, and opens with no place, but those of the first and the title."""
    first, *rest = split(text)
    if any(_TURNS.match(one.text) for one in rest):
        return False
    opening = " ".join(_CLAUSE.split(one.text)[0] for one in rest)
    if not places_said(vocabulary(opening)) <= places_said(vocabulary(first.text)):
        return False
    return _keys(names(" ".join(one.text for one in rest))) <= _keys(names(first.text)) | title_keys


def _keys(spans: Sequence[NameSpan]) -> frozenset[str]:
    return frozenset(span.key for span in spans)


def _points_back(sentence: Sentence, sentences: Sequence[Sentence], place: int, spans: tuple[NameSpan, ...]) -> bool:
    """Whether whom it speaks of was named before it: it opens with "the company" or "it", or names nobody itself."""
    if _ANAPHOR.match(sentence.text.lstrip("“\"'‘")):
        return True
    if spans or opens_with_name(sentence.text) or has_own_subject(sentence.text):
        return False
    same_paragraph = place > 0 and sentences[place - 1].paragraph == sentence.paragraph
    return same_paragraph or bool(_ANAPHOR.search(sentence.text))


def opens_with_name(text: str) -> bool:
    """ "Arete Research lifted its rating": a subject of its own, though no catalogue holds it."""
    opening = " ".join(text.split()[:4])
    names = proper_names(opening, [])
    if not names or not opening.startswith(names[0]):
        return False
    return len(names[0].split()) > 1 or bool(_DOES.match(opening, len(names[0])))


def has_own_subject(text: str) -> bool:
    """Whether a sentence opens with a market or with those who trade: "Chinese markets are up"."""
    return bool(_OWN_SUBJECT.match(text))


def changes_subject(one: Candidate) -> bool:
    """Whether the second of two sentences opens with a name that the first has not: its figures are of that one."""
    if not one.joined:
        return False
    first, *rest = (sentence.text for sentence in split(one.text))
    return any(
        opens_with_name(text) and proper_names(" ".join(text.split()[:4]), [])[0].split()[0] not in first for text in rest
    )


def of_another_opening(one: Candidate, asked: Sequence[str], figures: Sequence[Figure]) -> bool:
    """Whether the figures of two sentences stand in the first, which opens with a name, and none of those asked is in it."""
    if not one.joined or not asked:
        return False
    first = split(one.text)[0].text
    if not opens_with_name(first) or any(carries(first, name) for name in asked):
        return False
    return all(figure.start < len(first) for figure in figures)


def speaks_of(one: Candidate, keys: frozenset[str]) -> bool:
    """Whether the sentence, or what it points back to, names one of the keys."""
    return bool(keys & (one.keys | one.inherited))


def owner(one: Candidate, figure: Figure) -> frozenset[str]:
    """Whose figure it is: the nearest name before it, else the nearest after it, else whom the sentence points back to."""
    before = [span for span in one.names if span.end <= figure.start]
    if before:
        last = before[-1]
        return frozenset(span.key for span in before if span.start == last.start)
    if one.inherited and _ANAPHOR.search(one.text[: figure.start]):
        return one.inherited
    after = [span for span in one.names if span.start >= figure.end]
    if after:
        return frozenset(span.key for span in after if span.start == after[0].start)
    return one.inherited
