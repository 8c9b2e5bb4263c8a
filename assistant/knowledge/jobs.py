"""The job store: what was given to a server to take in, as rows, so that a restart can tell what became of it."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from assistant.database import Database
from assistant.schema import jobs

UNDER_WAY = ("waiting", "running")
_KEPT = 50
_LEASE = timedelta(minutes=1)  # a job that its process has not touched for so long was left by it
LEFT = "The program ended while this was being taken in. What it had taken in is kept; give it again for the rest."

State = Literal["waiting", "running", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to take in, and how that goes."""

    job_id: str
    what: str  # the file's name or the address
    begun_at: datetime
    state: State = "waiting"
    at_work: str = ""  # the origin being read
    report: dict[str, Any] | None = None
    problem: str = ""
    touched_at: datetime

    def as_dict(self) -> dict[str, Any]:
        """The job for programs; what was taken in and rejected so far."""
        return {name: value for name, value in asdict(self).items() if name != "touched_at"}


class JobStore:
    """Keeps jobs; every method uses a connection of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, job: Job) -> None:
        """A new job; of those that have ended, the newest few stay."""
        with self._database.write() as connection:
            ended = sa.select(jobs.c.job_id).where(jobs.c.state.not_in(UNDER_WAY))
            old = connection.scalars(ended.order_by(jobs.c.begun_at.desc()).offset(_KEPT)).all()
            connection.execute(sa.delete(jobs).where(jobs.c.job_id.in_(old)))
            connection.execute(sa.insert(jobs).values(asdict(job)))

    def change(self, job_id: str, *, now: datetime, **values: Any) -> None:
        """Keeps what changed of the job."""
        with self._database.write() as connection:
            connection.execute(sa.update(jobs).where(jobs.c.job_id == job_id).values(**values, touched_at=now))

    def touch(self, job_ids: Collection[str], *, now: datetime) -> None:
        """Says that a process still has these in hand."""
        with self._database.write() as connection:
            connection.execute(sa.update(jobs).where(jobs.c.job_id.in_(job_ids)).values(touched_at=now))

    def newest(self, *, now: datetime) -> list[Job]:
        """The jobs, the newest first."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(jobs).order_by(jobs.c.begun_at.desc(), jobs.c.job_id)).mappings()
            return [_told(Job(**row), now) for row in rows]

    def get(self, job_id: str, *, now: datetime) -> Job | None:
        """The job of that id, if it is still kept."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(jobs).where(jobs.c.job_id == job_id)).mappings().first()
        return _told(Job(**row), now) if row else None


def _told(job: Job, now: datetime) -> Job:
    """As it stands: one that nobody has had in hand for a while was left by a process that ended."""
    left = job.state in UNDER_WAY and now - job.touched_at > _LEASE
    return replace(job, state="stopped", problem=LEFT) if left else job
