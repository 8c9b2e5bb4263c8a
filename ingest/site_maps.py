"""Site maps: addresses of articles as a publisher lists them for search engines, with titles and days where it is of news."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.article import Article, Refused
from ingest.limits import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEWS = "sitemap-news"  # in the namespace: pictures and films of an entry have titles too


def read_site_map(text: str, *, origin: str, limits: Limits) -> Iterator[Article]:
    """An article without text for each address: what stands there is read by following it.

    Raises:
        Refused: it is no XML, lists nothing, or lists more than is taken.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8"), parser=parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise Refused("bad_xml", str(exc)[:200]) from exc
    entries = [entry for entry in root if _name(entry) == "url"]
    if len(entries) > limits.feed_entries:
        raise Refused("too_many_articles", f"{len(entries):,} addresses; at most {limits.feed_entries:,} are taken")
    if not entries:
        raise Refused("no_entries", "a site map without addresses")
    for number, entry in enumerate(entries, start=1):
        own = {_name(element): _words(element) for element in reversed(entry)}
        news = {_name(element): _words(element) for element in entry.iter() if _NEWS in str(element.tag)}
        yield Article(
            origin=f"{origin}#{number}",
            title=news.get("title", ""),
            text="",
            publisher=news.get("name", ""),
            url=own.get("loc", ""),
            language=news.get("language", ""),
            published=news.get("publication_date", ""),
            updated=own.get("lastmod", "") if news else "",
        )


def _words(element: "_Element") -> str:
    return " ".join((element.text or "").split())


def _name(element: "_Element") -> str:
    """The element's name without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
