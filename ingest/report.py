"""Reports: what a run took in, kind by kind, so that nothing goes missing between the files and the store."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from assistant.knowledge.documents import Document
from ingest.article import Reject

Kind = Literal["articles", "bars", "stats"]
Outcome = Literal["new", "updated", "unchanged", "duplicate", "rejected"]
_TOLD = 200  # documents listed in a report; all are counted
_SHOWN = 200  # rejects listed in a report; all are counted, and kept in the store


@dataclass(slots=True)
class Counts:
    """What became of the items of one kind: `seen` is always the sum of the rest."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0

    @property
    def seen(self) -> int:
        return self.new + self.updated + self.unchanged + self.duplicate + self.rejected

    def as_dict(self) -> dict[str, int]:
        names = ("new", "updated", "unchanged", "duplicate", "rejected")
        return {"seen": self.seen} | {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Report:
    """The account of one run."""

    articles: Counts = field(default_factory=Counts)
    bars: Counts = field(default_factory=Counts)
    stats: Counts = field(default_factory=Counts)
    inputs: int = 0
    embedded: int = 0  # passages given to the embedder
    indexed: int = 0  # changes applied to the search indexes by this process
    notes: Counter[str] = field(default_factory=Counter)  # what was flagged on documents, and how often
    reasons: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    reject_ids: set[str] = field(default_factory=set)  # under which the store keeps them
    documents: list[tuple[str, str, Outcome]] = field(default_factory=list)  # ids, titles, and what became of them
    newest_at: datetime | None = None  # when the newest of the articles seen was published
    interrupted: bool = False
    dry_run: bool = False
    searchable_ms: int = 0  # until everything that was taken in could be found
    elapsed_ms: int = 0

    @property
    def only_bars(self) -> bool:
        """Whether nothing was seen that the search indexes could hold."""
        return self.bars.seen > 0 and self.articles.seen == self.stats.seen == 0

    def count(self, kind: Kind, outcome: Outcome, number: int = 1) -> None:
        counts: Counts = getattr(self, kind)
        setattr(counts, outcome, getattr(counts, outcome) + number)

    def reject(self, kind: Kind, rejects: Iterable[Reject]) -> None:
        for reject in rejects:
            self.count(kind, "rejected")
            self.reasons[reject.reason] += 1
            if len(self.rejects) < _SHOWN:
                self.rejects.append(reject)

    def saw(self, document: Document, outcome: Outcome) -> None:
        if len(self.documents) < _TOLD:
            self.documents.append((document.doc_id, document.title, outcome))
        published_at = document.published_at
        if published_at and (self.newest_at is None or published_at > self.newest_at):
            self.newest_at = published_at

    def to_json(self) -> str:
        """The report as one line of JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    def as_dict(self) -> dict[str, Any]:
        return {
            "articles": self.articles.as_dict(),
            "bars": self.bars.as_dict(),
            "stats": self.stats.as_dict(),
            "inputs": self.inputs,
            "embedded": self.embedded,
            "indexed": self.indexed,
            "notes": dict(sorted(self.notes.items())),
            "reasons": dict(sorted(self.reasons.items())),
            "documents": [{"doc_id": d, "title": title, "outcome": outcome} for d, title, outcome in self.documents],
            "rejects": [{"origin": r.origin, "reason": r.reason, "detail": r.detail} for r in self.rejects],
            "interrupted": self.interrupted,
            "dry_run": self.dry_run,
            "searchable_ms": self.searchable_ms,
            "elapsed_ms": self.elapsed_ms,
        }
