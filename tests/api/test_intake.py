"""Files, addresses and feeds given over HTTP: who may, what becomes of them, and why something is refused."""

import gzip
import itertools
import threading
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api import bodies
from assistant.api.app import create_app
from assistant.bootstrap import build_assistant
from assistant.knowledge.jobs import LEFT, Job, JobStore
from assistant.settings import Settings
from ingest import watchlist
from ingest.addresses import Target
from ingest.fetching import Fetcher
from tests.support.knowledge import utc
from tests.support.rough_server import Rough, reply, rough

NOW = utc(2025, 9, 19)
TEXT = (
    "Chip makers lead\n\nBy A. Reporter\nPublished: 17 September 2025 18:03 HKT\n\n"
    "Shares of SMIC closed 7.1 percent higher at HK$67.70 in Hong Kong on Wednesday.\n\nBaidu gained as well.\n"
)


DAYS = list(itertools.product(range(30), range(1, 13), range(1, 28)))
JSON = {"Accept": "application/json"}


def local(server: Rough) -> Fetcher:
    """A fetcher for which every name leads to that server."""
    return Fetcher(
        resolve=lambda host, port, within_s: [ip_address("127.0.0.1")],
        test_addresses={("127.0.0.1", server.port)},
        pause=lambda seconds: None,
    )


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Any]:
    with build_assistant(Settings(data_dir=tmp_path / "data", model="extractive"), now=lambda: NOW) as assistant:
        yield assistant


def served(assistant: Any, *, fetcher: Fetcher | None = None, **keys: tuple[str, ...]) -> TestClient:
    settings = Settings(data_dir=assistant.settings.data_dir, **keys)  # type: ignore[arg-type]
    return TestClient(create_app(assistant, settings, now=lambda: NOW, fetcher=fetcher), base_url="http://localhost")


@pytest.fixture
def client(assistant) -> Iterator[TestClient]:
    with served(assistant) as client:
        yield client


def ended(client: TestClient, begun: Any) -> dict[str, Any]:
    """The job once it has ended: each look lets the server work on."""
    assert 202 == begun.status_code, begun.text
    for _ in range(5_000):
        job = client.get(f"/api/ingest/jobs/{begun.json()['job_id']}").json()
        if job["state"] not in ("waiting", "running"):
            return job
    raise AssertionError(job)


def test_a_file_is_taken_in_and_shows_what_it_became(client):
    """The job counts it; the document's versions, passages and instruments can be looked at, and it answers."""
    job = ended(client, client.put("/api/ingest/files/chips.txt", content=TEXT.encode()))
    (told,) = job["report"]["documents"]
    became = client.get(f"/api/ingest/documents/{told['doc_id']}").json()
    answer = client.post("/api/chat", json={"question": "How did SMIC close on 17 September 2025?"}, headers=JSON)

    assert ("done", 1, "new", "Chip makers lead") == (
        job["state"],
        job["report"]["articles"]["new"],
        told["outcome"],
        told["title"],
    )
    assert "2025-09-17T10:03:00Z" == became["document"]["published_at"].replace("+00:00", "Z")
    assert [(1, 1)] == [(version["version"], version["chunks"]) for version in became["versions"]]
    assert {"0981.HK", "9888.HK"} <= set(became["names"])
    assert "67.70" in became["passages"][0]["text"]
    assert "67.70" in answer.json()["answer"]
    assert ["Chip makers lead"] == [one["title"] for one in client.get("/api/ingest/documents?q=chip").json()["documents"]]
    assert [] == client.get("/api/ingest/documents?q=gold").json()["documents"]


def test_the_same_file_again_changes_nothing_and_an_update_is_a_version(client):
    """Unchanged, then updated: both versions are told with their moments."""
    ended(client, client.put("/api/ingest/files/chips.txt", content=TEXT.encode()))
    again = ended(client, client.put("/api/ingest/files/chips.txt.gz", content=gzip.compress(TEXT.encode())))
    later = TEXT.replace("18:03 HKT", "18:03 HKT | Updated: 17 September 2025 20:00 HKT").replace("7.1", "7.2")
    updated = ended(client, client.put("/api/ingest/files/chips.txt", content=later.encode()))
    doc_id = updated["report"]["documents"][0]["doc_id"]
    versions = client.get(f"/api/ingest/documents/{doc_id}").json()["versions"]

    assert (1, 1) == (again["report"]["articles"]["unchanged"], updated["report"]["articles"]["updated"])
    assert [2, 1] == [version["version"] for version in versions]
    assert versions[1]["superseded_at"] == versions[0]["known_at"]


