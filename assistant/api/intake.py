"""Intake: files, addresses and feeds to take in, and what became of them. `Access` asks first who may."""

import io
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from assistant.api.bodies import MAX_FILE_BYTES
from assistant.api.dependencies import AssistantDep, Clock, ClockDep, SettingsDep
from assistant.api.intake_jobs import IntakeJobs, Progress, Work
from assistant.errors import BadInput, NotFound
from assistant.knowledge.inspection import Inspection
from assistant.knowledge.jobs import JobStore
from assistant.knowledge.source_store import SourceStore
from ingest.addresses import is_public, number, read_address
from ingest.article import Refused, Reject, Unchanged
from ingest.collecting import Collector
from ingest.fetching import Fetcher
from ingest.inputs import Input, read_stream
from ingest.limits import Limits
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.source_health import after
from ingest.watching import publishers
from ingest.watchlist import Watched, add_source

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

_ENDINGS = (
    ".txt", ".md", ".markdown", ".html", ".htm", ".xml", ".rss", ".atom", ".json", ".jsonl", ".csv", ".tsv", ".pdf",
)  # fmt: skip
Address = Annotated[str, Field(min_length=1, max_length=2_000)]

router = APIRouter(prefix="/api/ingest", tags=["ingest"])


class GivenAddresses(BaseModel):
    """Addresses of pages, feeds or JSON, read once."""

    model_config = ConfigDict(extra="forbid")

    addresses: Annotated[list[Address], Field(min_length=1, max_length=20)]
    follow_links: bool = False


class GivenSource(BaseModel):
    """A feed, or a page, that is read again and again by `rally ingest --watch`."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)] = ""
    feed: Address
    interval: Annotated[str, Field(max_length=12)] = "15m"
    follow_links: bool = False


@router.get("")
def about_intake() -> dict[str, Any]:
    """What can be given here; whoever may not is told so in place of this."""
    return {"max_file_bytes": MAX_FILE_BYTES, "endings": _ENDINGS}


@router.put("/files/{name}", status_code=202)
async def take_file(name: str, request: Request, assistant: AssistantDep, now: ClockDep) -> dict[str, Any]:
    """The file of that name, which is the body as it is: articles, bars or statistics."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    if not plain.isprintable() or not plain.lower().removesuffix(".gz").endswith(_ENDINGS):
        raise BadInput(f"The file's name must end in one of {', '.join(_ENDINGS)}, or that with .gz.")
    data = await request.body()
    if not data:
        raise BadInput("The file is empty.")
    item = await run_in_threadpool(read_stream, io.BytesIO(data), origin=plain, limits=Limits())
    return await _begin(request, plain, partial(_take, assistant, now, [item]), assistant, now)


@router.post("/addresses", status_code=202)
async def take_addresses(given: GivenAddresses, request: Request, assistant: AssistantDep, now: ClockDep) -> dict[str, Any]:
    """What is at the addresses, on the open internet alone."""
    for address in given.addresses:
        _check(address)
    what = given.addresses[0] + (f" and {len(given.addresses) - 1} more" if len(given.addresses) > 1 else "")
    work = partial(_fetch, assistant, now, _fetcher(request), given.addresses, given.follow_links)
    return await _begin(request, what, work, assistant, now)


@router.post("/sources", status_code=202)
async def add_feed(
    given: GivenSource, request: Request, assistant: AssistantDep, now: ClockDep, settings: SettingsDep
) -> dict[str, Any]:
    """The feed, written into `feeds.toml` of the data folder and read at once."""
    _check(given.feed)
    row: dict[str, Any] = {"name": given.name or given.feed[:200], "feed": given.feed, "interval": given.interval}
    row |= {"follow_links": True} if given.follow_links else {}
    source = await run_in_threadpool(add_source, settings.data_dir / "feeds.toml", row)
    work = partial(_read_source, assistant, now, _fetcher(request), source, settings.zone)
    return await _begin(request, source.name, work, assistant, now)


@router.get("/jobs")
async def list_jobs(request: Request, assistant: AssistantDep, now: ClockDep) -> dict[str, Any]:
    """What was given, the newest first, and what became of it."""
    return {"jobs": [job.as_dict() for job in await _jobs(request).list(_store(assistant), now=now())]}


