"""Grouping: each new report joins its story and its origin, whenever and in whatever order the others came."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from assistant.knowledge.documents import Document
from assistant.knowledge.story_marks import Kind, Report, Told
from ingest.stories import COPIES_WITHIN, Print, near_copies, print_of, same_event

_CANDIDATES = 40  # that a report is compared with
_AT_HAND = 1_000  # reports that are kept in memory from one group of documents to the next
_SPAN = COPIES_WITHIN.days + 1
_STRETCH = timedelta(days=14)  # of reports that are looked up together
_LONGEST = COPIES_WITHIN  # from the first report of a story to the last: what follows is another event


class Archive(Protocol):
    """What grouping needs of the store."""

    def marked(self, marks: Sequence[int], *, first: int, last: int) -> list[tuple[int, int, str]]: ...
    def reports(self, doc_ids: Sequence[str]) -> list[Report]: ...


@dataclass(slots=True)
class _Member:
    taken: Print
    story_id: str
    origin_id: str


class Groups:
    """The reports at hand, and those in the store that are near one of them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[str, _Member] = {}  # placed in this run, or read from the store
        self._by_mark: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)  # days and documents
        self._marks: list[tuple[int, int, str]] = []
        self._unions: list[tuple[Kind, str, str]] = []

    def expect(self, prints: Sequence[Print]) -> None:
        """Looks up what is near any of these reports, before each is placed."""
        self._known = dict(list(self._known.items())[-_AT_HAND:])
        self._by_mark.clear()
        found: dict[tuple[int, int, str], None] = {}
        for near in _stretches(prints):
            days = [taken.published_at.toordinal() for taken in near]
            marks = sorted({mark for taken in near for mark in taken.marks})
            found |= dict.fromkeys(self._archive.marked(marks, first=min(days) - _SPAN, last=max(days) + _SPAN))
        for mark, day, doc_id in (*found, *self._marks):  # of the store, and of what is not committed yet
            self._by_mark[mark].append((day, doc_id))

    def place(self, document: Document, taken: Print) -> Document:
        """The document in its story, if others tell it too."""
        member = _Member(taken, document.story_id or document.doc_id, document.origin_id or document.doc_id)
        marks, day = taken.marks, taken.published_at.toordinal()
        near = self._near(marks, day, but=document.doc_id)
        copies = [one for one in near if near_copies(one.taken, member.taken)]
        events = [one for one in near if one in copies or same_event(one.taken, member.taken)]
        self._unite("origin_id", member, copies)
        self._unite("story_id", member, self._in_time(member, events, copies))
        self._known[document.doc_id] = member
        for mark in marks:
            self._marks.append((mark, day, document.doc_id))
            self._by_mark[mark].append((day, document.doc_id))
        story_id = member.story_id if member.story_id != document.doc_id else None
        origin_id = member.origin_id if member.origin_id != document.doc_id else None
        if (story_id, origin_id) == (document.story_id, document.origin_id):
            return document
        return replace(document, story_id=story_id, origin_id=origin_id)

    def told(self) -> Told:
        """What was found out since the last commit."""
        return Told(marks=self._marks, unions=self._unions)

    def committed(self) -> None:
        """What was found out is kept."""
        self._marks, self._unions = [], []

    def _near(self, marks: Sequence[int], day: int, *, but: str) -> list[_Member]:
        """The reports of those days that share the most of the marks, at least two of them."""
        shared = Counter(
            doc_id for mark in marks for at, doc_id in self._by_mark.get(mark, ()) if abs(at - day) <= _SPAN and doc_id != but
        )
        found = [doc_id for doc_id, count in shared.most_common(_CANDIDATES) if count >= 2]
        for report in self._archive.reports([doc_id for doc_id in found if doc_id not in self._known]):
            if report.published_at is not None:
                self._known[report.doc_id] = _member(report, report.published_at)
        return [self._known[doc_id] for doc_id in found if doc_id in self._known]

    def _in_time(self, member: _Member, events: list[_Member], copies: list[_Member]) -> list[_Member]:
        """Those whose whole story lies within a few days of the report; near copies in any case."""
        first = {
            one.story_id: min(other.taken.published_at for other in self._known.values() if other.story_id == one.story_id)
            for one in events
        }
        at = member.taken.published_at
        return [one for one in events if one in copies or abs(first[one.story_id] - at) <= _LONGEST]

    def _unite(self, kind: Kind, member: _Member, others: Iterable[_Member]) -> None:
        """Makes one group of the member and those others; the group with the first name goes on."""
        groups = sorted({getattr(other, kind) for other in others})
        if not groups:
            return
        name, *ended = groups
        setattr(member, kind, name)
        for old in ended:
            self._unions.append((kind, old, name))
            for one in self._known.values():
                if getattr(one, kind) == old:
                    setattr(one, kind, name)
        self._unions.append((kind, name, name))  # the document whose name the group has is of it


def _member(report: Report, published_at: datetime) -> _Member:
    taken = print_of(
        doc_id=report.doc_id,
        publisher=report.publisher,
        title=report.title,
        text=report.text,
        published_at=published_at,
    )
    return _Member(taken, report.story_id or report.doc_id, report.origin_id or report.doc_id)


def _stretches(prints: Sequence[Print]) -> Iterator[list[Print]]:
    """The reports in runs of a few days: one look-up over all the years between them would find half the store."""
    stretch: list[Print] = []
    for taken in sorted(prints, key=lambda taken: taken.published_at):
        if stretch and taken.published_at - stretch[0].published_at > _STRETCH:
            yield stretch
            stretch = []
        stretch.append(taken)
    if stretch:
        yield stretch
