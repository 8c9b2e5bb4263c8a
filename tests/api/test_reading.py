"""What can be read without asking: search, documents, prices, instruments, what this is, and health."""

from datetime import UTC, date, datetime
from threading import Event

from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.knowledge.windows import Window


def test_a_search_reads_its_window_from_the_words(client, assistant):
    """Without days given, the question goes to the assistant as it would for an answer."""
    body = client.get("/api/search", params={"q": "Baidu yesterday", "k": 3, "as_of": "2025-09-18T09:00:00+08:00"}).json()
    asked = {
        "question": "Baidu yesterday",
        "k": 3,
        "as_of": datetime(2025, 9, 18, 1, tzinfo=UTC),
        "window": None,
        "tickers": None,
    }
    assert [asked] == assistant.searched
    [hit] = body["hits"]
    assert ("d1", "d1#1#0", "Baidu leads", 0.5) == tuple(hit[key] for key in ("doc_id", "chunk_id", "title", "score"))
    assert "secret" not in str(body)


def test_a_search_within_given_days(client, assistant):
    """Given days are the window, in place of the one the words say."""
    client.get("/api/search", params={"q": "Baidu", "from": "2025-09-17"})
    [call] = assistant.searched
    assert Window(first=date(2025, 9, 17)) == call["window"]


def test_a_search_of_given_instruments(client, assistant):
    """Given instruments, in any spelling, are those looked for; any time and any instrument leave out what the words say."""
    client.get("/api/search", params={"q": "Baidu", "ticker": ["9988", "9988.HK"]})
    client.get("/api/search", params={"q": "Baidu yesterday", "any_time": "1", "any_instrument": "1"})
    assert [(call["window"], call["tickers"]) for call in assistant.searched] == [(None, ["9988.HK"]), (Window(), [])]
    unknown = client.get("/api/search", params={"q": "Baidu", "ticker": "ALIBIBI"})
    assert 400 == unknown.status_code
    assert "Near it: Alibaba (9988.HK)" in unknown.json()["error"]["message"]


def test_a_search_explains_itself(client):
    """Each hit's ranks, the window that applied and what each look's filters removed come on request."""
    assert "explained" not in client.get("/api/search", params={"q": "Baidu"}).json()
    body = client.get("/api/search", params={"q": "Baidu", "from": "2025-09-17", "explain": "1"}).json()
    [hit], explained = body["hits"], body["explained"]
    [look] = explained["looks"]
    assert {"score", "lexical_rank", "dense_rank"} <= set(hit)
    assert ("2025-09-17", None) == (explained["window"]["first"], explained["window"]["last"])
    assert (2, "exact", [["d1#1#0", 7.5]], ["9888.HK"]) == tuple(look[key] for key in ("chunks", "way", "lexical", "tickers"))
    assert {"later_or_replaced": 0, "outside_window": 1, "other_instruments": 0} == look["removed"]
    assert "secret" not in str(explained)


def test_a_document_reads_without_where_it_came_from(client):
    """A cited version can be opened; paths of the machine that ingested it are not told."""
    body = client.get("/api/documents/d1", params={"version": 1}).json()
    assert "Baidu leads" == body["title"]
    assert "details" not in body
    assert [404, 404] == [client.get(address).status_code for address in ("/api/documents/d2", "/api/documents/d1?version=2")]


def test_prices_by_any_spelling(client):
    """A ticker in any spelling gives its bars, with the decimals as they are kept."""
    body = client.get("/api/prices/9988").json()
    assert ("9988.HK", "Alibaba", "HKD", "2025-09-17") == tuple(body[key] for key in ("ticker", "name", "currency", "newest"))
    assert [("2025-09-16", "153.50"), ("2025-09-17", "161.60")] == [(bar["trading_date"], bar["close"]) for bar in body["bars"]]
    assert ["161.60"] == [bar["close"] for bar in client.get("/api/prices/9988?from=2025-09-17").json()["bars"]]


def test_prices_that_are_not_held(client):
    """A known listing without bars and an unknown name are told apart."""
    assert "No prices of BIDU are held" in client.get("/api/prices/BIDU").json()["error"]["message"]
    unknown = client.get("/api/prices/ALIBIBI")
    assert 404 == unknown.status_code
    assert "Near it: Alibaba (9988.HK)" in unknown.json()["error"]["message"]


def test_instruments_by_name_and_ticker(client):
    """The listings meant, or names that come near."""
    for q in ("9988", "How is Alibaba doing"):
        assert ["9988.HK"] == [one["ticker"] for one in client.get("/api/instruments", params={"q": q}).json()["instruments"]]
    assert ["Alibaba"] == [one["name"] for one in client.get("/api/instruments", params={"q": "zzz"}).json()["near"]]


def test_what_this_is(client):
    """The model, the amounts and the newest evidence."""
    expected = {"model": "extractive", "language_model": False, "documents": 1, "bars": 2, "zone": "Asia/Hong_Kong"}
    assert expected | {"newest_evidence_at": "2025-09-17T09:00:00+00:00"} == client.get("/api/about").json()


def test_ready_says_why_not(client, assistant):
    """A broken index makes it unready with the reason, while the process lives on."""
    assert (200, True) == ((ready := client.get("/readyz")).status_code, ready.json()["ready"])
    assistant.knowledge.state = (False, "The index is being rebuilt.")
    assert (503, "The index is being rebuilt.") == ((ready := client.get("/readyz")).status_code, ready.json()["reason"])
    assert 200 == client.get("/healthz").status_code


def test_ready_once_the_first_question_is_answered_at_once(assistant, settings):
    """While the program loads what the first question needs, it lives and is not ready."""
    gate, prepared = Event(), []

    def prepare(one) -> None:
        gate.wait(30)
        prepared.append(one)

    with TestClient(create_app(assistant, settings, prepare=prepare), base_url="http://localhost") as client:
        assert 503 == (loading := client.get("/readyz")).status_code
        assert "loads" in loading.json()["reason"]
        assert 200 == client.get("/healthz").status_code
        gate.set()
        while client.get("/readyz").status_code == 503:
            pass
        assert [assistant] == prepared
