"""Names of companies, indices and funds in a text: the longest one that is there, in English or Chinese. Pure."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import TypeAlias

from assistant.figures.han import simplified

_WORD = re.compile(r"[A-Za-z0-9]+")
# A text of ASCII as words in lower case with spaces between, byte for byte.
_FOLDED = bytes(ord(chr(at).lower()) if at < 128 and chr(at).isalnum() else ord(" ") for at in range(256))
_GAPS = frozenset([" ", "-", ".", "&", " & ", "'", "’", "\n", "\xa0", "‑", "  ", ". ", ", "])
_CJK = re.compile(r"[\u4e00-\u9fff]")
# Names that are everyday words or common abbreviations: only their exact spelling is the name.
_EVERYDAY = frozenset("apple meta amazon oracle intel arm dow alphabet bili boc cathay mtr clp tti boe pony vips sony".split())
# A corporate ending belongs to the name before it; a trade in its place makes it another company.
_ENDINGS = frozenset("Group Holding Holdings Ltd Limited Inc Corp Corporation Company Co Plc PLC".split())
_TRADES = frozenset(
    "Bank Insurance Securities Pharma Pharmaceutical Pharmaceuticals Biotech Motors Motor Energy Airlines Properties Property "
    "Logistics Health Healthcare Music Pictures Capital Resources Media Robotics Mining Oil Biologics Semiconductor".split()
)

_Name: TypeAlias = tuple[tuple[str, ...], str, tuple[str, ...]]  # its words, how it is spelled, what it stands for


class NameIndex:
    """Finds the names of a fixed set in a text, in time that does not grow with the set."""

    def __init__(self, names: Mapping[str, Iterable[str]], *, masks: Iterable[str] = (), exact: Container[str] = ()) -> None:
        """`names` maps each name to what it stands for; a mask stands for nothing; `exact` ones keep their capitals."""
        self._exact = exact
        self._latin: dict[bytes, dict[bytes, list[_Name]]] = {}  # by the first word and the second, empty where there is none
        self._chinese: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, keys in [*((name, tuple(keys)) for name, keys in names.items()), *((mask, ()) for mask in masks)]:
            self._add(name, keys)
        for latin in (names for seconds in self._latin.values() for names in seconds.values()):
            latin.sort(key=lambda entry: -len(entry[0]))
        for chinese in self._chinese.values():
            chinese.sort(key=lambda entry: -len(entry[0]))
        self._first = re.compile(f"[{''.join(self._chinese)}]") if self._chinese else None

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Where names stand, in order, with what each stands for; nothing: another company that is not in the set."""
        yield from self._find_latin(text)
        if self._first is not None and _CJK.search(text):
            yield from self._find_chinese(simplified(text))

    def _add(self, name: str, keys: tuple[str, ...]) -> None:
        if _CJK.search(name):
            plain = simplified(name)
            self._chinese.setdefault(plain[0], []).append((plain, keys))
        elif words := tuple(_WORD.findall(name)):
            folded = tuple(word.lower() for word in words)
            first, second = (word.encode() for word in (*folded, "")[:2])
            self._latin.setdefault(first, {}).setdefault(second, []).append((folded, name, keys))

    def _find_latin(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        after = 0
        for start, word in self._begun(text):
            if start < after:
                continue
            first = start + len(word)
            for folded, name, keys in _beginning(text, first, self._latin[word]):
                end = _read_on(text, first, folded)
                if end and self._is_name(text[start:end], name, single=len(folded) == 1):
                    after, other = _ending(text, end)
                    if keys:
                        yield start, after, () if other else keys
                    break

    def _begun(self, text: str) -> list[tuple[int, bytes]]:
        """The words that some name begins with, and where they stand: few of a text, so that each is looked for by itself."""
        folded = b" %b " % text.encode("ascii", "replace").translate(_FOLDED)
        words = set(folded.split())
        found = []
        for word in self._latin.keys() & words:
            known = self._latin[word]
            if b"" in known or not known.keys().isdisjoint(words):
                alone = b" %b " % word
                at = folded.find(alone)
                while at >= 0:
                    found.append((at, word))
                    at = folded.find(alone, at + len(word) + 1)
        return sorted(found)

    def _is_name(self, written: str, name: str, *, single: bool) -> bool:
        if name in self._exact:
            return written == name
        return not single or written.lower() not in _EVERYDAY or written in (name, name.upper())

    def _find_chinese(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        assert self._first is not None
        at = 0
        while match := self._first.search(text, at):
            at = match.start()
            for name, keys in self._chinese[match.group()]:
                if text.startswith(name, at):
                    if keys:
                        yield at, at + len(name), keys
                    at += len(name)
                    break
            else:
                at += 1


def _beginning(text: str, end: int, known: Mapping[bytes, list[_Name]]) -> Iterable[_Name]:
    """Those of the names of one first word whose second word follows too, longest first."""
    single = known.get(b"", ())
    if len(known) == 1 and single:
        return single
    following = _WORD.search(text, end, end + 40)
    return (*known.get(following.group().lower().encode(), ()), *single) if following else single


def _read_on(text: str, end: int, folded: tuple[str, ...]) -> int:
    """Where a name that starts with the word before `end` ends, or 0 where its other words do not follow."""
    for word in folded[1:]:
        following = _WORD.search(text, end, end + 40)
        if following is None or following.group().lower() != word or text[end : following.start()] not in _GAPS:
            return 0
        end = following.end()
    return end


def _ending(text: str, end: int) -> tuple[int, bool]:
    """Where the name ends with the word after it, and whether that word makes it another company."""
    following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
    if following is None or following.group() not in _ENDINGS | _TRADES:
        return end, False
    return following.end(), following.group() in _TRADES
