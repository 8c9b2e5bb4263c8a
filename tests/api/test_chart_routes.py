"""Charts over HTTP: the specification, the pictures, the script, and what is refused."""

import pytest

from assistant.api import charts


@pytest.fixture
def drawn(monkeypatch):
    """What was asked to be drawn; drawing itself is tested where it is done."""
    asked = []

    def draw(specification, picture):
        asked.append((specification, picture))
        return f"<{picture}>".encode()

    monkeypatch.setattr(charts, "draw", draw)
    return asked


def test_a_chart_is_a_specification_or_a_picture_of_it(client, drawn):
    """The same one, whatever its form."""
    spec = client.get("/api/charts/9988").json()
    png, svg = (client.get(f"/api/charts/9988?format={form}") for form in ("png", "svg"))

    assert ["2025-09-16", "2025-09-17"] == [row["day"] for row in spec["layer"][0]["data"]["values"]]
    assert [("image/png", b"<png>"), ("image/svg+xml", b"<svg>")] == [
        (one.headers["content-type"], one.content) for one in (png, svg)
    ]
    assert [(spec, "png"), (spec, "svg")] == drawn


def test_the_reports_of_an_answer_are_marked(client):
    """By number and id; one that is not held has no mark, and no text of the address is drawn."""
    spec = client.get("/api/charts/9988", params={"cite": ["3:d1", "4:gone"]}).json()
    assert [("2025-09-17", "[3]", "[3] Baidu leads")] == [tuple(row.values()) for row in spec["layer"][1]["data"]["values"]]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("cite=x", 400),
        ("cite=0:d1", 400),
        ("cite=1:../d1", 400),
        ("as_of=yesterday", 400),
        ("from=2025-09-18&to=2025-09-01", 400),
        ("from=2020-01-01&to=2020-02-01", 404),
        ("with=BIDU", 404),
        ("format=pdf", 422),
        ("&".join(["with=9988"] * 5), 422),
        ("&".join(["cite=1:d1"] * 21), 422),
    ],
)
def test_what_cannot_be_drawn_is_refused(client, query, status):
    """With the reason in one sentence."""
    response = client.get(f"/api/charts/9988?{query}")
    assert status == response.status_code
    assert response.json()["error"]["message"]


def test_the_script_is_sent_once(client, monkeypatch):
    """A browser that has it is told so; it needs no key, since a page cannot send one for a script."""
    monkeypatch.setattr(charts, "script", lambda folder: b"window.vegaEmbed = 1")
    first = client.get("/charts/vega.js")
    again = client.get("/charts/vega.js", headers={"If-None-Match": first.headers["etag"]})
    assert (200, "text/javascript; charset=utf-8") == (first.status_code, first.headers["content-type"])
    assert (304, b"") == (again.status_code, again.content)
