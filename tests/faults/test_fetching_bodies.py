"""Fetching from servers that send too much, too slowly or nonsense: bounded, and told as a state."""

import gzip
import itertools
import re
import threading
import time
import zlib

import pytest

from tests.support.fetching import fetcher, pages
from tests.support.rough_server import reply, rough, zipped


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
