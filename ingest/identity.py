"""Identity: which document an article is, and whether its text is one that is known already."""

import hashlib
import re
from datetime import date, datetime
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from ingest.sources import host

_TRACKING = re.compile(
    r"(?i)^(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|amp|ref|ref_?src|referrer|cmpid|ocid"
    r"|srcref|smid|share|shareid|spm|from|"
    r"feature|source|guccounter|guce_\w+|taid|ncid|yptr|__twitter_impression|outputtype|at_\w+|ito|partner|mod|rss|ftag|s?cid)$"
)
_UNSAFE = re.compile(r"[^A-Za-z0-9._\-一-鿿]+")


def canonical_url(url: str) -> str:
    """The address without what differs between two copies of it: scheme, `www.`, tracking, AMP, trailing slash, fragment."""
    url = url.strip()
    name = host(url)
    if not name:
        return ""
    parts = urlsplit(url)
    name = re.sub(r"^(?:m|amp|mobile)\.(?=.+\..+)", "", name)
    path = re.sub(r"/{2,}", "/", unquote(parts.path))
    path = re.sub(r"(?:/amp|\.amp|/index\.html?)(?=/?$)|^/amp(?=/)", "", path).rstrip("/")
    query = sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.match(key))
    return f"{name}{path}" + (f"?{urlencode(query)}" if query else "")


def doc_id_of(*, own_id: str, url: str, publisher: str, title: str, day: date | None) -> str:
    """The document's id: the source's own where it has one, else one drawn from where the article came from."""
    if own := _safe(own_id):
        return own if len(own) <= 64 else f"{own[:51]}-{_digest(own_id)[:12]}"
    canonical = canonical_url(url)
    if canonical:
        if number := _number_in(canonical):
            return number
        return f"{host(url)[:40]}-{_digest(canonical)[:16]}"
    return f"text-{_digest(where_from(url='', publisher=publisher, title=title, day=day))[:20]}"


def other_id(doc_id: str, *, origin: str) -> str:
    """An id for an article whose own id another article already has."""
    return f"{doc_id[:55]}-{_digest(origin)[:8]}"


def where_from(*, url: str, publisher: str, title: str, day: date | None) -> str:
    """What makes an article that article, whatever its text: its address, else its publisher, title and day."""
    if canonical := canonical_url(url):
        return canonical
    return "|".join((publisher.casefold(), " ".join(title.casefold().split()), day.isoformat() if day else ""))


def content_hash(*, title: str, text: str, published_at: datetime | None, updated_at: datetime | None) -> str:
    """A digest of what a version says and of its stamps."""
    stamps = [moment.isoformat() if moment else "" for moment in (published_at, updated_at)]
    return _digest("\x1f".join([title, text, *stamps]))


def _number_in(canonical: str) -> str:
    """The number that the last part of an address carries, where it is nearly nothing else: "1800737-20250417"."""
    last = re.sub(r"\.\w{2,5}$", "", canonical.partition("?")[0].rpartition("/")[2])
    digits = len(re.findall(r"\d", last))
    return last if digits >= 9 and digits >= 0.8 * len(last) and len(last) <= 64 and not _UNSAFE.search(last) else ""


def _safe(own_id: str) -> str:
    return _UNSAFE.sub("-", own_id).strip("-.")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
