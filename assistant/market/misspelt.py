"""Misspelt names: what is one slip away from the name of an instrument and is no word itself. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[A-Za-z]+(?:['’](?!s\b)[A-Za-z]+)*")
_JOINED = re.compile(r"[ -]")
_ALONE = 6  # letters of a name of one word: shorter ones are a slip away from too many words
_BESIDE = 4  # letters of the word of a longer name that is misspelt beside the others
_MOST_WORDS = 4
# Everyday words that are a slip away from a name.
_EVERYDAY = frozenset("being boring boxing bowing innocent marvel marvels micro micros amazons oracles targets cathy".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Misspelling:
    """What was typed at text[start:end], and the name that it is read as."""

    typed: str
    name: str
    start: int
    end: int


class SlipIndex:
    """Finds the names of a set that are typed with one slip: a letter missing, added, changed or swapped with the next."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        """`names` maps each name to the companies it stands for."""
        # By the place of the word that a slip may be in, the other words, and its first letter, which no slip changes.
        self._near: dict[tuple[int, tuple[str, ...], str], list[tuple[str, str, Sequence[str]]]] = {}
        for name, companies in names.items():
            words = tuple(name.lower().split())
            if words and len(words) <= _MOST_WORDS and all(word.isascii() and word.isalpha() for word in words):
                for place, word in enumerate(words):
                    self._near.setdefault(_key(words, place), []).append((word, name, companies))

    def find(self, text: str, *, taken: Iterable[tuple[int, int]], is_word: Callable[[str], bool]) -> list[Misspelling]:
        """The misspelt names in order; none where two companies are as near, or the word is one or stands in what is taken."""
        words = list(_WORD.finditer(text))
        spans = list(taken)
        found: list[Misspelling] = []
        for count in range(_MOST_WORDS, 0, -1):
            for place in range(len(words) - count + 1):
                run = words[place : place + count]
                if any(one.start < run[-1].end() and run[0].start() < one.end for one in found) or not _is_run(text, run):
                    continue
                if (name := self._meant(run, spans, is_word)) is not None:
                    start, end = run[0].start(), run[-1].end()
                    found.append(Misspelling(typed=text[start:end], name=name, start=start, end=end))
        return sorted(found, key=lambda one: one.start)

    def _meant(
        self, run: Sequence[re.Match[str]], taken: Sequence[tuple[int, int]], is_word: Callable[[str], bool]
    ) -> str | None:
        typed = tuple(word.group().lower() for word in run)
        near: dict[str, Sequence[str]] = {}
        for place, found in enumerate(run):
            for word, name, companies in self._near.get(_key(typed, place), ()):
                if word == typed[place] or not _is_slip(typed[place], word, alone=len(run) == 1):
                    continue
                inside = any(start < found.end() and found.start() < end for start, end in taken)
                everyday = len(run) == 1 and typed[0] in _EVERYDAY
                if not inside and not everyday and not is_word(found.group()):
                    near[name] = companies
        return min(near) if len({tuple(companies) for companies in near.values()}) == 1 else None


def _key(words: tuple[str, ...], place: int) -> tuple[int, tuple[str, ...], str]:
    return place, words[:place] + words[place + 1 :], words[place][0]


def _is_run(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Whether the words stand one behind the other."""
    return all(_JOINED.fullmatch(text[one.end() : two.start()]) for one, two in pairwise(run))


def _is_slip(typed: str, word: str, *, alone: bool) -> bool:
    """Whether a word was typed with one slip behind its first letter, which is that of the other."""
    if len(word) < (_ALONE if alone else _BESIDE) or abs(len(typed) - len(word)) > 1:
        return False
    at = next(
        (place for place, (one, two) in enumerate(zip(typed, word, strict=False)) if one != two), min(len(typed), len(word))
    )
    one, two = typed[at:], word[at:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or (one[:2] == two[1::-1] and one[2:] == two[2:])
