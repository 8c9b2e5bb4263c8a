"""One HTTP exchange with an address that was checked: bounded in time, in headers and in decoded bytes.

No other module of ingest opens a connection.
"""

import http.client
import io
import queue
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

from ingest.addresses import IP, Target, number
from ingest.article import Refused

_PIECE = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """What one fetch may cost; every number here is one that the other side would like to choose."""

    decoded_bytes: int = 10_000_000
    header_bytes: int = 64_000
    total_s: float = 30.0  # from the first connection to the last byte, over all redirects
    redirects: int = 5
    between_s: float = 1.0  # between two requests to one host


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What came back; the body only of a 200."""

    status: int
    headers: Message
    data: bytes


def resolve(host: str, port: int, *, within_s: float) -> list[IP]:
    """Every address of a host.

    Raises:
        Refused: it has none, or the name server does not say in time.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put([str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)])
        except (OSError, UnicodeError) as exc:
            answers.put(exc if isinstance(exc, OSError) else OSError(str(exc)))

    # getaddrinfo has no deadline of its own; a thread that hangs in it must not hold up the process either.
    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        found = answers.get(timeout=max(0.01, within_s))
    except queue.Empty:
        raise Refused("timeout", f"no name server told in time where {host!r} is") from None
    if isinstance(found, OSError):
        raise Refused("unreachable", f"the host {host!r} is not known") from found
    return [ip for text in dict.fromkeys(found) if (ip := number(text)) is not None]


def exchange(
    target: Target, ip: IP, *, headers: Mapping[str, str], deadline: float, clock: Callable[[], float], limits: FetchLimits
) -> Response:
    """Asks that very address for the target, under the target's own name.

    Raises:
        Refused: too slow, too large, or no sound HTTP.
    """
    try:
        with socket.create_connection((str(ip), target.port), timeout=max(0.01, deadline - clock())) as plain:
            if target.scheme == "http":
                return _ask(plain, target, headers=headers, deadline=deadline, clock=clock, limits=limits)
            # The certificate and SNI are the name's, although the connection goes to the number that was checked.
            with ssl.create_default_context().wrap_socket(plain, server_hostname=target.host) as secure:
                return _ask(secure, target, headers=headers, deadline=deadline, clock=clock, limits=limits)
    except TimeoutError as exc:
        raise Refused("timeout", f"not complete after {limits.total_s:g} s") from exc
    except ssl.SSLCertVerificationError as exc:
        raise Refused("unreachable", f"its certificate is not valid: {exc.verify_message}") from exc
    except (http.client.HTTPException, zlib.error, ValueError) as exc:
        raise Refused("broken", f"the answer is no sound HTTP ({type(exc).__name__})") from exc
    except OSError as exc:
        raise Refused("unreachable", exc.strerror or type(exc).__name__) from exc


def _ask(
    sock: socket.socket,
    target: Target,
    *,
    headers: Mapping[str, str],
    deadline: float,
    clock: Callable[[], float],
    limits: FetchLimits,
) -> Response:
    wire = _Wire(sock, deadline=deadline, clock=clock, header_bytes=limits.header_bytes)
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = wire
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": target.authority} | dict(headers)).items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    wire.in_headers = False
    data = _body(response, cap=limits.decoded_bytes) if response.status == 200 else b""
    return Response(status=response.status, headers=response.headers, data=data)


class _Wire(io.RawIOBase):
    """A socket as http.client wants it, where every read and write keeps to the one deadline."""

    def __init__(self, sock: socket.socket, *, deadline: float, clock: Callable[[], float], header_bytes: int) -> None:
        self._sock = sock
        self._deadline = deadline
        self._clock = clock
        self._header_bytes = header_bytes
        self.in_headers = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.in_headers and self._header_bytes <= 0:
            raise Refused("too_large", "its headers are longer than any page needs")
        self._wait()
        count = self._sock.recv_into(buffer)
        self._header_bytes -= count
        return count

    def sendall(self, data: Any) -> None:
        self._wait()
        self._sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """Nothing: who opened the socket closes it."""

    def _wait(self) -> None:
        left = self._deadline - self._clock()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)


def _body(response: http.client.HTTPResponse, *, cap: int) -> bytes:
    """The body decoded, never more than the cap in memory: what grows is counted while it grows."""
    coding = (response.getheader("Content-Encoding") or "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Refused("broken", f"an encoding that was not asked for: {coding[:40]!r}")
    if response.length is not None and response.length > cap:
        raise Refused("too_large", f"{response.length:,} bytes announced; at most {cap:,} are taken")
    engine = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    out, taken = bytearray(), 0
    while piece := response.read(_PIECE):
        taken += len(piece)
        if engine and engine.eof:
            raise Refused("broken", "something follows the end of the compressed body")
        out += engine.decompress(piece, cap + 1 - len(out)) if engine else piece
        if len(out) > cap or taken > cap:
            raise Refused("too_large", f"more than {cap:,} bytes")
    if response.length or (engine and taken and not engine.eof):
        raise Refused("broken", "the body ends before its announced length")
    return bytes(out)
