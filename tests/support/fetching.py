"""A fetcher that may ask one loopback port, on a clock of its own, and a server of pages for it."""

import time
from ipaddress import ip_address

from ingest.connection import FetchLimits
from ingest.fetching import Fetcher
from tests.support.rough_server import reply, rough


class Clock:
    """Real enough for sockets; pauses only pass on it."""

    def __init__(self) -> None:
        self.added, self.pauses = 0.0, []

    def __call__(self) -> float:
        return time.monotonic() + self.added

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.added += seconds


def fetcher(port=0, *, hosts=None, **limits):
    """A fetcher that may ask this loopback port, with names that lead where `hosts` says."""

    def resolve(host, port, *, within_s):
        return [ip_address(text) for text in (hosts or {}).get(host, [])]

    clock = Clock()
    made = Fetcher(
        limits=FetchLimits(**({"total_s": 5.0} | limits)),
        test_addresses={("127.0.0.1", port)},
        resolve=resolve,
        clock=clock,
        pause=clock.pause,
    )
    made.test_clock = clock
    return made


def pages(**answers):
    """A server of these pages; robots.txt is not there."""

    def answer(path, headers):
        given = answers.get(path.strip("/").replace(".", "_"), reply(status="404 Not Found"))
        return given(headers) if callable(given) else given

    return rough(answer)
