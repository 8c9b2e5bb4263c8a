"""Retrying: what was rejected is read again, from where it came or from the copy that was kept of it."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.knowledge.quarantine import Kept
from ingest.addresses import is_address
from ingest.article import Article, Refused, Reject, Unchanged
from ingest.collecting import Collector
from ingest.inputs import Input, read_inputs
from ingest.limits import Limits
from ingest.reading import open_input

_ITEM = re.compile(r"[:#]\d+$")


class Retry:
    """One retry of everything in quarantine."""

    def __init__(self, waiting: Sequence[Kept], collector: Collector, *, limits: Limits) -> None:
        self._waiting = waiting
        self._collector = collector
        self._limits = limits
        self._copies: set[str] = set()  # origins that are read from the copy that was kept
        self._items = {item for kept in waiting for item in kept.items}
        self._read: set[str] = set()
        self.tried: set[str] = set()  # ids of rejects
        self.lost = 0  # rejects whose input is neither there nor kept

    def inputs(self) -> Iterator[Input | Reject | Unchanged]:
        """Each input again: its file as it is now, else the copy, else the address."""
        for kept in self._waiting:
            file = next((name for name in (kept.origin, _ITEM.sub("", kept.origin)) if _is_there(name)), None)
            if file is not None:
                yield from self._once(file, read_inputs([file], limits=self._limits))
            elif kept.data is not None and _is_news(item := _copy(kept, kept.data)):
                self._copies.add(kept.origin)
                yield item
            elif is_address(kept.origin):
                yield from self._once(kept.origin, self._collector.collect([kept.origin], anew=True))
            else:
                self.lost += len(kept.reject_ids)
                continue
            self.tried.update(kept.reject_ids)

    def only(self, found: Iterator[Article | Reject | Unchanged], kind: str) -> Iterator[Article | Reject | Unchanged]:
        """Of a kept copy only what was rejected: the rest of it may have been replaced by newer words since."""
        for article in found:
            of_copy = not self._copies.isdisjoint((article.origin, _ITEM.sub("", article.origin)))
            if not of_copy or article.origin in self._items:
                yield article

    def _once(self, name: str, found: Iterator[Input | Reject | Unchanged]) -> Iterator[Input | Reject | Unchanged]:
        if name not in self._read:
            self._read.add(name)
            yield from found


def _is_there(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _copy(kept: Kept, data: bytes) -> Input:
    return Input(origin=kept.origin, name=kept.name, data=data, url=kept.url, charset=kept.charset)


def _is_news(item: Input) -> bool:
    """Whether a copy holds articles. An old table of prices is not read again: newer ones may stand in its place."""
    try:
        return open_input(item)[0] not in ("bars", "stats")
    except Refused:
        return True
