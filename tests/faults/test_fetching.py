"""Fetching against hostile addresses and hostile servers: refused before connecting, bounded, and told as a state."""

import gzip
import itertools
import re
import socket
import threading
import time
import zlib
from ipaddress import ip_address
from pathlib import Path

import pytest

from ingest.addresses import is_public, read_address
from ingest.article import Refused
from ingest.connection import FetchLimits
from ingest.fetching import Fetcher
from ingest.robots import read_robots
from tests.support.rough_server import reply, rough, zipped

HOSTILE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0x0.0x0.0x1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://10.0.0.7/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.100.100.200/latest/meta-data/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://192.0.0.192/opc/v1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://198.18.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://news.localhost/",
    "http://local\u00adhost/",
    "http://metadata.google.internal/",
    "http://printer.local/",
    "http://intranet/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://127.0.0.%31/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1@example.com/",
    "http://user:pass@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http://example.com /",
    "http://exa\nmple.com/",
    "http://exam\tple.com/",
    "\x01http://example.com/",
    "http:///etc/passwd",
    "http://",
    "//example.com/",
    "http://example.com:22/",
    "http://example.com:99999/",
    "http://example.com:x/",
    "http://[::1/",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "gopher://example.com:6379/_x",
    "ftp://example.com/x",
    "data:text/html,x",
    "jar:http://example.com/x!/",
    "javascript:alert(1)",
    "/etc/passwd",
    "http://example.com/" + "x" * 3_000,
]


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


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_is_refused_before_anything_is_asked(address, monkeypatch):
    """No name is resolved and no connection made for it."""

    def never(*args, **kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "create_connection", never)
    monkeypatch.setattr(socket, "getaddrinfo", never)
    fetched = Fetcher().fetch(address)
    assert ("refused", b"") == (fetched.state, fetched.data)
    assert fetched.detail


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "64:ff9b::a9fe:a9fe", "0.0.0.0"]
)
def test_a_name_that_leads_inside_is_refused_also_beside_a_public_address(number, monkeypatch):
    """Every address of a name must be public, not only the first."""
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: pytest.fail("a connection was tried"))
    for found in ([number], ["93.184.215.14", number]):
        assert "refused" == fetcher(hosts={"news.example": found}).fetch("http://news.example/").state


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:4700::6810:84e5", "64:ff9b::5db8:d70e"])
def test_public_addresses_are_public(number):
    """The rules leave the open internet open."""
    assert is_public(ip_address(number))


@pytest.mark.parametrize(
    ("url", "host", "rest"),
    [
        ("https://Example.COM/a%20b?q=1#part", "example.com", "/a%20b?q=1"),
        ("http://香港.example/新聞", "xn--j6w193g.example", "/%E6%96%B0%E8%81%9E"),
        ("https://example.com:8443", "example.com", "/"),
    ],
)
def test_ordinary_addresses_are_taken(url, host, rest):
    """Foreign scripts, other ports and fragments are no disguise."""
    target = read_address(url)
    assert (host, rest) == (target.host, target.path)


def test_the_connection_goes_to_the_number_that_was_checked():
    """A name is resolved once; the request carries the name all the same."""
    asked = []
    with pages(page=reply("hello")) as server:
        made = fetcher(server.port)

        def changing(host, port, *, within_s):
            asked.append(host)
            return [ip_address("127.0.0.1" if len(asked) < 3 else "10.0.0.1")]

        made._resolve = changing
        fetched = made.fetch(server.url("/page", host="news.example"))
    assert (b"hello", "ok") == (fetched.data, fetched.state)
    assert ["news.example"] * 2 == asked  # once for robots.txt and once for the page
    assert {f"news.example:{server.port}"} == {headers["host"] for _, headers in server.asked}
    assert all(headers["user-agent"].startswith("rally-assistant") for _, headers in server.asked)


