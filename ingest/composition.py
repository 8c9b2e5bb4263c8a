"""Composition: an article as found becomes a document as kept: cleaned, dated, named and addressed."""

import re
from dataclasses import replace
from datetime import date, datetime

from assistant.knowledge.documents import Document
from ingest.article import Article, Reject
from ingest.characters import mended, tidy
from ingest.cleaning import clean_body, clean_title
from ingest.dates import Moment, read_moment
from ingest.fragments import fragment_text
from ingest.identity import content_hash, doc_id_of
from ingest.languages import language_of
from ingest.limits import Limits
from ingest.publication import publication
from ingest.sources import Source, Sources
from ingest.stamps import closing_stamp

_URL_DAY = re.compile(r"(?<!\d)(20\d\d)([/\-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D|\d{6}(?!\d)|$)")
_LONG_ENOUGH = re.compile(r"\W*(?:\w\W*){10}")


def compose(article: Article, *, sources: Sources, limits: Limits, now: datetime) -> Document | Reject:
    """The first version of the document that an article is, or why it cannot be one."""
    article, notes = _tidied(article)
    source = sources.find(url=article.url, publisher=article.publisher, language=article.language)
    title = clean_title(article.title, publisher=article.publisher)
    body, closing = closing_stamp(article.text)
    article = replace(article, updated=article.updated or closing)
    text = clean_body(body, title="" if "title_from_text" in article.notes else title)
    if problem := _problem(title, text, article, limits):
        return Reject(origin=article.origin, reason=problem[0], detail=problem[1])
    published, updated, more = _moments(article, source, sources)
    times = publication(published, updated, now=now)
    publisher = sources.spelled(article.publisher) or source.name
    return Document(
        doc_id=doc_id_of(own_id=article.own_id, url=article.url, publisher=publisher, title=title, day=times.published_date),
        url=article.url,
        title=title,
        publisher=publisher,
        byline=" ".join(article.byline.split())[:200],
        language=language_of(f"{title}\n{text}", declared=article.language or source.language),
        text=text,
        published_at=times.published_at,
        published_date=times.published_date,
        precision=times.precision,
        zone=times.zone,
        updated_at=times.updated_at,
        known_at=times.known_at,
        ingested_at=now,
        content_hash=content_hash(title=title, text=text, published_at=times.published_at, updated_at=times.updated_at),
        details={"origin": article.origin, "notes": [*notes, *more, *times.notes], **article.details},
    )


def _tidied(article: Article) -> tuple[Article, tuple[str, ...]]:
    text, repaired = mended(tidy(article.text))
    title, also = mended(tidy(fragment_text(article.title)))
    notes = (*article.notes, "mojibake_repaired") if repaired or also else article.notes
    clean = replace(
        article,
        title=title,
        text=tidy(text) if repaired else text,
        publisher=_publisher(tidy(article.publisher)),
        byline=tidy(article.byline),
        url=_address(article.url),
        own_id=tidy(article.own_id),
    )
    return clean, notes


def _publisher(name: str) -> str:
    """The publisher's name without the slogans that sites append to it."""
    name = " ".join(re.split(r"\s+[|•]\s+", name)[0].split()).removeprefix("@")
    return "" if name.startswith(("http://", "https://")) else name[:200]


def _address(url: str) -> str:
    """The address as given, where it is one of the web."""
    url = "".join(tidy(url).split())
    return url if re.match(r"https?://[^/\s]+", url, re.IGNORECASE) and len(url) <= 2_000 else ""


def _problem(title: str, text: str, article: Article, limits: Limits) -> tuple[str, str] | None:
    if not text:
        return (
            "no_text",
            f"nothing is left of {len(article.text)} characters" if article.text.strip() else "a title without a text",
        )
    if len(text) > limits.article_chars:
        return "too_long", f"{len(text):,} characters; at most {limits.article_chars:,} are taken"
    if not title:
        return "no_title", text[:100]
    if len(title) > limits.title_chars:
        return "no_title", f"{len(title):,} characters where a title should be"
    if not _LONG_ENOUGH.match(text):
        return "no_text", f"only {text!r}"
    return None


def _moments(article: Article, source: Source, sources: Sources) -> tuple[Moment, Moment, tuple[str, ...]]:
    """The published and updated stamps, read on the clock that wrote them."""
    by_publisher = article.clock == "publisher" and source.known
    zone = source.zone if by_publisher else sources.default.zone
    published = read_moment(article.published, zone=zone, order=source.order, own=by_publisher)
    updated = read_moment(article.updated, zone=zone, order=source.order, own=by_publisher)
    if published.precision == "none" and (day := day_in(article.url)):
        at_home = read_moment(day, zone=source.zone)
        return at_home, updated, (*published.notes, "date_from_url")
    return published, updated, ()


def day_in(url: str) -> date | None:
    """The day that an address carries in its path, as many publishers' addresses do."""
    found = _URL_DAY.search(re.sub(r"^https?://[^/]+|\?.*$", "", url))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
