"""Every route of the application's own table, with every body and method a stranger may choose: no 5xx, no echo."""

import json
import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

DEEP = b'{"question":' * 900 + b"1" + b"}" * 900
BODIES = {
    "missing": b"",
    "list": b"[]",
    "null": b"null",
    "zero": b"0",
    "true": b"true",
    "text": b'"text"',
    "cut": b'{"question": "Wh',
    "not json": b"question=Why",
    "nan": b'{"question": NaN}',
    "nan beside": b'{"question": "Why?", "as_of": NaN}',
    "infinity": b'{"question": -Infinity}',
    "1e999": b'{"question": "Why?", "tickers": [1e999]}',
    "long integer": b'{"question": ' + b"9" * 5_000 + b"}",
    "20 digits": b'{"question": 12345678901234567890}',
    "surrogate": b'{"question": "Why \\ud800?"}',
    "surrogate name": b'{"question": "Why?", "\\ud800": 1}',
    "surrogate session": b'{"question": "Why?", "session_id": "\\udfff"}',
    "nul": b'{"question": "\\u0000"}',
    "brackets": b"[" * 100_000,
    "deep": DEEP,
    "twice": b'{"question": "a", "question": "b"}',
    "utf-16": '{"question": "Why?"}'.encode("utf-16"),
    "bom": b'\xef\xbb\xbf{"question": "Why?"}',
    "not utf-8": b'{"question": "\xff\xfe"}',
    "huge text": b'{"question": "' + b"x" * 200_000 + b'"}',
    "huge name": b'{"question": "Why?", "' + b"x" * 100_000 + b'": 1}',
    "wrong types": b'{"question": {"a": []}, "session_id": [], "as_of": {}, "window": [], "tickers": {}}',
    "wrong window": b'{"question": "Why?", "window": {"first": "0000-00-00", "last": "9999-99-99"}}',
    "year zero": b'{"question": "Why?", "as_of": "0000-01-01T00:00:00Z"}',
    "many tickers": b'{"question": "Why?", "tickers": [' + b",".join([b'"A"'] * 5_000) + b"]}",
}
PATH_VALUES = [
    "d1",
    "nope",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "%00",
    "a%00b",
    "x" * 300,
    "%ed%a0%80",
    "CON",
    "C:%5c",
    "%F0%9F%98%80",
    "'; drop table sessions; --",
]


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """(path, method) of the whole table, the nested routers' included."""
    found = []

    def walk(table) -> None:
        for route in table:
            if hasattr(route, "methods") and route.methods:
                found.extend((route.path, method) for method in sorted(route.methods))
            elif getattr(route, "original_router", None) is not None:
                walk(route.original_router.routes)

    walk(app.routes)
    return found


def filled(path: str, value: str = "d1") -> str:
    return re.sub(r"{[^}]+}", value, path)


def check(response, *, sent: bytes = b"") -> None:
    assert response.status_code < 500, (response.request.url, sent[:60], response.text[:300])
    if response.status_code >= 400 and response.request.method != "HEAD":
        error = response.json()["error"]
        assert {"code", "message", "retryable", "incident"} == set(error)
        assert len(response.content) < 700
        assert "Traceback" not in response.text


def test_the_table_is_the_whole_one(app):
    """The matrices below run over what the application really serves."""
    paths = {path for path, _ in routes(app)}
    expected = {"/api/chat", "/api/search", "/api/documents/{doc_id}", "/api/sessions", "/api/sessions/{session_id}"}
    expected |= {"/api/prices/{ticker}", "/api/instruments", "/api/about", "/healthz", "/readyz"}
    assert expected <= paths


@pytest.mark.parametrize("name", BODIES)
def test_no_body_breaks_a_writing_route(app, client, name):
    """Any body on any route that takes one is a 4xx in the one error shape, or a normal answer."""
    writing = [(path, method) for path, method in routes(app) if method in ("POST", "PATCH", "PUT")]
    assert writing
    for path, method in writing:
        response = client.request(method, filled(path), content=BODIES[name], headers={"Content-Type": "application/json"})
        check(response, sent=BODIES[name])
        assert response.status_code >= 400 or name == "surrogate"  # a lone surrogate is cleaned away


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("body", ["missing", "list", "null", "zero"])
def test_no_method_breaks_a_route(app, client, method, body):
    """Every route survives every method with every trivial body."""
    for path in sorted({path for path, _ in routes(app)} | {"/", "/nothing-here", "/api", "/api/nothing-here"}):
        check(client.request(method, filled(path), content=BODIES[body], headers={"Content-Type": "application/json"}))