def test_another_address_of_a_host_is_tried_when_one_does_not_answer(monkeypatch):
    """As with a host that has IPv6 where we have none."""
    tried, connect = [], socket.create_connection

    def first_is_down(address, **options):
        tried.append(address[0])
        if address[0] != "127.0.0.1":
            raise OSError("no route")
        return connect(address, **options)

    monkeypatch.setattr(socket, "create_connection", first_is_down)
    with pages(page=reply("x")) as server:
        hosts = {"news.example": ["2606:4700::6810:84e5", "127.0.0.1"]}
        assert "ok" == fetcher(server.port, hosts=hosts).fetch(server.url("/page", host="news.example")).state
    assert ["2606:4700::6810:84e5", "127.0.0.1"] * 2 == tried


@pytest.mark.parametrize(
    ("to", "state"),
    [
        ("http://10.0.0.1/", "refused"),
        ("http://127.0.0.1:1/", "refused"),
        ("file:///etc/passwd", "refused"),
        ("//localhost/x", "refused"),
        ("http://user@example.com/", "refused"),
        ("http://evil.example/", "refused"),
        ("http:\\\\127.0.0.1", "refused"),
        ("/start", "redirects"),
        ("?again=1", "redirects"),
    ],
)
def test_a_redirect_is_checked_like_the_first_address(to, state):
    """Inside, to files, in circles or without end: refused at that hop."""
    count = itertools.count()

    def answer(path, headers):
        if path == "/robots.txt":
            return reply(status="404 Not Found")
        where = f"/start?again={next(count)}" if to == "?again=1" else to
        return reply(status="302 Found", location=where)

    with rough(answer) as server:
        fetched = fetcher(server.port, hosts={"evil.example": ["192.168.0.1"]}).fetch(server.url("/start"))
    assert state == fetched.state
    assert len([path for path in server.paths if path != "/robots.txt"]) == (6 if to == "?again=1" else 1)


def test_a_page_that_moved_for_good_is_told_with_its_new_address():
    """301 and 308 all the way; a 302 among them is no move for good."""
    hops = {"old": reply(status="301 Moved", location="/mid"), "mid": reply(status="308 Moved", location="/new")}
    with pages(**hops, new=reply("here"), now=reply(status="302 Found", location="/new")) as server:
        moved, found = (fetcher(server.port).fetch(server.url(path)) for path in ("/old", "/now"))
    assert (b"here", server.url("/new")) == (moved.data, moved.moved_to)
    assert (b"here", "") == (found.data, found.moved_to)


def chunked(parts):
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for part in parts:
        yield b"%x\r\n%s\r\n" % (len(part), part)


def slowly(data):
    for byte in data:
        threading.Event().wait(0.05)
        yield bytes([byte])


