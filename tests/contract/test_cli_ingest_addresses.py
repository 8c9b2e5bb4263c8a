"""`rally ingest` of web addresses: pages, feeds, what their servers say, withdrawing and retrying."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from assistant.bootstrap import open_stores
from assistant.cli import amending, ingesting
from assistant.cli.verbs import app
from assistant.knowledge.source_store import SourceStore
from assistant.settings import read_settings
from ingest.fetching import Fetcher
from tests.support.rough_server import reply, rough

BODY = [
    "The gauge of chip makers rose 4.2 percent on Wednesday, led by a foundry that said its order book is full until spring.",
    "Traders in the city spoke of the busiest morning since summer, and turnover passed 300 billion dollars by the break.",
    "Two banks raised what they expect of the sector's profit, and one lowered its view of property developers.",
    "The currency hardly moved, while the yield on ten-year notes of the mainland slipped to its lowest in a month.",
]


def page(title="Chip makers lead", body=BODY, canonical="", extra=""):
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "".join(f"<p>{line}</p>" for line in body)
    return reply(
        f"<html><head><title>{title}</title>{link}"
        '<meta property="article:published_time" content="2025-09-17T18:03:00+08:00"></head>'
        f"<body><article><h1>{title}</h1>{text}</article>{extra}</body></html>",
        etag='"v1"',
    )


def feed(*entries):
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>{text}</description>"
        "<pubDate>Wed, 17 Sep 2025 18:03:00 +0800</pubDate></item>"
        for title, link, text in entries
    )
    return reply(
        f'<rss version="2.0"><channel><title>Our Wire</title>{items}</channel></rss>', content_type="application/rss+xml"
    )


class Site:
    """A server whose pages a test may exchange."""

    def __init__(self) -> None:
        self.pages = {}

    def answer(self, path, headers):
        given = self.pages.get(path, reply(status="404 Not Found"))
        return reply(status="304 Same") if headers.get("if-none-match") == '"v1"' and b'"v1"' in given else given


@pytest.fixture
def site(tmp_path, monkeypatch):
    monkeypatch.setenv("RALLY_DATA_DIR", str(tmp_path / "data"))
    made = Site()
    with rough(made.answer) as server:
        made.server = server
        made.url = server.url
        made.fetcher = lambda: Fetcher(test_addresses={("127.0.0.1", server.port)}, pause=lambda seconds: None)
        yield made


@pytest.fixture
def ingest(site, capsys):
    def run(*names, **options):
        code = ingesting.run(names, as_json=True, fetcher=site.fetcher(), **options)
        return code, json.loads(capsys.readouterr().out)

    return run


def outcome(report):
    return {name: number for name, number in report["articles"].items() if number and name != "seen"}


def held(query="chip makers gauge foundry"):
    with open_stores(read_settings()) as stores:
        return [hit.document for hit in stores.knowledge.search(query, as_of=datetime(2026, 12, 1, tzinfo=UTC))]


def test_a_page_is_taken_in_once_and_asked_for_politely(site, ingest):
    """A page becomes a document under its address; a second time the server only says that it is unchanged."""
    site.pages["/a"] = page()
    assert (0, {"new": 1}) == (lambda code, report: (code, outcome(report)))(*ingest(site.url("/a")))
    assert [site.url("/a")] == [document.url for document in held()]
    assert (0, {"unchanged": 1}) == (lambda code, report: (code, outcome(report)))(*ingest(site.url("/a")))
    assert '"v1"' == site.server.asked[-1][1]["if-none-match"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [("403 Forbidden", "forbidden"), ("404 Not Found", "not_found"), ("429 Slow", "throttled"), ("503 Busy", "unavailable")],
)
def test_what_a_server_says_is_counted_and_kept(site, ingest, status, reason):
    """Each status is a reject with its reason, a row about the address, and exit code 2 where nothing else came."""
    site.pages["/a"] = reply(status=status)
    code, report = ingest(site.url("/a"))
    assert (2, {reason: 1}) == (code, report["reasons"])
    with open_stores(read_settings()) as stores:
        kept = SourceStore(stores.database).fetch(site.url("/a"))
    assert (reason, int(status[:3])) == (kept.state, kept.status)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (reply(status="302 Found", location="/account/login?next=a"), "login_page"),
        (reply(status="302 Found", location="/consent?back=a"), "consent_wall"),
        (reply(status="302 Found", location="/subscribe"), "paywall"),
        (reply(status="302 Found", location="/"), "moved_away"),
        (page("Chip makers lead", ["Subscribe now to continue reading.", "Already a subscriber? Log in to read."]), "paywall"),
        (
            page("Our privacy", ["We value your privacy. We and our partners use cookies.", "Accept all cookies"]),
            "consent_wall",
        ),
        (page("One moment", ["Verify you are human. Enable JavaScript and cookies to go on."]), "robot_check"),
        (page("Welcome back", BODY[:1], extra='<form><input name=p type="password"></form>'), "login_page"),
    ],
)
def test_a_wall_is_not_taken_for_the_article(site, ingest, answer, reason):
    """Login pages, cookie walls, robot checks and paywalls are rejected, and nothing of them can be found."""
    site.pages |= {"/a": answer} | {
        path: page("Not this") for path in ("/account/login?next=a", "/consent?back=a", "/subscribe", "/")
    }
    code, report = ingest(site.url("/a"))
    assert (2, {reason: 1}) == (code, report["reasons"])
    assert [] == held()


def test_a_page_cannot_pose_as_another_site(site, ingest):
    """A page that names another site's address as its own stays under the address it was found at."""
    site.pages["/a"] = page(canonical="https://big-paper.example/story/1")
    ingest(site.url("/a"))
    assert [site.url("/a")] == [document.url for document in held()]


