"""Changes: what is different between two answers to one question. Pure; answers are the events they were told in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Events = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedSource:
    """A source that one of the answers used and the other did not, or not as it is now."""

    kind: str
    title: str
    publisher: str
    url: str
    doc_id: str | None
    version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What the later answer has that the earlier one had not, and the other way round."""

    figures_gone: tuple[str, ...]
    figures_new: tuple[str, ...]
    sources_gone: tuple[ChangedSource, ...]
    sources_new: tuple[ChangedSource, ...]
    sources_updated: tuple[ChangedSource, ...]  # the same document or row, now with another text
    reason_before: str | None  # why it abstained; None where it answered
    reason_after: str | None
    words: bool  # whether any word is different

    @property
    def changed(self) -> bool:
        """Whether the answers differ in what they say; other words for the same figures from the same sources do not count."""
        lists = (self.figures_gone, self.figures_new, self.sources_gone, self.sources_new, self.sources_updated)
        return any(lists) or self.reason_before != self.reason_after

    def sentences(self) -> list[str]:
        """The differences, each in a line."""
        lines = []
        if self.reason_before != self.reason_after:
            lines.append(f"{_outcome(self.reason_before)} before, {_outcome(self.reason_after)} now.")
        for told, items in (
            ("New figures", self.figures_new),
            ("Figures gone", self.figures_gone),
            ("New sources", [_named(one) for one in self.sources_new]),
            ("Updated sources", [_named(one) for one in self.sources_updated]),
            ("Sources gone", [_named(one) for one in self.sources_gone]),
        ):
            if items:
                lines.append(f"{told}: {'; '.join(items)}.")
        return lines


def differences(before: Events, after: Events) -> Changes:
    """What changed from one answer to the next."""
    figures = [_figures(events) for events in (before, after)]
    sources = [_sources(events) for events in (before, after)]
    return Changes(
        figures_gone=_only(figures[0], figures[1]),
        figures_new=_only(figures[1], figures[0]),
        sources_gone=_only(sources[0], sources[1]),
        sources_new=_only(sources[1], sources[0]),
        sources_updated=tuple(
            one for key, one in sources[1].items() if key in sources[0] and not _same(sources[0][key], one, before, after)
        ),
        reason_before=_done(before).get("reason"),
        reason_after=_done(after).get("reason"),
        words=text_of(before) != text_of(after),
    )


def text_of(events: Events) -> str:
    """The answer's words."""
    return "".join(str(event.get("text", "")) for event in events if event.get("type") == "text").strip()


def ended(events: Events) -> Literal["done", "failed"]:
    """Whether the answer came to its end."""
    return "done" if _done(events) else "failed"


def _only(mine: Mapping[Any, Any], other: Mapping[Any, Any]) -> tuple[Any, ...]:
    return tuple(one for key, one in mine.items() if key not in other)


def _figures(events: Events) -> dict[tuple[str, str], str]:
    """The checked figures by value and unit, without the days on which the reports appeared."""
    days = {str(source.get("published_at") or "")[:10].replace("-", "") for source in _rows(events, "citations", "sources")}
    return {
        (_plain(str(one.get("value", ""))), str(one.get("unit", ""))): str(one.get("text", ""))
        for one in _rows(events, "figures", "figures")
        if one.get("status") == "verified" and not (one.get("unit") == "date" and one.get("value") in days)
    }


def _plain(value: str) -> str:
    try:
        return f"{Decimal(value).normalize():f}"
    except InvalidOperation:
        return value


def _sources(events: Events) -> dict[str, ChangedSource]:
    """The documents and rows by what they are, whatever number they have; calculations follow from them."""
    return {
        str(one.get("doc_id") or one.get("title")): ChangedSource(
            kind=str(one.get("kind", "")),
            title=str(one.get("title") or ""),
            publisher=str(one.get("publisher") or ""),
            url=str(one.get("url") or ""),
            doc_id=one.get("doc_id"),
            version=one.get("version"),
        )
        for one in _rows(events, "citations", "sources")
        if one.get("kind") != "calculation"
    }


def _same(old: ChangedSource, new: ChangedSource, before: Events, after: Events) -> bool:
    if old.doc_id is not None:
        return old.version == new.version
    return _quotes(before, old.title) == _quotes(after, new.title)


def _quotes(events: Events, title: str) -> set[str]:
    return {str(one.get("quote", "")) for one in _rows(events, "citations", "sources") if one.get("title") == title}


def _rows(events: Iterable[Mapping[str, Any]], kind: str, name: str) -> list[Mapping[str, Any]]:
    return [row for event in events if event.get("type") == kind for row in event.get(name, ())]


def _done(events: Events) -> Mapping[str, Any]:
    return next((event for event in events if event.get("type") == "done"), {})


def _outcome(reason: str | None) -> str:
    return f"no answer ({reason.replace('_', ' ')})" if reason else "an answer"


def _named(source: ChangedSource) -> str:
    return ", ".join(part for part in (source.title or source.kind, source.publisher) if part)
