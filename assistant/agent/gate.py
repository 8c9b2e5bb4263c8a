"""The gate: a sentence is shown when code can tie it to the sources it cites, and withheld otherwise."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.agent.citations import cited_numbers, unknown_marks, without_marks
from assistant.agent.events import CheckedFigure, Withheld
from assistant.agent.extractive.sentences import Sentence, split, table_start
from assistant.agent.extractive.terms import vocabulary
from assistant.agent.faithfulness import unfaithful
from assistant.agent.grounding import recites, speaks_of
from assistant.agent.quoting import instead
from assistant.agent.sources import Source, SourceLedger
from assistant.figures.chinese import HAS_HAN
from assistant.figures.parse import parse
from assistant.figures.verify import Evidence, Verdict, verify

_FIGURE = 3  # words that one figure counts for, when the sentence is looked for on which another rests
_READ_CLOSELY = 4  # sentences of a source
_WORD = re.compile(r"\w+")
_ROW = re.compile(r"^\s*\|(?P<cells>[^\n]*\w[^\n]*\|[^\n]*\w[^\n]*)\|(?P<end>\s*)$")
_SUFFIX = re.compile(r"\b[A-Z0-9]{1,6}\.([A-Z]{1,2})\b")
_TRADED_IN = {"HK": "Hong Kong", "SS": "Shanghai", "SZ": "Shenzhen", "T": "Tokyo", "L": "London", "KS": "Seoul", "TW": "Taipei"}
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^)]*)\)|https?://\S+")
_MARKED = re.compile(r"(?P<part>[^\[\]]*+)(?P<marks>(?:\s*\[\d{1,4}\])+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A sentence as it may be shown, or why it is withheld."""

    text: str = ""
    numbers: tuple[int, ...] = ()
    figures: tuple[CheckedFigure, ...] = ()
    withheld: Withheld | None = None


@dataclass(slots=True, kw_only=True)
class Gate:
    """Checks one answer's sentences against its ledger."""

    ledger: SourceLedger
    entities: Callable[[str], frozenset[str]]
    written: bool = False  # by a language model: then nothing is shown without a source that speaks of it
    private: str = ""  # what the model was told and the reader is not

    def check(self, sentence: str) -> Release:
        """The sentence released with its checked figures, or withheld with the reason."""
        text = _LINK.sub(self._link, sentence)
        if self.written:
            text = _ROW.sub(_as_item, text)
        if self.private and recites(text, self.private):
            return _held("private", "It repeats instructions that are no part of an answer.")
        known = [source.n for source in self.ledger]
        strangers = unknown_marks(text, known=known)
        if strangers:
            return _held("citation", f"It cites source {strangers[0]}, which is no source of this answer.")
        numbers = cited_numbers(text, known=known)
        if not numbers:
            return self._unmarked(text)
        sources = [source for n in numbers if (source := self.ledger.get(n)) is not None]
        passages = [_evidence(source, text) for source in sources]
        verdict = verify(text, passages, entities=self.entities)
        if not verdict.ok:
            return _held("figure", verdict.problems[0] if verdict.problems else "Its figures are not in its sources.")
        evidence = [f"{one.title} {one.publisher if one.publisher in text else ''} {one.text}" for one in sources]
        named = self.entities(without_marks(text)) if self.written else frozenset()
        if named and not named <= self.entities("\n".join(evidence)):
            return _held("citation", "It names something that the sources it cites do not.")
        reported = all(source.kind == "news" for source in sources)
        if self.written and not reported and not speaks_of(text, evidence):
            return _held("citation", "The sources it cites do not speak of this.")
        if self.written and reported and (strange := unfaithful(without_marks(text), verdict, passages, self.entities)):
            return _held("wording", strange)
        for source in sources:
            self._mark(source, text, verdict)
        return Release(text=text, numbers=tuple(numbers), figures=_checked(verdict))

    def instead(self, sentence: str) -> list[Release]:
        """What the sources that a withheld sentence cites say of the same, word for word, as far as it may be shown."""
        numbers = cited_numbers(sentence, known=[source.n for source in self.ledger])
        cited = [source for n in numbers if (source := self.ledger.get(n)) is not None]
        found = (self.check(quoted) for quoted in instead(sentence, cited))
        return [release for release in found if release.withheld is None]

    def _unmarked(self, text: str) -> Release:
        """A sentence without a source may say nothing that needs one."""
        bare = without_marks(text)
        if self.written and any(one.isalnum() for one in bare):
            return _held("no_source", "It has no source.")
        if parse(bare) or self.entities(bare) or "“" in bare:
            return _held("no_source", "It names something or states a figure without a source.")
        return Release(text=text)

    def _link(self, match: re.Match[str]) -> str:
        """A link is kept as its words; its address only where it is that of a source."""
        urls = {source.url for source in self.ledger if source.url}
        if match.group().startswith("http"):
            return match.group() if match.group().rstrip(".,)") in urls else ""
        return match.group(1)

    def _mark(self, source: Source, text: str, verdict: Verdict) -> None:
        """Note which part of the source the sentence rests on; each part of its own where a model's marks part it."""
        marked = ((one.group("part"), one.group("marks")) for one in _MARKED.finditer(text))
        parts = [part for part, marks in marked if f"[{source.n}]" in marks and any(map(str.isalnum, part))]
        several = self.written and len(parts) > 1
        for part in parts if several else [text]:
            found = _found_in(source, verdict) if self.written and not several else None
            span = found or (supporting_span(source.text, part) if source.kind == "news" else None)
            if span is not None:
                self.ledger.mark(source.n, *span)


