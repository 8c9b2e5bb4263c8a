"""Questions are made fit to be stored and shown, or refused with what to do."""

import pytest

from assistant.errors import BadInput
from assistant.sessions.questions import readable_question


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Why?  ", "Why?"),
        ("阿里巴巴收报多少", "阿里巴巴收报多少"),
        ("a\x00b", "a b"),
        ("a\ud800b", "a b"),
        ("a\u202eb", "a b"),
        ("one\ntwo\tthree", "one\ntwo\tthree"),
        ("z̷a̷", "z̷a̷"),
        ("?? 9988 ??", "?? 9988 ??"),
    ],
)
def test_a_question_is_kept_as_far_as_it_can_be_stored(given, kept):
    """Controls, lone surrogates and direction marks become spaces; everything else stays."""
    assert kept == readable_question(given, longest=40)


@pytest.mark.parametrize("given", ["", "   \n", "\x00", "😀😀", "...?!", "\u202e"])
def test_a_question_without_words_is_refused_with_an_example(given):
    """Nothing to answer: the message says what to type."""
    with pytest.raises(BadInput, match="Type a question"):
        readable_question(given, longest=40)


def test_a_question_that_is_too_long_is_refused_with_the_limit():
    """The message names both lengths and repeats nothing of the text."""
    with pytest.raises(BadInput) as refused:
        readable_question("x" * 41, longest=40)
    assert "The question is too long (41 characters). Shorten it to 40 characters or fewer." == refused.value.public_message
