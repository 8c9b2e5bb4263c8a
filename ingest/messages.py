"""Messages: a page that a browser saved in one file (MHTML), or a newsletter as mail: headers, then parts."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from ingest.article import Article, Refused
from ingest.encoding import decode
from ingest.limits import Limits
from ingest.pages import read_page
from ingest.plaintext import read_text

_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]?.*|[ \t]+\S.*")
_TELLING = re.compile(
    r"^(?:MIME-Version|Content-Type|Message-ID|Received|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE
)
_MOST_PARTS = 500


def looks_like_message(head: str) -> bool:
    """Whether a text begins with the headers of a message."""
    headers = head.lstrip().partition("\n\n")[0]
    lines = headers.split("\n")
    return len(lines) >= 3 and bool(_TELLING.search(headers)) and all(_HEADER.fullmatch(line) for line in lines)


def read_message(data: bytes, *, origin: str, limits: Limits) -> Article:
    """The article of a message.

    Raises:
        Refused: it has no part with text, or that part is no article.
    """
    message = message_from_bytes(data.lstrip(), policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise Refused("bad_message", "headers that are none")
    try:
        parts = [part for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False) if not part.is_multipart()]
        subject, date = str(message.get("Subject") or ""), str(message.get("Date") or "")
        sender = str(message.get("From") or "")
        url = str(message.get("Snapshot-Content-Location") or "")
        page, text = _part(parts, "text/html"), _part(parts, "text/plain")
    except (LookupError, ValueError, TypeError, AttributeError) as exc:
        raise Refused("bad_message", f"a message that cannot be taken apart ({type(exc).__name__})") from exc
    if page:
        article = read_page(page, origin=origin, limits=limits)
    elif text:
        article = read_text(text, origin=origin)
    else:
        raise Refused("no_text", "a message without a part of text")
    if url:  # a saved page: the headers tell when it was saved, not when it was published
        return replace(article, url=article.url or url, title=article.title or subject)
    name = re.sub(r"\s*<[^>]*>|\"", "", sender).strip()
    return replace(
        article,
        title=subject or article.title,
        publisher=article.publisher or ("" if "@" in name else name),
        published=article.published or date,
    )


def _part(parts: list[EmailMessage], kind: str) -> str:
    """The first part of that kind, decoded; empty where there is none."""
    for part in parts:
        payload = part.get_payload(decode=True)
        if part.get_content_type() == kind and isinstance(payload, bytes) and payload.strip():
            return decode(payload, declared=part.get_content_charset() or "").text
    return ""
