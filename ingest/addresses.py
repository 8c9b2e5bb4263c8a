"""Addresses: what may be fetched at all, decided before anything is resolved, and again of every address it resolves to."""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from ingest.article import Refused

IP = IPv4Address | IPv6Address

_LONGEST = 2_000
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)+")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")  # as a last label it makes the whole host a number, in whatever notation
_PLAIN = "/:@!$&'()*+,;=~-._%"  # what stays as it is; the rest is percent-encoded
_DOTS = re.compile("[。．｡]")
_PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion")
# Public by their number, yet answered by the machine room: a cloud's metadata, relays that lead elsewhere.
_NOT_FOR_US = tuple(IPv4Network(text) for text in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"))
_ORDINARY_6 = IPv6Network("2000::/3")
_ODD_6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address taken apart: what to connect to and what to ask for."""

    scheme: str
    host: str  # a name in ASCII, or a number without brackets
    port: int
    path: str  # with the query

    @property
    def authority(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def is_address(text: str) -> bool:
    """Whether the words name something by scheme, and so are no path of a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text) is not None


def read_address(url: str) -> Target:
    """What an address stands for.

    Raises:
        Refused: it is not a plain http or https address of a public host.
    """
    if len(url) > _LONGEST:
        raise _no(f"an address of {len(url):,} characters; at most {_LONGEST:,} are taken")
    if "\\" in url or any(ord(char) <= 32 or ord(char) == 127 for char in url):
        raise _no("an address with a backslash, a space or a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as exc:
        raise _no(f"not an address ({exc})") from exc
    if parts.scheme not in _PORTS:
        raise _no("only http and https addresses are fetched")
    if "@" in parts.netloc:
        raise _no("an address with a user name in it")
    port = _PORTS[parts.scheme] if port is None else port
    if port < 1024 and port not in _PORTS.values():
        raise _no(f"port {port} is not one that pages are served on")
    path = quote(parts.path or "/", safe=_PLAIN)
    query = "?" + quote(parts.query, safe=f"{_PLAIN}?[]") if parts.query else ""
    return Target(scheme=parts.scheme, host=_host(parts.netloc, parts.hostname or ""), port=port, path=path + query)


def is_public(ip: IP) -> bool:
    """Whether an address belongs to the open internet, also when it wraps another one."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in _NOT_FOR_US)
    if ip in _TRANSLATED:
        return is_public(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return ip in _ORDINARY_6 and not any(ip in net for net in _ODD_6) and ip.is_global and not ip.is_multicast


def _host(netloc: str, name: str) -> str:
    if netloc.startswith("["):
        try:
            return str(IPv6Address(name))
        except ValueError as exc:
            raise _no(f"{name!r} is no IPv6 address") from exc
    name = name.removesuffix(".")
    if "%" in name or _DOTS.search(name) or unicodedata.normalize("NFKC", name) != name:
        raise _no(f"the host {name[:80]!r} is written in a disguised form")
    try:
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError as exc:
        raise _no(f"the host {name[:80]!r} is no name") from exc
    if _NUMBER.fullmatch(name.rpartition(".")[2]):
        try:
            return str(IPv4Address(name))
        except ValueError as exc:
            raise _no(f"the host {name!r} is a number in another form than four decimal ones") from exc
    if any(name == private or name.endswith(f".{private}") for private in _PRIVATE_NAMES):
        raise _no(f"the host {name!r} is one of this network")
    if not _NAME.fullmatch(name):
        raise _no(f"the host {name[:80]!r} is no public name")
    return name


def number(host: str) -> IP | None:
    """The address that a host is, where it is no name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _no(why: str) -> Refused:
    return Refused("refused", why)
