"""Embedders: unit vectors for whatever text, and nothing unsound into the store."""

from types import SimpleNamespace

import httpx
import numpy as np
import openai
import pytest

from assistant.errors import BadSetting, StoreError
from assistant.knowledge.embedders import WordLlamaEmbedder, build_embedder
from assistant.knowledge.openai_embedder import OpenAIEmbedder
from assistant.settings import Settings

_REQUEST = SimpleNamespace(method="POST", url="https://models.example/v1/embeddings")


def refusal(status: int, code: str | None = None) -> openai.APIStatusError:
    response = SimpleNamespace(status_code=status, headers=httpx.Headers(), request=_REQUEST)
    return openai.APIStatusError("no", response=response, body={"code": code})


class FakeClient:
    """Gives the scripted answers one after the other; a callable makes one from the texts."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.embeddings = self

    def create(self, *, model, input, encoding_format):
        self.asked.append(list(input))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(input)


def sound(texts):
    return answer_of([[float(len(text)), 1.0] for text in texts])


def answer_of(vectors):
    return SimpleNamespace(data=[SimpleNamespace(index=n, embedding=vector) for n, vector in enumerate(vectors)])


def embedder(*answers):
    client, pauses = FakeClient(*answers), []
    made = OpenAIEmbedder("small", key="k", client=client, pause=pauses.append)
    made._dimension = 2
    return made, client, pauses


def test_wordllama_embeds_without_a_network():
    """Unit length for every text, a fixed vector for none, the same each time."""
    made = WordLlamaEmbedder()
    texts = ["Baidu jumps", "", "恒生指數", "half \ud800 a character", "\x00"]
    vectors = made.embed(texts)
    assert vectors.shape == (5, made.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
    assert np.array_equal(vectors, made.embed(texts))
    assert made.embed([]).shape == (0, made.dimension)


def test_a_busy_provider_is_asked_again_within_a_budget():
    """Four attempts in all, with longer and longer pauses."""
    made, client, pauses = embedder(refusal(429), refusal(503), sound)
    assert made.embed(["one"]).shape == (1, 2)
    assert len(client.asked) == 3
    assert pauses == sorted(pauses)

    made, client, _ = embedder(refusal(500))
    with pytest.raises(StoreError, match="4 attempts"):
        made.embed(["one"])
    assert len(client.asked) == 4


@pytest.mark.parametrize("error", [refusal(401), refusal(404), refusal(429, "insufficient_quota")])
def test_a_refusal_is_final(error):
    """A wrong key or a used-up quota does not get better by asking again."""
    made, client, _ = embedder(error)
    with pytest.raises(BadSetting, match="small"):
        made.embed(["one"])
    assert len(client.asked) == 1


@pytest.mark.parametrize(
    "vectors",
    [
        [],
        [[1.0, 2.0]],
        [[1.0, float("nan")], [1.0, 2.0]],
        [[0.0, 0.0], [1.0, 2.0]],
        [[1.0], [1.0]],
        [[1.0, 2.0], [1.0]],
        [None, None],
    ],
)
def test_unsound_vectors_are_refused(vectors):
    """A wrong count, a wrong size, NaN, zero and nothing at all."""
    made, _, _ = embedder(lambda texts: answer_of(vectors))
    with pytest.raises(StoreError):
        made.embed(["one", "two"])


def test_empty_texts_are_not_sent():
    """The provider refuses them; their place gets the fixed vector."""
    made, client, _ = embedder(sound)
    vectors = made.embed(["", "one", "  "])
    assert client.asked == [["one"]]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)


def test_long_lists_go_in_batches():
    """In order, none lost."""
    made, client, _ = embedder(sound)
    vectors = made.embed(["x" * (n + 1) for n in range(200)])
    assert [len(batch) for batch in client.asked] == [96, 96, 8]
    assert vectors[199][0] > vectors[0][0]


@pytest.mark.parametrize("name", ["openai:small", "openai", "minilm", "wordllama:512", ""])
def test_settings_that_name_no_usable_embedder(name, tmp_path):
    """The setting is named in the message."""
    settings = Settings(data_dir=tmp_path, embedder=name, OPENAI_API_KEY=None)
    with pytest.raises(BadSetting, match="RALLY_EMBEDDER"):
        build_embedder(settings)
