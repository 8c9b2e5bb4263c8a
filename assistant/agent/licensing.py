"""Licences: every word of a model's sentence that says something must be said by what carries the sentence in its sources."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from assistant.agent.extractive.terms import stem, tokens, word_list
from assistant.figures.figure import Figure
from assistant.figures.passages import Passage, Sentence
from assistant.figures.subjects import LANDS, PLACES, proper_names

_PREFIX = 5  # letters by which words of one root are known: economy, economic
_COMPARED = 3  # sentences that say most, of which each is read with what it goes on from
_ENOUGH = 0.6  # the share of a clause's words that a sentence must hold to carry it
_CLAUSE = re.compile(r"[,;:–—]\s|\b(?:while|whereas|but|although|though|after|because|as|and)\b")
_RUN = re.compile(r"(?<![.\w])[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)+")
_CAPITAL = re.compile(r"[A-Z][\w&.-]*\w(?: [A-Z][\w&.-]*\w)*")
_PRONOUN = re.compile(
    r"\W*(?:But |And |Meanwhile, |Still, |Separately, )?(?:He|She|It|They|His|Her|Its|Their|Th(?:is|at|e|ese|ose))\b"
    r"|[^“”\"]*[“\"][^“”\"]*[”\"],? (?:he|she|they)\b"
)
# What belongs to a name: "X of Y", "X, the head of Y", "fire in X county".
_NEAR = re.compile(r"((?:[\w’'-]+ ){1,2})(?:of|at|in|from|with|for)(?: the| [a-z]+)? ((?:[A-Z][\w’'-]* ?){1,3})([a-z]*)")
_DESCRIBED = re.compile(r"The ((?:[a-z-]+ ){0,2}[a-z-]+)(?=[’']s )|The ([a-z-]+) (?=[a-z]+(?:ed|s) )")
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A sentence of a source that carries a claim, with the passage it stands in."""

    passage: Passage
    sentence: Sentence


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "licensing.toml").read_text(encoding="utf-8"))


@cache
def _free() -> frozenset[str]:
    return frozenset(_table()["free"].split()) | word_list("stop") | _CALENDAR


def _is_free(word: str) -> bool:
    return word in _free() or (word.endswith("ly") and word not in _table()["telling"])


@cache
def _groups() -> dict[str, frozenset[str]]:
    """For a stem, those by which it is licensed: of its groups where it leads them, of its rings in any place."""
    found: dict[str, set[str]] = {}
    for group in _table()["groups"]:
        found.setdefault(stem(group[0]), set()).update(stem(word) for word in group)
    for ring in _table()["rings"]:
        stems = {stem(word) for word in ring}
        for one in stems:
            found.setdefault(one, set()).update(stems)
    return {key: frozenset(words) for key, words in found.items()}


@lru_cache(maxsize=100_000)
def _reduced(word: str) -> str:
    """The stem of a word; of a comparative, that of the word compared."""
    for ending in ("er", "est") if stem(word) not in _groups() else ():
        base = word.removesuffix(ending)
        if base != word and (found := next((one for one in (base, base + "e", base[:-1]) if stem(one) in _groups()), "")):
            return stem(found)
    return stem(word)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _table()['phrases']))})\b", re.I)


def plain(text: str) -> str:
    """A text in which phrases that say one thing together are the word for it: "little changed"."""
    return _phrases().sub(lambda match: _table()["phrases"][match.group().lower()], text)