@router.get("/jobs/{job_id}")
async def read_job(job_id: str, request: Request, assistant: AssistantDep, now: ClockDep) -> dict[str, Any]:
    """How far it is: what was taken in, and what was rejected and why."""
    return (await _jobs(request).get(job_id, _store(assistant), now=now())).as_dict()


@router.post("/jobs/{job_id}/stop", status_code=204)
async def stop_job(job_id: str, request: Request) -> Response:
    """Ends it after what is at hand; that is kept."""
    _jobs(request).stop(job_id)
    return Response(status_code=204)


@router.get("/documents")
def list_documents(assistant: AssistantDep, q: Annotated[str, Query(max_length=200)] = "") -> dict[str, Any]:
    """The documents taken in last whose title, publisher or address carries every word."""
    held = Inspection(assistant.knowledge.documents.database).recent(q if q.isprintable() else "")
    return {"documents": [asdict(one) for one in held]}


@router.get("/documents/{doc_id}")
def read_became(doc_id: str, assistant: AssistantDep) -> dict[str, Any]:
    """What the document became: versions with their moments, passages, instruments and story."""
    found = Inspection(assistant.knowledge.documents.database).became(doc_id) if doc_id.isprintable() else None
    if found is None:
        raise NotFound("There is no such document.")
    tickers = {ticker for version in found.versions for ticker in version.tickers}
    names = {one: known.name for one in sorted(tickers) if (known := assistant.instruments.get(one)) is not None}
    return asdict(found) | {"names": names}


async def _begin(request: Request, what: str, work: Work, assistant: "Assistant", now: Clock) -> dict[str, Any]:
    return (await _jobs(request).begin(what, work, store=_store(assistant), now=now)).as_dict()


def _store(assistant: "Assistant") -> JobStore:
    return JobStore(assistant.knowledge.documents.database)


def _jobs(request: Request) -> IntakeJobs:
    return request.app.state.intake  # type: ignore[no-any-return]


def _fetcher(request: Request) -> Fetcher:
    return request.app.state.fetcher  # type: ignore[no-any-return]


def _check(address: str) -> None:
    """Refuses at once what fetching would refuse without asking anybody.

    Raises:
        BadInput: it is not an address on the open internet.
    """
    try:
        target = read_address(address)
        itself = number(target.host)
        if itself is not None and not is_public(itself):
            raise Refused("refused", "it is not on the open internet")
    except Refused as exc:
        raise BadInput(f"The address {address[:80]!a} is not fetched: {exc.detail}.") from exc


def _take(assistant: "Assistant", now: Clock, items: Iterable[Input | Reject], progress: Progress, stop: Any) -> Report:
    return _pipeline(assistant, now).take(items, progress=progress, stop=stop)


def _fetch(
    assistant: "Assistant", now: Clock, fetcher: Fetcher, addresses: list[str], follow: bool, progress: Progress, stop: Any
) -> Report:
    return _collect(_pipeline(assistant, now), _collector(assistant, now, fetcher, stop), addresses, follow, progress, stop)


def _read_source(
    assistant: "Assistant", now: Clock, fetcher: Fetcher, source: Watched, zone: str, progress: Progress, stop: Any
) -> Report:
    """As the watch does: with a row about how it went."""
    pipeline = _pipeline(assistant, now, sources=publishers(source, default_zone=zone))
    collector = _collector(assistant, now, fetcher, stop)
    report = _collect(pipeline, collector, source.places, source.follow_links, progress, stop)
    store = SourceStore(assistant.knowledge.documents.database)
    store.put(after(store.health(source.name), source, report, now=now(), retry_after_s=collector.retry_after_s()))
    return report


def _collect(
    pipeline: Pipeline, collector: Collector, addresses: Iterable[str], follow: bool, progress: Progress, stop: Any
) -> Report:
    found: Iterable[Input | Reject | Unchanged] = collector.collect(addresses)
    report = pipeline.take(found, progress=progress, stop=stop, follow=collector.follow if follow else None)
    collector.settle(report)
    return report


def _collector(assistant: "Assistant", now: Clock, fetcher: Fetcher, stop: Any) -> Collector:
    documents = assistant.knowledge.documents
    return Collector(fetcher, SourceStore(documents.database), documents, now=now, stop=stop)


def _pipeline(assistant: "Assistant", now: Clock, **given: Any) -> Pipeline:
    return Pipeline(
        knowledge=assistant.knowledge,
        instruments=assistant.instruments,
        prices=assistant.prices,
        stats=assistant.stats,
        now=now,
        **given,
    )
