"""Fetching as a guest: what a status asks for is done, robots.txt is kept, and a host has its rest."""

import pytest

from ingest.robots import read_robots
from tests.support.fetching import fetcher, pages
from tests.support.rough_server import reply, rough


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
