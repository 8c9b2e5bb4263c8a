"""What is exported of a session: its answers with their sources, figures and checks, as plain records."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from assistant.sessions.exports.words import Language, say
from assistant.sessions.records import Session, Turn

_WITHOUT_MODEL = "quotation of the sources, without a language model"
_CURRENCY = re.compile(r"\b(HK|US|NT|A|C|S)\$|\b([A-Z]{3})\b")
Standing = tuple[str, datetime | None]  # what became of a version: "updated", "withdrawn" or else, and since when
_STANDINGS = {"updated": "updated since: another text is known from {moment}", "withdrawn": "withdrawn on {moment}"}
_STEERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\ufffe\uffff")


@dataclass(frozen=True, slots=True)
class Clock:
    """The zone and the language that a report tells its moments in."""

    zone: str
    language: Language

    def told(self, instant: Any) -> str:
        """An instant as `2025-09-17 18:03 Hong Kong time`; empty where there is none."""
        if not instant:
            return ""
        local = datetime.fromisoformat(str(instant)).astimezone(ZoneInfo(self.zone))
        place = self.zone.rpartition("/")[2].replace("_", " ")
        return f"{local:%Y-%m-%d %H:%M} " + (place if place == "UTC" else say(f"{place} time", self.language))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A numbered source of one answer."""

    n: int
    kind: str
    title: str
    publisher: str
    url: str  # http or https, or empty
    published_at: str
    known_at: str
    quote: str
    standing: str  # what became of it since; empty where it is as it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of one answer, the number of its source, and whether it held."""

    text: str
    value: str
    unit: str
    source: int | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of one answer: its title, what it shows in words, and as PNG where it was drawn."""

    title: str
    words: str
    picture: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answer, as it was given."""

    n: int
    question: str
    answer: str
    state: str
    abstained: bool
    reason: str
    as_of: str
    newest_evidence_at: str
    model: str
    references: tuple[Reference, ...]
    figures: tuple[Figure, ...]
    withheld: tuple[str, ...]
    charts: tuple[Chart, ...]
    note: str  # the owner's own words; empty in what is shared
    language: Language  # of the report's own words

    def say(self, words: str, **values: Any) -> str:
        """The report's own words in its language."""
        return say(words, self.language, **values)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What stands below the answer, name by name."""
        rows = [
            ("As of", self.as_of),
            ("Newest evidence", self.newest_evidence_at),
            ("By", self.say(_WITHOUT_MODEL) if self.model == "extractive" else self.model),
            ("Checks", self.checks),
        ]
        return [(self.say(name), value) for name, value in [*rows, ("Note", self.note)] if value]

    @property
    def checks(self) -> str:
        """What was checked, in a sentence."""
        held = sum(figure.status == "verified" for figure in self.figures)
        found = self.say("{held} of {all} figures found in their sources", held=held, all=len(self.figures))
        parts = [found] if self.figures else []
        if self.withheld:
            words = "{n} sentence withheld" if len(self.withheld) == 1 else "{n} sentences withheld"
            parts.append(self.say(words, n=len(self.withheld)))
        if self.abstained:
            parts.append(self.say("no answer: {why}", why=self.say(self.reason.replace("_", " "))))
        if self.state != "done":
            parts.append(self.say("this answer is incomplete"))
        return self.say("; ").join(parts) or self.say("no figures to check")

    @property
    def table(self) -> list[tuple[str, str, str, int | None, str]]:
        """The figures as rows for people: text, value, unit, number of the source, check."""
        return [(one.text, one.value, self.say(one.unit), one.source, self.say(one.status)) for one in self.figures]

    @property
    def columns(self) -> tuple[str, str, str, str, str]:
        """What the figures' columns are called."""
        return self.say("Figure"), self.say("Value"), self.say("Unit"), self.say("Source"), self.say("Check")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A session, or one answer of it, to be handed on."""

    title: str
    tags: tuple[str, ...]
    exported_at: str
    answers: tuple[Answered, ...]
    language: Language

    @property
    def colophon(self) -> str:
        """The line at the end: when it was written, and the session's tags."""
        tags = say(" Tags: {tags}.", self.language, tags=", ".join(self.tags)) if self.tags else ""
        return say("Exported {moment}.", self.language, moment=self.exported_at) + tags


