"""Fragments: a piece of HTML, as feeds and records carry it, as plain paragraphs."""

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|ul|ol|li|h[1-6]|table|tr|td|img|figure|blockquote|article|section|font|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_DROPPED = frozenset("script style noscript template iframe img figure figcaption video audio svg form button object".split())
_BLOCKS = frozenset("p div ul ol table tr h1 h2 h3 h4 h5 h6 blockquote section article hr pre header footer".split())
_OFFSCREEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_WHITE = r"\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)"
_WHITE_TEXT = re.compile(rf"(?:^|;)\s*color{_WHITE}", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color|-image)?\s*:", re.IGNORECASE)
_WHITE_GROUND = re.compile(rf"(?:^|;)\s*background(?:-color)?{_WHITE}", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|visuallyhidden|is-hidden|d-none)(?:\s|$)", re.IGNORECASE
)


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


def drop_hidden(root: "HtmlElement") -> None:
    """Takes out of a tree what a reader of the page would not see: a place to hide instructions in."""
    for element in root.xpath("//*[@hidden or @style or @class] | //template | //noscript[not(ancestor::head)]"):
        parent = element.getparent()
        if parent is None or element.tag in ("html", "body", "head"):
            continue
        style = element.get("style") or ""
        unseen = element.tag == "template" or element.get("hidden") is not None or _OFFSCREEN.search(style)
        if unseen or (_WHITE_TEXT.search(style) and _on_white(element)) or _UNSEEN_CLASS.search(element.get("class") or ""):
            element.drop_tree()


def _on_white(element: "HtmlElement") -> bool:
    """Whether the nearest background set in a style attribute is white; where none is, a page is."""
    for one in (element, *element.iterancestors()):
        style = one.get("style") or ""
        if _BACKGROUND.search(style):
            return bool(_WHITE_GROUND.search(style))
    return True


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
