"""Reports of sessions with what became of their sources since: the sessions' own records meet the documents' here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from assistant.api.pictures import charts_of
from assistant.database import Database
from assistant.knowledge.standing import Cited, Standing, standings
from assistant.knowledge.store import DocumentStore
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.sessions.exports.formats import format_of
from assistant.sessions.exports.report import Report, make_report
from assistant.sessions.exports.words import Language, language_of
from assistant.sessions.records import Session, Turn, cited_versions

if TYPE_CHECKING:  # at run time it would bring its libraries along
    from assistant.agent.assistant import Assistant


def report_of(
    database: Database,
    session: Session,
    turns: Sequence[Turn],
    *,
    now: datetime,
    instruments: Instruments,
    prices: PriceBook,
    drawn: bool = False,
    language: Language = "en",
    zone: str = "UTC",
) -> Report:
    """The report of these turns, its charts as pictures where they are to be `drawn`; sources that changed since say so."""
    found = standings(database, cited_versions(turns), now=now)
    charts = charts_of(turns, DocumentStore(database), instruments, prices, drawn=drawn, language=language)
    standing = {cited: (one.state, one.since) for cited, one in found.items()}
    return make_report(session, turns, now=now, standing=standing, charts=charts, language=language, zone=zone)


def written(
    assistant: "Assistant", session: Session, turns: Sequence[Turn], *, name: str, language: str, now: datetime
) -> Response:
    """These turns as a file of the format of that name, to be kept by the reader."""
    format_ = format_of(name)
    report = report_of(
        assistant.knowledge.documents.database,
        session,
        turns,
        now=now,
        instruments=assistant.instruments,
        prices=assistant.prices,
        drawn=format_.pictures,
        language=language_of(language),
        zone=assistant.settings.zone if format_.zoned else "UTC",
    )
    return Response(
        format_.write(report),
        media_type=format_.media_type,
        headers={"Content-Disposition": f'attachment; filename="rally-{now.date().isoformat()}.{name}"'},
    )


def sources_since(turn: Turn, found: Mapping[Cited, Standing]) -> list[dict[str, Any]]:
    """Each of the turn's documents with its standing."""
    sources = [source for event in turn.events if event.get("type") == "citations" for source in event["sources"]]
    told = [(source, found.get((source.get("doc_id") or "", source.get("version") or 0))) for source in sources]
    return [
        {"n": source["n"], "doc_id": source["doc_id"], "cited_version": source["version"], "state": one.state}
        | {"version": one.version, "since": one.since}
        for source, one in told
        if one is not None
    ]
