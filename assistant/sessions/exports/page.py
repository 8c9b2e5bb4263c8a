"""A report as one HTML file that fetches nothing and runs nothing."""

import hashlib
from base64 import b64encode
from html import escape

from assistant.sessions.exports.paragraphs import Mark, Paragraph, paragraphs
from assistant.sessions.exports.report import Answered, Chart, Reference, Report

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 43rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
body { font: 1.05rem/1.6 Georgia, "Songti SC", "Noto Serif CJK SC", serif; }
h1, h2 { line-height: 1.25; } h2 { margin-top: 2.5rem; }
a { color: inherit; } .mark { font: 600 .75em monospace; vertical-align: .3em; }
dl, ol, table { font: .875rem/1.5 system-ui, sans-serif; }
dl { display: grid; grid-template-columns: 9rem 1fr; gap: .1rem 1rem; } dd { margin: 0; }
ol { padding: 0; list-style: none; } ol li { margin: .5rem 0; } q { display: block; opacity: .8; }
table { border-collapse: collapse; width: 100%; }
figure { margin: 1.25rem 0; } img { width: 100%; height: auto; background: #fff; }
th, td { text-align: start; border-bottom: 1px solid #8888; padding: .25rem .5rem .25rem 0; }
"""


# As a response's header it allows this very style sheet and nothing else.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def to_html(report: Report) -> bytes:
    """The whole report as UTF-8."""
    body = "".join(_answer(answer) for answer in report.answers)
    title, language = escape(report.title), "zh-Hant" if report.language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f'<meta name="referrer" content="no-referrer"><title>{title}</title><style>{_STYLE}</style></head>\n'
        f"<body><h1>{title}</h1>{body}<p><small>{escape(report.colophon)}</small></p></body></html>\n"
    ).encode()


def _answer(answer: Answered) -> str:
    known = {one.n for one in answer.references}
    parts = [
        f'<section><h2 dir="auto">{answer.n}. {escape(answer.question)}</h2>',
        *(_paragraph(one, answer, known) for one in paragraphs(answer.answer)),
        *(_chart(one) for one in answer.charts if one.picture),
        "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in answer.facts) + "</dl>",
    ]
    if answer.withheld:
        parts.append(
            f"<h3>{answer.say('Withheld')}</h3><ul>" + "".join(f"<li>{escape(one)}</li>" for one in answer.withheld) + "</ul>"
        )
    if answer.references:
        parts.append(
            f"<h3>{answer.say('Sources')}</h3><ol>" + "".join(_reference(one, answer) for one in answer.references) + "</ol>"
        )
    if answer.figures:
        head = "".join(f"<th>{name}</th>" for name in answer.columns)
        rows = "".join(_row(row, answer, known) for row in answer.table)
        heading = f"<h3>{answer.say('Figures')}</h3>"
        parts.append(f"{heading}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    return "\n".join(parts) + "</section>\n"


def _chart(one: Chart) -> str:
    image = f'<img alt="{escape(one.words)}" src="data:image/png;base64,{b64encode(one.picture).decode()}">'
    return f"<figure>{image}</figure>"


def _paragraph(paragraph: Paragraph, answer: Answered, known: set[int]) -> str:
    inside = "".join(_mark(one.n, answer, known) if isinstance(one, Mark) else escape(one.text) for one in paragraph.pieces)
    return f'<p dir="auto">{"– " if paragraph.item else ""}{inside}</p>'


def _mark(n: int, answer: Answered, known: set[int]) -> str:
    return f'<a class="mark" href="#s{answer.n}-{n}">[{n}]</a>' if n in known else f"[{n}]"


def _reference(one: Reference, answer: Answered) -> str:
    parts = [f"<strong>{escape(one.title)}</strong>", escape(one.publisher), escape(one.published_at or one.known_at)]
    if one.url:
        parts.append(f'<a rel="noopener noreferrer nofollow" href="{escape(one.url)}">{escape(one.url)}</a>')
    if one.standing:
        parts.append(f"<em>{escape(one.standing)}</em>")
    quote = f"<q>{escape(one.quote)}</q>" if one.quote else ""
    return f'<li id="s{answer.n}-{one.n}" dir="auto">[{one.n}] {", ".join(part for part in parts if part)}{quote}</li>'


def _row(row: tuple[str, str, str, int | None, str], answer: Answered, known: set[int]) -> str:
    text, value, unit, n, check = row
    cells = (escape(text), escape(value), escape(unit), "" if n is None else _mark(n, answer, known), escape(check))
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
