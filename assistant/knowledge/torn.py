"""Torn: an index on disk that cannot be used as it is, and is to be made again from the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import AssistantError, StoreError


class Torn(StoreError):
    """An index is missing a part, or its library refuses it."""


@contextmanager
def refusals(name: str, *kinds: type[Exception]) -> Iterator[None]:
    """Turns what a library raises about damaged files into `Torn`."""
    try:
        yield
    except AssistantError:
        raise
    except kinds as exc:
        raise Torn(f"The {name} index cannot be used: {str(exc)[:200]}") from exc
    except BaseException as exc:
        if type(exc).__name__ != "PanicException":  # a Rust library's last word; it is no Exception
            raise
        raise Torn(f"The {name} index cannot be used.") from exc
