"""Reranking: the first candidates in the order that a cross-encoder gives them, where a setting names one."""

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

from assistant.errors import BadSetting, StoreError
from assistant.knowledge.hosted_reranker import HostedReranker
from assistant.knowledge.ranking import Candidate
from assistant.settings import Settings

_log = logging.getLogger(__name__)
RERANKED = 20  # candidates: a cross-encoder reads each of them with the question
_MAX_CHARS = 2_000  # of a passage
_REST_S = 30.0  # after a failure it is not asked: every search would wait for it
_LIBRARY = "rerankers:"


class Reranker(Protocol):
    """How well each text answers a question."""

    def scores(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        """A number a text, higher for a better one.

        Raises:
            StoreError: it cannot be had.
        """
        ...


class Reranking:
    """A reranker in use: while it cannot be had, the order stays as it was found, and that is said."""

    def __init__(self, reranker: Reranker, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._reranker = reranker
        self._clock = clock
        self._rests_until = -math.inf
        self._trouble = ""

    def order(self, query: str, ranked: Sequence[Candidate], texts: Mapping[str, str]) -> tuple[list[Candidate], str]:
        """The candidates, the best first, and what went wrong, if anything did."""
        read = [one for one in ranked[:RERANKED] if one.outline.chunk_id in texts]
        if not read:
            return list(ranked), ""
        if self._clock() < self._rests_until:
            return list(ranked), self._trouble
        try:
            scores = self._scores(query, [texts[one.outline.chunk_id][:_MAX_CHARS] for one in read])
        except StoreError as exc:
            self._rests_until = self._clock() + _REST_S
            self._trouble = f"{exc.public_message} The passages stand in the order in which they were found."
            _log.warning("%s", self._trouble)
            return list(ranked), self._trouble
        places = sorted(range(len(read)), key=lambda place: -scores[place])  # equals stay in order
        rest = [one for one in ranked if one not in read]
        return [*(read[place] for place in places), *rest], ""

    def _scores(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        scores = self._reranker.scores(query, texts)
        if len(scores) != len(texts) or not all(math.isfinite(score) for score in scores):
            raise StoreError(f"The reranker gave no number for each of {len(texts)} passages.")
        return scores


class LibraryReranker:
    """A model of the `rerankers` library, loaded when it is first asked."""

    def __init__(self, name: str) -> None:
        try:
            self._library = import_module("rerankers")
        except ImportError as exc:
            raise BadSetting(
                "RALLY_RERANKER names a model: pip install 'rerankers[transformers]', or name an address."
            ) from exc
        self._name = name
        self._model: Any = None

    def scores(self, query: str, texts: Sequence[str]) -> Sequence[float]:
        try:
            if self._model is None:
                self._model = self._library.Reranker(self._name, model_type="cross-encoder", verbose=0)
            found = self._model.rank(query=query, docs=list(texts), doc_ids=list(range(len(texts))))
            by_place = {one.document.doc_id: float(one.score) for one in found.results}
            return [by_place[place] for place in range(len(texts))]
        except Exception as exc:  # whatever the library and its model raise
            raise StoreError(f"The reranker {self._name!r} failed ({type(exc).__name__}).") from exc


def build_reranking(settings: Settings) -> Reranking | None:
    """The reranker that the settings name: an address, `rerankers:<model>`, or none."""
    named = settings.reranker
    if named is None:
        return None
    if named.startswith(_LIBRARY) and named != _LIBRARY:
        return Reranking(LibraryReranker(named.removeprefix(_LIBRARY)))
    key = settings.reranker_key.get_secret_value() if settings.reranker_key else ""
    return Reranking(HostedReranker(named, model=settings.reranker_model, key=key))
