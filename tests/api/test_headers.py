"""The headers of every response, and the log line of every request."""

import logging

import pytest

from tests.api.test_route_matrix import filled, routes


@pytest.mark.parametrize("path", ["/", "/no-such-file", "/no/such/../file.js"])
def test_the_pages_files_carry_the_policy(client, path):
    """Found or not."""
    assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"]


def test_every_route_carries_the_policy(app, client):
    """Scripts and styles of this server only, no frames, no sniffing, no referrer; on errors too."""
    for path, method in routes(app):
        headers = client.request(method, filled(path)).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert "'self'" == policy["default-src"]
        assert "'self'" == policy["script-src"]
        assert "'none'" == policy["frame-ancestors"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "nosniff" == headers["x-content-type-options"]
        assert "no-referrer" == headers["referrer-policy"]
        assert headers["x-request-id"]
        if path.startswith("/api"):
            assert headers["cache-control"] in ("no-store", "no-cache")


def test_a_request_is_one_line_without_the_question(client, caplog):
    """The line has the id the client was given, and nothing that was asked."""
    caplog.set_level(logging.INFO)
    response = client.post("/api/chat", json={"question": "A private matter about Baidu"})
    client.get("/api/search", params={"q": "A private matter about Baidu"})

    lines = [record.getMessage() for record in caplog.records if record.name == "rally.api"]

    assert 2 == len(lines)
    assert lines[0].startswith(f"{response.headers['x-request-id']} POST '/api/chat' 200 ")
    assert "private" not in "".join(lines)


def test_a_request_cannot_write_lines_of_its_own(client, caplog):
    """Line breaks in a path stay escaped, and a long path is cut."""
    caplog.set_level(logging.INFO)
    client.get("/a%0aFORGED%1b[31m" + "x" * 3_000)
    [line] = [record.getMessage() for record in caplog.records if record.name == "rally.api"]
    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) < 250


def test_what_nobody_expected_has_an_incident_in_the_log(client, assistant, caplog):
    """The client gets the id, the log where it happened; neither gets the exception's text."""
    assistant.knowledge.documents.counts = None
    response = client.get("/api/about")
    error = response.json()["error"]
    assert (500, "internal", True) == (response.status_code, error["code"], error["retryable"])
    logged = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert 1 == len(logged)
    assert logged[0].startswith(f"incident {error['incident']}: TypeError at about.py:")
