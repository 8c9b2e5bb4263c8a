"""Memory: what a run has freed goes back to the system, where the C library would keep it for each thread."""

import ctypes
from typing import Any

# glibc's mallopt: parameters by number (malloc.h), and what they are set to.
_SETTINGS = {
    -8: 1,  # M_ARENA_MAX: one heap, and not one for each thread of the indexes
    -3: 2**20,  # M_MMAP_THRESHOLD, bytes: from here on a block is a mapping of its own, which is given back whole
    -1: 2**24,  # M_TRIM_THRESHOLD, bytes that may lie free at the heap's end
}


def keep_little() -> None:
    """Sets the process up for long work on much data; nothing changes where the C library is another one."""
    if mallopt := _of_glibc("mallopt"):
        for parameter, value in _SETTINGS.items():
            mallopt(parameter, value)


def give_back() -> None:
    """Gives back what lies free between what is held: after a part of long work, before the next."""
    if trim := _of_glibc("malloc_trim"):
        trim(0)


def _of_glibc(name: str) -> Any:
    try:
        return getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError, TypeError):
        return None