@pytest.mark.parametrize(
    ("name", "content", "status", "said"),
    [
        ("chips.exe", b"MZ", 400, "must end in one of .txt"),
        ("chips", b"words", 400, "must end in one of .txt"),
        ("chips.txt", b"", 400, "The file is empty"),
    ],
)
def test_what_cannot_be_a_source_is_refused_at_once(client, name, content, status, said):
    """A 4xx with the next step, before anything is begun."""
    told = client.put(f"/api/ingest/files/{name}", content=content)

    assert (status, True) == (told.status_code, said in told.json()["error"]["message"])
    assert [] == client.get("/api/ingest/jobs").json()["jobs"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("archive.txt", b"PK\x03\x04rest", "binary"),
        ("table.csv", b"a,b,c\n1,2,3\n4,5,6\n", "unknown_table"),
        ("bomb.txt.gz", b"\x1f\x8bnot gzip", "bad_gzip"),
    ],
)
def test_what_holds_nothing_is_rejected_with_its_reason(client, name, content, reason):
    """The job ends, and its report says why nothing came of it."""
    job = ended(client, client.put(f"/api/ingest/files/{name}", content=content))

    assert ("done", [reason]) == (job["state"], [reject["reason"] for reject in job["report"]["rejects"]])
    assert job["report"]["rejects"][0]["detail"]


def test_a_file_may_be_larger_than_a_question_but_not_too_large(client, monkeypatch):
    """Its limit is its own; beyond it the answer is 413 before it is read."""
    monkeypatch.setattr(bodies, "MAX_FILE_BYTES", 1_000_000)
    rows = "".join(f"9988.HK,20{year:02}-{month:02}-{day:02},1,1,1,{day}.5,9\n" for year, month, day in DAYS)
    table = f"symbol,date,open,high,low,close,volume\n{rows}".encode()
    assert len(table) > bodies.MAX_BYTES
    assert "done" == ended(client, client.put("/api/ingest/files/bars.csv", content=table))["state"]
    large = client.put("/api/ingest/files/bars.csv", content=b"x" * 1_000_001)
    assert (413, "too_large") == (large.status_code, large.json()["error"]["code"])


def test_an_address_is_read(assistant):
    """A page on the open internet becomes a document; what its server says otherwise is the reason."""
    body = "".join(f"<p>{TEXT.splitlines()[5]} Line {n} of the report tells more about the day.</p>" for n in range(5))
    page = reply(
        "<html><head><title>Chip makers lead</title>"
        '<meta property="article:published_time" content="2025-09-17T18:03:00+08:00">'
        f"</head><body><article><h1>Chip makers lead</h1>{body}</article></body></html>"
    )
    pages = {"/a": page}
    with rough(lambda path, headers: pages.get(path, reply(status="404 No"))) as server:
        fetcher = local(server)
        with served(assistant, fetcher=fetcher) as client:
            wire = f"http://wire.example:{server.port}"
            job = ended(client, client.post("/api/ingest/addresses", json={"addresses": [f"{wire}/a", f"{wire}/gone"]}))

    assert (1, ["not_found"]) == (job["report"]["articles"]["new"], [one["reason"] for one in job["report"]["rejects"]])


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/a", "http://10.0.0.1/", "file:///etc/passwd", "http://localhost:8000/", "ftp://x.example/"]
)
def test_only_the_open_internet_is_asked(client, address):
    """An address of this machine, of a private network or of another kind is refused at once, also as a feed."""
    for told in (
        client.post("/api/ingest/addresses", json={"addresses": [address]}),
        client.post("/api/ingest/sources", json={"feed": address}),
    ):
        assert (400, True) == (told.status_code, "is not fetched" in told.json()["error"]["message"])


def test_a_feed_is_added_read_and_watched(assistant, monkeypatch):
    """It stands in feeds.toml, is read at once, and has a row of health; its name cannot be taken twice."""
    told = f"<link>https://wire.example/1</link><description>{TEXT.splitlines()[5]}</description>"
    item = f"<item><title>Chip makers lead</title>{told}</item>"
    monkeypatch.setattr(watchlist, "read_address", lambda url: Target(scheme="http", host="x", port=80, path="/"))
    with rough(lambda path, headers: reply(f"<rss version='2.0'><channel><title>W</title>{item}</channel></rss>")) as server:
        fetcher = local(server)
        with served(assistant, fetcher=fetcher) as client:
            given = {"name": "wire", "feed": f"http://wire.example:{server.port}/rss", "interval": "30m"}
            job = ended(client, client.post("/api/ingest/sources", json=given))
            twice = client.post("/api/ingest/sources", json=given)
            never = client.post("/api/ingest/sources", json=given | {"name": "other", "interval": "1s"})
            health = client.get("/api/sources").json()["sources"]

    listed = watchlist.read_watchlist(assistant.settings.data_dir / "feeds.toml")
    assert 1 == job["report"]["articles"]["new"]
    assert [("wire", "feed", 1800.0)] == [(one.name, one.kind, one.interval.total_seconds()) for one in listed]
    assert [("wire", "ok", 1)] == [(one["name"], one["state"], one["items"]) for one in health]
    assert (400, True) == (twice.status_code, "'wire'" in twice.json()["error"]["message"])
    assert (400, True) == (never.status_code, "10s to 7d" in never.json()["error"]["message"])


