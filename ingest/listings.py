"""Listings: front pages, sections, tags and search results, which show the beginnings of many articles and hold none."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from ingest.descriptions import Node, is_of
from ingest.page_bodies import letters, words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"Article|Posting|Report|Review|Recipe|VideoObject", re.IGNORECASE)
_CARD = 700  # characters: a longer block is no teaser
_FEWEST = 5  # teasers of one kind
_MOST = 4_000  # elements that are looked at
_HEADLINE = 12  # letters of a teaser's link
_BEFORE = 40  # characters that may stand before it: a section, a time
_SHARE = 0.7  # of the extracted text


def teasers(tree: "HtmlElement", meta: Mapping[str, str], nodes: Sequence[Node]) -> str:
    """The letters of the page's teasers, one after another; nothing of a page that says it is an article."""
    if any(is_of(node, _ARTICLE) and len(node) > 2 for node in nodes) or meta.get("og:type", "").startswith("article"):
        return ""
    if any(name.startswith("article:") for name in meta):
        return ""
    kinds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for element in islice(tree.iter("article", "li", "div", "section", "tr", "dl"), _MOST):
        said = words(element)
        if len(said) <= _CARD and (link := _headline(element)) and said.find(link) <= _BEFORE:
            kinds[(element.tag, element.get("class") or "")].append(letters(said))
    return "\n".join(said for cards in kinds.values() if len(set(cards)) >= _FEWEST for said in cards)


def is_listing(body: str, cards: str) -> bool:
    """Whether most of what was taken for the article's text is of the page's teasers."""
    if not cards:
        return False
    found = [paragraph for paragraph in (letters(part) for part in re.split(r"\n+", body)) if paragraph]
    listed = sum(len(paragraph) for paragraph in found if paragraph in cards)
    return listed >= _SHARE * sum(map(len, found))


def _headline(element: "HtmlElement") -> str:
    """The words of the first link of a block that are long enough for a title."""
    said = (words(link) for link in islice(element.iter("a"), 4) if link.get("href", "#")[:1] not in ("#", ""))
    return next((text for text in said if len(letters(text)) >= _HEADLINE), "")