@lru_cache(maxsize=4_096)
def content(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that say something, each with its stem."""
    return tuple(
        (word, _reduced(word))
        for word in tokens(plain(text))
        if len(word) > 1 and word.isascii() and word.isalpha() and not _is_free(word)
    )


@lru_cache(maxsize=8_192)
def _held(text: str) -> frozenset[str]:
    words = tokens(text)
    parts = {part for word in words if "-" in word for part in word.split("-")}
    stems = {_reduced(word) for word in [*words, *parts]}
    return frozenset(stems | {_root(one) for one in stems if len(one) >= _PREFIX})


def is_licensed(word: str, held: frozenset[str]) -> bool:
    """Whether a stem, or a word of its sense, is among others."""
    return not _licences(word).isdisjoint(held)


@lru_cache(maxsize=50_000)
def _licences(word: str) -> frozenset[str]:
    """The stems of which any licenses a stem, and its root; for "chipmaker" those of the chip."""
    made = word.removesuffix("mak")
    found = {word} | _groups().get(word, frozenset()) | (_licences(stem(made)) if made not in (word, "") else frozenset())
    return frozenset(found | {_root(word)} if len(word) >= _PREFIX else found)


def _root(word: str) -> str:
    return f"{word[:_PREFIX]}-"


def widened(body: str, carriers: Sequence[Carrier], passages: Sequence[Passage]) -> list[Carrier]:
    """The carriers of a claim with those of its clauses that another sentence carries."""
    rows = [Carrier(passage, one) for passage in passages for one in passage.sentences if one.start >= 0]
    used = list(carriers)
    held = _union(used)
    for clause in _clauses(body):
        words = [reduced for _, reduced in content(clause)]
        left = [word for word in words if not is_licensed(word, held)]
        if not left or not rows:
            continue
        best = max(rows, key=lambda row: sum(is_licensed(word, _held(row.sentence.text)) for word in left))
        told = [reduced for word, reduced in content(clause) if word in clause]  # in lower case: names alone carry nothing
        if all(_carries(best, those, least) for those, least in ((words, 2), (told, 1))):
            used.append(best)
            held |= _held(best.sentence.text)
    return used


def _carries(row: Carrier, words: Sequence[str], least: int) -> bool:
    """Whether a sentence holds most of some words, and no fewer than `least`."""
    return sum(is_licensed(word, _with_before(row)) for word in words) >= max(least, len(words) * _ENOUGH)


def _with_before(row: Carrier) -> frozenset[str]:
    """The words of a sentence, with those of the one before where it goes on from that."""
    place = row.passage.sentences.index(row.sentence)
    before = row.passage.sentences[place - 1].text if place and _goes_on(row.sentence.text) else ""
    return _held(row.sentence.text) | _held(before)


def _clauses(body: str) -> Iterator[str]:
    """The clauses of a claim; one that only names somebody goes with the next, for a name alone carries nothing."""
    names = ""
    for part in _CLAUSE.split(body):
        if any(word in part for word, _ in content(part)):
            yield f"{names} {part}"
            names = ""
        else:
            names = f"{names} {part}"


def _introduced(body: str, strange: Iterable[str], passages: Sequence[Passage]) -> frozenset[str]:
    """Of the words that no carrier holds, those that a sentence of the sources has beside a name with which the claim has them:
    "Groshens of SystematicEdge", "a fire in Pingtung"."""
    found = set[str]()
    for word in strange:
        runs = (run for run in _NEAR.findall(body) if word in tokens(run[1]))
        near = {reduced for run in runs for part in (run[0], run[2]) for _, reduced in content(part)}
        texts = (one.text for passage in passages for one in passage.sentences if one.start >= 0)
        if any(near & held and stem(word) in held for held in map(_held, texts)):
            found.add(word)
    return frozenset(found)


def unlicensed(body: str, figures: Iterable[Figure], carriers: Sequence[Carrier], passages: Sequence[Passage]) -> list[str]:
    """The words of a claim that neither its carriers say, nor the title, the opening or the sentences they go on from."""
    held = _union(carriers)
    around = held | _union(_context(carriers)) | _of_a_name(body, held)
    strange = [word for word, reduced in content(_without(body, figures)) if not is_licensed(reduced, around)]
    if strange and (opens := _DESCRIBED.match(body)):
        whole = frozenset().union(*(_held(one.text) for passage in passages for one in passage.sentences))
        described = {word for word, reduced in content(opens[1] or opens[2]) if is_licensed(reduced, whole)}
        strange = [word for word in strange if word not in described]
    if strange:
        introduced = _introduced(body, [word for word in strange if word not in body], passages)
        strange = [word for word in strange if word not in introduced]
    return strange or _put_in_place(body, " ".join(one.sentence.text for one in carriers))


def _without(body: str, figures: Iterable[Figure]) -> str:
    """A claim without the words of its figures, which are compared as figures: "a fifth", "quadrupled"."""
    for figure in figures:
        body = body.replace(figure.text, " ", 1)
    return body


def _put_in_place(body: str, said: str) -> list[str]:
    """Names behind the first of a claim that its carriers do not hold, where these have others that the claim leaves out."""
    others = proper_names(said) - proper_names(body) - LANDS
    if not others:
        return []
    names = [run for run in _CAPITAL.findall(body) if proper_names(f"- {run}") - LANDS - PLACES]
    held = _held(said)
    return [name for name in names[1:] if not any(is_licensed(stem(one), held) for one in tokens(name))]


def _of_a_name(body: str, held: frozenset[str]) -> frozenset[str]:
    """The first names of those whose last names are held."""
    runs = (tokens(run) for run in _RUN.findall(body))
    return frozenset(stem(word) for run in runs if stem(run[-1]) in held for word in run)


def _union(carriers: Iterable[Carrier]) -> frozenset[str]:
    return frozenset().union(*(_held(one.sentence.text) for one in carriers))


def _context(carriers: Iterable[Carrier]) -> Iterable[Carrier]:
    """What a reader has in mind at a sentence: the title, the opening, and the sentence before."""
    for one in carriers:
        sentences = one.passage.sentences
        place = sentences.index(one.sentence)
        behind = sentences[place + 1 : place + 2]
        before = sentences[place - 1 : place] if place and _goes_on(one.sentence.text) else ()
        for other in (*before, *sentences[:1], *(row for row in behind if _goes_on(row.text))):
            if other.start >= 0:
                yield Carrier(one.passage, other)
        yield from (Carrier(one.passage, other) for other in sentences if other.start < 0 and other.text == one.passage.title)


def told_in(carriers: Iterable[Carrier]) -> list[str]:
    """The carriers, each with the sentence before where it goes on from that."""
    found = []
    for one in carriers:
        place = one.passage.sentences.index(one.sentence)
        found.append(one.sentence.text)
        if place and _goes_on(one.sentence.text):
            found.append(one.passage.sentences[place - 1].text)
    return found


@lru_cache(maxsize=8_192)
def _goes_on(sentence: str) -> bool:
    """Whether a sentence speaks of somebody named before it: it opens so, or names nobody."""
    return _PRONOUN.match(sentence) is not None or not proper_names(sentence)


def best_of(body: str, passages: Sequence[Passage]) -> list[Carrier]:
    """The sentence that says most of what a claim without figures says, itself or with whom it goes on about."""
    words = [reduced for word, reduced in content(body) for _ in range(1 if word in body else 2)]  # a name weighs double
    rows = [Carrier(passage, one) for passage in passages for one in passage.sentences if one.start >= 0]
    if not rows or not words:
        return []
    own = [sum(is_licensed(word, _held(row.sentence.text)) for word in words) for row in rows]
    best, most = rows[0], -1
    for place in sorted(range(len(rows)), key=lambda at: -own[at])[:_COMPARED]:
        row = rows[place]
        wider = _held(row.sentence.text) | (_union(_context([row])) if _goes_on(row.sentence.text) else frozenset())
        weight = 2 * own[place] + sum(is_licensed(word, wider) for word in words)
        if weight > most:
            best, most = row, weight
    return [best]
