"""Records: JSON and JSON Lines under the field names that news comes with."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.article import Article, Refused, Reject
from ingest.fragments import fragment_text, has_markup
from ingest.plaintext import first_sentence

# Field names in lower case without marks, the likeliest first.
_TITLE = ("title", "headline", "name", "subject")
_FULL = "body text fulltext content article articlebody articletext maintext bodytext contenttext contenthtml story".split()
_BODY = (*_FULL, *"summary description abstract snippet excerpt".split())
_PUBLISHED = (
    "publishedat published pubdate datepublished publishdate publicationdate publishtime firstpublished publishedon "
    "posteddate postedat date datetime timestamp time createdat created"
).split()
_UPDATED = "updatedat updated datemodified modifiedat modified lastmodified lastmod lastupdated updatetime dateupdated".split()
_PUBLISHER = ("source", "outlet", "publisher", "sitename", "site", "publication", "feed", "provider")
_BYLINE = ("byline", "author", "authors", "creator", "writer")
_URL = ("url", "link", "canonicalurl", "permalink", "sourceurl", "weburl", "articleurl", "externallink")
_ID = ("id", "docid", "articleid", "uuid", "guid", "newsid", "storyid", "uid", "itemid")
_LANGUAGE = ("lang", "language", "languagecode", "inlanguage")
_LISTS = (
    "articles",
    "items",
    "data",
    "results",
    "documents",
    "docs",
    "news",
    "stories",
    "entries",
    "hits",
    "response",
    "value",
)
_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\+?\d+ chars\]\s*$")  # news APIs show only a text's beginning
_DEEPEST = 6


def read_json(text: str, *, origin: str) -> Iterator[Article | Reject]:
    """The articles of a JSON file: one record, a list of them, a list within an object, or an object of them by id.

    Raises:
        Refused: it is no JSON, or JSON of another sort.
    """
    value = _parsed(text)
    found = list(_records(value, depth=0))
    if not found:
        raise Refused("no_articles", "JSON without anything that reads as an article")
    for number, (key, record) in enumerate(found, start=1):
        yield _article(record, origin=origin if len(found) == 1 else f"{origin}#{number}", key=key)


def read_jsonl(text: str, *, origin: str) -> Iterator[Article | Reject]:
    """The article of each line; a line that is none is a reject of its own."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{origin}:{number}"
        try:
            value = _parsed(line)
        except Refused as exc:
            yield Reject(origin=where, reason=exc.reason, detail=exc.detail)
            continue
        if isinstance(value, dict):
            yield _article(_inner(value), origin=where, key="")
        else:
            yield Reject(origin=where, reason="not_an_article", detail="the line holds no JSON object")


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=lambda name: None)
    except RecursionError as exc:
        raise Refused("bad_json", "nested too deeply") from exc
    except ValueError as exc:
        raise Refused("bad_json", str(exc)[:200]) from exc


def _records(value: Any, *, depth: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records in a JSON value, each with the key it stands under where the key is its id."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield "", _inner(item)
            elif isinstance(item, list):
                yield from _records(item, depth=depth + 1)
        return
    if not isinstance(value, dict):
        return
    if _looks_like_article(value):
        yield "", value
        return
    for name, inner in value.items():
        if _folded(name) in _LISTS and isinstance(inner, list | dict):
            yield from _records(inner, depth=depth + 1)
            return
    if value and all(isinstance(inner, dict) for inner in value.values()):
        yield from ((str(name), inner) for name, inner in value.items())


def _inner(record: dict[str, Any]) -> Mapping[str, Any]:
    """The record itself, out of the envelope that search servers export it in."""
    source = record.get("_source")
    return source if isinstance(source, dict) else record


def _looks_like_article(value: Mapping[str, Any]) -> bool:
    names = {_folded(name) for name, inner in value.items() if isinstance(inner, str)}
    return bool(names & {*_BODY, "headline"}) and bool(names & {*_TITLE, *_FULL})


def _article(record: Mapping[str, Any], *, origin: str, key: str) -> Article | Reject:
    fields = {_folded(name): value for name, value in record.items()}
    body, cut = _body(fields)
    title = _text(fields, _TITLE)
    if not body:
        return Reject(
            origin=origin, reason="no_text", detail=f"no text among the fields {', '.join(sorted(map(str, record))[:12])}"[:300]
        )
    notes = ("excerpt",) if cut or fields.get("excerptonly") is True else ()
    if not title:
        if "articlebody" in fields and len(fields) <= 3:
            # The text of a page by its id, as sets for measuring extraction have it: the page is the article.
            return Reject(origin=origin, reason="no_title", detail="a page's text without its headline")
        title, notes = first_sentence(body), (*notes, "title_from_text")
    byline = _text(fields, _BYLINE)
    publisher = _text(fields, _PUBLISHER)
    return Article(
        origin=origin,
        own_id=_text(fields, _ID) or key,
        title=fragment_text(title),
        text=body,
        publisher="" if publisher.startswith("http") else publisher,
        byline=byline,
        url=_text(fields, _URL) or (publisher if publisher.startswith("http") else ""),
        language=_text(fields, _LANGUAGE),
        published=_stamp(fields, _PUBLISHED),
        updated=_stamp(fields, _UPDATED),
        notes=notes,
    )


def _body(fields: Mapping[str, Any]) -> tuple[str, bool]:
    """The record's fullest text, and whether it is known to be cut short."""
    for name in _BODY:
        value = fields.get(name)
        if isinstance(value, list):
            value = "\n\n".join(str(part) for part in value if isinstance(part, str))
        if isinstance(value, dict):
            value = value.get("text") or value.get("content") or value.get("html") or value.get("rendered")
        if isinstance(value, str) and value.strip():
            text = fragment_text(value) if has_markup(value) else value
            return _CUT.sub("…", text), bool(_CUT.search(text))
    return "", False


def _text(fields: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, list):
            value = ", ".join(filter(None, (_one(item) for item in value[:10])))
        if found := _one(value):
            return found
    return ""


def _one(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title") or value.get("rendered") or value.get("@id") or value.get("$oid")
    if isinstance(value, bool) or value is None:
        return ""
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _stamp(fields: Mapping[str, Any], names: Sequence[str]) -> str | int | float | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            value = value.get("$date") or value.get("value")
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool) and value:
            return value
    return None


def _folded(name: object) -> str:
    return re.sub(r"[\W_]+", "", str(name)).lower()
