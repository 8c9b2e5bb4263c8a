"""A report as PDF. No other module imports reportlab.

Chinese is set in the standard Asian font that PDF readers bring, so no font has to be installed or embedded. A reader without
it leaves blanks, which the paper says in letters that every reader has; so it does of characters that no such font holds.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from html import escape
from itertools import groupby
from typing import Any

from assistant.sessions.exports.paragraphs import Mark, Paragraph, paragraphs
from assistant.sessions.exports.report import Answered, Chart, Reference, Report
from assistant.sessions.exports.words import say

_ASIAN = "STSong-Light"
_LENT = (
    "Chinese, and whatever else Western European letters do not cover, is set in a font that PDF readers bring along. "
    "Where it is blank, this reader has none: export as Word or as a web page instead."
)
_MINUS = "\u2212"
_HOLE = "[?]"  # in letters that every reader has
_MISSING = (
    f"{_HOLE} stands for characters that the fonts of PDF readers do not have. Export as Word or as a web page to see them."
)
_WIDE = 470  # points between the margins


def to_pdf(report: Report) -> bytes:
    """The whole report as a PDF file."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont(_ASIAN))
    out = io.BytesIO()
    document = SimpleDocTemplate(
        out, pagesize=A4, title=report.title, author="rally", leftMargin=62, rightMargin=62, topMargin=62, bottomMargin=62
    )
    story = [_set(report.title, "Title"), *(_set(note, "small") for note in _notes(report))]
    for answer in report.answers:
        story += _answer(answer)
    document.build([*story, _set(report.colophon, "colophon")], onFirstPage=_number, onLaterPages=_number)
    return out.getvalue()


def _notes(report: Report) -> list[str]:
    """What a reader must be told of the fonts, in English and in the language of the report."""
    chars = set("".join(_texts(asdict(report) | {"charts": ()})))
    told = [
        (_LENT, any(map(_asian, chars))),
        (_MISSING, any(not _western(one) and not _asian(one) for one in chars - {_MINUS})),
    ]
    return [note for words, holds in told if holds for note in dict.fromkeys((words, say(words, report.language)))]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _number(canvas: Any, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(document.pagesize[0] - 62, 36, str(document.page))


def _answer(answer: Answered) -> list[Any]:
    story = [_set(f"{answer.n}. {answer.question}", "question")]
    story += [_laid(one) for one in paragraphs(answer.answer)]
    story += [_chart(one) for one in answer.charts if one.picture]
    story += [_set(f"{name}: {value}", "small") for name, value in answer.facts]
    if answer.withheld:
        story += [_set(answer.say("Withheld"), "head"), *(_set(one, "small") for one in answer.withheld)]
    if answer.references:
        story += [_set(answer.say("Sources"), "head"), *(_set(_told(one), "small") for one in answer.references)]
    if answer.figures:
        rows = [(text, value, unit, "" if n is None else f"[{n}]", check) for text, value, unit, n, check in answer.table]
        story += [_set(answer.say("Figures"), "head"), _table([answer.columns, *rows])]
    return story


def _laid(paragraph: Paragraph) -> Any:
    text = "".join(f"[{one.n}]" if isinstance(one, Mark) else one.text for one in paragraph.pieces)
    return _set(("– " if paragraph.item else "") + text, "body")


def _chart(chart: Chart) -> Any:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    width, height = ImageReader(io.BytesIO(chart.picture)).getSize()
    return Image(io.BytesIO(chart.picture), width=_WIDE, height=_WIDE * height / width)


def _told(one: Reference) -> str:
    parts = [
        one.title,
        one.publisher,
        one.published_at or one.known_at,
        one.url,
        one.standing,
        f"“{one.quote}”" if one.quote else "",
    ]
    return f"[{one.n}] " + ", ".join(part for part in parts if part)


def _set(text: str, kind: str) -> Any:
    """One paragraph; lines of mostly Chinese may end after any character."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Laid

    size = {"Title": 20, "question": 14, "head": 10.5, "small": 8.5, "colophon": 8.5}.get(kind, 11)
    style = ParagraphStyle(
        kind,
        fontName="Helvetica-Bold" if kind in ("Title", "question", "head") else "Helvetica",
        fontSize=size,
        leading=size * 1.4,
        keepWithNext=kind in ("question", "head"),
        spaceBefore={"question": 18, "head": 8, "colophon": 18}.get(kind, 0),
        spaceAfter=3 if kind == "small" else 6,
        wordWrap="CJK" if 2 * sum(map(_asian, text)) > len(text) else None,
    )
    return Laid(_fonts(text), style)


def _table(rows: list[tuple[str, ...]]) -> Any:
    from reportlab.lib.colors import grey
    from reportlab.platypus import Table

    laid = [[_set(cell, "small") for cell in row] for row in rows]
    table = Table(laid, colWidths=(150, 110, 70, 60, 80), repeatRows=1, hAlign="LEFT")
    table.setStyle([("LINEBELOW", (0, 0), (-1, -1), 0.25, grey), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return table


def _fonts(text: str) -> str:
    """The text as reportlab's markup, each stretch in a font that has its characters."""
    text = text.replace(_MINUS, "\u2013")  # the minus sign is in no font of every reader; the dash looks like it
    runs = re.findall(r"[^\x00-\x7f]+|[\x00-\x7f]+", text)
    return "".join(escape(run) if run.isascii() else "".join(_run(piece) for piece in _split(run)) for run in runs)


def _split(run: str) -> list[str]:
    pieces: list[str] = []
    for char in run:
        if pieces and _western(pieces[-1][-1]) == _western(char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _run(piece: str) -> str:
    if _western(piece[0]):
        return escape(piece)
    runs = ("".join(chars) if held else _HOLE for held, chars in groupby(piece, key=_asian))
    return "".join(one if one == _HOLE else f'<font name="{_ASIAN}">{escape(one)}</font>' for one in runs)


def _western(char: str) -> bool:
    return _encodes(char, "cp1252")


def _asian(char: str) -> bool:
    return not _western(char) and _encodes(char, "gbk")


def _encodes(char: str, encoding: str) -> bool:
    try:
        return bool(char.encode(encoding))
    except UnicodeEncodeError:
        return False
