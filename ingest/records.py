"""Records: JSON and JSON Lines under the field names that news comes with."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ingest.article import Article, Refused, Reject
from ingest.fields import (
    BODY,
    BYLINE,
    FULL,
    ID,
    LANGUAGE,
    PUBLISHER,
    TITLE,
    URL,
    Fields,
    folded,
)
from ingest.fragments import fragment_text, has_markup
from ingest.lenient_json import json_value, json_values
from ingest.plaintext import first_sentence

_LISTS = (
    "articles items item data results result documents docs news stories entries entry hits response value posts records rows "
    "list content payload objects children rss channel feed 新闻 新聞 文章"
).split()
_HEADERS = ("columns", "fields", "header", "headers")
_TABLES = ("data", "items", "rows", "values")
_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+?\d+ chars\]\s*$")  # news APIs show only a text's beginning
_GONE = ("withdrawn", "retracted", "deleted", "removed")
_DEEPEST = 6


def read_json(text: str, *, origin: str) -> Iterator[Article | Reject]:
    """The articles of a JSON file: one record, a list of them, a list within an object, or an object of them by id.

    Raises:
        Refused: it is no JSON, or JSON of another sort.
    """
    values, broken = json_values(text)
    found = [pair for value in values for pair in _records(value, depth=0)]
    found = found or [pair for value in values for pair in _buried(value, depth=0)]
    if broken and not found:
        raise broken
    if not found:
        raise Refused("no_articles", "JSON without anything that reads as an article")
    publisher, language = _channel(values[0])
    for number, (key, record) in enumerate(found, start=1):
        article = read_record(record, origin=origin if len(found) == 1 else f"{origin}#{number}", key=key)
        if isinstance(article, Article):
            article = replace(article, publisher=article.publisher or publisher, language=article.language or language)
        yield article
    if broken:
        yield Reject(
            origin=origin, reason=broken.reason, detail=f"what stands behind its article {len(found):,}: {broken.detail}"
        )


def read_jsonl(text: str, *, origin: str, first: int = 1) -> Iterator[Article | Reject]:
    """The article of each line, counted from `first`; a line that is none is a reject of its own."""
    for number, line in enumerate(text.split("\n"), start=first):
        if not line.strip():
            continue
        where = f"{origin}:{number}"
        try:
            value = json_value(line)
        except Refused as exc:
            yield Reject(origin=where, reason=exc.reason, detail=exc.detail)
            continue
        if isinstance(value, dict | list) and not _is_action(value):
            yield from _of_line(value, origin=where)
        elif not isinstance(value, dict):
            yield Reject(origin=where, reason="not_an_article", detail="the line holds no JSON object")


def _of_line(value: Any, *, origin: str) -> Iterator[Article | Reject]:
    """The article of a line, or those of a line that holds a list of them."""
    if isinstance(value, dict) and not any(isinstance(inner, list | dict) for inner in value.values()):
        yield read_record(value, origin=origin)
        return
    found = list(_records(value, depth=0))
    if isinstance(value, dict) and len(found) < 2 and Fields(value).body(BODY):
        found = [("", value)]
    for number, (_, record) in enumerate(found or [("", value if isinstance(value, dict) else {})], start=1):
        yield read_record(record, origin=origin if len(found) < 2 else f"{origin}#{number}")


def _is_action(value: Any) -> bool:
    """Whether a line only tells a search server what to do with the next."""
    return (
        isinstance(value, dict)
        and len(value) == 1
        and not set(value).isdisjoint(("index", "create"))
        and all(isinstance(said, dict) and all(str(name).startswith("_") for name in said) for said in value.values())
    )


def _records(value: Any, *, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records in a JSON value, each with the key it stands under where the key is its id."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield "", item
            elif isinstance(item, list):
                yield from _records(item, depth=depth + 1)
        return
    if not isinstance(value, dict):
        return
    if rows := _rows(value):
        yield from (("", row) for row in rows)
        return
    whole = Fields({name: inner for name, inner in value.items() if folded(name) not in _LISTS or not isinstance(inner, list)})
    if whole.body(FULL) or _is_gone(whole):
        yield "", value
        return
    for name, inner in value.items():
        if folded(name) in _LISTS and isinstance(inner, list | dict) and (found := list(_records(inner, depth=depth + 1))):
            yield from found
            return
    if whole.text(TITLE) and whole.body(BODY):
        yield "", value
        return
    if value and all(isinstance(inner, dict) for inner in value.values()):
        yield from ((str(name), inner) for name, inner in value.items())


def _rows(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The records of a table written as JSON: its columns' names beside its rows, or a list under each column's name."""
    for names in (value.get(name) for name in _HEADERS):
        rows = next((found for name in _TABLES if isinstance(found := value.get(name), list)), None)
        if rows and isinstance(names, list) and all(isinstance(row, list) and len(row) == len(names) for row in rows):
            return [dict(zip(map(str, names), row, strict=True)) for row in rows]
    columns = {name: inner for name, inner in value.items() if isinstance(inner, list)}
    known = {folded(name) for name in columns}
    if any(folded(name) in (*TITLE, *BODY) and name not in columns for name in value):  # one record, with lists in it
        return []
    if len(columns) < 2 or known.isdisjoint(TITLE) or known.isdisjoint(BODY) or len(set(map(len, columns.values()))) != 1:
        return []
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _buried(value: Any, *, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records in lists under names that say nothing: objects with a title and a text of their own."""
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return
    if isinstance(value, dict) and (own := Fields(value)).text(TITLE) and own.body(BODY):
        yield "", value
        return
    for inner in value.values() if isinstance(value, dict) else value:
        yield from _buried(inner, depth=depth + 1)


def _channel(value: Any) -> tuple[str, str]:
    """What a JSON Feed says of all its items: whose they are, and in which language."""
    if not isinstance(value, dict) or "jsonfeed.org" not in str(value.get("version")):
        return "", ""
    return str(value.get("title") or ""), str(value.get("language") or "")


def read_record(record: Mapping[str, Any], *, origin: str, key: str = "") -> Article | Reject:
    """The article of one record.

    Args:
        key: the id that the record stands under.
    """
    fields = Fields(record)
    body, cut = _body(fields)
    title = fields.text(TITLE)
    if _is_gone(fields):
        own_id, url = _own_id(fields.text(ID) or key), fields.text(URL)
        return Article(origin=origin, title=title, text=body, own_id=own_id, url=url, withdrawn=True)
    if not body:
        return Reject(
            origin=origin, reason="no_text", detail=f"no text among the fields {', '.join(sorted(map(str, record))[:12])}"[:300]
        )
    notes = ("excerpt",) if cut or fields.flag("excerptonly") else ()
    if not title:
        if fields.has(["articlebody"]) and len(record) <= 3:
            # The text of a page by its id, as sets for measuring extraction have it: the page is the article.
            return Reject(origin=origin, reason="no_title", detail="a page's text without its headline")
        title, notes = first_sentence(body), (*notes, "title_from_text")
    publisher = fields.text(PUBLISHER)
    return Article(
        origin=origin,
        own_id=_own_id(fields.text(ID) or key),
        title=fragment_text(title),
        text=body,
        publisher="" if publisher.startswith("http") else publisher,
        byline=fields.text(BYLINE),
        url=fields.text(URL) or (publisher if publisher.startswith("http") else ""),
        language=fields.text(LANGUAGE),
        published=fields.published(),
        updated=fields.updated(),
        notes=notes,
    )


def _is_gone(fields: Fields) -> bool:
    """Whether a record says that its article is no more."""
    return any(fields.flag(name) for name in _GONE) or fields.text(["status"]).lower() in _GONE


def _body(fields: Fields) -> tuple[str, bool]:
    """The record's fullest text, and whether it is known to be cut short."""
    value = fields.body(FULL) or fields.fullest(BODY)
    text = fragment_text(value) if has_markup(value) else value
    cut = _CUT.search(text) if text.rstrip().endswith("chars]") else None  # the pattern alone is slow on a long text
    return (f"{text[: cut.start()]}…" if cut else text), cut is not None


def _own_id(written: str) -> str:
    """The source's id of an article; an address or a number in a list identifies nothing beyond its file."""
    return "" if "/" in written or ":" in written else written