def test_only_keys_for_it_take_anything_in(assistant):
    """With keys, those of RALLY_ADMIN_KEYS alone; others are told so before the body is read. They ask like all others."""
    ann, admin = {"Authorization": "Bearer ann-key"}, {"Authorization": "Bearer admin-key"}
    with served(assistant, api_keys=("ann-key",), admin_keys=("admin-key",)) as client:
        for method, path in (("PUT", "files/a.txt"), ("POST", "addresses"), ("GET", "jobs"), ("GET", "documents"), ("GET", "")):
            told = client.request(method, f"/api/ingest/{path}".rstrip("/"), headers=ann, content=TEXT.encode())
            assert (403, "not_allowed") == (told.status_code, told.json()["error"]["code"])
        assert 401 == client.put("/api/ingest/files/a.txt", content=TEXT.encode()).status_code
        job = ended_as(client, client.put("/api/ingest/files/a.txt", headers=admin, content=TEXT.encode()), admin)
        assert 1 == job["report"]["articles"]["new"]
        assert [200, 200] == [client.get("/api/about", headers=headers).status_code for headers in (ann, admin)]
        assert {"max_file_bytes", "endings"} == set(client.get("/api/ingest", headers=admin).json())


def ended_as(client: TestClient, begun: Any, headers: dict[str, str]) -> dict[str, Any]:
    client.headers.update(headers)
    try:
        return ended(client, begun)
    finally:
        del client.headers["Authorization"]


def test_too_much_at_once_waits_its_turn(assistant, monkeypatch):
    """A few things wait; one more is told to wait. A job that has not begun can be stopped."""
    from assistant.api import intake

    held = threading.Event()
    taken = intake._take

    def slowly(*given: Any) -> Any:
        held.wait(10)
        return taken(*given)

    monkeypatch.setattr(intake, "_take", slowly)
    with served(assistant) as client:
        begun = [client.put(f"/api/ingest/files/{n}.txt", content=TEXT.encode()) for n in range(5)]
        full = client.put("/api/ingest/files/one-more.txt", content=TEXT.encode())
        assert (409, True) == (full.status_code, "Wait until one is done" in full.json()["error"]["message"])
        assert 204 == client.post(f"/api/ingest/jobs/{begun[-1].json()['job_id']}/stop").status_code
        held.set()
        assert ["done"] * 4 + ["stopped"] == [ended(client, one)["state"] for one in begun]
        assert 404 == client.post("/api/ingest/jobs/nope/stop").status_code


def test_a_restart_tells_what_became_of_what_was_given(assistant):
    """The report of a job that ended is there for the next process, and so is the word that it is over."""
    with served(assistant) as client:
        job = ended(client, client.put("/api/ingest/files/chips.txt", content=TEXT.encode()))
    with served(assistant) as client:
        assert [job] == client.get("/api/ingest/jobs").json()["jobs"]
        assert "done" == job["state"]


def test_a_job_that_a_killed_process_left_is_told_as_over(assistant):
    """After a minute in which nobody had it in hand; until then another process may have."""
    store = JobStore(assistant.knowledge.documents.database)
    for name, ago in (("left", 61), ("at-work", 59)):
        moment = NOW - timedelta(seconds=ago)
        store.put(Job(job_id=name, what=name, begun_at=moment, state="running", touched_at=moment))
    with served(assistant) as client:
        states = {job["job_id"]: (job["state"], job["problem"]) for job in client.get("/api/ingest/jobs").json()["jobs"]}
    assert {"left": ("stopped", LEFT), "at-work": ("running", "")} == states


def test_a_server_that_ends_says_what_it_left(assistant, monkeypatch):
    """The one at work and the one that waited; both can be given again."""
    from assistant.api import intake, intake_jobs

    held = threading.Event()
    monkeypatch.setattr(intake, "_take", lambda *given: held.wait(10))
    monkeypatch.setattr(intake_jobs, "_ENDING_S", 0.1)
    try:
        with served(assistant) as client:
            for n in range(2):
                client.put(f"/api/ingest/files/{n}.txt", content=TEXT.encode())
        with served(assistant) as client:
            jobs = client.get("/api/ingest/jobs").json()["jobs"]
        assert [("stopped", LEFT)] * 2 == [(job["state"], job["problem"]) for job in jobs]
    finally:
        held.set()


def test_the_newest_jobs_are_kept(assistant):
    """Fifty that have ended, and all that have not."""
    store = JobStore(assistant.knowledge.documents.database)
    for n in range(60):
        moment = NOW + timedelta(seconds=n)
        store.put(Job(job_id=f"j{n}", what="x", begun_at=moment, state="running" if n == 0 else "done", touched_at=moment))
    kept = [job.job_id for job in store.newest(now=NOW)]
    assert ["j59", "j0", 52] == [kept[0], kept[-1], len(kept)]
