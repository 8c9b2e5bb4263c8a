"""Collecting: addresses and the links of feeds become inputs; what came of each address is kept for the next time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from assistant.knowledge.source_store import Fetch, SourceStore
from ingest.arrivals import arrival, placed
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.fetching import Fetched, Fetcher
from ingest.inputs import Input
from ingest.limits import Limits
from ingest.reading import open_input, read_articles
from ingest.report import Report
from ingest.withdrawing import Withdrawable, withdraw

_SUMMARY = 700  # characters: an entry with more carries its article
_RETRY_LINK = timedelta(hours=6)


class Collector:
    """Fetches for one run. An answer's validators are kept only once all of it is taken in, so that nothing is skipped."""

    def __init__(
        self,
        fetcher: Fetcher,
        store: SourceStore,
        documents: Withdrawable,
        *,
        now: Callable[[], datetime],
        limits: Limits | None = None,
        dry_run: bool = False,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._fetcher = fetcher
        self._store = store
        self._documents = documents
        self._now = now
        self._limits = limits or Limits()
        self._dry_run = dry_run
        self._stop = stop
        self._fetched: list[Fetched] = []

    def collect(self, addresses: Iterable[str], *, anew: bool = False) -> Iterator[Input | Reject | Unchanged]:
        """What is at each address.

        Args:
            anew: read it also where it has not changed since.
        """
        for address in dict.fromkeys(addresses):
            known = None if anew else self._store.fetch(address)
            yield self._arrived(self._fetch(address, known))

    def follow(self, found: Iterator[Article | Reject | Unchanged], kind: str) -> Iterator[Article | Reject | Unchanged]:
        """The articles found; those of a feed that are only a summary are exchanged for what they link to."""
        if kind != "feed":
            yield from found
            return
        for article in found:
            if self._stop():
                return
            if isinstance(article, Article) and article.url and len(article.text) < _SUMMARY:
                yield self._followed(article)
            else:
                yield article

    def settle(self, report: Report) -> None:
        """Keeps what came of each address, once the run that read them has committed."""
        if self._dry_run:
            return
        whole = not report.interrupted and sum(report.reasons.values()) == len(report.rejects)
        for fetched in self._fetched:
            rejected = any(reject.origin.startswith(fetched.address) for reject in report.rejects)
            taken = fetched.state == "unchanged" or (fetched.state == "ok" and whole and not rejected)
            self._store.put_fetch(_row(fetched, at=self._now(), taken=taken))

    def retry_after_s(self) -> float:
        """The longest time that a server asked to wait."""
        return max((fetched.retry_after_s or 0.0 for fetched in self._fetched), default=0.0)

    def _fetch(self, address: str, known: Fetch | None) -> Fetched:
        etag, modified = (known.etag, known.last_modified) if known else ("", "")
        fetched = self._fetcher.fetch(address, etag=etag, last_modified=modified)
        if fetched.state == "unchanged":
            fetched = replace(fetched, etag=fetched.etag or etag, last_modified=fetched.last_modified or modified)
        self._fetched.append(fetched)
        return fetched

    def _arrived(self, fetched: Fetched) -> Input | Reject | Unchanged:
        if fetched.state == "gone" and not self._dry_run:
            gone = withdraw(fetched.address, self._documents, now=self._now)
            said = f"withdrawn: {', '.join(gone)}" if gone else "nothing is held of it"
            return Reject(origin=fetched.address, reason="gone", detail=f"its publisher took it back; {said}")
        return arrival(fetched, limits=self._limits)

    def _followed(self, entry: Article) -> Article | Reject | Unchanged:
        known = self._store.fetch(entry.url)
        if known and (known.state in ("ok", "unchanged", "gone") or known.fetched_at > self._now() - _RETRY_LINK):
            return Unchanged(origin=entry.origin)
        item = self._arrived(self._fetch(entry.url, None))
        page = self._page(item) if isinstance(item, Input) else item
        if isinstance(page, Article):
            return replace(
                page,
                title=page.title or entry.title,
                url=page.url or entry.url,
                publisher=page.publisher or entry.publisher,
                published=page.published or entry.published,
                updated=page.updated or entry.updated,
            )
        if isinstance(page, Reject) and page.reason == "gone":
            return page
        return replace(entry, notes=(*entry.notes, "summary_only"))

    def _page(self, item: Input) -> Article | None:
        """The one article of a page; a link that leads to a wall or to anything else gives none."""
        try:
            kind, text, notes = open_input(item)
        except Refused:
            return None
        if kind not in ("html", "pdf"):
            return None
        found = read_articles(item, kind, text, notes=notes, limits=self._limits)
        article = next(placed(found, item, kind=kind, text=text), None)
        return article if isinstance(article, Article) else None


def _row(fetched: Fetched, *, at: datetime, taken: bool) -> Fetch:
    return Fetch(
        address=fetched.address,
        state="rejected" if fetched.state == "ok" and not taken else fetched.state,
        status=fetched.status,
        detail=fetched.detail,
        etag=fetched.etag if taken else "",
        last_modified=fetched.last_modified if taken else "",
        moved_to=fetched.moved_to,
        fetched_at=at,
    )
