"""The page's files: kept by browsers for as long as they are the same, packed where that is shorter, and nothing else."""

import gzip
import hashlib
import re
from base64 import b64encode

import pytest
from starlette.testclient import TestClient

from assistant.api.page import Page


def refs(index: str) -> list[str]:
    return re.findall(r'(?:href|src)="([^"#]+)"', index)


def test_what_the_page_names_may_be_kept_for_ever(client):
    """Every script and style of the page lies under an address that changes with the files, the page itself does not."""
    index = client.get("/")
    assert "no-cache" == index.headers["cache-control"]
    assert refs(index.text)
    for address in refs(index.text):
        assert "immutable" in client.get(f"/{address}").headers["cache-control"], address


def test_what_holds_up_the_first_paint_stands_in_the_page(client):
    """The style sheet and the first script, letter by letter, are allowed by their digests alone, also where it is kept."""
    index = client.get("/")
    again = client.get("/", headers={"If-None-Match": index.headers["etag"]})
    found = re.findall(r"<(script|style)[^>]*>([^<]+)</", index.text)
    digests = {tag: f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for tag, text in found}
    rules = dict(rule.split(" ", 1) for rule in index.headers["content-security-policy"].split("; "))

    assert [client.get("/modules/early.js").text, client.get("/styles/page.css").text] == [text for _, text in found]
    assert (f"'self' {digests['script']}", f"'self' {digests['style']}") == (rules["script-src"], rules["style-src"])
    assert (304, index.headers["content-security-policy"]) == (again.status_code, again.headers["content-security-policy"])
    assert "sha256" not in client.get("/modules/app.js").headers["content-security-policy"]


def test_what_could_end_its_own_element_stays_a_file(tmp_path):
    """A style sheet with such letters in it is named by the page, not put into it."""
    (tmp_path / "index.html").write_text(
        '<link rel="stylesheet" href="styles/a.css"><link rel="stylesheet" href="styles/b.css">'
    )
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text("a { content: '</style>' }")
    (tmp_path / "styles" / "b.css").write_text("b { color: red }")
    sent = TestClient(Page(tmp_path)).get("/").text
    assert re.fullmatch(r'<link rel="stylesheet" href="\w+/styles/a.css"><style>b { color: red }</style>', sent)


def test_a_file_by_its_plain_name_is_asked_for_again(client):
    """What the page may not keep is sent once more only when it changed."""
    first = client.get("/words/zh.json")
    again = client.get("/words/zh.json", headers={"If-None-Match": first.headers["etag"]})
    assert ("no-cache", 304, b"") == (first.headers["cache-control"], again.status_code, again.content)


def test_another_state_of_the_files_is_not_found(client):
    """A page of an earlier program gets no part of this one."""
    address = next(one for one in refs(client.get("/").text) if one.endswith("modules/app.js"))
    stamp = address.partition("/")[0]
    assert 200 == client.get(f"/{address}").status_code
    assert 404 == client.get("/" + address.replace(stamp, "0" * len(stamp))).status_code


def test_the_stamp_follows_the_files(tmp_path):
    """One changed letter of one file changes every address."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "index.html").write_text('<script src="modules/a.js"></script>')
    (tmp_path / "modules" / "a.js").write_text("1")
    before = Page(tmp_path).stamp
    assert before == Page(tmp_path).stamp
    (tmp_path / "modules" / "a.js").write_text("2")
    assert before != Page(tmp_path).stamp


def test_a_packed_file_holds_the_same(client):
    """In gzip for whoever takes it, as it is for others."""
    plain = client.get("/modules/app.js", headers={"Accept-Encoding": "identity"})
    with client.stream("GET", "/modules/app.js", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert "gzip" == packed.headers["content-encoding"]
    assert "content-encoding" not in plain.headers
    assert plain.content == gzip.decompress(raw)
    assert "text/javascript" in plain.headers["content-type"]


@pytest.mark.parametrize(
    "path", ["/modules", "/modules/", "/../pyproject.toml", "/%2e%2e/pyproject.toml", "/modules/app.js/", "/index.html/x"]
)
def test_what_is_no_file_is_not_found(client, path):
    """Folders, ways out of the folder, and files with more behind them."""
    assert 404 == client.get(path).status_code


def test_the_page_is_only_read(client):
    """Nothing can be sent to it; its headers can be asked for."""
    assert 405 == client.delete("/").status_code
    assert b"" == client.head("/").content
