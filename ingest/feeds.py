"""Feeds: RSS and Atom from bytes already in hand. feedparser is never given a path or an address, which it would open."""

import html
import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from ingest.article import Article, Refused, Reject
from ingest.dates import read_moment
from ingest.fragments import fragment_text
from ingest.limits import Limits
from ingest.plaintext import first_sentence
from ingest.site_maps import read_site_map

_TOMBSTONE = re.compile(r"""<(?:\w+:)?deleted-entry\b[^>]*?\sref\s*=\s*["']([^"']{1,2000})["']""", re.IGNORECASE)
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?!(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]\w{1,30});)", re.DOTALL | re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp3|mp4)(?:\?|$)", re.IGNORECASE)


def read_feed(text: str, *, origin: str, limits: Limits) -> Iterator[Article | Reject]:
    """Each entry of a feed as an article.

    Raises:
        Refused: the feed cannot be read or has more entries than are taken.
    """
    if "<!ENTITY" in text[:20_000].upper():
        raise Refused("entities", "XML that declares entities is not expanded")
    count = len(re.findall(r"<(?:\w+:)?(?:item|entry)[\s>]", text))
    if count > limits.feed_entries:
        raise Refused("too_many_articles", f"{count:,} entries; at most {limits.feed_entries:,} are taken")
    if re.search(r"<(?:\w+:)?urlset[\s>]", text[:20_000]):
        yield from read_site_map(text, origin=origin, limits=limits)
        return
    import feedparser

    # The text is decoded already: the declaration must not decode it again.
    body = re.sub(r"\A\s*<\?xml[^>]*\?>", '<?xml version="1.0" encoding="utf-8"?>', text)
    body = _AMPERSAND.sub(lambda found: found[0] if len(found[0]) > 1 else "&amp;", body)
    feed = feedparser.parse(io.BytesIO(body.encode("utf-8")), sanitize_html=False, resolve_relative_uris=False)
    gone = list(islice(_taken_back(text, origin=origin), limits.feed_entries))
    if not feed.entries and not gone:
        raise Refused("no_entries", "a feed without entries")
    yield from gone
    publisher = _publisher(feed.feed)
    language = str(feed.feed.get("language") or feed.feed.get("title_detail", {}).get("language") or "")
    built, home = _written(_own(feed.feed, "updated")), str(feed.feed.get("link") or "")
    for number, entry in enumerate(feed.entries, start=1):
        yield _article(entry, origin=f"{origin}#{number}", publisher=publisher, language=language, built=built, home=home)


def _article(entry: Any, *, origin: str, publisher: str, language: str, built: str, home: str) -> Article | Reject:
    markup = max((str(part.get("value") or "") for part in entry.get("content") or []), key=len, default="")
    markup = markup or str(entry.get("summary") or "")
    title, text = fragment_text(str(entry.get("title") or "")), fragment_text(markup)
    published, updated = _written(_own(entry, "published")), _written(_own(entry, "updated"))
    notes: tuple[str, ...] = ()
    if published and updated and _same_time(updated, built):
        # The generator stamps every entry with the moment it wrote the file; the article was not touched then.
        updated, notes = "", ("updated_is_feed_time",)
    if not title.strip() and text.strip():  # a note, as short messages are fed
        title, notes = first_sentence(text), (*notes, "title_from_text")
    link = str(entry.get("feedburner_origlink") or "") or _link(entry)
    own = str(entry.get("id") or "")
    return Article(
        origin=origin,
        own_id="" if "/" in own or ":" in own else own,
        title=title,
        text=text,
        publisher=str((entry.get("source") or {}).get("title") or "") or publisher,
        byline=str(entry.get("author") or "") if str(entry.get("author") or "") != publisher else "",
        url=urljoin(home, link) if link else (own if own.startswith("http") else ""),
        language=language,
        published=published,
        updated=updated,
        notes=notes,
    )


def _taken_back(text: str, *, origin: str) -> Iterator[Article]:
    """The entries that a feed says are no more (RFC 6721)."""
    for number, mark in enumerate(_TOMBSTONE.findall(text), start=1):
        ref = html.unescape(mark).strip()
        is_url = ref.startswith(("http://", "https://"))
        yield Article(
            origin=f"{origin}#gone{number}",
            title="",
            text="",
            own_id="" if is_url else ref,
            url=ref if is_url else "",
            withdrawn=True,
        )


def _link(entry: Any) -> str:
    """The address of the entry's page; a feed may list its pictures beside it."""
    pages = [
        str(link.get("href") or "")
        for link in entry.get("links") or []
        if link.get("rel", "alternate") == "alternate" and not _PICTURE.search(str(link.get("href") or ""))
    ]
    return next((page for page in pages if page), str(entry.get("link") or ""))


def _publisher(feed: Any) -> str:
    author = (feed.get("author_detail") or {}).get("name") or feed.get("author") or ""
    names = (str(name or "") for name in (author, feed.get("publisher"), feed.get("title")))
    name = next((name for name in names if name and "@" not in name), "")  # a mail address names nobody
    return re.split(r"\s+[|·\-–—]\s+", name)[0].strip()


def _same_time(written: str, built: str) -> bool:
    first, second = read_moment(written, zone="UTC").instant, read_moment(built, zone="UTC").instant
    return first is not None and second is not None and abs((first - second).total_seconds()) <= 60


def _own(entry: Any, name: str) -> object:
    """A field that the entry itself has: feedparser answers for "updated" with the publication where there is none."""
    return dict.get(entry, name) if dict.__contains__(entry, name) else None


def _written(value: object) -> str:
    return " ".join(str(value).split()) if value else ""
