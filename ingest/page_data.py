"""Page data: the text that a page hands to its scripts, for pages that show nothing without them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ingest.fields import FULL, TITLE, Fields
from ingest.fragments import fragment_text
from ingest.page_bodies import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_JSON = json.JSONDecoder(strict=False)
_ASSIGNED = re.compile(r"\s*(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]{0,80}(?:\[[\"'][^\]]{1,80}\])?\s*=\s*(?=[{\[])")
_MOST_SCRIPTS = 60
_DEEPEST = 12
_MOST = 20_000  # values of one page that are looked at
_LARGEST = 4_000_000  # characters of one script


def told_body(tree: "HtmlElement", schema: Mapping[str, Any], *, title: str) -> str:
    """The article's text as the page's JSON-LD has it, else as the data of its scripts do under the same title."""
    described = fragment_text(str(schema.get("articleBody") or ""))
    if described.strip():
        return described
    wanted = letters(title)
    for value in _values(tree) if wanted else ():
        for record in _objects(value):
            fields = Fields(record)
            if letters(fields.text(TITLE)) == wanted and (text := fields.body(FULL)):
                return fragment_text(text)
    return ""


def _values(tree: "HtmlElement") -> Iterator[Any]:
    """The data that the page's scripts are given, as JSON or in an assignment such as `window.STATE = {…};`."""
    for script in tree.xpath("//script[not(@src)]")[:_MOST_SCRIPTS]:
        written = script.text or ""
        plain = (script.get("type") or "").lower() == "application/json"
        start = 0 if plain else found.end() if (found := _ASSIGNED.match(written)) else None
        if start is None or len(written) > _LARGEST:
            continue
        try:
            value, _ = _JSON.raw_decode(written, start + len(written[start:]) - len(written[start:].lstrip()))
        except (ValueError, RecursionError):
            continue
        yield value


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects with a title in a JSON value, the outer ones first."""
    waiting, looked = [(value, 0)], 0
    while waiting and looked < _MOST:
        one, depth = waiting.pop(0)
        looked += 1
        if isinstance(one, dict) and not _TITLES.isdisjoint(map(str.lower, one)):
            yield one
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if depth < _DEEPEST:
            waiting += [(part, depth + 1) for part in inner if isinstance(part, dict | list)]


_TITLES = frozenset(TITLE)
