"""Reading: one input's bytes become articles, bars or statistics, whichever it holds."""

from collections.abc import Iterator
from itertools import islice

from ingest.article import Article, Refused, Reject, noted
from ingest.encoding import decode
from ingest.feeds import read_feed
from ingest.inputs import Input
from ingest.kinds import Kind, recognise
from ingest.lenient_json import bare_json
from ingest.limits import Limits
from ingest.markdown import read_markdown
from ingest.messages import read_message
from ingest.pages import read_page
from ingest.pdf import MARK, read_pdf
from ingest.plaintext import read_text
from ingest.records import read_json, read_jsonl
from ingest.tables import read_table
from ingest.wires import read_wire


def open_input(item: Input) -> tuple[Kind, str, tuple[str, ...]]:
    """The kind of an input, its text (none of a PDF file, whose pages are read with it), and notes on how that was decoded.

    Raises:
        Refused: it holds nothing that can be taken.
    """
    if not item.data.strip():
        raise Refused("empty", "nothing but white space")
    if item.data.startswith(MARK):
        return "pdf", "", ()
    decoded = decode(item.data, declared=item.charset)
    if "\x00" in decoded.text and decoded.text.count("\x00") > len(decoded.text) / 100:
        raise Refused("binary", "not a text")
    text = bare_json(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    return recognise(text, name=item.name), text, decoded.notes


def read_articles(item: Input, kind: Kind, text: str, *, notes: tuple[str, ...], limits: Limits) -> Iterator[Article | Reject]:
    """The articles of a text of that kind; where it has too many or breaks off, the last item is a reject that says so."""
    try:
        found = _articles(item, kind, text, limits=limits)
        yield from noted(islice(found, limits.articles_per_file), notes)
        if (extra := sum(1 for _ in found)) > 0:
            yield too_many(item.origin, extra, limits=limits)
    except Refused as exc:
        yield Reject(origin=item.origin, reason=exc.reason, detail=exc.detail)


def too_many(origin: str, extra: int, *, limits: Limits) -> Reject:
    """What is said of the articles of one input beyond those that are taken."""
    return Reject(origin=origin, reason="too_many_articles", detail=f"{extra:,} beyond {limits.articles_per_file:,}")


def _articles(item: Input, kind: Kind, text: str, *, limits: Limits) -> Iterator[Article | Reject]:
    origin = item.origin
    if kind in ("text", "markdown") and len(text) > limits.page_bytes:
        raise Refused("too_large", f"a text of {len(text):,} characters; at most {limits.page_bytes:,} are read")
    if kind == "html":
        yield read_page(text, origin=origin, limits=limits)
    elif kind == "pdf":
        yield read_pdf(item.data, origin=origin, limits=limits)
    elif kind == "message":
        yield read_message(item.data, origin=origin, limits=limits)
    elif kind == "feed":
        yield from read_feed(text, origin=origin, limits=limits)
    elif kind == "wire":
        yield from read_wire(text, origin=origin, limits=limits)
    elif kind == "markdown":
        yield from read_markdown(text, origin=origin)
    elif kind == "json":
        yield from read_json(text, origin=origin)
    elif kind == "table":
        yield from read_table(text, origin=origin)
    elif kind == "jsonl":
        yield from read_jsonl(text, origin=origin)
    else:
        yield read_text(text, origin=origin)
