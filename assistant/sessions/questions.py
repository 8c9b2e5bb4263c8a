"""A question as a person sent it, made fit to be stored and answered."""

from assistant.errors import BadInput

_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # would turn the rest of a page around


def readable_question(text: str, *, longest: int) -> str:
    """The question without what cannot be stored or shown.

    Raises:
        BadInput: nothing readable is left, or it is too long; the message says what to do.
    """
    if len(text) > longest:
        raise BadInput(f"The question is too long ({len(text):,} characters). Shorten it to {longest:,} characters or fewer.")
    question = "".join(" " if _unreadable(char) else char for char in text).strip()
    if not any(char.isalnum() for char in question):
        raise BadInput("The question holds no words. Type a question, for example: How did Alibaba close on 17 September 2025?")
    return question


def _unreadable(char: str) -> bool:
    """Controls and lone surrogates; a line break or tab stays."""
    control = char < "\u00a0" and not char.isprintable() and char not in "\n\t"
    return control or char in _DIRECTION or "\ud800" <= char <= "\udfff"
