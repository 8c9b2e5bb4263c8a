"""Remembering: the earlier questions of a conversation as a language model is told them, within a budget. Pure."""

from collections.abc import Sequence

_WHOLE = 6  # questions told in full, the newest ones
_SHORT = 100  # characters of an older one
_OLDER = "Earlier in this conversation, oldest first: "
_FEWEST = 40  # characters with which a shortened question still says something


def remembered(questions: Sequence[str], *, budget: int) -> list[str]:
    """The newest questions word for word as far as they fit; before them one text with the older ones, shortened.

    What fits in neither is counted in that text, so that nothing is left out without a word.
    """
    whole: list[str] = []
    left = budget * 3 // 4  # the rest is for the older ones
    for question in reversed(questions[-_WHOLE:]):
        if len(question) > left:
            break
        whole.insert(0, question)
        left -= len(question)
    older = questions[: len(questions) - len(whole)]
    return [*([_summary(older, budget - sum(map(len, whole)))] if older else []), *whole]


def _summary(older: Sequence[str], budget: int) -> str:
    """The older questions in one text: the newer of them shortened, as far as the budget goes, the others counted."""
    left = budget - len(_OLDER) - _FEWEST  # room for the count
    told: list[str] = []
    for question in reversed(older):
        short = _shortened(question, min(_SHORT, left))
        if left < _FEWEST:
            break
        told.insert(0, short)
        left -= len(short) + 2
    count = len(older) - len(told)
    uncounted = [f"({count} more {'question' if count == 1 else 'questions'})"] if count else []
    return f"{_OLDER}{'; '.join([*uncounted, *told])}"


def _shortened(text: str, longest: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: max(0, longest - 1)].rstrip()}…"
