"""Reranking: the order of a cross-encoder behind an address, and the order found where it fails."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec

import pytest
from pydantic import SecretStr

from assistant.errors import BadSetting, StoreError
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.hosted_reranker import HostedReranker
from assistant.knowledge.reranking import Reranking, build_reranking
from assistant.settings import Settings
from tests.support.knowledge import NOW, doc_ids, knowledge_in, make_document, put
from tests.support.loopback import Asked, Given, free_port, loopback
from tests.support.rough_server import reply, rough


@dataclass
class Judge:
    """A server that likes a text the more often it says "calm", or answers what it is told to."""

    url: str = ""
    given: Given | None = None
    asked: list[Asked] = field(default_factory=list)

    def answer(self, asked: Asked) -> Given:
        self.asked.append(asked)
        texts = json.loads(asked.body)["documents"]
        rows = [{"index": at, "relevance_score": text.count("calm")} for at, text in enumerate(texts)]
        return self.given or Given(body=json.dumps({"results": rows[::-1]}).encode())


@dataclass
class Clock:
    """Stands still until it is set."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def judge() -> Iterator[Judge]:
    judge = Judge()
    with loopback(judge.answer) as judge.url:
        yield judge


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def knowledge(tmp_path, judge: Judge, clock: Clock) -> Iterator[KnowledgeBase]:
    base = knowledge_in(tmp_path, reranking=Reranking(HostedReranker(judge.url), clock=clock))
    put(base.documents, make_document("a", text="Baidu Baidu jumped."))
    put(base.documents, make_document("b", text="Baidu was calm."))
    put(base.documents, make_document("c", text="Baidu was calm, calm."))
    yield base
    base.close()


def test_the_order_is_the_rerankers(knowledge: KnowledgeBase, judge: Judge):
    """It is given the question and each passage under its title, and what it scores highest comes first."""
    assert doc_ids(knowledge.search("Baidu jumped", as_of=NOW)) == ["c", "b", "a"]
    assert knowledge.explain("Baidu jumped", as_of=NOW).reranked == "done"
    body = json.loads(judge.asked[0].body)
    assert body["query"] == "Baidu jumped"
    assert "Baidu jumps\n\nBaidu was calm." in body["documents"]


def test_a_model_and_a_key_go_along(judge: Judge):
    """Where they are set."""
    settings = Settings(reranker=f"{judge.url}/v1/rerank", reranker_model="small", reranker_key=SecretStr("k"))
    reranking = build_reranking(settings)
    assert reranking is not None
    reranking.order("calm?", [], {})
    assert judge.asked == []
    assert HostedReranker(f"{judge.url}/v1/rerank", model="small", key="k").scores("calm?", ["calm", "no"]) == [1.0, 0.0]
    [asked] = judge.asked
    assert (asked.path, asked.headers["authorization"], json.loads(asked.body)["model"]) == ("/v1/rerank", "Bearer k", "small")


FAULTS = {
    "refuses": Given(status=500, body=b"{}"),
    "sends it elsewhere": Given(status=307, headers={"location": "http://127.0.0.1:9/"}),
    "no JSON": Given(body=b"<html>"),
    "deep": Given(body=b"[" * 100_000),
    "another shape": Given(body=b'[{"index": 0}]'),
    "too few": Given(body=b'{"results": [{"index": 0, "relevance_score": 1}]}'),
    "no numbers": Given(body=b'{"results": [{"index": 0, "relevance_score": NaN}, {"index": 1, "relevance_score": 1}]}'),
    "texts": Given(body=b'{"results": [{"index": "x", "relevance_score": "high"}]}'),
    "too long": Given(body=b" " * 1_000_002),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_where_it_fails_the_order_found_stands(knowledge: KnowledgeBase, judge: Judge, clock: Clock, fault: str):
    """And it is said; for half a minute it is not asked again, then it is."""
    judge.given = FAULTS[fault]
    explained = knowledge.explain("Baidu jumped", as_of=NOW)
    assert doc_ids(explained.hits)[0] == "a"
    assert explained.reranked.startswith("The reranker")
    assert "order in which they were found" in explained.reranked

    judge.given = None
    assert knowledge.explain("Baidu jumped", as_of=NOW).reranked == explained.reranked
    assert len(judge.asked) == 1
    clock.now = 31
    assert doc_ids(knowledge.search("Baidu jumped", as_of=NOW))[0] == "c"


def silent(release: threading.Event) -> Iterator[bytes]:
    release.wait(30)
    yield b""


def trickling(release: threading.Event) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n"
    while not release.wait(0.02):
        yield b" "


@pytest.mark.parametrize("way", [silent, trickling])
def test_a_server_that_takes_too_long_is_left(way: Callable[[threading.Event], Iterator[bytes]]):
    """Also one that says a little again and again: the whole exchange has a limit."""
    release = threading.Event()
    with rough(lambda _path, _headers: way(release)) as server:
        with pytest.raises(StoreError, match="took too long"):
            HostedReranker(server.url("/rerank"), within_s=0.3).scores("calm?", ["calm"])
        release.set()


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n", b"\x00\xff" * 50, reply("[]", content_length="900")])
def test_a_server_that_breaks_off_is_told(said: bytes):
    """Whatever it said until then."""
    with rough(lambda _path, _headers: said) as server, pytest.raises(StoreError, match="The reranker"):
        HostedReranker(server.url("/rerank"), within_s=5).scores("calm?", ["calm"])


def test_nobody_there():
    """A closed port is a reranker that cannot be reached."""
    with pytest.raises(StoreError, match="could not be reached"):
        HostedReranker(f"http://127.0.0.1:{free_port()}/rerank").scores("calm?", ["calm"])


@pytest.mark.parametrize(
    "named", ["bge-reranker", "ftp://127.0.0.1/", "http://", "http://127.0.0.1:99999/", "http://u:p@127.0.0.1/"]
)
def test_a_setting_that_names_none_is_refused(named: str):
    """The message says what it can be."""
    with pytest.raises(BadSetting, match="rerankers:<model>"):
        build_reranking(Settings(reranker=named))


@pytest.mark.skipif(find_spec("rerankers") is not None, reason="the library is installed here")
def test_a_model_without_the_library_is_refused():
    """The message says what to install."""
    with pytest.raises(BadSetting, match=r"pip install 'rerankers\[transformers\]'"):
        build_reranking(Settings(reranker="rerankers:cross-encoder/small"))


def test_it_is_off_unless_set():
    """Nothing is asked of anybody."""
    assert build_reranking(Settings()) is None
