"""`rally brief`: a fixed list of questions about the instruments followed, to the terminal or to a file."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.agent.briefs import Questions, answer_brief, keep_brief, plan_brief, read_questions
from assistant.api.instants import read_days, read_instant
from assistant.api.reports import report_of
from assistant.bootstrap import build_assistant
from assistant.cli.failures import SOME_FAILED, say
from assistant.cli.printing import plain
from assistant.errors import BadInput
from assistant.knowledge.windows import Window
from assistant.sessions.briefs import Brief, answers_of
from assistant.sessions.exports.formats import format_of
from assistant.sessions.exports.report import Answered, Report
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant


def run(
    watchlist: str | None,
    *,
    watch: str | None,
    window: str | None,
    days: tuple[str | None, str | None],
    as_of: str | None,
    questions: Path | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Answers the brief's questions; the exit code says whether each came to its end."""
    settings = read_settings()
    first, last = read_days(*days)
    if window and (first or last):
        raise BadInput("Give either --window, or --from and --to.")
    own = _own_questions(questions, settings)
    format_ = format_of(out.suffix.lstrip(".")) if out else None
    moment = read_instant(as_of, zone=settings.zone) if as_of else None
    with build_assistant(settings) as assistant:
        brief = plan_brief(
            assistant,
            as_of=moment or assistant.now(),
            watchlist=watchlist or "",
            instruments=watch.split(",") if watch else (),
            window=window or (Window(first=first, last=last) if first or last else None),
            questions=own,
        )
        if brief.empty:
            return _say_nothing_new(assistant, brief, as_json=as_json)
        brief = keep_brief(assistant, brief, owner="")
        asyncio.run(_answer(assistant, brief))
        turns = answers_of(brief, assistant.sessions.turns(brief.session_id))
        report = report_of(
            assistant.knowledge.documents.database,
            assistant.sessions.get(brief.session_id),
            turns,
            now=assistant.now(),
            instruments=assistant.instruments,
            prices=assistant.prices,
            drawn=bool(out and format_ and format_.pictures),
            zone=settings.zone if format_ and format_.zoned else "UTC",
        )
    if out and format_:
        _write(out, format_.write(report))
        say(f"{_count(len(report.answers), 'answer')} written to {out}.")
    elif as_json:
        typer.echo(json.dumps(_as_json(brief, report), ensure_ascii=False, indent=2, default=str))
    else:
        _print(brief, report)
    return 0 if all(turn.state == "done" for turn in turns) and len(turns) == len(brief.asks) else SOME_FAILED


def _own_questions(path: Path | None, settings: Settings) -> Questions | None:
    if path is None:
        return None
    try:
        return read_questions(path.read_text(encoding="utf-8"), longest=settings.max_question_chars)
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInput(f"The questions {str(path)!r} cannot be read.") from exc


async def _answer(assistant: "Assistant", brief: Brief) -> None:
    async for answered in answer_brief(assistant, brief, owner=""):
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{answered}/{len(brief.asks)} " + ("\n" if answered == len(brief.asks) else ""))
            sys.stderr.flush()


def _say_nothing_new(assistant: "Assistant", brief: Brief, *, as_json: bool) -> int:
    newest = assistant.knowledge.documents.newest_known_at(brief.as_of)
    if as_json:
        typer.echo(json.dumps(_as_json(brief, None) | {"newest_evidence_at": newest}, ensure_ascii=False, default=str))
        return 0
    typer.echo(f"Nothing new {brief.label}: no report and no price became known.")
    typer.echo(
        f"The newest report held is of {_minute(newest)}." if newest else "No report is held: take some in with rally ingest."
    )
    return 0


def _print(brief: Brief, report: Report) -> None:
    typer.echo(plain(report.title))
    typer.echo(f"As of {_minute(brief.as_of)}. New: {_count(brief.reports, 'report')}, {_count(brief.bars, 'daily price')}.")
    for answer in report.answers:
        typer.echo(f"\n{answer.n}. {plain(answer.question)}")
        for line in answer.answer.splitlines():
            typer.echo(f"   {plain(line)}")
        if not answer.answer or answer.state != "done":
            typer.echo(f"   ({answer.checks})")
        for source in _sources(answer):
            typer.echo(f"   {plain(source)}")
    if brief.silent:
        typer.echo(f"\nNothing new about {', '.join(brief.silent)}.")
    say(f"Kept as session {brief.session_id}; rally export {brief.session_id} --format pdf writes it to a file.")


def _sources(answer: Answered) -> Sequence[str]:
    return [
        f"[{one.n}] " + " · ".join(part for part in (one.title, one.publisher, one.published_at, one.url) if part)
        for one in answer.references
    ]


def _as_json(brief: Brief, report: Report | None) -> dict[str, Any]:
    fields = {name: getattr(brief, name) for name in ("session_id", "watchlist", "as_of", "tickers", "silent")}
    window = {"label": brief.label, "first": brief.first, "last": brief.last, "since": brief.since, "until": brief.until}
    answers = (
        [
            {"ticker": ask.ticker} | json.loads(format_of("json").write(replace(report, answers=(answer,))))["answers"][0]
            for ask, answer in zip(brief.asks, report.answers, strict=False)
        ]
        if report
        else []
    )
    return fields | {"window": window, "new": {"reports": brief.reports, "bars": brief.bars}, "answers": answers}


def _write(out: Path, data: bytes) -> None:
    try:
        out.write_bytes(data)
    except OSError as exc:
        raise BadInput(f"The file {str(out)!r} cannot be written: {exc.strerror}.") from exc


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
