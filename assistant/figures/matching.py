"""Matching: the sentence of a source that carries a claimed figure, said of the same entity and period."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.figures import cues
from assistant.figures.chinese import FORECAST
from assistant.figures.compare import agrees
from assistant.figures.context import read_landmarks
from assistant.figures.dating import date_support
from assistant.figures.figure import Figure
from assistant.figures.han_segments import said_of_another
from assistant.figures.passages import Passage, Sentence, Support, content
from assistant.figures.qualifiers import contradicts, named, qualifiers, qualify, values
from assistant.figures.sentences import spans
from assistant.figures.subjects import Entities, carried_over, is_group, proper_names, subject_of
from assistant.figures.wording import fits_another

_BINDING = re.compile(
    r"(?:\s(?!after|since|before|and|but|from|as|while|than|to)[a-z-]+){0,3}?\s*\(?"
    r"(?:(?:in|on|for|during|by|at the end of|as of|at|of|last|the year|"
    r"the same (?:month|quarter|period|week|day|half))\s+){0,3}"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?",
    re.I,
)
_TOGETHER = re.compile(r"\s*\(|,?\s+or\s+|\s+of\s+|\s+[a-z]+\s+at\s+(?:an?\s+)?|，?即|（")
_FIELDS = re.compile(r"\b(open|high|low|close|volume)", re.I)
_PART = re.compile(r"[;；。]|\b(?:while|whereas|but|although|versus|against|compared|reflecting|boosting)\b", re.I)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_STOP = re.compile(r"[，。；！？\n]")
_LOWER = re.compile(r"(?<![A-Za-z])[a-z]{3,}")
_ROUGH = {"about": "around", "nearly": "nearly"}


def find_support(
    body: str,
    figure: Figure,
    figures: Sequence[Figure],
    passages: Sequence[Passage],
    entities: Entities,
    *,
    carriers: Sequence[Support] = (),
    begin: int = 0,
) -> Support:
    """Where the sources carry a figure of the sentence; a date leans on the sentences that carry its other figures."""
    if figure.kind == "date":
        return date_support(body, figure, passages, carriers, entities)
    note, readings, words = "", _readings(figure, figures), content(body)
    best: tuple[int, Support] | None = None
    nearest_miss = 0
    for passage in passages:
        for sentence in passage.sentences:
            for known in sentence.figures:
                carried = any(_carries(one, known, sentence, passage) for one in readings)
                if not carried and (known.value != figure.value or known.unit != figure.unit):
                    continue
                reason = (
                    _mismatch(body, figure, figures, known, sentence, passage, entities, begin)
                    if carried
                    else "is not said so in the source"
                )
                shared = len(words & content(sentence.text))
                if reason:
                    note = note or reason
                    nearest_miss = max(nearest_miss, shared)
                elif best is None or shared > best[0]:
                    said = _ROUGH.get(known.strength, "") if figure.strength == "exact" else ""
                    said = f"the source says {said} {known.text}" if said else ""
                    best = shared, Support(passage=passage, sentence=sentence.text, figure=known, note=said)
    if best is None or nearest_miss > best[0] * 3 // 2 + 2:
        # The sentence most like the claim has the number, but says something else of it.
        return Support(note=note)
    return best[1]


def _readings(figure: Figure, figures: Sequence[Figure]) -> list[Figure]:
    """The figure, and where it has no unit also with that of the one before: "21 times, below its average of 23.3"."""
    before = next((one for one in reversed(figures) if one.end <= figure.start and one.unit in ("%", "times", "pp")), None)
    if figure.unit or figure.noun or before is None:
        return [figure]
    return [figure, replace(figure, unit=before.unit, kind=before.kind)]


def _carries(claim: Figure, known: Figure, sentence: Sentence, passage: Passage) -> bool:
    if claim.value != known.value and abs(claim.value - known.value) > max(claim.value, known.value) / 2 + 1:
        return False
    if passage.kind == "calculation" and known.unit == "" and not known.noun:
        return agrees(
            claim, replace(known, unit=claim.unit, noun="", forecast=claim.forecast, role=claim.role, kind=claim.kind)
        )
    if agrees(claim, known):
        return True
    if claim.forecast and not known.forecast and _foretold(sentence.text, known):
        return agrees(claim, replace(known, forecast=True))
    return False


def _foretold(text: str, known: Figure) -> bool:
    """Whether a word of what is to come stands before a figure, in the same part of the sentence."""
    ends = [end for end in read_landmarks(text).forecast_ends if end <= known.start]
    if ends and not _PART.search(text, ends[-1], known.start):
        return True
    # "估價署預測，今明兩年…", "相信…減息，利率降到…": the clause of the word and the next
    han = [match.end() for match in FORECAST.finditer(text, 0, known.start)]
    between = text[han[-1] : known.start] if han else "。"
    return len(_HAN_STOP.findall(between)) < 2 and not re.search("[；。]", between)  # a semicolon ends what was foretold


def _mismatch(
    body: str,
    claim: Figure,
    figures: Sequence[Figure],
    known: Figure,
    sentence: Sentence,
    passage: Passage,
    entities: Entities,
    begin: int,
) -> str:
    """Why a figure that has the right value is not the claimed one; empty when it is."""
    if passage.kind == "price" and not _same_field(body, claim, sentence, known):
        return "is another price of that day in the source"
    if not _same_binding(body, claim, figures, sentence, known, passage):
        return "is of another period in the source"
    if not _same_pair(body, claim, figures, passage):
        return "is not said together with the figure beside it in the source"
    if not _same_direction(body, claim, figures, sentence, known):
        return "moves the other way in the source"
    subject = _other_subject(body, claim, figures, known, sentence, passage, entities, begin)
    if not subject and passage.kind in ("news", "stat"):
        other = _other_qualifier(body, claim, figures, sentence, known)
        if other is not None:
            return f"is not said of {named(*other)} in the source"
        if fits_another(body, claim, figures, known, sentence.text, sentence.figures) or (
            _HAN.search(body) and _HAN.search(sentence.text) and _of_another(body, claim, figures, known, sentence, passage)
        ):
            return "is said of something else in the source"
    return subject


def _of_another(
    body: str, claim: Figure, figures: Sequence[Figure], known: Figure, sentence: Sentence, passage: Passage
) -> bool:
    rest = ((one.text, one.figures) for one in passage.sentences if one is not sentence)
    return said_of_another(body, claim, figures, known, (sentence.text, sentence.figures), rest)


def _other_qualifier(
    body: str, claim: Figure, figures: Sequence[Figure], sentence: Sentence, known: Figure
) -> tuple[str, str] | None:
    """What the words around the claim say (a metric, a base, a moment) where those around the source's figure differ."""
    said = qualify(body, claim, figures)
    if not said:
        return None
    return contradicts(said, qualify(sentence.text, known, sentence.figures), values(qualifiers(sentence.text)))