BOMB = gzip.compress(bytes(30_000_000))
ROUGH = {
    "gzip_bomb": (lambda: reply(BOMB, content_encoding="gzip"), "too_large"),
    "bomb_in_chunks": (lambda: reply(b"", content_length="")[:-2] + b"Content-Encoding: gzip\r\n\r\n" + BOMB, "too_large"),
    "brotli": (lambda: reply(b"\x8b\x00\x80", content_encoding="br"), "broken"),
    "zstd": (lambda: reply(b"\x28\xb5\x2f\xfd", content_encoding="zstd"), "broken"),
    "twice": (lambda: reply(gzip.compress(BOMB), content_encoding="gzip, gzip"), "broken"),
    "deflate": (lambda: reply(zlib.compress(b"x"), content_encoding="deflate"), "broken"),
    "no_gzip": (lambda: reply(b"<html>", content_encoding="gzip"), "broken"),
    "cut_gzip": (lambda: reply(gzip.compress(bytes(range(256)) * 50)[:60], content_encoding="gzip"), "broken"),
    "many_members": (lambda: reply(gzip.compress(b"x") * 5_000, content_encoding="gzip"), "broken"),
    "a_gigabyte": (lambda: reply(b"x", content_length=str(10**9)), "too_large"),
    "endless": (lambda: itertools.chain([reply(b"", content_length="")], itertools.repeat(b"x" * 65_536)), "too_large"),
    "endless_chunks": (lambda: chunked(itertools.repeat(b"x" * 65_536)), "too_large"),
    "short": (lambda: reply(b"half", content_length="100"), "broken"),
    "negative": (lambda: reply(b"x" * 100, content_length="-1"), "ok"),
    "slow_body": (lambda: itertools.chain([reply(b"", content_length="900")], slowly(b"x" * 900)), "timeout"),
    "slow_headers": (lambda: slowly(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 900), "timeout"),
    "silent": (lambda: slowly([]) if threading.Event().wait(2) else b"", "timeout"),
    "no_http": (lambda: b"SSH-2.0-OpenSSH_9.6\r\n", "broken"),
    "nothing": (lambda: b"", "broken"),
    "one_long_header": (
        lambda: itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], itertools.repeat(b"y" * 9_000)),
        "too_large|broken",
    ),
    "many_headers": (
        lambda: itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X: y\r\n" * 900)),
        "too_large|broken",
    ),
    "endless_100": (lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 99), "too_large"),
    "bad_chunk": (lambda: [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"zz\r\nx"], "broken"),
    "cut_chunk": (lambda: [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ff\r\nx"], "broken"),
}


@pytest.mark.parametrize("name", ROUGH)
def test_a_body_costs_no_more_than_its_limits(name):
    """Bombs, endless, slow, cut and wrong answers end at the decoded cap or the deadline, as a state."""
    make, states = ROUGH[name]
    with rough(lambda path, headers: reply(status="404 No") if path == "/robots.txt" else make()) as server:
        began = time.monotonic()
        fetched = fetcher(server.port, decoded_bytes=1_000_000, total_s=1.0 if "timeout" in states else 10.0).fetch(
            server.url("/x")
        )
    assert re.fullmatch(states, fetched.state), fetched
    assert len(fetched.data) <= 1_000_000
    assert time.monotonic() - began < 8


def test_a_compressed_page_is_decoded():
    """What was asked for is understood."""
    with pages(page=zipped(b"hello " * 1_000)) as server:
        assert b"hello " * 1_000 == fetcher(server.port).fetch(server.url("/page")).data


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("304 Not Modified", "unchanged"),
        ("401 Unauthorized", "forbidden"),
        ("403 Forbidden", "forbidden"),
        ("404 Not Found", "not_found"),
        ("410 Gone", "gone"),
        ("429 Too Many Requests", "throttled"),
        ("500 Oops", "unavailable"),
        ("503 Unavailable", "unavailable"),
        ("204 Nothing", "unexpected"),
        ("206 Partial", "unexpected"),
        ("301 Moved", "unexpected"),
    ],
)
def test_each_status_is_a_state_of_its_own(status, state):
    """Only a 200 has a body for us."""
    with pages(page=reply("<p>something</p>", status=status)) as server:
        fetched = fetcher(server.port).fetch(server.url("/page"))
    assert (state, b"") == (fetched.state, fetched.data)


def test_validators_are_sent_again():
    """What has not changed is not sent twice."""

    def page(headers):
        same = headers.get("if-none-match") == '"a1"' and headers.get("if-modified-since") == "then"
        return reply(status="304 Same") if same else reply("new", etag='"a1"', last_modified="then")

    with pages(page=page) as server:
        first = fetcher(server.port).fetch(server.url("/page"))
        again = fetcher(server.port).fetch(server.url("/page"), etag=first.etag, last_modified=first.last_modified)
    assert ("ok", "unchanged") == (first.state, again.state)


