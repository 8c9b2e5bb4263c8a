"""The lexical index: chunks by their words (BM25, tantivy). No other module imports tantivy."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from assistant.knowledge.feed import ALWAYS, NEVER_DAY, Entry
from assistant.knowledge.scope import Scope
from assistant.knowledge.tokens import asked, asked_marks, day_marks, spread, words
from assistant.knowledge.torn import refusals

LAYOUT = "lexical-3"  # a change of the fields or of the analysis needs a new name, and makes the index anew
_ANALYSIS = "rally"
_HEAP_BYTES = 30_000_000
_MAX_WORDS = 64
_WEIGHTS = {"title": 0.2, "body": 1.0}  # the body field holds the title too: alone, a short field outweighs everything
_DAY_WEIGHT = 6.0  # a date written out says more than any word beside it


class LexicalIndex:
    """Words to chunks, on disk (one writer, any number of readers) or in memory."""

    layout = LAYOUT
    name = "lexical"
    batch = 512

    def __init__(self, index: Any) -> None:
        self._index = index
        self._writer: Any = None
        index.register_tokenizer(_ANALYSIS, _analyzer())

    @classmethod
    def create(cls, path: Path | None = None) -> "LexicalIndex":
        """An empty index there, or in memory."""
        import tantivy

        if path is None:
            return cls(tantivy.Index(_schema()))
        path.mkdir(parents=True, exist_ok=True)
        with refusals("lexical", ValueError, OSError):
            return cls(tantivy.Index(_schema(), path=str(path)))

    @classmethod
    def open(cls, path: Path) -> "LexicalIndex":
        """The index that lies there.

        Raises:
            Torn: there is none, or it is damaged.
        """
        import tantivy

        with refusals("lexical", ValueError, OSError):
            index = cls(tantivy.Index.open(str(path)))
            index.count()
            return index

    def apply(self, puts: Sequence[Entry], deletes: Sequence[str]) -> None:
        """Takes the changes over and commits; doing it again changes nothing."""
        with refusals("lexical", ValueError, OSError):
            if self._writer is None:
                self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            for chunk_id in (*deletes, *(entry.chunk_id for entry in puts)):
                self._writer.delete_documents_by_term("chunk_id", chunk_id)
            for entry in puts:
                self._writer.add_document(_document(entry))
            self._writer.commit()
            self._index.reload()

    def reload(self) -> None:
        """Shows what another process has committed."""
        with refusals("lexical", ValueError, OSError):
            self._index.reload()

    def count(self) -> int:
        with refusals("lexical", ValueError, OSError):
            return int(self._index.searcher().num_docs)

    def finds(self, sample: Entry) -> bool:
        """Whether that chunk is in the index."""
        import tantivy

        with refusals("lexical", ValueError, OSError):
            query = tantivy.Query.term_query(self._index.schema, "chunk_id", sample.chunk_id)
            return bool(self._index.searcher().search(query, 1).hits)

    def search(self, text: str, scope: Scope, *, limit: int, publishers: Sequence[str] = ()) -> list[tuple[str, float]]:
        """The chunks in scope, and of those publishers if any, that share words with the text: best first, with scores."""
        weights = asked(_asked_words(text), limit=_MAX_WORDS)
        marks = asked_marks(text)
        if not weights and not marks:
            return []
        with refusals("lexical", ValueError, OSError):
            searcher = self._index.searcher()
            found = searcher.search(_query(self._index.schema, weights, marks, scope, publishers), limit, count=False)
            return [(searcher.doc(address)["chunk_id"][0], float(score)) for score, address in found.hits]

    def rarity(self, text: str) -> dict[str, float]:
        """For each lower-case word of the text, ln(1 + chunks / (1 + chunks that hold it)): 0.7 for a word of all of them."""
        with refusals("lexical", ValueError, OSError):
            searcher = self._index.searcher()
            found: dict[str, float] = {}
            for word, _ in words(spread(text)):
                held = max((searcher.doc_freq("body", token) for token in _analyzer().analyze(word)), default=0)
                found[word.lower()] = math.log(1 + searcher.num_docs / (1 + held))
                if len(found) == _MAX_WORDS:
                    break
            return found

    def close(self) -> None:
        """Ends the writing; what was committed stays."""
        if self._writer is not None:
            with refusals("lexical", ValueError, OSError):
                self._writer.wait_merging_threads()
            self._writer = None


def analyze(text: str) -> list[str]:
    """The text's words as they are indexed: stemmed, Chinese in pairs of characters."""
    return list(_analyzer().analyze(spread(text)))


def _asked_words(text: str) -> Iterator[tuple[str, bool]]:
    analyzer = _analyzer()
    for word, named in words(spread(text)):
        yield from ((token, named) for token in analyzer.analyze(word))


@cache
def _analyzer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (Filter.remove_long(60), Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


@cache
def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("chunk_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("doc_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("ticker", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("publisher", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("day", tokenizer_name="raw", index_option="basic")
    for field in _WEIGHTS:
        builder.add_text_field(field, tokenizer_name=_ANALYSIS, index_option="freq")
    for field in ("first_day", "last_day", "known", "ended"):
        builder.add_integer_field(field, fast=True)
    return builder.build()


def _document(entry: Entry) -> Any:
    import tantivy

    document = tantivy.Document()
    document.add_text("chunk_id", entry.chunk_id)
    document.add_text("doc_id", entry.doc_id)
    for ticker in entry.tickers:
        document.add_text("ticker", ticker)
    document.add_text("publisher", entry.publisher)
    document.add_text("title", spread(entry.title))
    document.add_text("body", spread(f"{entry.title}\n{entry.text}"))
    for mark in day_marks(entry.published_date):
        document.add_text("day", mark)
    document.add_integer("first_day", entry.first_day)
    document.add_integer("last_day", entry.last_day)
    document.add_integer("known", entry.known)
    document.add_integer("ended", entry.ended)
    return document


def _query(schema: Any, weights: Mapping[str, float], marks: Sequence[str], scope: Scope, publishers: Sequence[str]) -> Any:
    """Any of the words, within the scope. The words are terms, never query syntax."""
    from tantivy import Occur, Query

    terms = [
        (Occur.Should, _term(schema, field, word, weight * share))
        for word, weight in weights.items()
        for field, share in _WEIGHTS.items()
    ]
    terms += [(Occur.Should, _term(schema, "day", mark, _DAY_WEIGHT)) for mark in marks]
    conditions = []
    if scope.as_of < ALWAYS:
        conditions.append(_between(schema, "known", scope.since, min(scope.as_of, scope.until - 1)))
        conditions.append(_between(schema, "ended", scope.as_of + 1, None))
    if scope.dated:
        conditions.append(_between(schema, "first_day", -NEVER_DAY, scope.last))
        conditions.append(_between(schema, "last_day", scope.first, NEVER_DAY))
    if scope.tickers:
        conditions.append(Query.term_set_query(schema, "ticker", list(scope.tickers)))
    if publishers:
        conditions.append(Query.term_set_query(schema, "publisher", list(publishers)))
    filters = [(Occur.Must, Query.const_score_query(condition, 0.0)) for condition in conditions]
    return Query.boolean_query([(Occur.Must, Query.boolean_query(terms)), *filters])


def _term(schema: Any, field: str, value: str, weight: float) -> Any:
    from tantivy import Query

    return Query.boost_query(Query.term_query(schema, field, value, index_option="freq"), weight)


def _between(schema: Any, field: str, low: int | None, high: int | None) -> Any:
    from tantivy import FieldType, Query

    bounded = None if low == -ALWAYS else low
    return Query.range_query(schema, field, FieldType.Integer, bounded, high)
