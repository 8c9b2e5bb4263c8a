"""The formats a report can be had in. What writes each one is imported when it is asked for."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from assistant.errors import BadInput
from assistant.sessions.exports.markdown import to_markdown
from assistant.sessions.exports.page import to_html
from assistant.sessions.exports.paper import to_pdf
from assistant.sessions.exports.report import Report
from assistant.sessions.exports.tables import to_csv, to_xlsx
from assistant.sessions.exports.word import to_docx


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called on the wire, what writes it, whether it shows charts as pictures, and whether people read it: its
    moments are then in the reader's zone, and otherwise in UTC."""

    media_type: str
    write: Callable[[Report], bytes]
    pictures: bool = False
    zoned: bool = False


def to_json(report: Report) -> bytes:
    """Every field of the report, with each answer's checks in words."""
    answers = [
        asdict(answer)
        | {"checks": answer.checks, "charts": [{"title": one.title, "words": one.words} for one in answer.charts]}
        for answer in report.answers
    ]
    return json.dumps(asdict(report) | {"answers": answers}, ensure_ascii=False, indent=2).encode()


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "md": Format("text/markdown; charset=utf-8", to_markdown, zoned=True),
    "html": Format("text/html; charset=utf-8", to_html, pictures=True, zoned=True),
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", to_docx, pictures=True, zoned=True),
    "pdf": Format("application/pdf", to_pdf, pictures=True, zoned=True),
    "csv": Format("text/csv; charset=utf-8", to_csv),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", to_xlsx),
    "json": Format("application/json", to_json),
}


def format_of(name: str) -> Format:
    """The format of that name.

    Raises:
        BadInput: there is none; the message lists those there are.
    """
    if name not in FORMATS:
        raise BadInput(f"There is no format {name[:20]!a}. Choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]
