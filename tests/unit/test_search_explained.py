"""A search explained, on the sample story: the same hits, both ranks, the window that was read and what it kept out."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from assistant.bootstrap import build_assistant
from assistant.cli.verbs import app
from assistant.settings import Settings
from tests.support.story import NOW, make_store

QUESTION = "How did Baidu close on 17 September 2025?"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    return make_store(tmp_path_factory.mktemp("explained"))


@pytest.fixture
def run(store, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("RALLY_DATA_DIR", str(store))
    return lambda *words: CliRunner().invoke(app, ["search", *words])


def test_an_explained_search_is_the_search(store):
    """The hits are the same, every one was ranked, and every passage is found, kept out or ranked lower."""
    with build_assistant(Settings(data_dir=store, model="extractive"), now=lambda: NOW) as assistant:
        explained = assistant.explain(QUESTION, k=5)
        assert list(explained.hits) == assistant.search(QUESTION, k=5)
    assert explained.hits
    assert all(hit.lexical_rank or hit.dense_rank for hit in explained.hits)
    assert "9888.HK" in explained.looks[0].tickers
    for look in explained.looks:
        removed = look.explanation.removed
        kept = look.explanation.chunks - removed.later_or_replaced - removed.outside_window - removed.other_instruments
        assert kept == len(look.explanation.dense)
    assert explained.looks[0].explanation.removed.outside_window > 0


def test_the_command_says_why(run: Run):
    """Words, moment, window, filters with what they removed, and both ranks of each hit; the same facts as JSON."""
    shown = run(QUESTION, "--explain", "--as-of", "2025-10-01")
    told = json.loads(run(QUESTION, "--explain", "--json", "--as-of", "2025-10-01").stdout)

    assert 0 == shown.exit_code
    assert "Window: 17 Sep 2025" in shown.stdout
    assert "preferring the close" in shown.stdout
    assert f"{told['explained']['looks'][0]['removed']['outside_window']} outside the window" in shown.stdout
    for hit in told["hits"]:
        line = f"score {hit['score']:.3f} · lexical {hit['lexical_rank'] or '-'} · dense {hit['dense_rank'] or '-'}"
        assert line in shown.stdout


def test_no_window_is_said_and_a_list_is_not_explained(run: Run, tmp_path):
    """Words without a date have no window; --explain beside --batch is refused with a sentence."""
    assert "Window: none" in run("Baidu", "--explain").stdout
    (tmp_path / "q.jsonl").write_text('{"id": "1", "question": "Baidu"}\n')
    refused = run("--batch", str(tmp_path / "q.jsonl"), "--explain")
    assert 2 == refused.exit_code
    assert "--explain is for one query" in refused.stderr


def test_the_window_can_be_changed_and_removed(run: Run):
    """--from and --to take the place of the days the words name, --any-time leaves them out."""

    def window(*words: str) -> object:
        return json.loads(run(QUESTION, "--explain", "--json", *words).output)["explained"]["window"]

    read, changed, removed = window(), window("--from", "2025-09-15", "--to", "2025-09-16"), window("--any-time")
    assert isinstance(read, dict)
    assert isinstance(changed, dict)
    assert (read["first"], read["last"]) == ("2025-09-17", "2025-09-17")
    assert (changed["first"], changed["last"]) == ("2025-09-15", "2025-09-16")
    assert removed is None


def test_the_instruments_can_be_changed_and_removed(run: Run):
    """--ticker takes the place of the instruments the words name, in any spelling, and --any-instrument leaves them out."""

    def tickers(*words: str) -> list[str]:
        return list(json.loads(run(QUESTION, "--explain", "--json", *words).output)["explained"]["looks"][0]["tickers"])

    assert tickers() == ["9888.HK"]
    assert tickers("--ticker", "700", "--ticker", "BABA") == ["0700.HK", "BABA"]
    assert tickers("--any-instrument") == []
    assert "Give either --any-instrument, or --ticker." in run(QUESTION, "--any-instrument", "--ticker", "700").output
    assert "No instrument goes by 'BAIDUU'. Near it: Baidu" in run(QUESTION, "--ticker", "BAIDUU").output


def test_a_window_that_is_none_is_refused(run: Run):
    """The message says what to give."""
    assert "Give either --any-time, or --from and --to." in run(QUESTION, "--any-time", "--from", "2025-09-15").output
    assert "Swap the two days." in run(QUESTION, "--from", "2025-09-17", "--to", "2025-09-15").output


def test_a_question_is_answered_within_the_window_set(store, monkeypatch: pytest.MonkeyPatch):
    """`rally ask` takes the same options."""
    monkeypatch.setenv("RALLY_DATA_DIR", str(store))
    monkeypatch.setenv("RALLY_MODEL", "extractive")
    told = CliRunner().invoke(
        app, ["ask", "Why did Hong Kong stocks rise?", "--json", "--from", "2025-09-17", "--to", "2025-09-17"]
    )
    days = {source["published_at"][:10] for source in json.loads(told.output)["citations"] if source["kind"] == "news"}
    assert days == {"2025-09-17"}


def test_a_question_is_answered_about_the_instrument_set(store, monkeypatch: pytest.MonkeyPatch):
    """Of one company's words and another's ticker, the ticker counts."""
    monkeypatch.setenv("RALLY_DATA_DIR", str(store))
    monkeypatch.setenv("RALLY_MODEL", "extractive")
    asked = ["ask", "How did it close on 17 September 2025?", "--json"]
    told = [json.loads(CliRunner().invoke(app, [*asked, "--ticker", name]).output) for name in ("9888.HK", "9988.HK")]
    assert [one["reading"]["tickers"] for one in told] == [["9888.HK"], ["9988.HK"]]
    assert "(9888.HK) closed" in told[0]["answer"]
    assert "(9988.HK) closed" in told[1]["answer"]


def test_a_conversation_keeps_what_is_set(store, monkeypatch: pytest.MonkeyPatch):
    """`rally chat` takes the same options for all its questions, and shows how each was read."""
    monkeypatch.setenv("RALLY_DATA_DIR", str(store))
    monkeypatch.setenv("RALLY_MODEL", "extractive")
    asked = "How did Baidu close on 17 September 2025?\nHow did it close on 16 September 2025?\n\n"
    told = CliRunner().invoke(app, ["chat", "--ticker", "9988"], input=asked)

    assert 0 == told.exit_code
    assert "(read as: 17 Sep 2025, Hong Kong time; 9988.HK)" in told.stderr
    assert "(read as: 16 Sep 2025, Hong Kong time; 9988.HK)" in told.stderr
    assert 2 == told.stdout.count("(9988.HK) closed")
