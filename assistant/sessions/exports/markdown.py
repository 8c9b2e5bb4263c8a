"""A report as Markdown. What came from articles or a model cannot become markup, links or images."""

import re

from assistant.sessions.exports.paragraphs import Mark, Paragraph, Words, paragraphs
from assistant.sessions.exports.report import Answered, Reference, Report

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|!~$&])")
_BLOCK = re.compile(r"^(\s*\d*)([-+.)](?=\s|$)|-{2,}\s*$|=+\s*$)")  # what makes a line an item, a rule or a heading


def to_markdown(report: Report) -> bytes:
    """The whole report as UTF-8."""
    parts = [f"# {escape(report.title)}", *(_answer(answer) for answer in report.answers), f"*{escape(report.colophon)}*"]
    return ("\n\n".join(parts) + "\n").encode()


def escape(text: str) -> str:
    """The text as Markdown that shows exactly it, on one line."""
    return _BLOCK.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def _answer(answer: Answered) -> str:
    blocks = [f"## {answer.n}. {escape(answer.question)}"]
    blocks += [_paragraph(one) for one in paragraphs(answer.answer)]
    blocks += [f"**{escape(one.title)}.** {escape(one.words)}" for one in answer.charts]
    blocks.append("  \n".join(f"**{name}:** {escape(value)}" for name, value in answer.facts))
    if answer.withheld:
        blocks.append("\n".join([f"**{answer.say('Withheld')}**", "", *(f"- {escape(one)}" for one in answer.withheld)]))
    if answer.references:
        blocks.append("\n".join([f"**{answer.say('Sources')}**", "", *(_reference(one) for one in answer.references)]))
    if answer.figures:
        rows = [
            f"| {escape(text)} | {escape(value)} | {escape(unit)} | {_source(n)} | {escape(check)} |"
            for text, value, unit, n, check in answer.table
        ]
        blocks.append("\n".join([f"| {' | '.join(answer.columns)} |", "| --- | --- | --- | --- | --- |", *rows]))
    return "\n\n".join(blocks)


def _paragraph(paragraph: Paragraph) -> str:
    text = "".join(piece.text if isinstance(piece, Words) else "" for piece in paragraph.pieces)
    out = "".join(
        f"\\[{piece.n}\\]" if isinstance(piece, Mark) else _MARKUP.sub(r"\\\1", piece.text) for piece in paragraph.pieces
    )
    return f"- {out}" if paragraph.item else (_BLOCK.sub(r"\1\\\2", out) if text else out)


def _reference(one: Reference) -> str:
    parts = [
        f"**{escape(one.title)}**",
        escape(one.publisher),
        one.published_at or one.known_at,
        f"<{one.url}>" if one.url else "",
        f"*{escape(one.standing)}*" if one.standing else "",
    ]
    quote = f"  \n  “{escape(one.quote)}”" if one.quote else ""
    return f"- \\[{one.n}\\] " + ", ".join(part for part in parts if part) + quote


def _source(n: int | None) -> str:
    return "" if n is None else f"\\[{n}\\]"
