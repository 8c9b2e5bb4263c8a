"""Fetching: pages and feeds from the web, one checked hop at a time; what came of each is a state, never an exception."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from ingest import connection
from ingest.addresses import IP, Target, is_public, number, read_address
from ingest.article import Refused
from ingest.connection import FetchLimits, Response
from ingest.robots import ALL, NONE, Robots, read_robots

AGENT = "rally-assistant"
_ACCEPT = (
    "text/html, application/rss+xml, application/atom+xml, application/json, application/pdf, text/csv, "
    "text/plain;q=0.9, */*;q=0.1"
)
_STATES = {
    304: "unchanged",
    401: "forbidden",
    402: "forbidden",
    403: "forbidden",
    404: "not_found",
    407: "forbidden",
    410: "gone",
    429: "throttled",
    451: "forbidden",
}
_MOVED = (301, 302, 303, 307, 308)
_FOR_GOOD = (301, 308)
_ROBOTS_KEPT_S = 86_400.0
_ROBOTS_LIMITS = FetchLimits(decoded_bytes=500_000, total_s=10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came of an address. States: ok, unchanged, gone, not_found, forbidden, throttled, unavailable, unexpected,
    refused, robots, redirects, too_large, timeout, broken, unreachable."""

    address: str  # as asked for
    url: str  # where it was found
    state: str
    status: int = 0
    detail: str = ""
    data: bytes = field(default=b"", repr=False)
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after_s: float | None = None
    moved_to: str = ""  # its new address, where it has moved for good


Resolve = Callable[..., list[IP]]


class Fetcher:
    """Reads the web politely: public hosts only, robots.txt kept, a pause between two requests to one host.

    Args:
        test_addresses: (number, port) pairs that may be asked although they are not public, for tests over loopback.
    """

    def __init__(
        self,
        *,
        limits: FetchLimits | None = None,
        test_addresses: Collection[tuple[str, int]] = (),
        resolve: Resolve = connection.resolve,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._test_addresses = frozenset(test_addresses)
        self._resolve = resolve
        self._clock = clock
        self._pause = pause
        self._robots: dict[str, tuple[float, Robots]] = {}
        self._next: dict[str, float] = {}  # when a host may be asked again
        self._held: dict[str, float] = {}  # until when a host asked to be left alone

    def fetch(self, address: str, *, etag: str = "", last_modified: str = "") -> Fetched:
        """What is at an address; with what is known of an earlier answer, only whether that still holds."""
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        return self._follow(address, headers={name: value for name, value in headers.items() if value}, robots=True)

    def _follow(self, address: str, *, headers: dict[str, str], robots: bool) -> Fetched:
        limits = self._limits if robots else _ROBOTS_LIMITS
        deadline = self._clock() + limits.total_s
        url, seen, for_good = address, set[str](), True
        try:
            for _ in range(limits.redirects + 1):
                target = read_address(url)
                url = target.url
                if url in seen:
                    raise Refused("redirects", "it leads back to where it began")
                seen.add(url)
                if robots:
                    before = self._clock()
                    self._check_robots(target)
                    paused = self._wait(target)
                    deadline += max(paused, self._clock() - before)  # waiting politely is not the page's slowness
                response = self._exchange(target, headers=headers, deadline=deadline, limits=limits)
                where = response.headers.get("Location")
                if response.status not in _MOVED or not where:
                    moved = url if for_good and len(seen) > 1 else ""
                    return replace(self._told(address, target, response), moved_to=moved)
                for_good = for_good and response.status in _FOR_GOOD
                url = urljoin(url, where.strip())
            raise Refused("redirects", f"more than {limits.redirects} redirects")
        except Refused as exc:
            return Fetched(address=address, url=url, state=exc.reason, detail=exc.detail)

    def _exchange(self, target: Target, *, headers: dict[str, str], deadline: float, limits: FetchLimits) -> Response:
        known = {"User-Agent": f"{AGENT}/1", "Accept": _ACCEPT, "Accept-Encoding": "gzip", "Connection": "close"}
        *others, last = self._checked(target, within_s=deadline - self._clock())
        for ip in others:
            try:
                return connection.exchange(
                    target, ip, headers=known | headers, deadline=deadline, clock=self._clock, limits=limits
                )
            except Refused as exc:
                if exc.reason != "unreachable":
                    raise
        return connection.exchange(target, last, headers=known | headers, deadline=deadline, clock=self._clock, limits=limits)

    def _checked(self, target: Target, *, within_s: float) -> list[IP]:
        """The numbers to connect to. The name is resolved here once: nothing can resolve it differently afterwards."""
        itself = number(target.host)
        found = [itself] if itself else self._resolve(target.host, target.port, within_s=within_s)
        if not found:
            raise Refused("unreachable", f"the host {target.host!r} has no address")
        for ip in found:
            if not is_public(ip) and (str(ip), target.port) not in self._test_addresses:
                raise Refused("refused", f"the host {target.host!r} is not on the open internet")
        return found[:3]

    def _check_robots(self, target: Target) -> None:
        if not self._rules(target).allows(target.path):
            raise Refused("robots", f"{target.origin}/robots.txt asks not to read this address")

    def _rules(self, target: Target) -> Robots:
        kept = self._robots.get(target.origin)
        if kept and self._clock() < kept[0]:
            return kept[1]
        fetched = self._follow(f"{target.origin}/robots.txt", headers={}, robots=False)
        if fetched.state in ("refused", "unreachable", "timeout") and fetched.url == f"{target.origin}/robots.txt":
            raise Refused(fetched.state, fetched.detail)  # the host itself: the page's own request would end the same way
        if fetched.state == "ok":
            rules = read_robots(fetched.data.decode("utf-8", "replace"), agent=AGENT)
        else:  # RFC 9309: without a file all is open; with a broken server nothing is
            rules = NONE if fetched.state in ("unavailable", "throttled", "timeout", "broken", "unreachable") else ALL
        self._robots[target.origin] = (self._clock() + (_ROBOTS_KEPT_S if rules is not NONE else 600.0), rules)
        return rules

    def _wait(self, target: Target) -> float:
        """Leaves a host the time it needs between two requests; how many seconds that took."""
        now = self._clock()
        if (held := self._held.get(target.host, 0.0) - now) > 0:
            raise Refused("throttled", f"{target.host} asked to be left alone for another {held:.0f} s")
        paused = max(0.0, self._next.get(target.host, 0.0) - now)
        if paused:
            self._pause(paused)
        self._next[target.host] = now + paused + max(self._limits.between_s, self._rules(target).delay_s)
        return paused

    def _told(self, address: str, target: Target, response: Response) -> Fetched:
        status, headers = response.status, response.headers
        state = "ok" if status == 200 else _STATES.get(status, "unavailable" if status >= 500 else "unexpected")
        retry = _retry_after(headers)
        if state in ("throttled", "unavailable") and retry:
            self._held[target.host] = self._clock() + retry
        return Fetched(
            address=address,
            url=target.url,
            state=state,
            status=status,
            detail="" if state in ("ok", "unchanged") else f"the server answered {status}",
            data=response.data,
            charset=headers.get_content_charset() or "",
            etag=(headers.get("ETag") or "")[:500],
            last_modified=(headers.get("Last-Modified") or "")[:100],
            retry_after_s=retry,
        )


def _retry_after(headers: Message) -> float | None:
    """The seconds a server asks to wait, also where it gives a moment; by the server's own clock."""
    value = (headers.get("Retry-After") or "").strip()
    if value.isascii() and value.isdigit() and len(value) < 9:
        return min(float(value), 86_400.0)
    try:
        seconds = (parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date") or "")).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), 86_400.0)