def test_a_page_that_is_gone_is_answered_from_no_longer(site, ingest):
    """410 withdraws the document; so it stays when the page comes back."""
    site.pages["/a"] = page()
    ingest(site.url("/a"))
    site.pages["/a"] = reply(status="410 Gone")
    _, report = ingest(site.url("/a"))
    assert {"gone": 1} == report["reasons"]
    assert "withdrawn" in report["rejects"][0]["detail"]
    assert [] == held()
    site.pages["/a"] = page("Chip makers lead again")
    ingest(site.url("/a"))
    assert [] == held()


@pytest.mark.parametrize("by_id", [False, True])
def test_withdrawing_by_id_and_by_address(site, ingest, by_id):
    """Either name works, also with tracking in the address; an unknown name is said and is exit 2."""
    run = CliRunner().invoke
    site.pages["/a"] = page()
    ingest(site.url("/a"))
    (document,) = held()
    name = document.doc_id if by_id else site.url("/a?utm_source=x")
    assert 2 == run(app, ["ingest", "--withdraw", "nothing-like-it"]).exit_code
    assert 2 == run(app, ["ingest", "--withdraw", name, "--dry-run"]).exit_code
    done = run(app, ["ingest", "--withdraw", name, "--withdraw", "nothing-like-it"])
    assert (1, True) == (done.exit_code, f"withdrawn: {document.doc_id}" in done.stdout)
    assert [] == held()


def test_a_feed_of_summaries_is_followed_when_asked(site, ingest):
    """With --follow-links the page is what is kept; a wall behind a link leaves the summary; links are read once."""
    site.pages["/feed"] = feed(
        ("Chip makers lead", site.url("/a"), "The gauge of chip makers rose."),
        ("Foundry gains", site.url("/b"), "A foundry gained 9 percent in the chip makers gauge."),
        ("Inside", "http://10.0.0.1/x", "The chip makers gauge has an inside story."),
    )
    site.pages |= {"/a": page(), "/b": reply(status="403 Forbidden")}
    code, report = ingest(site.url("/feed"), follow_links=True)
    assert (0, {"new": 3}) == (code, outcome(report))
    texts = {document.title: document.text for document in held()}
    assert texts["Chip makers lead"].startswith(BODY[0])
    assert "gained 9 percent" in texts["Foundry gains"]
    assert "inside story" in texts["Inside"]
    again = ingest(site.url("/feed"), follow_links=True)[1]
    assert {"unchanged": 3} == outcome(again)
    assert 1 == site.server.paths.count("/a")


def test_a_feed_is_not_followed_unasked(site, ingest):
    """Without --follow-links only the feed is fetched."""
    site.pages["/feed"] = feed(("Chip makers lead", site.url("/a"), "The gauge of chip makers rose."))
    assert {"new": 1} == outcome(ingest(site.url("/feed"))[1])
    assert ["/robots.txt", "/feed"] == site.server.paths


def test_json_and_files_come_in_one_run(site, ingest, tmp_path):
    """Addresses and paths mix; one bad name among good ones is exit 1; a dry run keeps nothing."""
    site.pages["/api"] = reply(json.dumps({"articles": [{"title": "Gold", "body": BODY[0]}]}), content_type="application/json")
    (tmp_path / "b.txt").write_text("Silver\n\n" + BODY[1])
    names = (site.url("/api"), str(tmp_path / "b.txt"), "file:///etc/passwd")
    code, report = ingest(*names, dry_run=True)
    assert (1, {"new": 2, "rejected": 1}) == (code, outcome(report))
    assert [] == held()
    with open_stores(read_settings()) as stores:
        assert SourceStore(stores.database).fetch(site.url("/api")) is None
    assert {"new": 2, "rejected": 1} == outcome(ingest(*names)[1])


def test_what_was_rejected_is_tried_again(site, ingest, capsys, tmp_path):
    """A busy server, a mended file and a copy whose file is gone: what comes in now is rejected no longer."""
    file, lines = tmp_path / "a.jsonl", [{"title": "Gold", "body": BODY[0], "id": "g1"}, {"title": "No text"}]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    site.pages["/a"] = reply(status="503 Busy")
    ingest(site.url("/a"), str(file))
    site.pages["/a"] = page()
    file.unlink()

    first = (amending.retry(as_json=True, dry_run=False, fetcher=site.fetcher()), json.loads(capsys.readouterr().out))
    assert (1, {"new": 1, "rejected": 1}) == (first[0], outcome(first[1]))  # of the copy only the bad line is read again

    file.write_text(json.dumps({"title": "Now with one", "body": BODY[1]}))
    assert 0 == amending.retry(as_json=True, dry_run=False, fetcher=site.fetcher())
    assert {"new": 1} == outcome(json.loads(capsys.readouterr().out))
    assert 0 == amending.retry(as_json=False, dry_run=False, fetcher=site.fetcher())
    assert "no input was rejected" in capsys.readouterr().err


def test_an_answer_with_rejects_is_read_whole_the_next_time(site, ingest):
    """Validators are kept only where everything was taken in: a server must not say "unchanged" about what was rejected."""
    site.pages["/a"] = page("One moment", ["Verify you are human. Enable JavaScript and cookies."])
    ingest(site.url("/a"))
    ingest(site.url("/a"))
    assert "if-none-match" not in site.server.asked[-1][1]


def test_asking_for_two_things_at_once_is_refused(site):
    """Exit 2 with a sentence."""
    for words in (["x", "--watch"], ["--watch", "--retry-rejected"], ["--feeds", "x.toml"], []):
        result = CliRunner().invoke(app, ["ingest", *words])
        assert (2, 1) == (result.exit_code, len(result.stderr.strip().splitlines()))
