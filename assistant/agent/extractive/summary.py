"""Summaries: what the reports on a subject say of a day or a stretch of days, in the order of time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.holding import BESIDE
from assistant.agent.extractive.selection import distinct

_MOST_REPORTS = 2  # of one day
_MOST_DAYS = 7
_MOST_LINES = 10
_BESIDE = 0.6  # what a further report must score beside the best
_ENOUGH = 0.4
_MOMENT = {"close": 0.15, "midday": -0.05, "open": -0.15}  # a day is told best by its end
_THE_INDEX = re.compile(r"\bthe (?:\w+ )?(?:index|gauge|benchmark)\b", re.I)
_ENDED = re.compile(r"\b(?:clos|end|finish|settl)(?:e|es|ed|ing)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Report:
    """A report with its rated sentences, best first."""

    rows: tuple[Candidate, ...]

    @property
    def day(self) -> str:
        return str(self.rows[0].passage.hit.document.published_date or "")

    @property
    def score(self) -> float:
        best = max(row.score for row in self.rows)
        return best + _MOMENT.get(self.rows[0].moment or "", 0.0)


def summary(ask: Ask, pool: Sequence[Candidate], scales: Scales) -> list[Candidate]:
    """The sentences that sum up what the reports found say of the ask's subject; none where none is about it."""
    told = [one for one in pool if one.passage.hit.document.kind == "article"]
    reports = sorted((one for one in _reports(rated(told, ask, scales)) if _is_about(ask, one)), key=lambda one: -one.score)
    if not reports:
        return []
    if ask.of_market or ask.index:
        reports = _of_sessions(reports)
    enough = [one for one in reports if one.score >= _BESIDE * reports[0].score]
    days = list(dict.fromkeys(one.day for one in enough))[:_MOST_DAYS]
    if len(days) > 1:
        best = sorted((next(one for one in enough if one.day == day) for day in days), key=lambda one: one.day)
        return [row for report in best for row in distinct(_told(report, 3 if len(days) == 2 else 2), _MOST_LINES)]
    rows = [row for place, report in enumerate(enough[:_MOST_REPORTS]) for row in _told(report, 2 if place else 3)]
    return distinct(rows, _MOST_LINES)


def _reports(rows: Sequence[Candidate]) -> list[_Report]:
    grouped: dict[str, list[Candidate]] = {}
    for row in rows:
        grouped.setdefault(row.passage.hit.document.doc_id, []).append(row)
    return [_Report(tuple(group)) for group in grouped.values()]


def _of_sessions(reports: Sequence[_Report]) -> list[_Report]:
    """Of a market the reports on how its sessions opened, stood and ended, where half of the days have one."""
    of_sessions = [one for one in reports if one.rows[0].moment is not None or any(map(_tells_the_end, one.rows))]
    days = {one.day for one in of_sessions}
    return of_sessions if 2 * len(days) >= len({one.day for one in reports}) else list(reports)


def _is_about(ask: Ask, report: _Report) -> bool:
    """Whether a report is about the subject, not only one of its sentences."""
    best = max(report.rows, key=lambda row: row.coverage)
    if best.held and min(best.held) == 0:
        return False
    return best.coverage >= _ENOUGH or (not ask.terms and not best.held)


def _told(report: _Report, most: int) -> list[Candidate]:
    """How the report opens, then how the day ended and its sentences on the subject that carry figures, the best first; of a
    report on something else only what it says of those asked about."""
    lead = [row for row in report.rows if row.passage.hit.chunk.ordinal == 0 and row.sentence.start == 0]
    if lead and lead[0].held and min(lead[0].held) < BESIDE:
        return [row for row in report.rows if min(row.held) == 1.0][:most]
    ends = [row for row in report.rows if _tells_the_end(row)]
    figured = [row for row in report.rows if row.figures and row.coverage >= _ENOUGH]
    rows = list({id(row): row for row in (*lead, *ends[:1], *figured, *report.rows)}.values())[:most]
    return sorted(rows, key=lambda row: row.sentence.start)


def _tells_the_end(row: Candidate) -> bool:
    """Whether a sentence says where an index stood as the day ended."""
    of_index = any(span.index for span in row.names) or bool(_THE_INDEX.search(row.text))
    return of_index and bool(row.figures) and bool(_ENDED.search(row.text)) and row.moment not in {"open", "midday"}
