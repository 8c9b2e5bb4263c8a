"""Quoting: the sources' own sentences in place of one of a model's that could not be tied to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.agent.citations import without_marks
from assistant.agent.extractive.sentences import split
from assistant.agent.extractive.terms import Term, content_terms, covered, stems
from assistant.agent.sources import Source
from assistant.figures.chinese import HAS_HAN
from assistant.figures.parse import parse

_FIGURE = 2  # terms that one figure counts for
_LEAST = 4  # terms of a sentence that says something
_SPEAKS_OF_IT = 0.45  # the share of what a sentence says that a quoted one must hold
_MORE = 0.15  # the same of what the first leaves out, for a second one
_LONGEST = 600
_MOST_READ = 200  # sentences of a source
_QUOTES = '“”"「」『』'


@dataclass(frozen=True, slots=True)
class _Row:
    source: Source
    text: str
    said: frozenset[object]  # what of the withheld sentence it holds: stems of terms, and figures

    @property
    def weight(self) -> int:
        return _weight(self.said)


def instead(sentence: str, sources: Sequence[Source]) -> list[str]:
    """The sentence of these sources that holds most of what a sentence says, word for word with its mark, and a second one
    where that carries a figure the first does not; none where no source speaks of it."""
    bare = without_marks(sentence)
    terms = content_terms(bare)
    figures = _figures(bare)
    whole = len(terms) + _FIGURE * len(figures)
    rows = list(_rows(terms, figures, sources))
    first = max(rows, key=lambda row: row.weight, default=None)
    if first is None or whole < _LEAST or first.weight < whole * _SPEAKS_OF_IT:
        return []
    second = max(rows, key=lambda row: _weight(row.said - first.said))
    adds = second.said - first.said
    if not adds & figures or _weight(adds) < whole * _MORE:
        return [_quoted(first)]
    return [_quoted(row) for row in (first, second)]


def says_much_of(sentence: str, text: str) -> bool:
    """Whether a text says a fair part of what a sentence says."""
    terms = content_terms(without_marks(sentence))
    words = frozenset(stems(without_marks(text)))
    return sum(covered(term, words) for term in terms) >= len(terms) * _SPEAKS_OF_IT


def _figures(text: str) -> frozenset[object]:
    return frozenset((one.value, one.unit) for one in parse(text) if one.kind != "date")


def _weight(said: frozenset[object]) -> int:
    return sum(1 if isinstance(one, str) else _FIGURE for one in said)


def _rows(terms: Sequence[Term], figures: frozenset[object], sources: Sequence[Source]) -> Iterator[_Row]:
    for source in sources:
        for one in split(source.text)[:_MOST_READ]:
            text = " ".join(one.text.split())
            if 0 < len(text) <= _LONGEST:
                words = frozenset(stems(text))
                held = {term.stem for term in terms if covered(term, words)}
                yield _Row(source, text, frozenset(held) | (figures & _figures(text)))


def _quoted(row: _Row) -> str:
    mark = f"[{row.source.n}]"
    if row.source.kind != "news" or any(one in row.text for one in _QUOTES):
        return f"{row.text} {mark}"
    opening, end = "「」" if HAS_HAN.search(row.text) else "“”"
    return f"{opening}{row.text}{end} {mark}"
