"""Licences for Chinese: every word of a model's sentence that says something stands in what carries it, or one of its sense."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from assistant.agent.licensing import Carrier
from assistant.figures.han import simplified
from assistant.figures.parse import parse
from assistant.figures.passages import Passage

_REACH = 3  # characters between the two that a short form keeps: 恒指 is 恒生指数
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[，。；：！？、,;]")
_ENOUGH = 0.6  # the share of a clause's pairs that a sentence must hold to carry it


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "han_licensing.toml").read_text(encoding="utf-8"))


@cache
def _free() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_table()["free"].split(), key=len, reverse=True)))


@cache
def _senses() -> dict[str, tuple[str, ...]]:
    rows = [tuple(simplified(row).split()) for row in _table()["same"]]
    return {word: row for row in rows for word in row}


def unlicensed(body: str, carriers: Sequence[Carrier], passages: Sequence[Passage]) -> list[str]:
    """The words of a claim that neither what carries it says, nor the title, the opening or the sentence before."""
    rows = [Carrier(passage, one) for passage in passages for one in passage.sentences if one.start >= 0]
    used = {id(one.sentence): _plain(one.sentence.text) for one in carriers}
    for clause in _CLAUSE.split(_without_figures(body)):
        pairs = _pairs(_plain(clause))
        left = [pair for pair in pairs if not any(pair in text for text in used.values())]
        if len(pairs) < 3 or not left or not rows:
            continue
        best = max(rows, key=lambda row: sum(pair in _plain(row.sentence.text) for pair in left))
        if sum(pair in _plain(best.sentence.text) for pair in pairs) >= len(pairs) * _ENOUGH:
            used[id(best.sentence)] = _plain(best.sentence.text)
    held = "。".join([*used.values(), *map(_plain, _context(carriers, passages))])
    return [word for run in _runs(body) for word in _strange(run, held)]


def best_of(body: str, passages: Sequence[Passage]) -> list[Carrier]:
    """The sentence that says most of what a claim without figures says."""
    pairs = _pairs(_one_sense(_plain(body)))
    rows = [Carrier(passage, one) for passage in passages for one in passage.sentences if one.start >= 0]
    texts = [_one_sense(_plain(row.sentence.text)) for row in rows]
    weights = [sum(pair in text for pair in pairs) for text in texts]
    return [rows[weights.index(max(weights))]] if any(weights) else []


@lru_cache(maxsize=4_096)
def _one_sense(text: str) -> str:
    """The text with the words of one sense written as the first of them."""
    for word, row in _senses().items():
        text = text.replace(word, row[0]) if len(word) > 1 else text
    return text


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    return simplified(text).lower()


def _without_figures(body: str) -> str:
    shown = list(body)
    for one in parse(body):
        shown[one.start : one.end] = " " * (one.end - one.start)
    return "".join(shown)


def _pairs(text: str) -> list[str]:
    return [run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1)]


def _runs(body: str) -> Iterator[str]:
    yield from _RUN.findall(_plain(_without_figures(body)))


def _context(carriers: Iterable[Carrier], passages: Iterable[Passage]) -> Iterator[str]:
    for passage in passages:
        yield passage.title
        yield from (one.text for one in passage.sentences[:1])
    for one in carriers:
        place = one.passage.sentences.index(one.sentence)
        yield from (other.text for other in one.passage.sentences[max(0, place - 1) : place])


@lru_cache(maxsize=8_192)
def _shortened(one: str, two: str, held: str) -> bool:
    """Whether a text has both of two characters in one word: 恒指 is 恒生指数."""
    at = held.find(one)
    while at >= 0:
        if two in _CLAUSE.split(held[at + 1 : at + 2 + _REACH])[0]:
            return True
        at = held.find(one, at + 1)
    return False


def _strange(run: str, held: str) -> Iterator[str]:
    """Two or more characters in a row of which no pair stands in what is held, whole, shortened or in another word."""
    covered = [False] * len(run)
    for word, row in _senses().items():
        for match in re.finditer(word, run) if word in run else ():
            if any(other in held for other in row):
                covered[match.start() : match.end()] = [True] * len(word)
    whole = [at for at in range(len(run) - 1) if run[at : at + 2] in held]
    for at in whole:
        covered[at] = covered[at + 1] = True
    for at in range(len(run) - 1):
        if not covered[at] and not covered[at + 1] and _shortened(run[at], run[at + 1], held):
            covered[at] = covered[at + 1] = True
    for match in _free().finditer(run):
        covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    start = 0
    while start < len(run):
        end = start
        while end < len(run) and not covered[end]:
            end += 1
        if end - start >= 2:
            yield run[start:end]
        start = end + 1
