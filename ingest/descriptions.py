"""Descriptions: what a page's JSON-LD tells programs of it, as one list of nodes with the page's own article first."""

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ingest.identity import canonical_url
from ingest.page_bodies import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Node = Mapping[str, Any]

_TYPE = "starts-with(translate(normalize-space(@type), 'JSONLD', 'jsonld'), 'application/ld+json')"
_AROUND = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$")
_ARTICLE = re.compile(r"Article|Posting|Report", re.IGNORECASE)
_DATED = re.compile(r"Article|Posting|Report|Page|Review|CreativeWork|VideoObject", re.IGNORECASE)
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST = 4
_MOST_SCRIPTS, _MOST_NODES = 20, 50


def scripts_of(tree: "HtmlElement") -> list[str]:
    """The JSON-LD of a page as written, without the marks that hide it from old browsers."""
    return [_AROUND.sub("", script.text or "") for script in tree.xpath(f"//script[{_TYPE}]")[:_MOST_SCRIPTS]]


def described(tree: "HtmlElement") -> list[Node]:
    """What the page's JSON-LD describes, each node with what it refers to by an id put in its place."""
    found: list[Node] = []
    for script in scripts_of(tree):
        try:
            value = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        found += list(_nodes(value, depth=0))
    ids = {str(node["@id"]): node for node in found if "@id" in node and len(node) > 1}
    return [{name: _whole(value, ids) for name, value in node.items()} for node in found[:_MOST_NODES]]


def article_of(nodes: Sequence[Node], *, titles: Sequence[str], url: str) -> Node:
    """The node of the page's own article: of several, the one with the page's address or title, else the first."""
    articles = [node for node in nodes if is_of(node, _ARTICLE)]
    wanted = [letters(title) for title in titles if len(letters(title)) > 5]

    def is_own(node: Node) -> bool:
        page = node.get("mainEntityOfPage")
        addresses = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, Mapping) else page)
        if url and any(isinstance(one, str) and one and canonical_url(one) == canonical_url(url) for one in addresses):
            return True
        headline = letters(text_of(node.get("headline")))
        return len(headline) > 5 and any(headline in title or title in headline for title in wanted)

    return next((node for node in articles if is_own(node)), articles[0] if articles else {})


def dated(nodes: Sequence[Node], *, first: Node) -> list[Node]:
    """The nodes that may tell a page's date: the article, then what is a page or a work."""
    others = [node for node in nodes if node is not first and is_of(node, _DATED) and not is_of(node, _ARTICLE)]
    return [first, *others, *(node for node in nodes if node is not first and is_of(node, _ARTICLE))]


def is_of(node: Node, kind: re.Pattern[str]) -> bool:
    """Whether a node is of a kind of schema.org."""
    return bool(kind.search(str(node.get("@type"))))


def text_of(value: object) -> str:
    """A text as JSON-LD gives it; some pages escape it as they would in HTML."""
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def names_of(value: object) -> list[str]:
    """The names of a person or an organisation, or of several."""
    several = value if isinstance(value, list) else [value]
    named = (text_of(one.get("name")) if isinstance(one, Mapping) else text_of(one) for one in several[:10])
    return list(dict.fromkeys(name for name in named if name and not name.startswith("http")))


def _nodes(value: Any, *, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:100]:
            yield from _nodes(item, depth=depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in _INNER:
            yield from _nodes(value.get(name), depth=depth + 1)


def _whole(value: Any, ids: Mapping[str, Node]) -> Any:
    if isinstance(value, list):
        return [_whole(one, ids) for one in value[:100]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return ids.get(str(value.get("@id")), value)
    return value
