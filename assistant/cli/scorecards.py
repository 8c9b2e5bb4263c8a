"""Scorecards: an evaluation as a page that stands alone, without scripts or anything from elsewhere. Pure."""

from collections.abc import Mapping
from html import escape
from typing import Any

LABELS = {
    "questions": "Questions",
    "right": "Right",
    "answerable": "Answerable questions",
    "answerable_right": "… of them answered right",
    "abstained_but_answerable": "… of them wrongly refused",
    "to_be_refused": "Questions to be refused",
    "refused_right": "… of them refused for the right reason",
    "answered_but_to_be_refused": "… of them wrongly answered",
    "answered_without_citation": "Answers without a citation",
    "numbers": "Numbers in the answers",
    "numbers_in_no_quote": "… that stand in no quote",
    "figures_shown": "Figures shown and checked",
    "sentences_withheld": "Sentences withheld",
    "failed": "Questions that failed",
    "p50_ms": "Time of half the answers, ms",
    "p95_ms": "Time of 95 % of the answers, ms",
}
_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.35rem;border-bottom:1px solid #ddd}
td.n{text-align:right;font-variant-numeric:tabular-nums}.wrong td:first-child{border-left:4px solid #b3261e}
.right td:first-child{border-left:4px solid #1e7b34}small{color:#555}"""


def page(report: Mapping[str, Any], *, title: str, changes: Mapping[str, Any] | None = None) -> str:
    """The report as HTML."""
    figures = "".join(_figure(name, value) for name, value in report["summary"].items())
    rows = "".join(_row(one) for one in sorted(report["results"], key=lambda one: bool(one["right"])))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><table>{figures}</table>"
        f"{_changes(changes) if changes else ''}<h2>Questions, the wrong ones first</h2>"
        f"<table><tr><th>Question</th><th>Answer</th><th>ms</th></tr>{rows}</table></body></html>\n"
    )


def shown(value: Any) -> str:
    """A figure of a run as people read it."""
    return "–" if value is None else f"{value:,.1f}" if isinstance(value, float) else f"{value:,}"


def _figure(name: str, value: Any) -> str:
    return f'<tr><td>{escape(LABELS.get(name, name))}</td><td class="n">{shown(value)}</td></tr>'


def _row(one: Mapping[str, Any]) -> str:
    notes = [f"refused: {one['reason']}"] if one["abstained"] else []
    notes += ["should have been refused"] if one["should_abstain"] and not one["right"] else []
    notes += [f"in no quote: {', '.join(one['unsupported'])}"] if one["unsupported"] else []
    notes += [f"{one['withheld']} withheld"] if one["withheld"] else []
    notes += [one["error"]] if one["error"] else []
    verdict = "right" if one["right"] else "wrong"
    return (
        f'<tr class="{verdict}"><td>{escape(one["question"])}<br><small>{verdict}</small></td>'
        f"<td>{escape(one['answer'])}<br><small>{escape('; '.join(notes))}</small></td>"
        f'<td class="n">{shown(one["elapsed_ms"])}</td></tr>'
    )


def _changes(changes: Mapping[str, Any]) -> str:
    moved = "".join(
        f'<tr><td>{escape(LABELS.get(name, name))}</td><td class="n">{shown(old)}</td><td class="n">{shown(new)}</td></tr>'
        for name, (old, new) in changes["figures"].items()
    )
    lists = "".join(
        f"<h3>{word}</h3><ul>{''.join(f'<li>{escape(question)}</li>' for question in changes[key])}</ul>"
        for word, key in (("Won", "won"), ("Lost", "lost"))
        if changes[key]
    )
    return f"<h2>Against the other run</h2><table><tr><th></th><th>then</th><th>now</th></tr>{moved}</table>{lists}"
