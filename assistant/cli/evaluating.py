"""`rally eval`: a file of questions with what is expected of the answers; figures to the terminal, a report to a folder."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from assistant.agent.events import Withheld
from assistant.agent.scoring import Result, differences, read_expected, report, score
from assistant.bootstrap import build_assistant
from assistant.cli.asking import answer_line, collect
from assistant.cli.batches import BatchQuestion, read_line
from assistant.cli.failures import SOME_FAILED, say
from assistant.cli.samples import ingest_sample
from assistant.cli.scorecards import LABELS, page, shown
from assistant.errors import AssistantError, BadInput
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.agent.assistant import Assistant

QUESTIONS = files("assistant.cli") / "questions.jsonl"  # about the sample story
_SAMPLE_MOMENT = datetime(2025, 10, 1, tzinfo=UTC)


def run(path: Path | None, *, out: Path | None, against: Path | None) -> int:
    """Evaluates; the exit code says whether every question was answered right."""
    settings = read_settings()
    before = _read_report(against) if against is not None else None
    lines = _read(path).splitlines() if path is not None else QUESTIONS.read_text(encoding="utf-8").splitlines()
    results: list[Result] = []
    broken = 0
    with _assistant(settings, sample=path is None) as assistant, asyncio.Runner() as runner:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                results.append(_result(assistant, line, zone=settings.zone, run=runner.run))
            except BadInput as exc:
                broken += 1
                say(f"line {number}: {exc.public_message}")
    told = report(results)
    changes = differences(before, told) if before is not None else None
    _print(told["summary"], changes)
    if out is not None:
        _write(out, told, changes)
    return SOME_FAILED if broken or told["summary"]["right"] < told["summary"]["questions"] else 0


@contextmanager
def _assistant(settings: Settings, *, sample: bool) -> "Iterator[Assistant]":
    """The assistant over the reader's own store, or over the sample story in a store that is gone afterwards."""
    if not sample:
        with build_assistant(settings) as assistant:
            yield assistant
        return
    with tempfile.TemporaryDirectory(prefix="rally-eval-") as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "database_url": None, "chroma_url": None})
        ingest_sample(own)
        with build_assistant(own, now=lambda: _SAMPLE_MOMENT) as assistant:
            yield assistant


def _result(assistant: "Assistant", line: str, *, zone: str, run: Callable[..., Any]) -> Result:
    row = _object(line)
    expected = read_expected(row)
    asked: BatchQuestion = read_line(json.dumps({"id": row.get("id", ""), **row}).encode(), zone=zone)
    try:
        events = run(collect(assistant, asked.question, as_of=asked.as_of, history=asked.history))
    except AssistantError as exc:  # refused before the first event
        return score(expected, {"question": asked.question, "error": {"message": exc.public_message}})
    return score(expected, answer_line(asked, events), withheld=sum(isinstance(event, Withheld) for event in events))


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise BadInput("This is not a JSON object; it is left out.") from exc
    if not isinstance(row, dict):
        raise BadInput("This is not a JSON object; it is left out.")
    return row


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInput(f"The file {str(path)!r} cannot be read as UTF-8 text.") from exc


def _read_report(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_read(path))
    except ValueError as exc:
        raise BadInput(f"The file {str(path)!r} is not a report of `rally eval`.") from exc
    if not isinstance(found, dict) or not {"summary", "results"} <= found.keys():
        raise BadInput(f"The file {str(path)!r} is not a report of `rally eval`.")
    return found


def _print(summary: dict[str, Any], changes: dict[str, Any] | None) -> None:
    width = max(len(label) for label in LABELS.values())
    moved = changes["figures"] if changes else {}
    for name, value in summary.items():
        before = f"   (was {shown(moved[name][0])})" if name in moved else ""
        typer.echo(f"{LABELS[name]:<{width}}  {shown(value):>8}{before}")
    for word, key in (("won", "won"), ("lost", "lost")):
        for question in changes[key] if changes else ():
            typer.echo(f"{word}: {question}")


def _write(out: Path, told: dict[str, Any], changes: dict[str, Any] | None) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "report.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (out / "report.html").write_text(page(told, title="Evaluation", changes=changes), encoding="utf-8")
    except OSError as exc:
        raise BadInput(f"The folder {str(out)!r} cannot be written: {exc.strerror}.") from exc
    say(f"Written: {out / 'report.json'} and {out / 'report.html'}.")
