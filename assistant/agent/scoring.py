"""Scoring: answers held against what was expected of them. Pure: the same for every model and every question file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.agent.citations import without_marks
from assistant.errors import BadInput

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_QUOTED = re.compile(r"\d[\d,]*(?:\.\d+)?|\d+")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d+[.)]\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a right answer says, or why it says nothing: every pattern of one group, or this reason (`*`: any)."""

    accept: tuple[tuple[str, ...], ...] = ()
    abstain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One answer and how it did."""

    question: str
    answer: str
    right: bool
    should_abstain: bool
    abstained: bool
    reason: str | None
    numbers: int  # in the answer
    unsupported: tuple[str, ...]  # those that stand in no quote
    figures: int  # shown and checked
    withheld: int
    citations: int
    elapsed_ms: float | None
    model: str
    error: str = ""


def read_expected(row: Mapping[str, Any]) -> Expected:
    """What a line of a question file expects.

    Raises:
        BadInput: the line says neither what to accept nor that the answer abstains, or a pattern is none.
    """
    abstain, accept = row.get("abstain"), row.get("accept")
    if abstain:
        return Expected(abstain="*" if abstain is True else str(abstain))
    if not isinstance(accept, list) or not accept or not all(isinstance(group, list) and group for group in accept):
        raise BadInput("This has neither `accept` (groups of patterns) nor `abstain`; it is left out.")
    groups = tuple(tuple(str(pattern) for pattern in group) for group in accept)
    for pattern in (pattern for group in groups for pattern in group):
        try:
            re.compile(pattern)
        except re.error as exc:
            raise BadInput(f"The pattern {pattern!r} cannot be read; the question is left out.") from exc
    return Expected(accept=groups)


def is_right(expected: Expected, line: Mapping[str, Any]) -> bool:
    """Whether an answer's line is what was expected."""
    if expected.abstain is not None:
        return bool(line.get("abstained")) and expected.abstain in ("*", line.get("reason"))
    text = str(line.get("answer") or "")
    return not line.get("abstained") and any(
        all(re.search(pattern, text, re.IGNORECASE) for pattern in group) for group in expected.accept
    )


def unsupported_numbers(line: Mapping[str, Any]) -> list[str]:
    """The numbers of an answer that stand in no quote and no publication time of its citations."""
    quotes = (f"{one.get('quote') or ''} {one.get('published_at') or ''}" for one in line.get("citations") or ())
    known = {_bare(number) for number in _QUOTED.findall(" ".join(quotes))}
    return [number for number in _numbers(line) if _bare(number) not in known]


def score(expected: Expected, line: Mapping[str, Any], *, withheld: int = 0) -> Result:
    """How one answer did; `line` is what a batch writes for it."""
    return Result(
        question=str(line.get("question") or ""),
        answer=str(line.get("answer") or ""),
        right="error" not in line and is_right(expected, line),
        should_abstain=expected.abstain is not None,
        abstained=bool(line.get("abstained")),
        reason=line.get("reason"),
        numbers=len(_numbers(line)),
        unsupported=tuple(unsupported_numbers(line)),
        figures=len(line.get("figures") or ()),
        withheld=withheld,
        citations=len(line.get("citations") or ()),
        elapsed_ms=line.get("elapsed_ms"),
        model=str(line.get("model") or ""),
        error=str((line.get("error") or {}).get("message") or ""),
    )


def summary(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of a run."""
    refusable = [one for one in results if one.should_abstain]
    answerable = [one for one in results if not one.should_abstain]
    times = sorted(one.elapsed_ms for one in results if one.elapsed_ms is not None)
    return {
        "questions": len(results),
        "right": sum(one.right for one in results),
        "answerable": len(answerable),
        "answerable_right": sum(one.right for one in answerable),
        "abstained_but_answerable": sum(one.abstained for one in answerable),
        "to_be_refused": len(refusable),
        "refused_right": sum(one.right for one in refusable),
        "answered_but_to_be_refused": sum(not one.abstained and not one.error for one in refusable),
        "answered_without_citation": sum(not one.citations and not one.abstained and not one.error for one in results),
        "numbers": sum(one.numbers for one in results),
        "numbers_in_no_quote": sum(len(one.unsupported) for one in results),
        "figures_shown": sum(one.figures for one in results),
        "sentences_withheld": sum(one.withheld for one in results),
        "failed": sum(bool(one.error) for one in results),
        "p50_ms": _percentile(times, 0.5),
        "p95_ms": _percentile(times, 0.95),
    }


def report(results: Sequence[Result]) -> dict[str, Any]:
    """A run as it is written to a file and compared with another."""
    return {"summary": summary(results), "results": [asdict(one) for one in results]}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What changed between two reports: the figures that moved, and the questions won and lost."""
    old, new = before["summary"], after["summary"]
    was = {one["question"]: one["right"] for one in before["results"]}
    both = [(one["question"], was[one["question"]], one["right"]) for one in after["results"] if one["question"] in was]
    return {
        "figures": {name: [old[name], value] for name, value in new.items() if name in old and old[name] != value},
        "won": [question for question, then, now in both if now and not then],
        "lost": [question for question, then, now in both if then and not now],
        "not_in_both": len(before["results"]) + len(after["results"]) - 2 * len(both),
    }


def _numbers(line: Mapping[str, Any]) -> list[str]:
    return _NUMBER.findall(_LIST_NUMBER.sub(" ", without_marks(str(line.get("answer") or ""))))


def _bare(number: str) -> str:
    return number.replace(",", "").lstrip("0")


def _percentile(ordered: Sequence[float], share: float) -> float | None:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None
