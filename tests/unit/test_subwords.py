"""Texts cut word by word have the tokens that the tokenizer gives for the whole text."""

import random

import pytest
import wordllama
from tokenizers import Tokenizer

from assistant.knowledge import subwords
from assistant.knowledge.subwords import Subwords

ODD = [
    *("", " ", "  ", "\n", "\n\n", " a", "a ", "a  b", "a\tb", "a\n b", "a \nb", "\n ", " \n", "▁", "a▁ b", "a ▁ b"),
    *("<s> hi", "</s>x y", "say <unk> twice", "<0x0A> b", "é ü ß", "恒生指數 上升", "🙂 👍🏽 a", "\x00 a", "a\xa0b c", "fi ﬁ"),
    *("x" * 50 + " y", "Shares rose 1.2% (to 26,908.39); 'closed' at noon."),
]


@pytest.fixture(scope="module")
def tokenizer():
    return Tokenizer.from_file(f"{wordllama.__path__[0]}/tokenizers/l2_supercat_tokenizer_config.json")


def whole(tokenizer, texts: list[str]) -> list[list[int]]:
    return [encoded.ids for encoded in tokenizer.encode_batch_fast(texts, add_special_tokens=False)]


def made(count: int) -> list[str]:
    rng = random.Random(7)
    return ["".join(rng.choices("ab \n▁é中<s>/. 1", k=rng.randint(0, 60))) for _ in range(count)]


@pytest.mark.parametrize("texts", [ODD, made(3_000)], ids=["odd", "made"])
def test_the_tokens_are_those_of_the_whole_text(tokenizer, texts):
    """Also where spaces, line ends, marks and characters without a token stand together, and when asked again."""
    cut = Subwords(tokenizer)
    assert cut.of(texts) == whole(tokenizer, texts)
    assert cut.of(texts[::-1]) == whole(tokenizer, texts[::-1])


def test_what_is_remembered_has_an_end(tokenizer, monkeypatch):
    """However many words come, a limited number is kept; the tokens stay the same."""
    monkeypatch.setattr(subwords, "_MOST", 100)
    cut = Subwords(tokenizer)
    for start in range(0, 1_000, 50):
        texts = [f"word{number} and {'long' * 20}{number}" for number in range(start, start + 50)]
        assert cut.of(texts) == whole(tokenizer, texts)
        assert len(cut._known) <= 100 + 2 * len(texts) + 2