def make_report(
    session: Session,
    turns: Sequence[Turn],
    *,
    now: datetime,
    standing: Mapping[tuple[str, int], Standing] = MappingProxyType({}),
    charts: Mapping[str, tuple[Chart, ...]] = MappingProxyType({}),
    language: Language = "en",
    zone: str = "UTC",
) -> Report:
    """The report of these turns; each event that is not an answer's own stays behind.

    Args:
        standing: what became since of a version of a document.
        charts: those of each turn, by its id.
        zone: of the clock that its moments are told by.
    """
    clock = Clock(zone, language)
    answers = tuple(_answered(n, turn, standing, charts.get(turn.turn_id, ()), clock) for n, turn in enumerate(turns, start=1))
    tags = tuple(clean(tag) for tag in session.tags)
    title, moment = clean(session.title) or say("Session", language), clock.told(now.isoformat())
    return Report(title=title, tags=tags, exported_at=moment, answers=answers, language=language)


def clean(text: Any) -> str:
    """The text without what documents cannot hold or what would turn a line around."""
    kept = (
        char if char in "\n\t" or (char.isprintable() and char not in _STEERING) or char.isspace() else "\ufffd"
        for char in str(text or "")
    )
    return "".join(kept).replace("\x0b", " ").replace("\x0c", " ").replace("\r", "\n").encode("utf-8", "replace").decode()


def _answered(
    n: int, turn: Turn, standing: Mapping[tuple[str, int], Standing], charts: tuple[Chart, ...], clock: Clock
) -> Answered:
    done: Mapping[str, Any] = next((event for event in turn.events if event.get("type") == "done"), {})
    words = "".join(str(event.get("text", "")) for event in turn.events if event.get("type") == "text") or turn.answer
    return Answered(
        n=n,
        question=clean(turn.question),
        answer=clean(words).strip(),
        state=turn.state,
        abstained=bool(done.get("abstained")),
        reason=clean(done.get("reason")),
        as_of=clock.told(done.get("as_of") or turn.as_of.isoformat()),
        newest_evidence_at=clock.told(done.get("newest_evidence_at")),
        model=clean(done.get("model")),
        references=tuple(
            sorted(
                (_reference(one, standing, clock) for one in _of(turn.events, "citations", "sources")), key=lambda one: one.n
            )
        ),
        figures=tuple(_figure(figure) for figure in _of(turn.events, "figures", "figures")),
        withheld=tuple(
            clean(event.get("detail")) or clean(event.get("reason")).replace("_", " ")
            for event in turn.events
            if event.get("type") == "withheld"
        ),
        charts=charts,
        note=clean(turn.note),
        language=clock.language,
    )


def _of(events: Iterable[Mapping[str, Any]], kind: str, name: str) -> list[Mapping[str, Any]]:
    return [row for event in events if event.get("type") == kind for row in event.get(name, ())]


def _reference(source: Mapping[str, Any], standing: Mapping[tuple[str, int], Standing], clock: Clock) -> Reference:
    url, title = str(source.get("url") or ""), clean(source.get("title")) or clean(source.get("kind"))
    web = url.lower().startswith(("http://", "https://")) and not any(char.isspace() or char in "<>\"'`\\" for char in url)
    return Reference(
        n=int(source["n"]),
        kind=clean(source.get("kind")),
        title=title if source.get("kind") == "news" else say(title, clock.language),
        publisher=clean(source.get("publisher")).replace(" | ", ", "),  # a bar may stand in several files
        url=clean(url) if web else "",
        published_at=clock.told(source.get("published_at")),
        known_at=clock.told(source.get("known_at")),
        quote=" ".join(clean(source.get("quote")).split()),
        standing=_standing(standing.get((str(source.get("doc_id")), int(source.get("version") or 0))), clock),
    )


def _standing(standing: Standing | None, clock: Clock) -> str:
    state, since = standing or ("", None)
    words = _STANDINGS.get(state)
    return say(words, clock.language, moment=clock.told(since.isoformat() if since else "")) if words else ""


def _figure(figure: Mapping[str, Any]) -> Figure:
    return Figure(
        text=clean(figure.get("text")),
        value=_value(clean(figure.get("value")), clean(figure.get("unit"))),
        unit=_unit(clean(figure.get("text")), clean(figure.get("unit"))),
        source=figure.get("source"),
        status=clean(figure.get("status")),
    )


def _value(value: str, unit: str) -> str:
    """The value as a person reads it: the stream has days as eight digits, with zeros for what is not said."""
    if unit != "date" or len(value) != 8 or not value.isdigit():
        return value
    return "-".join(part for part in (value[:4], value[4:6], value[6:]) if part.strip("0"))


def _unit(text: str, unit: str) -> str:
    """The unit as a person reads it: money has the currency that the figure is written with."""
    found = _CURRENCY.search(text) if unit == "money" else None
    return unit if found is None else found[2] or f"{found[1]}D"