def test_a_host_that_asks_for_a_rest_gets_it():
    """After a 429 or 503 with Retry-After, nothing more is asked of that host until then."""
    with pages(page=reply(status="503 Busy", retry_after="120"), other=reply("x")) as server:
        made = fetcher(server.port)
        first, second = made.fetch(server.url("/page")), made.fetch(server.url("/other"))
        made.test_clock.added += 121
        third = made.fetch(server.url("/other"))
    assert [("unavailable", 120.0), ("throttled", None), ("ok", None)] == [
        (f.state, f.retry_after_s) for f in (first, second, third)
    ]
    assert ["/robots.txt", "/page", "/other"] == server.paths


def test_requests_to_one_host_are_spaced():
    """At least a second apart, or as robots.txt asks."""
    with pages(robots_txt=reply("User-agent: *\nCrawl-delay: 7"), page=reply("x")) as server:
        made = fetcher(server.port)
        assert ["ok", "ok"] == [made.fetch(server.url("/page")).state for _ in range(2)]
    assert [7] == [round(seconds) for seconds in made.test_clock.pauses]


@pytest.mark.parametrize(
    ("robots", "state"),
    [
        (reply("User-agent: *\nDisallow: /news/"), "robots"),
        (reply("User-agent: rally-assistant\nDisallow: /\n\nUser-agent: *\nAllow: /"), "robots"),
        (reply("User-agent: rally-assistant\nAllow: /\n\nUser-agent: *\nDisallow: /"), "ok"),
        (reply(status="404 Not Found"), "ok"),
        (reply(status="403 Forbidden"), "ok"),
        (reply(status="503 Busy"), "robots"),
        (reply(status="301 Moved", location="http://10.0.0.1/robots.txt"), "ok"),
        (reply("\x00\xff<html>no robots here"), "ok"),
    ],
)
def test_robots_txt_is_kept(robots, state):
    """What it closes is not asked for; with a server in trouble nothing is."""
    with rough(lambda path, headers: robots if path == "/robots.txt" else reply("x")) as server:
        assert state == fetcher(server.port).fetch(server.url("/news/1")).state
    assert ("/news/1" in server.paths) == (state == "ok")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Disallow: /a", "/a/b", False),
        ("Disallow: /a$", "/a/b", True),
        ("Disallow: /*.pdf$", "/x/y.pdf", False),
        ("Disallow: /*.pdf$", "/x/y.pdf?z", True),
        ("Disallow: /a*c*e", "/abcde", False),
        ("Disallow: /\nAllow: /news", "/news/1", True),
        ("Disallow: /news\nAllow: /news", "/news", True),
        ("Disallow:", "/x", True),
        ("Disallow: /%E6%96%B0", "/新", False),
        ("Disallow: /" + "*a" * 200 + "b", "/" + "a" * 2_000, True),
    ],
)
def test_the_longest_rule_decides(rules, path, allowed):
    """Wildcards, ends and ties as RFC 9309 says, at no cost worth naming."""
    assert allowed == read_robots(f"User-agent: other\nUser-agent: *\n{rules}", agent="rally-assistant").allows(path)


def test_only_one_module_of_ingest_opens_connections():
    """feedparser and the rest are given bytes; nothing else could reach a file or a host by an address."""
    found = re.compile(
        r"^\s*(?:import|from) (?:socket|ssl|http\.client|urllib\.request|requests|httpx2?|aiohttp|urllib3)\b", re.M
    )
    folder = Path(__file__).parents[2] / "ingest"
    assert ["connection.py"] == [path.name for path in sorted(folder.glob("*.py")) if found.search(path.read_text())]
    assert ["feeds.py"] == [path.name for path in sorted(folder.glob("*.py")) if "feedparser.parse(" in path.read_text()]
    assert "feedparser.parse(io.BytesIO(" in (folder / "feeds.py").read_text()


def test_a_name_server_that_hangs_is_left_behind(monkeypatch):
    """Resolving has the same deadline as the rest."""
    from ingest.connection import resolve

    hang = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: hang.wait(5) and [])
    with pytest.raises(Refused, match="timeout"):
        resolve("news.example", 80, within_s=0.1)
    hang.set()
