"""Kinds: what sort of file a text is, told by what it says rather than by its name."""

import json
import re
from typing import Literal

from ingest.article import Refused
from ingest.bar_json import table_of
from ingest.bars import looks_like_bars
from ingest.messages import looks_like_message
from ingest.printouts import printed_by
from ingest.stats import looks_like_stats
from ingest.tables import looks_like_articles
from ingest.wires import looks_like_wire

Kind = Literal["html", "feed", "markdown", "json", "jsonl", "table", "message", "wire", "text", "pdf", "bars", "stats"]

_SOMETHING = re.compile(r"\S")
_FIRST_LINE = re.compile(r"\S[^\n]*")  # that is not blank
_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF|urlset)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|meta|h1|title|section|table)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"<(?:ticker|date|per)>[,;\t]", re.IGNORECASE)  # a table's header, as Stooq writes it
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(?:[^\n]*\n){0,200}?\1[ \t]*(?:\n|\Z)")
_FRONT_OF_JSON = re.compile(r"\A(?:---[ \t]*json[ \t]*\n\{|\{[ \t]*\n(?:[ \t]+[^\n]*\n){1,60}\}[ \t]*\n\s*(?=[^\s{}\[\],]))")
_PERCENT = re.compile(r"\A% *\S[^\n]*\n%")
_HEADING = re.compile(r"^#{1,3} \S", re.MULTILINE)
_PRINTED = {"log": "a program's log", "source": "the source of a program"}
_LINK = re.compile(r"!?\[[^\]\n]{0,300}\]\([^)\s]+[^)\n]*\)")


def recognise(text: str, *, name: str = "") -> Kind:
    """The kind of a file.

    Raises:
        Refused: it is of a kind that holds no articles, bars or statistics.
    """
    head = text[:20_000].lstrip()
    if not head:
        raise Refused("empty", "nothing but white space")
    if head.startswith("<") and not _BRACKETED.match(head):
        return _markup(head)
    if looks_like_message(head):
        return "message"
    if _FRONT_OF_JSON.match(head) or _PERCENT.match(head):
        return "markdown"
    if head[0] in "{[" and looks_like_bars(head) and table_of(text) is not None:
        return "bars"
    if head[0] in "{[" and (kind := _json(text)):
        return kind
    if looks_like_bars(head):
        return "bars"
    if looks_like_stats(head):
        return "stats"
    if looks_like_articles(head):
        return "table"
    if _FRONT.match(head) and re.search(r"^\w[\w -]*\s?[:=]", head, re.MULTILINE):
        return "markdown"
    if _is_table(head):
        raise Refused("unknown_table", "a table of neither articles, daily bars nor statistics")
    if printed := printed_by(head, name=name):
        raise Refused(printed, _PRINTED[printed])
    if head.startswith("# ") or _HEADING.search(head) or _LINK.search(head) or name.lower().endswith((".md", ".markdown")):
        return "markdown"
    if head.count("<") > 5 and len(_HTML.findall(head)) > 3:
        return "html"
    return "text"


def _markup(head: str) -> Kind:
    if "<!ENTITY" in head[:4_000].upper():
        raise Refused("entities", "XML that declares entities is not expanded")
    if head.lower().startswith("<?php"):
        raise Refused("source", _PRINTED["source"])
    start = re.sub(r"<\?.*?\?>|<!--.*?-->", " ", head, flags=re.DOTALL).lstrip()
    root = start[:400]
    if looks_like_wire(start[:4_000]):
        return "wire"
    if _FEED.match(root) or (_FEED.search(root) and not re.search(r"<html\b", root, re.IGNORECASE)):
        return "feed"
    if re.match(r"<(?:\w+:)?opml[\s>]", root, re.IGNORECASE):
        raise Refused("feed_list", "a list of feeds (OPML): give the addresses of its feeds")
    if _HTML.search(head):
        return "html"
    if re.match(r"<(?:\w+:)?sitemapindex[\s>]", root, re.IGNORECASE):
        raise Refused("sitemap_index", "a list of site maps: give the address of one of them")
    raise Refused("unknown_xml", "XML that is neither a feed nor a page")


def _json(text: str) -> Kind | None:
    first = _FIRST_LINE.search(text)  # a large file is not copied for a look at it
    if first and _SOMETHING.search(text, first.end()):
        try:
            json.loads(first.group())
        except (ValueError, RecursionError):
            pass
        else:
            return "jsonl"
    looks = re.match(r"\s*(?:\{\s*(?:\"|\})|\[\s*(?:[{\[\]\"\d-]|true|false|null))", text)
    return "json" if looks else None


def _is_table(head: str) -> bool:
    """Whether the lines have the same few separators each, as prose never does."""
    lines = [line for line in head.splitlines()[:12] if line.strip()]
    if len(lines) > 1 and len(head) >= 20_000:
        lines = lines[:-1]
    for separator in (",", "\t", ";", "|"):
        counts = [line.count(separator) for line in lines]
        if len(lines) >= 2 and min(counts) >= 2 and max(counts) <= min(counts) + 1 and not lines[0].rstrip().endswith("."):
            return True
    return False
