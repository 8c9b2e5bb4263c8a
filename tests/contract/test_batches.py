"""The measuring contract: question files in, answer and hit files out, to the letter."""

import json
from contextlib import contextmanager

import pytest
from typer.testing import CliRunner

from assistant.cli import asking, searching
from assistant.cli.batches import read_line
from assistant.cli.verbs import app
from assistant.errors import BadInput, ModelUnavailable
from tests.support.assistants import make_assistant

ANSWER = ["id", "question", "answer", "abstained", "reason", "citations", "figures", "as_of", "model", "elapsed_ms"]
HIT = ["doc_id", "chunk_id", "url", "title", "published_at", "score", "text"]


@pytest.fixture
def assistant(tmp_path, monkeypatch):
    assistant, database = make_assistant(tmp_path)

    @contextmanager
    def build(settings):
        yield assistant

    monkeypatch.setattr(asking, "build_assistant", build)
    monkeypatch.setattr(searching, "build_assistant", build)
    monkeypatch.setenv("RALLY_DATA_DIR", str(tmp_path))
    yield assistant
    database.close()


def run(verb: str, tmp_path, *lines: object, options: tuple[str, ...] = ()):
    questions, out = tmp_path / "questions.jsonl", tmp_path / "out.jsonl"
    raw = [line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines]
    questions.write_bytes(b"\n".join(raw) + b"\n")
    result = CliRunner().invoke(app, [verb, "--batch", str(questions), "--out", str(out), *options])
    return result, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_answers_have_the_contracts_fields_in_their_order(assistant, tmp_path):
    """A line a question, in the order of the file, ids as they came."""
    result, rows = run(
        "ask", tmp_path, {"id": "d01", "question": "How did Baidu close?"}, {"id": 2, "question": "百度收报多少"}
    )

    assert 0 == result.exit_code
    assert ["d01", 2] == [row["id"] for row in rows]
    assert [ANSWER] * 2 == [list(row) for row in rows]
    assert "百度收报多少" == rows[1]["question"]
    assert "Baidu rose 15.7 % [1]. It closed at 131 HKD [1]." == rows[0]["answer"]
    assert "Baidu rose 15.7 percent" == rows[0]["citations"][0]["quote"]
    assert rows[0]["abstained"] is False


def test_as_of_and_history_reach_the_assistant_and_nothing_is_kept(assistant, tmp_path):
    """The moment is read with its zone, the questions before it are handed on, and no session is made."""
    history = [{"question": "How did Baidu do?", "answer": "Up."}]
    run("ask", tmp_path, {"id": 1, "question": "And Alibaba?", "as_of": "2024-10-30T08:00:00+08:00", "history": history})

    [asked] = assistant.asked

    assert "2024-10-30T00:00:00+00:00" == asked["as_of"].isoformat()
    assert ("How did Baidu do?",) == asked["history"]
    assert asked["keep"] is False
    assert [] == assistant.sessions.list("")


@pytest.mark.parametrize(
    "history",
    [
        ["A?", "B?"],
        [["A?", "a"], ["B?", "b"]],
        [{"question": "A?"}, {"question": "B?", "answer": "b"}],
        [{"role": "user", "content": "A?"}, {"role": "assistant", "content": "a"}, {"role": "user", "content": "B?"}],
    ],
)
def test_a_history_may_be_written_in_several_ways(history):
    """Texts, pairs, records and messages all give the earlier questions."""
    line = json.dumps({"id": 1, "question": "C?", "history": history}).encode()
    assert ("A?", "B?") == read_line(line, zone="UTC").history


