"""Names of companies, indices and funds in a text: the longest one that is there, in English or Chinese. Pure."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping

_WORD = re.compile(r"[A-Za-z0-9]+")
_GAPS = frozenset([" ", "-", ".", "&", " & ", "'", "’", "\n", "\xa0", "‑", "  ", ". ", ", "])
_CJK = re.compile(r"[\u4e00-\u9fff]")
# Names that are everyday words or common abbreviations: only their exact spelling is the name.
_EVERYDAY = frozenset("apple meta amazon oracle intel arm dow alphabet bili boc cathay mtr clp tti fii pony vips sony".split())
# A corporate ending belongs to the name before it; a trade in its place makes it another company.
_ENDINGS = frozenset("Group Holding Holdings Ltd Limited Inc Corp Corporation Company Co Plc PLC".split())
_TRADES = frozenset(
    "Bank Insurance Securities Pharma Pharmaceutical Pharmaceuticals Biotech Motors Motor Energy Airlines Properties Property "
    "Logistics Health Healthcare Music Pictures Capital Resources Media Robotics Mining Oil Biologics Semiconductor".split()
)


class NameIndex:
    """Finds the names of a fixed set in a text, in time that does not grow with the set."""

    def __init__(self, names: Mapping[str, Iterable[str]], *, masks: Iterable[str] = (), exact: Container[str] = ()) -> None:
        """`names` maps each name to what it stands for; a mask stands for nothing; `exact` ones keep their capitals."""
        self._exact = exact
        self._latin: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = {}
        self._chinese: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for name, keys in [*((name, tuple(keys)) for name, keys in names.items()), *((mask, ()) for mask in masks)]:
            self._add(name, keys)
        for latin in self._latin.values():
            latin.sort(key=lambda entry: -len(entry[0]))
        for chinese in self._chinese.values():
            chinese.sort(key=lambda entry: -len(entry[0]))
        self._first = re.compile(f"[{''.join(self._chinese)}]") if self._chinese else None

    def find(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Where names stand, in order, with what each stands for; nothing: another company that is not in the set."""
        yield from self._find_latin(text)
        if self._first is not None and _CJK.search(text):
            yield from self._find_chinese(text)

    def _add(self, name: str, keys: tuple[str, ...]) -> None:
        if _CJK.search(name):
            self._chinese.setdefault(name[0], []).append((name, keys))
        elif words := tuple(_WORD.findall(name)):
            folded = tuple(word.lower() for word in words)
            self._latin.setdefault(folded[0], []).append((folded, name, keys))

    def _find_latin(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        spans = [(match.group().lower(), match.start(), match.end()) for match in _WORD.finditer(text)]
        latin, after = self._latin, 0
        for at, (word, start, _) in enumerate(spans):
            if word not in latin or at < after:
                continue
            for folded, name, keys in latin[word]:
                last = at + len(folded) - 1
                if last < len(spans) and self._is_name(text, spans, at, folded, name):
                    after = last + 1
                    end, other = _ending(text, spans, after, spans[last][2])
                    after = after if end == spans[last][2] else after + 1
                    if keys:
                        yield start, end, () if other else keys
                    break

    def _is_name(self, text: str, spans: list[tuple[str, int, int]], at: int, folded: tuple[str, ...], name: str) -> bool:
        for step in range(1, len(folded)):
            previous, this = spans[at + step - 1], spans[at + step]
            if this[0] != folded[step] or text[previous[2] : this[1]] not in _GAPS:
                return False
        written = text[spans[at][1] : spans[at + len(folded) - 1][2]]
        if name in self._exact:
            return written == name
        return len(folded) > 1 or folded[0] not in _EVERYDAY or written in (name, name.upper())

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


def _ending(text: str, spans: list[tuple[str, int, int]], at: int, end: int) -> tuple[int, bool]:
    """Where the name ends with the word after it, and whether that word makes it another company."""
    if at >= len(spans) or text[end : spans[at][1]] != " ":
        return end, False
    word = text[spans[at][1] : spans[at][2]]
    if word in _ENDINGS:
        return spans[at][2], False
    return (spans[at][2], True) if word in _TRADES else (end, False)
