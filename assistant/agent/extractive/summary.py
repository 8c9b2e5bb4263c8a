"""Summaries: what the reports on a subject say of a day or a stretch of days, in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.selection import distinct

_MOST_REPORTS = 4
_MOST_A_DAY = 2
_ENOUGH = 0.4
_MOMENT = {"close": 0.15, "midday": -0.05, "open": -0.15}  # a day is told best by its end


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
    enough = [one for one in reports if one.score >= 0.6 * reports[0].score]
    days: dict[str, int] = {}
    chosen: list[_Report] = []
    for report in enough:
        if days.get(report.day, 0) < _MOST_A_DAY and len(chosen) < _MOST_REPORTS:
            days[report.day] = days.get(report.day, 0) + 1
            chosen.append(report)
    each = 2 if len(chosen) > 2 else 3
    rows = [row for report in chosen for row in _told(report, each)]
    return sorted(distinct(rows, len(rows)), key=lambda row: (str(row.published_at or ""), row.n, row.sentence.start))


def _reports(rows: Sequence[Candidate]) -> list[_Report]:
    grouped: dict[str, list[Candidate]] = {}
    for row in rows:
        grouped.setdefault(row.passage.hit.document.doc_id, []).append(row)
    return [_Report(tuple(group)) for group in grouped.values()]


def _is_about(ask: Ask, report: _Report) -> bool:
    """Whether a report is about the subject, not only one of its sentences."""
    best = max(report.rows, key=lambda row: row.coverage)
    if best.held and min(best.held) == 0:
        return False
    return best.coverage >= _ENOUGH or (not ask.terms and not best.held)


def _told(report: _Report, most: int) -> list[Candidate]:
    """How the report opens, then its sentences on the subject that carry figures, the best first."""
    lead = [row for row in report.rows if row.passage.hit.chunk.ordinal == 0 and row.sentence.start == 0]
    figured = [row for row in report.rows if row.figures and row.coverage >= _ENOUGH]
    return [*lead, *(row for row in (*figured, *report.rows) if row not in lead)][:most]