BROKEN = [
    b"not json",
    b"[]",
    b'"text"',
    b'{"id": 1}',
    b'{"question": "Why?"}',
    b'{"id": 1, "question": 7}',
    b'{"id": 1, "question": "Why?", "as_of": "soon"}',
    b'{"id": 1, "question": "Why?", "as_of": 7}',
    b'{"id": 1, "question": "Why?", "history": "A?"}',
    b'{"id": 1, "question": "Why?", "history": [7]}',
    b'{"id": 1, "question": "\xff"}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("verb", ["ask", "search"])
def test_a_broken_line_is_reported_and_the_run_goes_on(assistant, tmp_path, verb):
    """Its number and what is wrong with it go to stderr; the others are answered; exit 1."""
    good = {"id": "good", "question": "How did Baidu close?"}
    result, rows = run(verb, tmp_path, *BROKEN, b"", good)
    assert 1 == result.exit_code
    assert ["good"] == [row["id"] for row in rows]
    assert [f"line {n}:" for n in range(1, len(BROKEN) + 1)] == [
        line.split(" ")[0] + " " + line.split(" ")[1] for line in result.stderr.splitlines() if line.startswith("line ")
    ]
    assert f"1 of {len(BROKEN) + 1}; {len(BROKEN)} failed" in result.stderr


def test_each_broken_line_says_why():
    """A sentence for each."""
    for line in BROKEN:
        with pytest.raises(BadInput) as refused:
            read_line(line, zone="UTC")
        assert refused.value.public_message.endswith(".")


def test_an_answer_that_fails_keeps_its_line(assistant, tmp_path, monkeypatch):
    """The line says what happened beside the contract's fields, and the exit code tells."""

    async def breaks(question, **asked):
        raise ModelUnavailable("The model does not answer.")
        yield

    monkeypatch.setattr(assistant, "answer", breaks)
    result, rows = run("ask", tmp_path, {"id": 1, "question": "Why?"}, {"id": 2, "question": "How?"})
    assert 1 == result.exit_code
    assert [1, 2] == [row["id"] for row in rows]
    assert ANSWER == list(rows[0])[: len(ANSWER)]
    assert {"code": "model_unavailable", "message": "The model does not answer."} == rows[0]["error"]


def test_hits_have_the_contracts_fields(assistant, tmp_path):
    """The question goes through the same reading as an answer's, with k and the moment."""
    asked = {"id": "q1", "question": "How did Baidu close yesterday?", "as_of": "2025-09-18"}
    result, rows = run("search", tmp_path, asked, options=("-k", "10"))

    assert 0 == result.exit_code
    assert ["id", "hits", "elapsed_ms"] == list(rows[0])
    assert HIT == list(rows[0]["hits"][0])
    [call] = assistant.searched
    assert ("How did Baidu close yesterday?", 10) == (call["question"], call["k"])
    assert "2025-09-18T15:59:59.999999+00:00" == call["as_of"].isoformat()


def test_files_that_cannot_be_used_are_told(assistant, tmp_path):
    """A missing question file, an unwritable answer file, and neither question nor file."""
    missing = CliRunner().invoke(app, ["ask", "--batch", str(tmp_path / "nope.jsonl")])
    assert (2, True) == (missing.exit_code, "cannot be read" in missing.stderr)
    (tmp_path / "q.jsonl").write_text("{}")
    unwritable = CliRunner().invoke(
        app, ["ask", "--batch", str(tmp_path / "q.jsonl"), "--out", str(tmp_path / "no" / "a.jsonl")]
    )
    assert (2, True) == (unwritable.exit_code, "cannot be written" in unwritable.stderr)
    neither = CliRunner().invoke(app, ["ask"])
    assert (2, True) == (neither.exit_code, "Give one question" in neither.stderr)


def test_one_question_on_the_terminal(assistant):
    """The words, then the sources; what was withheld is said beside them."""
    result = CliRunner().invoke(app, ["ask", "How did Baidu close?"])
    assert 0 == result.exit_code
    assert result.stdout.startswith("Baidu rose 15.7 % [1]. It closed at 131 HKD [1].\n\n[1] Baidu leads")
    assert "withheld" in result.stderr


def test_one_question_as_json(assistant):
    """The same body as the API's."""
    body = json.loads(CliRunner().invoke(app, ["ask", "How did Baidu close?", "--json"]).stdout)
    assert set(ANSWER[1:]) < set(body)


def test_one_search_on_the_terminal(assistant):
    """Numbered passages with where they come from."""
    output = CliRunner().invoke(app, ["search", "Baidu"]).stdout
    assert output.startswith(
        "1. Baidu leads · Our Paper · 2025-09-17T09:00:00+00:00 · https://example.org/baidu\n   Baidu rose"
    )
