"""A report as a Word document. No other module imports docx."""

import io
from typing import Any

from assistant.sessions.exports.paragraphs import Mark, paragraphs
from assistant.sessions.exports.report import Answered, Chart, Report


def to_docx(report: Report) -> bytes:
    """The whole report as a .docx file."""
    import docx

    document = docx.Document()
    document.core_properties.author = "rally"
    document.core_properties.title = report.title[:250]
    document.add_heading(report.title, 0)
    for answer in report.answers:
        _answer(document, answer)
    document.add_paragraph(report.colophon)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _answer(document: Any, answer: Answered) -> None:
    document.add_heading(f"{answer.n}. {answer.question}", 1)
    for one in paragraphs(answer.answer):
        paragraph = document.add_paragraph(style="List Bullet" if one.item else None)
        for piece in one.pieces:
            if isinstance(piece, Mark):
                paragraph.add_run(f"[{piece.n}]").font.superscript = True
            else:
                paragraph.add_run(piece.text)
    for chart in answer.charts:
        _chart(document, chart)
    for name, value in answer.facts:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = 0
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    _list(document, answer.say("Withheld"), [("", one) for one in answer.withheld])
    _list(document, answer.say("Sources"), [(f"[{one.n}] {one.title}", _told(one)) for one in answer.references])
    if answer.figures:
        document.add_heading(answer.say("Figures"), 2)
        rows = [(text, value, unit, "" if n is None else f"[{n}]", check) for text, value, unit, n, check in answer.table]
        _table(document, [answer.columns, *rows])


def _chart(document: Any, chart: Chart) -> None:
    from docx.shared import Inches

    if chart.picture:
        shape = document.add_picture(io.BytesIO(chart.picture), width=Inches(6))
        shape._inline.docPr.set("descr", chart.words)  # what a screen reader says of it


def _told(one: Any) -> str:
    parts = [one.publisher, one.published_at or one.known_at, one.url, one.standing, f"“{one.quote}”" if one.quote else ""]
    return "".join(f", {part}" for part in parts if part)


def _list(document: Any, heading: str, rows: list[tuple[str, str]]) -> None:
    if rows:
        document.add_heading(heading, 2)
    for strong, rest in rows:
        paragraph = document.add_paragraph()
        paragraph.add_run(strong).bold = True
        paragraph.add_run(rest)


def _table(document: Any, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Light Grid Accent 1")
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, (text for row in rows for text in row), strict=True):
        cell.text = text
