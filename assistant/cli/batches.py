"""Question files: one JSON object a line in, one out; a broken line is reported and the run goes on."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from assistant.api.instants import read_instant
from assistant.cli.failures import SOME_FAILED, say
from assistant.errors import AssistantError, BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuestion:
    """A line of a question file."""

    id: Any  # given back as it came
    question: str
    as_of: datetime | None
    history: tuple[str, ...]  # the questions asked before it


def run_batch(
    path: Path, out: Path | None, *, zone: str, answer: Callable[[BatchQuestion], Mapping[str, Any]], done: str
) -> int:
    """Writes a line for each question; the exit code says whether all went well."""
    lines = _lines(path)
    broken = 0
    with _writing(out) as output:
        for position, (number, line) in enumerate(lines, start=1):
            try:
                asked = read_line(line, zone=zone)
                row = answer(asked)
            except AssistantError as exc:
                broken += 1
                say(f"line {number}: {exc.public_message}")
                continue
            broken += "error" in row
            if "error" in row:
                say(f"line {number}: {row['error']['message']}")
            output.write(json.dumps(row, ensure_ascii=False) + "\n")
            output.flush()  # what is answered stays, whatever happens to the rest
            _progress(position, len(lines))
    say(f"{done} {len(lines) - broken} of {len(lines)}" + (f"; {broken} failed" if broken else "") + ".")
    return SOME_FAILED if broken else 0


def read_line(line: bytes, *, zone: str) -> BatchQuestion:
    """The question of a line.

    Raises:
        BadInput: the line is not JSON, or lacks its id or question.
    """
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise BadInput("This is not a JSON object in UTF-8; it is left out.") from exc
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("question"), str):
        raise BadInput("This has no `id` or no `question`; it is left out.")
    as_of = row.get("as_of")
    if as_of is not None and not isinstance(as_of, str):
        raise BadInput("Its `as_of` is not a text; it is left out.")
    return BatchQuestion(
        id=row["id"],
        question=row["question"],
        as_of=read_instant(as_of, zone=zone) if as_of else None,
        history=_questions(row.get("history") or ()),
    )


def _questions(history: Any) -> tuple[str, ...]:
    """The questions of a history: texts, pairs with their answers, or messages with roles."""
    if not isinstance(history, list | tuple):
        raise BadInput("Its `history` is not a list; it is left out.")
    questions: list[Any] = []
    for item in history:
        if isinstance(item, dict):
            if item.get("role", "user") == "user":
                questions.append(item.get("question") or item.get("content"))
        else:
            questions.append(item[0] if isinstance(item, list) and item else item)
    if not all(isinstance(question, str) for question in questions):
        raise BadInput("Its `history` holds something that is not a question; it is left out.")
    return tuple(questions)


def _lines(path: Path) -> list[tuple[int, bytes]]:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise BadInput(f"The file {str(path)!r} cannot be read: {exc.strerror}.") from exc
    return [(number, line) for number, line in enumerate(data.split(b"\n"), start=1) if line.strip()]


@contextmanager
def _writing(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    try:
        output = out.open("w", encoding="utf-8")
    except OSError as exc:
        raise BadInput(f"The file {str(out)!r} cannot be written: {exc.strerror}.") from exc
    with output:
        yield output


def _progress(position: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{position}/{total} " + ("\n" if position == total else ""))
        sys.stderr.flush()
