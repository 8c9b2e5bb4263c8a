"""Fragments: a piece of HTML, as feeds and records carry it, as plain paragraphs."""

import html
import re
from typing import TYPE_CHECKING

from ingest.hidden import drop_hidden

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|table|tr|td|img|figure|blockquote|article|section|font|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_DROPPED = frozenset("script style noscript template iframe img figure figcaption video audio svg form button object".split())
_BLOCKS = frozenset("p div ul ol table tr h1 h2 h3 h4 h5 h6 blockquote section article hr pre header footer".split())


def has_markup(text: str) -> bool:
    """Whether the text is written in HTML."""
    return bool(_TAG.search(text))


def fragment_text(markup: str) -> str:
    """The paragraphs of a piece of HTML, without pictures, scripts and anything hidden."""
    if not has_markup(markup):
        return html.unescape(markup)
    from lxml import etree
    from lxml.html import fragment_fromstring

    try:
        root = fragment_fromstring(markup, create_parent="div")
    except (etree.ParserError, ValueError):
        return html.unescape(_TAG.sub(" ", markup))
    drop_hidden(root)
    pieces: list[str] = []
    _walk(root, pieces)
    return re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(pieces)).strip()


def _walk(element: "HtmlElement", pieces: list[str]) -> None:
    """The element's text in document order; no recursion, so that depth costs nothing."""
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        dropped = not isinstance(node.tag, str) or node.tag in _DROPPED
        block = node.tag in _BLOCKS
        if leaving:
            pieces.append("\n\n" if block else "")
            pieces.append(_flat(node.tail) if node is not element else "")
            continue
        if dropped:
            pieces.append(_flat(node.tail))
            continue
        pieces.append("\n\n" if block else "\n" if node.tag in ("br", "li") else " " if node.tag in ("td", "th") else "")
        pieces.append(_flat(node.text))
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""
