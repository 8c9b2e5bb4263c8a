"""Intake jobs: what the page was given to take in, one after another, in a thread beside the answers."""

import asyncio
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.api.dependencies import Clock
from assistant.api.failures import INTERNAL
from assistant.api.requests import log_failure
from assistant.api.runs import Runs
from assistant.errors import AssistantError, Busy, NotFound
from assistant.knowledge.jobs import LEFT, UNDER_WAY, Job, JobStore
from ingest.report import Report

MOST_WAITING = 5  # files wait in memory
_ENDING_S = 10.0
_APART = timedelta(microseconds=1)  # by which jobs are put in order that a coarse clock gives one moment
_BEAT_S = 10.0  # how often a process says that its jobs are in hand

Progress = Callable[[str, Report], None]
Work = Callable[[Progress, Callable[[], bool]], Report]


@dataclass(slots=True)
class _InHand:
    """A job of this process: where it is, and whether it was told to end."""

    store: JobStore
    now: Clock
    running: bool = False
    at_work: str = ""
    report: dict[str, Any] | None = None
    stop: threading.Event = field(default_factory=threading.Event)


class IntakeJobs:
    """The jobs that this process has in hand; what became of every job is in the store."""

    def __init__(self) -> None:
        self._in_hand: dict[str, _InHand] = {}
        self._runs = Runs(at_once=1)
        self._newest: datetime | None = None  # when the newest job began

    async def begin(self, what: str, work: Work, *, store: JobStore, now: Clock) -> Job:
        """Does the work as soon as those before it are done.

        Raises:
            Busy: enough is waiting.
        """
        if len(self._in_hand) >= MOST_WAITING:
            raise Busy(f"{MOST_WAITING} things are being taken in already. Wait until one is done.")
        begun = now() if self._newest is None else max(now(), self._newest + _APART)
        self._newest = begun
        job = Job(job_id=secrets.token_urlsafe(12), what=what, begun_at=begun, touched_at=now())
        own = self._in_hand[job.job_id] = _InHand(store, now)
        try:
            await asyncio.to_thread(store.put, job)
        except BaseException:
            del self._in_hand[job.job_id]
            raise
        self._runs.start(job.job_id, lambda: self._run(job.job_id, own, work))
        return job

    async def list(self, store: JobStore, *, now: datetime) -> "list[Job]":
        """The newest first."""
        return [self._current(job) for job in await asyncio.to_thread(store.newest, now=now)]

    async def get(self, job_id: str, store: JobStore, *, now: datetime) -> Job:
        """The job of that id.

        Raises:
            NotFound: there is none, or it is no longer kept.
        """
        job = await asyncio.to_thread(store.get, job_id, now=now)
        if job is None:
            raise NotFound("There is no such job, or it ended long ago. What it took in is kept.")
        return self._current(job)

    def stop(self, job_id: str) -> None:
        """Ends the job after what is at hand; that is kept.

        Raises:
            NotFound: this process does not have it in hand.
        """
        if job_id not in self._in_hand:
            raise NotFound("There is no such job under way here. What it took in is kept.")
        self._in_hand[job_id].stop.set()

    async def close(self) -> None:
        """Tells every job to end, waits for the one at work to commit, and says of the others that they were left."""
        for own in self._in_hand.values():
            own.stop.set()
        for _ in range(int(_ENDING_S / 0.05)):
            if not any(own.running for own in self._in_hand.values()):
                break
            await asyncio.sleep(0.05)
        left = dict(self._in_hand)
        await self._runs.close()
        for job_id, own in left.items():
            await asyncio.to_thread(own.store.change, job_id, now=own.now(), state="stopped", problem=LEFT)

    def _current(self, job: Job) -> Job:
        """With how far it is, which is told to the store only now and then."""
        own = self._in_hand.get(job.job_id)
        if own is None or not own.running or job.state not in UNDER_WAY:
            return job
        return replace(job, at_work=own.at_work, report=own.report)

    async def _run(self, job_id: str, own: _InHand, work: Work) -> None:
        own.running = True
        try:
            await self._change(job_id, own, state="stopped" if own.stop.is_set() else "running")
            if not own.stop.is_set():
                await self._change(job_id, own, **await self._worked(own, work))
        finally:
            own.running = False
            del self._in_hand[job_id]

    async def _worked(self, own: _InHand, work: Work) -> dict[str, Any]:
        """What is to be kept once the work has ended."""

        def progress(origin: str, report: Report) -> None:
            own.at_work, own.report = origin, report.as_dict()  # here, where nothing changes it meanwhile

        working = asyncio.ensure_future(asyncio.to_thread(work, progress, own.stop.is_set))
        while not (await asyncio.wait({working}, timeout=_BEAT_S))[0]:
            await asyncio.to_thread(own.store.touch, list(self._in_hand), now=own.now())
        try:
            report = working.result()
        except AssistantError as exc:
            return {"state": "failed", "problem": exc.public_message, "report": own.report}
        except Exception as exc:
            log_failure(exc, incident=secrets.token_hex(6))
            return {"state": "failed", "problem": INTERNAL, "report": own.report}
        return {"state": "stopped" if report.interrupted else "done", "report": report.as_dict()}

    @staticmethod
    async def _change(job_id: str, own: _InHand, **values: Any) -> None:
        await asyncio.to_thread(own.store.change, job_id, now=own.now(), **values)
