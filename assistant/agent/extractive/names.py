"""Names in a question and in a text: companies by key, and proper names nobody has catalogued."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.agent.extractive.terms import alike_called, is_known, word_list


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A catalogued name at text[start:end], with the key of its company or index."""

    key: str
    start: int
    end: int
    index: bool = False


Names = Callable[[str], list[NameSpan]]

_LETTER = r"[^\W\u3400-\u9fff]"  # of a script that has capitals: Chinese is written on without a space
_NAME = rf"[A-Z](?:{_LETTER}|[&’'.-])*"
_CAPITALISED = re.compile(rf"(?<!{_LETTER})(?<![’'])(?:{_NAME}|[A-Z]+)(?:\s+(?:of|de|&)?\s*(?:{_NAME}|\d{{2,4}}(?=\s|$)))*")


_OWNER = re.compile(r"\S.*?(?:[’']s|s[’'])(?=\s)|\S.*$", re.S)
_OWNS = re.compile(r"(?:[’']s|[’'])\s+")
_JOINED = re.compile(r"-(?:listed|based|traded|made|backed|owned|led|born|area|wide)$")
_PERSON = re.compile(r"(?<![\w’'-])(?<!\bthe )[A-Z][\w’'-]*[a-z](?:[ -](?:[A-Z]\.|[A-Z][\w’'-]*)){1,5}")
_LONGEST_NAME = 4  # words
_SHORT = 4  # letters up to which a word of a name must stand alone: "Ma" is not in "markets"
_PERIOD = re.compile(r"(?:[QH][1-4]|[1-4][QH]|FY)(?:['’]?(?:20)?\d\d)?")
_ENDS = r"(?![^\W\d_\u3400-\u9fff])"
_INITIALS = re.compile(r"[A-Z](?:&?[A-Z]){1,5}")
_PLURAL = re.compile(r"^([A-Z]{2,5})s$")
_CAPITALS = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:of|for|and|the|&|[A-Z][\w’'-]*))+")


def proper_names(question: str, known: list[NameSpan]) -> list[str]:
    """Capitalised names of a question that no catalogue covers, in order; "Elon Musk", "T-Head", "Saxo", but not "Tokyo" of
    "Tokyo's Nikkei"."""
    found: list[str] = []
    for begin, run in _runs(question):
        words = _trim(run.split())
        text = " ".join(words)
        start = begin + run.find(text) if text else begin
        if begin == 0 and len(words) == 1 and _only_opens(text, question):
            continue
        end = start + len(text)
        if not text or text.lower() in word_list("demonyms"):
            continue
        if _PERIOD.fullmatch(text) or any(span.start < end and start < span.end for span in known):
            continue
        if any(span.index and _OWNS.fullmatch(question, end, span.start) for span in known):
            continue
        found.append(_PLURAL.sub(r"\1", text))
    return list(dict.fromkeys(found))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs of capitalised words with their places; an owner and what it owns are two: "Reuters' Morning Call"."""
    for match in _CAPITALISED.finditer(text):
        begin = match.start()
        for part in _OWNER.finditer(match.group()):
            yield begin + part.start(), part.group()


def _only_opens(word: str, text: str) -> bool:
    """Whether a capitalised first word is an ordinary one: "Separately, ...", "Shares of ..."."""
    known = word.lower() in word_list("stop") or is_known(word.lower())
    ordinary = known or word.endswith("ly") or text[len(word) : len(word) + 1] == ","
    return ordinary and not any(letter.isupper() for letter in word[1:])


def trimmed(text: str) -> str:
    """A run of capitalised words without those that are capitalised for other reasons; any other text as it is."""
    return " ".join(_trim(text.split())) if text[:1].isupper() and " " in text else text


def _trim(words: list[str]) -> list[str]:
    """The words without leading and trailing ones that are capitalised for other reasons."""
    bare = [_JOINED.sub("", word.rstrip(".,?!’'").removesuffix("’s").removesuffix("'s")) for word in words]
    while bare and bare[0].lower() in word_list("not_names"):
        bare = bare[1:]
    while bare and (bare[-1].lower() in word_list("not_names") or bare[-1].isdigit()):
        bare = bare[:-1]
    return bare


def people(text: str) -> list[str]:
    """What looks like a person's full name: two to four capitalised words, none of them an institution's or a place's; of
    "Canadian Prime Minister Justin Trudeau" the words behind the title."""
    found = []
    for match in _PERSON.finditer(text):
        words = match.group().split()
        titled = [place for place, word in enumerate(words) if word.lower() in word_list("not_names") | word_list("titles")]
        words = words[titled[-1] + 1 :] if titled else words
        if 1 < len(words) <= _LONGEST_NAME and not any(
            word.strip("’'.-").lower() in word_list("institutions") for word in words
        ):
            found.append(" ".join(words))
    return list(dict.fromkeys(found))


def carries(text: str, name: str) -> bool:
    """Whether a text speaks of a proper name: all of its words, or for a short one in capitals what it may stand for."""
    if _INITIALS.fullmatch(name) and is_spelled_out(text, name):
        return True
    return any(_has_words(text.casefold(), one) for one in other_names(name))


def other_names(name: str) -> tuple[str, ...]:
    """A proper name and what else it goes by: the Fed is the Federal Reserve."""
    return (
        name,
        *(other for group in alike_called() if name.casefold() in group for other in group if other != name.casefold()),
    )


def _has_words(folded: str, name: str) -> bool:
    words = [word.casefold() for word in re.findall(r"[\w&-]+", name) if word.lower() not in {"of", "the", "and", "de"}]
    return bool(words) and all(
        re.search(rf"(?<!{_LETTER}){re.escape(word)}{'' if len(word) > _SHORT else _ENDS}", folded) for word in words
    )


def is_spelled_out(text: str, initials: str) -> bool:
    """Whether a run of words in the text begins with those letters: "China Iron and Steel Association"; from three letters on,
    only the first need have a capital: "American depositary shares"."""
    letters = initials.replace("&", "")
    if len(letters) > 2 and letters.isalpha():
        rest = "".join(rf"[ -][{letter}{letter.lower()}][a-z]+" for letter in letters[1:])
        if re.search(rf"\b{letters[0]}[a-z]+{rest}\b", text):
            return True
    for match in _CAPITALS.finditer(text):
        firsts = "".join(word[0] for word in match.group().split() if word[0].isupper())
        if letters in firsts:
            return True
    return False
