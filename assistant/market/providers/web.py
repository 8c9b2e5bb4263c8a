"""Asking a price source over HTTP: one polite request at a time, bounded in time and size, never past its own host."""

import http.client
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit

from assistant.errors import BadSetting
from assistant.market.providers.sources import PriceSourceUnavailable, RateLimited, SymbolNotFound

_MOST_BYTES = 5_000_000
_PIECE = 65_536
_LONGEST_WAIT_S = 3_600.0
_AGENT = "rally/0.1 (price updates)"


@dataclass(slots=True, kw_only=True)
class Web:
    """Fetches from one source; between two requests at least `pause_s` pass, and none is made while it asks us to wait."""

    name: str
    pause_s: float = 1.0
    timeout_s: float = 10.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _next_at: float = 0.0
    _blocked_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, address: str, headers: dict[str, str] | None = None) -> bytes:
        """The body of the answer.

        Raises:
            RateLimited, SymbolNotFound, PriceSourceUnavailable: the source's answer, or that none came.
        """
        with self._lock:
            wait = self._blocked_until - self.clock()
            if wait > 0:
                raise RateLimited(f"The price source {self.name} asked us to wait another {wait:.0f} s.", retry_after_s=wait)
            if (pause := self._next_at - self.clock()) > 0:
                self.sleep(pause)
            try:
                return self._asked(address, headers or {})
            except RateLimited as limited:
                self._blocked_until = self.clock() + limited.retry_after_s
                raise
            finally:
                self._next_at = self.clock() + self.pause_s

    def _asked(self, address: str, headers: dict[str, str]) -> bytes:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(), _SameHost(check_address(address)))
        request = urllib.request.Request(address, headers={"User-Agent": _AGENT, **headers})  # noqa: S310  checked above
        try:
            with opener.open(request, timeout=self.timeout_s) as response:
                return self._body(response)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise PriceSourceUnavailable(f"The price source {self.name} could not be reached. Try again later.") from error

    def _body(self, response: Any) -> bytes:
        until, pieces, size = self.clock() + 3 * self.timeout_s, [], 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > _MOST_BYTES or self.clock() > until:
                raise PriceSourceUnavailable(f"The price source {self.name} sent too much, or too slowly.")
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and size < int(announced):
            raise PriceSourceUnavailable(f"The answer of the price source {self.name} broke off.")
        return b"".join(pieces)

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        if error.code in (429, 503) and (error.code == 429 or error.headers.get("retry-after")):
            said = error.headers.get("retry-after", "")
            wait = min(float(said), _LONGEST_WAIT_S) if said.isdigit() else 60.0
            return RateLimited(
                f"The price source {self.name} was asked too often. Try again in {wait:.0f} s.", retry_after_s=wait
            )
        if error.code == 404:
            return SymbolNotFound(f"The price source {self.name} does not carry the symbol.")
        if error.code in (401, 403):
            return PriceSourceUnavailable(f"The price source {self.name} refused us (HTTP {error.code}). Check its key.")
        return PriceSourceUnavailable(f"The price source {self.name} failed (HTTP {error.code}). Try again later.")


def check_address(address: str) -> str:
    """The host and port of an http(s) address.

    Raises:
        BadSetting: it is none.
    """
    try:
        parts = urlsplit(address)
        host = parts.netloc if parts.port is None or parts.port else ""
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise BadSetting("The address of a price source must start with http:// or https:// and name a host.")
    return host


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only where it stays with the host that was asked: a key must not travel on."""

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        parts = urlsplit(newurl)
        if parts.netloc != self._host or parts.scheme not in ("http", "https") or req.type == "https" != parts.scheme:
            raise urllib.error.HTTPError(req.full_url, code, "redirected elsewhere", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)
