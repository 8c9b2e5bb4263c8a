"""Arrivals: what was fetched, as inputs; walls that a site puts up by leading elsewhere are told from its articles."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from ingest.article import Article, Reject, Unchanged
from ingest.fetching import Fetched
from ingest.identity import canonical_url
from ingest.inputs import Input, read_stream
from ingest.kinds import Kind
from ingest.limits import Limits
from ingest.sources import host

_SHORT = 1_200  # characters: a page with more has an article beside its form
_PASSWORD = re.compile(r"<input\b[^>]{0,400}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_WALLS = {
    "login_page": r"log-?in|sign-?in|sso|auth|oauth2?|account",
    "consent_wall": r"consent|cookie-?wall|gdpr|privacy-?gate",
    "paywall": r"subscribe|subscription|paywall|register|registration",
    "robot_check": r"captcha|challenge|validate|blocked",
}
_PATHS = {reason: re.compile(rf"(?:^|[/.])(?:{words})(?:[/.?_-]|$)", re.IGNORECASE) for reason, words in _WALLS.items()}


def arrival(fetched: Fetched, *, limits: Limits) -> Input | Reject | Unchanged:
    """What came of an address, for the pipeline."""
    if fetched.state == "unchanged":
        return Unchanged(origin=fetched.address)
    if fetched.state != "ok":
        return Reject(origin=fetched.address, reason=fetched.state, detail=fetched.detail)
    if reason := _led_astray(fetched.address, fetched.url):
        return Reject(origin=fetched.address, reason=reason, detail=f"it leads to {fetched.url[:300]}")
    read = read_stream(io.BytesIO(fetched.data), origin=fetched.address, limits=limits)
    if isinstance(read, Reject):
        return read
    name = urlsplit(fetched.url).path.rpartition("/")[2]
    return replace(read, name=name, url=fetched.url, charset=fetched.charset)


def placed(found: Iterator[Article | Reject], item: Input, *, kind: Kind, text: str) -> Iterator[Article | Reject | Unchanged]:
    """The articles of an input under the address they were fetched from; those of a file stay as they are.

    A page may name another address of its own site as its proper one. It may not name another site: it would replace
    that site's article.
    """
    for article in found:
        if not item.url or kind not in ("html", "pdf") or isinstance(article, Reject):
            yield article
        elif len(article.text) < _SHORT and _PASSWORD.search(text):
            yield Reject(origin=article.origin, reason="login_page", detail=article.title[:200])
        else:
            yield article if _same_site(article.url, item.url) else replace(article, url=item.url)


def _same_site(one: str, other: str) -> bool:
    first, second = host(one), host(other)
    return bool(first) and (first == second or first.endswith(f".{second}") or second.endswith(f".{first}"))


def _led_astray(asked: str, found: str) -> str:
    """The wall or front page that a redirect led to in place of an article; nothing where it led to one."""
    if canonical_url(asked) == canonical_url(found):
        return ""
    before, after = (urlsplit(url) for url in (asked, found))
    for reason, words in _PATHS.items():
        if any(words.search(part) for part in (after.path, after.netloc)) and not words.search(before.path + before.netloc):
            return reason
    return "moved_away" if after.path.strip("/") == "" and before.path.strip("/") != "" else ""
