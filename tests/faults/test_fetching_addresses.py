"""Fetching hostile addresses: refused before connecting, at every redirect, whatever a name leads to."""

import itertools
import re
import socket
import threading
from ipaddress import ip_address
from pathlib import Path

import pytest

from ingest.addresses import is_public, read_address
from ingest.article import Refused
from ingest.connection import resolve
from ingest.fetching import Fetcher
from tests.support.fetching import fetcher, pages
from tests.support.rough_server import reply, rough

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
    hang = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: hang.wait(5) and [])
    with pytest.raises(Refused, match="timeout"):
        resolve("news.example", 80, within_s=0.1)
    hang.set()
