"""Intake jobs: what the page was given to take in, one after another, in a thread beside the answers."""

import asyncio
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from assistant.api.failures import INTERNAL
from assistant.api.requests import log_failure
from assistant.api.runs import Runs
from assistant.errors import AssistantError, Busy, NotFound
from ingest.report import Report

MOST_WAITING = 5  # files wait in memory
_KEPT = 50
_ENDING_S = 10.0

Progress = Callable[[str, Report], None]
Work = Callable[[Progress, Callable[[], bool]], Report]


@dataclass(slots=True, kw_only=True)
class Job:
    """One thing to take in, and how that goes."""

    job_id: str
    what: str  # the file's name or the address
    begun_at: datetime
    state: Literal["waiting", "running", "done", "failed", "stopped"] = "waiting"
    at_work: str = ""  # the origin being read
    report: dict[str, Any] | None = None
    problem: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def as_dict(self) -> dict[str, Any]:
        """The job for programs; what was taken in and rejected so far."""
        shown = {name: getattr(self, name) for name in ("job_id", "what", "begun_at", "state", "at_work", "problem")}
        return shown | {"report": self.report}


class IntakeJobs:
    """The jobs of this process: the newest are remembered, all that they took in is in the store."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._runs = Runs(at_once=1)

    def begin(self, what: str, work: Work, *, now: datetime) -> Job:
        """Does the work as soon as those before it are done.

        Raises:
            Busy: enough is waiting.
        """
        if sum(job.state in ("waiting", "running") for job in self._jobs.values()) >= MOST_WAITING:
            raise Busy(f"{MOST_WAITING} things are being taken in already. Wait until one is done.")
        job = Job(job_id=secrets.token_urlsafe(12), what=what, begun_at=now)
        self._jobs[job.job_id] = job
        for forgotten in [one for one, job in self._jobs.items() if job.state not in ("waiting", "running")][:-_KEPT]:
            del self._jobs[forgotten]
        self._runs.start(job.job_id, lambda: _run(job, work))
        return job

    def list(self) -> "list[Job]":
        """The newest first."""
        return list(reversed(self._jobs.values()))

    def get(self, job_id: str) -> Job:
        """The job of that id.

        Raises:
            NotFound: there is none, or the program was started since.
        """
        if job_id not in self._jobs:
            raise NotFound("There is no such job: the program may have been started again since. What it took in is kept.")
        return self._jobs[job_id]

    def stop(self, job_id: str) -> None:
        """Ends the job after what is at hand; that is kept."""
        self.get(job_id).stop.set()

    async def close(self) -> None:
        """Tells every job to end, and waits for the one at work to commit."""
        for job in self._jobs.values():
            job.stop.set()
        for _ in range(int(_ENDING_S / 0.05)):
            if not any(job.state == "running" for job in self._jobs.values()):
                break
            await asyncio.sleep(0.05)
        await self._runs.close()


async def _run(job: Job, work: Work) -> None:
    def progress(origin: str, report: Report) -> None:
        job.at_work, job.report = origin, report.as_dict()  # here, where nothing changes it meanwhile

    if job.stop.is_set():
        job.state = "stopped"
        return
    job.state = "running"
    try:
        report = await asyncio.to_thread(work, progress, job.stop.is_set)
        job.report = report.as_dict()
        job.state = "stopped" if report.interrupted else "done"
    except AssistantError as exc:
        job.state, job.problem = "failed", exc.public_message
    except Exception as exc:
        log_failure(exc, incident=secrets.token_hex(6))
        job.state, job.problem = "failed", INTERNAL