def _same_field(body: str, claim: Figure, sentence: Sentence, known: Figure) -> bool:
    """An opening price is not a close: the row's word before the number, where the claim says one."""
    said, held = _FIELDS.findall(body[: claim.start]), _FIELDS.findall(sentence.text[: known.start])
    return not said or not held or said[-1].lower() == held[-1].lower()


def bound(text: str, figure: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The date said right behind a figure, as in "$13 billion in 2023"."""
    following = next((one for one in figures if one.start >= figure.end), None)
    if following is None or following.unit != "date" or following.start - figure.end > 40:
        return None
    return following if _BINDING.fullmatch(text, figure.end, following.start) else None


def _same_binding(
    body: str, claim: Figure, figures: Sequence[Figure], sentence: Sentence, known: Figure, passage: Passage
) -> bool:
    said = bound(body, claim, figures)
    if said is None:
        return True
    held = bound(sentence.text, known, sentence.figures)
    if held is not None:
        return agrees(said, held) or agrees(held, said)
    others = [
        bound(sentence.text, one, sentence.figures)
        for one in sentence.figures
        if one is not known and one.kind != "date" and not _is_change_of(known, one)
    ]
    dates = [one for one in sentence.figures if one.unit == "date"]
    free = [one for one in dates if not any(one is other for other in others)]
    return not dates or passage.is_day(said) or any(agrees(said, one) for one in free)


def _is_change_of(change: Figure, level: Figure) -> bool:
    """Whether a change is told behind the level that it led to: "787 in February, an increase of 21.5 percent"."""
    return change.kind == "change" and level.kind in ("level", "count") and level.end <= change.start


def _pairs(text: str, figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Figures said as one: "9 billion yuan ($1.27 billion)", "302 points, or 1 %", "5 billion yuan of 10-year notes"."""
    counted = [one for one in figures if one.kind != "date"]
    return [(a, b) for a, b in pairwise(counted) if _TOGETHER.fullmatch(text, a.end, b.start)]


def _same_pair(body: str, claim: Figure, figures: Sequence[Figure], passage: Passage) -> bool:
    """Whether the figure that is said as one with the claimed one is so in the source, where the source has it in a pair."""
    for first, second in _pairs(body, figures):
        if claim not in (first, second):
            continue
        held = [pair for sentence in passage.sentences for pair in _pairs(sentence.text, sentence.figures)]
        ours, theirs = (0, 1) if claim is first else (1, 0)
        partner = second if claim is first else first
        same = [pair for pair in held if agrees(partner, pair[theirs])]
        if same and not any(agrees(claim, pair[ours]) for pair in same):
            return False
    return True


def _segment(text: str, figure: Figure, figures: Sequence[Figure]) -> str:
    start = max((one.end for one in figures if one.end <= figure.start and one.kind != "date"), default=0)
    return text[start : figure.start]


def _signs(text: str) -> set[int]:
    return {cues.DIRECTION[word] for word in read_landmarks(text).cue_words if word not in cues.NAMES_ONLY}


def _same_direction(body: str, claim: Figure, figures: Sequence[Figure], sentence: Sentence, known: Figure) -> bool:
    """The verb that leads to a level ("rose to 26,545") must not be the opposite of the source's, nor a change that of all."""
    if claim.sign and not known.sign:
        told = _signs(sentence.text)
        return len(told) != 1 or claim.sign in told
    if claim.sign or claim.kind not in ("level", "rank", "count", "multiple"):
        return True
    said, held = _signs(_segment(body, claim, figures)), _signs(_segment(sentence.text, known, sentence.figures))
    return len(said) != 1 or len(held) != 1 or said == held


def _other_subject(
    body: str,
    claim: Figure,
    figures: Sequence[Figure],
    known: Figure,
    sentence: Sentence,
    passage: Passage,
    entities: Entities,
    begin: int,
) -> str:
    who = entities
    said = subject_of(body, claim, figures, who)
    if not said.entities and entities is not proper_names and not _HAN.search(passage.text + body):
        who, moved = (
            proper_names,
            [replace(one, start=one.start - begin, end=one.end - begin) for one in figures if one.start >= begin],
        )
        said = subject_of(body[begin:], replace(claim, start=claim.start - begin, end=claim.end - begin), moved, who)
    if who is proper_names:
        said = replace(said, entities=said.entities - frozenset(_LOWER.findall(passage.text)))  # "Imports" merely opens
    if not said.entities:
        return ""
    held = subject_of(sentence.text, known, sentence.figures, who)
    if passage.kind != "news" and sentence.start >= 0:
        owners = who(f"{passage.title}\n{sentence.text}") or who(passage.text)
        if passage.kind == "calculation" and not owners:
            return ""
    else:
        owners = held.entities
        if not owners and not _other_name(body, sentence.text, known, sentence.figures):
            owners = carried_over(passage.text, sentence.text, sentence.start, passage.title, spans(passage.text), who)
    if not said.entities & owners:
        return "is said of another subject in the source" if owners else "is not said of that subject in the source"
    if held.members and not is_group(body, entities):
        return "is said of several together in the source"
    if said.together and not (held.together or held.members or len(owners) > 1):
        return "is not said of several together in the source"
    return ""


def _other_name(body: str, text: str, known: Figure, figures: Sequence[Figure]) -> bool:
    """Whether the source's sentence names somebody the catalogue does not know, whom the claim does not name."""
    named = proper_names(text[: known.start])
    return bool(named) and not named & proper_names(body) and not _HAN.search(body)