def _found_in(source: Source, verdict: Verdict) -> tuple[int, int] | None:
    """Where the one sentence of a report stands in which all figures of a claim were found."""
    told = {check.quote.strip() for check in verdict.checks if check.n == source.n and check.figure.kind != "date"}
    quote = told.pop() if len(told) == 1 and source.kind == "news" else ""
    start = source.text.find(quote) if quote and not quote.startswith("|") else -1
    return (start, start + len(quote)) if start >= 0 else None


def supporting_span(passage: str, sentence: str) -> tuple[int, int] | None:
    """Where in a passage the sentence stands word for word, else the passage's sentence that shares most with it."""
    bare = re.sub(r"\s+([.。])$", r"\1", without_marks(sentence).strip())
    for candidate in (bare, bare.partition(": ")[2]):
        span = _verbatim(passage, candidate) if len(candidate) > 12 else None
        if span is not None:
            return span
    words = vocabulary(bare)
    numbers = {word for word in words if word[0].isdigit()}
    rated = []
    for one in _likely(bare, _sentences(passage)):
        shared = words & vocabulary(one.text)
        rated.append((len(shared) + _FIGURE * len(shared & numbers), -one.start, one))
    share, _, best = max(rated, key=lambda row: row[:2], default=(0, 0, None))
    if not share or best is None:
        return None
    return (table_start(passage, best.start) if best.text.startswith("|") else best.start), best.end


def _likely(sentence: str, among: Sequence[Sentence]) -> Sequence[Sentence]:
    """The few of many sentences that share most beginnings of words with one: only these are read closely."""
    if len(among) <= _READ_CLOSELY or HAS_HAN.search(sentence):
        return among
    said = _beginnings(sentence)
    return sorted(among, key=lambda one: -len(said & _beginnings(one.text)))[:_READ_CLOSELY]


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _WORD.findall(text.lower()))


@lru_cache(maxsize=1_024)
def _sentences(passage: str) -> tuple[Sentence, ...]:
    return tuple(split(passage))


def _verbatim(passage: str, sentence: str) -> tuple[int, int] | None:
    """Where in a passage a sentence stands, whatever white space lies between its words."""
    start, words = passage.find(sentence), sentence.split()
    if start >= 0:
        return start, start + len(sentence)
    if " ".join(words) not in " ".join(passage.split()):
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), passage)
    return match.span() if match else None


def _evidence(source: Source, sentence: str) -> Evidence:
    """What a sentence is checked against."""
    times = " ".join(f"{when:%H:%M} {when.day} {when:%B %Y}" for when in (source.published_at, source.updated_at) if when)
    where = _TRADED_IN.get(suffix[1], "") if source.kind != "news" and (suffix := _SUFFIX.search(source.text)) else ""
    header = " ".join(filter(None, (_of_name(source.publisher, sentence), _of_name(source.byline, sentence), times, where)))
    return Evidence(n=source.n, text=source.text, day=source.day, title=source.title, kind=source.kind, header=header)


def _of_name(name: str, sentence: str) -> str:
    """Who published or wrote a source, unless it has digits and is not said: they are no ticker or figure of its report."""
    return name if name in sentence or not any(char.isdigit() for char in name) else ""


def _checked(verdict: Verdict) -> tuple[CheckedFigure, ...]:
    return tuple(
        CheckedFigure(
            text=check.figure.text,
            value=format(check.figure.value, "f"),
            unit=check.figure.unit,
            source=check.n,
            status="verified",
        )
        for check in verdict.checks
    )


def _as_item(row: re.Match[str]) -> str:
    """A row of a model's table as an item of a list: rows around it may be withheld, and half a table is none."""
    first, *rest = (cell.strip() for cell in row["cells"].split("|"))
    return f"- {first}: {', '.join(cell for cell in rest if cell)}{row['end']}"


def _held(reason: str, detail: str) -> Release:
    return Release(withheld=Withheld(reason=reason, detail=detail))