@pytest.mark.parametrize("value", PATH_VALUES)
def test_no_path_value_breaks_a_route(app, client, value):
    """Traversal, NUL, long and foreign values are not found; nothing outside is touched."""
    for path, method in routes(app):
        if "{" in path and method in ("GET", "PATCH", "DELETE"):
            check(client.request(method, filled(path, value), json={"title": "x"} if method == "PATCH" else None))
    response = client.get(f"/{value}")
    check(response)
    assert "root:" not in response.text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%00",
        "q=%ed%a0%80",
        "q=" + "x" * 5_000,
        "q=x&k=0",
        "q=x&k=99999999999999999999",
        "q=x&k=1e9",
        "q=x&from=x",
        "q=x&from=2025-09-18&to=2025-09-17",
        "q=x&to=9999-12-31",
        "q=x&as_of=0001-01-01T00:00:00%2B14:00",
        "q=x&explain=maybe",
        "version=99999999999999999999",
        "version=0",
        "%ff=%ff",
    ],
)
def test_no_query_breaks_a_reading_route(app, client, query):
    """Any query string on any reading route is a 4xx in the one error shape, or a normal answer."""
    for path, method in routes(app):
        if method == "GET" and not path.startswith("/api/openapi"):
            check(client.get(f"{filled(path)}?{query}"))


def test_a_wrong_content_type_is_refused(client):
    """What does not say that it is JSON is not read as JSON."""
    for kind in ("text/plain", "multipart/form-data", ""):
        response = client.post("/api/chat", content=json.dumps({"question": "Why?"}), headers={"Content-Type": kind})
        assert 415 == response.status_code
        assert "Content-Type" in response.json()["error"]["message"]


def test_a_plain_curl_is_understood(client):
    """`curl -d` calls every body a form: one that is JSON is answered, a form is not."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    asked = client.post("/api/chat", content=json.dumps({"question": "Why?"}), headers=form)
    posed = client.post("/api/chat", content=b"question=Why%3F", headers=form)
    foreign = client.post(
        "/api/chat", content=json.dumps({"question": "Why?"}), headers={**form, "Origin": "https://evil.example"}
    )

    assert (200, 400, 403) == (asked.status_code, posed.status_code, foreign.status_code)


def test_a_large_body_is_refused_by_its_announced_length(client):
    """More than 256 KB is 413, whatever it holds."""
    response = client.post("/api/chat", content=b"x" * (256 * 1024 + 1), headers={"Content-Type": "application/json"})
    assert (413, "too_large") == (response.status_code, response.json()["error"]["code"])


def test_brackets_inside_a_text_are_not_nesting(client):
    """A question may hold as many brackets as fit."""
    assert 200 == client.post("/api/chat", json={"question": "Why " + "[{" * 200}).status_code


def test_no_route_offers_itself_to_other_sites(app: FastAPI, client: TestClient):
    """No origin gets a CORS header, and a browser's cross-site write is refused."""
    for origin in ("https://evil.example", "null", "http://localhost.evil", "http://localhost:81", "http://127.0.0.1"):
        for path, method in routes(app):
            response = client.request(method, filled(path), headers={"Origin": origin})
            assert "access-control-allow-origin" not in response.headers
            if method in ("POST", "PATCH", "DELETE"):
                assert (403, "cross_site") == (response.status_code, response.json()["error"]["code"])
    own = client.post("/api/chat", json={"question": "Why?"}, headers={"Origin": "http://localhost"})
    assert 200 == own.status_code


def test_a_foreign_name_for_this_machine_is_refused(client):
    """A page that makes its own host name point here cannot read anything."""
    for host in ("evil.example", "localhost.evil.example", "[", ""):
        assert 421 == client.get("/api/sessions", headers={"Host": host}).status_code
    for host in ("localhost:8000", "127.0.0.1", "[::1]:8000"):
        assert 200 == client.get("/api/sessions", headers={"Host": host}).status_code
