"""Matching: the sentence of a source that carries a claimed figure, said of the same entity and period."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.figures import superlatives
from assistant.figures.chinese import FORECAST
from assistant.figures.compare import SPANS, agrees, noun_stems
from assistant.figures.context import read_landmarks
from assistant.figures.dating import date_support, months_meant, years_meant
from assistant.figures.figure import Figure, Told
from assistant.figures.han_segments import of_its_item, said_of_another
from assistant.figures.owners import other_subject, segment
from assistant.figures.passages import Passage, Sentence, Support, content
from assistant.figures.qualifiers import contradicts, named, qualifiers, qualify, values
from assistant.figures.retold import moved_between, of_a_day, signs, units_shared
from assistant.figures.subjects import Entities
from assistant.figures.wording import fits_another

_BINDING = re.compile(
    r"(?:\s(?!after|since|before|and|but|from|as|while|than|to)[a-z-]+){0,3}?\s*\(?"
    r"(?:(?:in|on|for|during|by|at the end of|as of|at|of|last|the year|"
    r"the same (?:month|quarter|period|week|day|half))\s+){0,3}"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?",
    re.I,
)
_BY = re.compile(r"\bby (?:about |around |nearly |over |some |more than )?$")
_NEAR = 30  # characters behind a figure
_TOGETHER = re.compile(r"\s*\(|,?\s+or\s+|\s+of\s+|\s+[a-z]+\s+at\s+(?:an?\s+)?|，?即|（")
_FIELDS = re.compile(r"\b(open|high|low|close|volume)", re.I)
_PART = re.compile(r"[;；。]|\b(?:while|whereas|but|although|versus|against|compared|reflecting|boosting)\b", re.I)
_CAN = re.compile(r"\bcan\b", re.I)
_RATE = re.compile(
    r"\b(?:inflation|consumer price index|producer price index|CPI|PPI)\b[^,;%\d]*$"
)  # "inflation rose to 3 percent"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_STOP = re.compile(r"[，。；！？\n]")
_ROUGH = {"about": "around", "nearly": "nearly"}


@dataclass(frozen=True, slots=True)
class _Held:
    """A figure of a source, with the sentence and the passage that carry it."""

    figure: Figure
    sentence: Sentence
    passage: Passage

    @property
    def told(self) -> Told:
        return Told(self.sentence.text, self.figure, self.sentence.figures)


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
    if figure.unit == "days" and figure.value == 1 and (told := next(filter(None, map(of_a_day, passages)), None)):
        return told
    note, readings, words = "", [*_readings(figure, figures), *units_shared(body, figure, figures)], content(body)
    claim = Told(body, figure, figures)
    best: tuple[int, Support] | None = None
    nearest_miss = 0
    for passage in passages:
        for sentence in passage.sentences:
            for known in sentence.figures if sentence.text != passage.header else ():  # who published it counts nothing
                carried = any(_carries(body, one, known, sentence, passage) for one in readings)
                if not carried and (known.value != figure.value or known.unit != figure.unit):
                    continue
                held = _Held(known, sentence, passage)
                reason = _mismatch(claim, held, entities, begin) if carried else "is not said so in the source"
                shared = len(words & content(sentence.text))
                if reason:
                    note = note or reason
                    nearest_miss = max(nearest_miss, shared)
                elif best is None or shared > best[0]:
                    said = _ROUGH.get(known.strength, "") if figure.strength == "exact" else ""
                    said = f"the source says {said} {known.text}" if said else ""
                    best = shared, Support(passage=passage, sentence=sentence.text, figure=known, note=said)
    if best is None and (moved := moved_between(claim, passages)):
        return moved
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


def _carries(body: str, claim: Figure, known: Figure, sentence: Sentence, passage: Passage) -> bool:
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
    if known.role == "to" and claim.kind == "change" and known.unit == "%" and _RATE.search(sentence.text, 0, known.start):
        return agrees(claim, replace(known, role="", kind="change"))
    if known.forecast and not claim.forecast and _foretold(body, claim):
        return agrees(replace(claim, forecast=True), known)
    return False


def _foretold(text: str, known: Figure) -> bool:
    """Whether a word of what is to come stands before a figure, in the same part of the sentence."""
    ends = [end for end in read_landmarks(text).forecast_ends if end <= known.start]
    ends = sorted([*ends, *(match.end() for match in _CAN.finditer(text, 0, known.start))])
    if ends and not _PART.search(text, ends[-1], known.start):
        return True
    # "估價署預測，今明兩年…", "相信…減息，利率降到…": the clause of the word and the next
    han = [match.end() for match in FORECAST.finditer(text, 0, known.start)]
    between = text[han[-1] : known.start] if han else "。"
    return len(_HAN_STOP.findall(between)) < 2 and not re.search("[；。]", between)  # a semicolon ends what was foretold


def _mismatch(claim: Told, held: _Held, entities: Entities, begin: int) -> str:
    """Why a figure that has the right value is not the claimed one; empty when it is."""
    passage, told = held.passage, held.told
    if passage.kind == "price" and not _same_field(claim, told):
        return "is another price of that day in the source"
    if not _same_binding(claim, told, passage):
        return "is of another period in the source"
    if not superlatives.same_since(claim, told):
        return "is not said since that time in the source"
    if not _same_pair(claim, passage):
        return "is not said together with the figure beside it in the source"
    if not _same_direction(claim, told):
        return "moves the other way in the source"
    where = told, held.sentence, passage, entities, begin
    subject = other_subject(claim, *where)
    if subject and not other_subject(claim, *where, sayers=False):
        subject = ""
    if not subject and passage.kind in ("news", "stat"):
        other = _other_qualifier(claim, told)
        if other is not None:
            return f"is not said of {named(*other)} in the source"
        if claim.figure.unit in SPANS and "-" in claim.figure.text:  # "the five-year rate": a part of its name
            return subject
        item = of_its_item(claim, told)
        if item is False or _ranked_otherwise(claim, held):
            return "is said of something else in the source"
        if (item is None and fits_another(claim, told)) or _of_another(claim, held) or _counts_others(claim, held):
            return "is said of something else in the source"
    return subject


def _of_another(claim: Told, held: _Held) -> bool:
    if not _HAN.search(claim.text) or not _HAN.search(held.sentence.text):
        return False
    return said_of_another(claim, held.told, (one for one in held.passage.sentences if one is not held.sentence))


def _counts_others(claim: Told, held: _Held) -> bool:
    """Whether another figure of the source counts what the claim does, and this one its like: "deceased", "living" donors."""
    wanted, own = noun_stems(claim.figure.noun), noun_stems(held.figure.noun)
    if claim.figure.unit or not wanted & own or not wanted - own or not own - wanted:
        return False
    others = (
        one
        for sentence in held.passage.sentences
        for one in sentence.figures
        if one.unit == "" and one.value != claim.figure.value
    )
    return any(wanted & own < wanted & noun_stems(one.noun) for one in others)


def _ranked_otherwise(claim: Told, held: _Held) -> bool:
    others = (one.text for one in held.passage.sentences if one is not held.sentence)
    return superlatives.said_of_another(claim, held.told, others)


def _other_qualifier(claim: Told, held: Told) -> tuple[str, str] | None:
    """What the words around the claim say (a metric, a base, a moment) where those around the source's figure differ."""
    said = qualify(claim)
    return contradicts(said, qualify(held), values(qualifiers(held.text))) if said else None


def _same_field(claim: Told, held: Told) -> bool:
    """An opening price is not a close: the row's word before the number, where the claim says one."""
    said, known = (_FIELDS.findall(one.text[: one.figure.start]) for one in (claim, held))
    return not said or not known or said[-1].lower() == known[-1].lower()


def bound(told: Told) -> Figure | None:
    """The date said right behind a figure, as in "$13 billion in 2023"."""
    figure = told.figure
    following = next((one for one in told.figures if one.start >= figure.end), None)
    if following is None or following.unit != "date" or following.start - figure.end > 40:
        return None
    return following if _BINDING.fullmatch(told.text, figure.end, following.start) else None


def _same_binding(claim: Told, held: Told, passage: Passage) -> bool:
    said = bound(claim)
    if said is None:
        return True
    own = bound(held)
    if own is not None:
        return agrees(said, own) or agrees(own, said)
    others = [
        bound(held.beside(one))
        for one in held.figures
        if one is not held.figure and one.kind != "date" and not _is_change_of(held.figure, one)
    ]
    dates = [one for one in held.figures if one.unit == "date"]
    free = [one for one in dates if not any(one is other for other in others)]
    if int(said.value) // 100 % 100 in months_meant(held.text[held.figure.end :][:_NEAR], passage.day, held.text):
        return True
    if not int(said.value) % 10000 and int(said.value) // 10000 in years_meant(held.text, passage.day):
        return True
    if not free:  # each date is another figure's: the passage says before it what it is speaking of
        opening = (one for one in passage.sentences if one.start <= 0)
        return not dates or passage.is_day(said) or any(agrees(said, one) for row in opening for one in row.figures)
    return passage.is_day(said) or any(agrees(said, one) for one in free)


def _is_change_of(change: Figure, level: Figure) -> bool:
    """Whether a change is told behind the level that it led to: "787 in February, an increase of 21.5 percent"."""
    return change.kind == "change" and level.kind in ("level", "count") and level.end <= change.start


def _pairs(text: str, figures: Sequence[Figure]) -> list[tuple[Figure, Figure]]:
    """Figures said as one: "9 billion yuan ($1.27 billion)", "302 points, or 1 %", "5 billion yuan of 10-year notes"."""
    counted = [one for one in figures if one.kind != "date"]
    return [(a, b) for a, b in pairwise(counted) if _TOGETHER.fullmatch(text, a.end, b.start)]


def _same_pair(claim: Told, passage: Passage) -> bool:
    """Whether the figure that is said as one with the claimed one is so in the source, where the source has it in a pair."""
    figure = claim.figure
    for first, second in _pairs(claim.text, claim.figures):
        if figure not in (first, second):
            continue
        held = [pair for sentence in passage.sentences for pair in _pairs(sentence.text, sentence.figures)]
        ours, theirs = (0, 1) if figure is first else (1, 0)
        partner = second if figure is first else first
        same = [pair for pair in held if agrees(partner, pair[theirs]) and pair[ours].unit == figure.unit]
        if same and not any(agrees(figure, pair[ours]) for pair in same):
            return False
    return True


def _same_direction(claim: Told, held: Told) -> bool:
    """The verb that leads to a level ("rose to 26,545") must not be the opposite of the source's, nor a change that of all."""
    figure = claim.figure
    if figure.sign and not held.figure.sign:
        if _BY.search(claim.text, 0, figure.start) and figure.unit not in ("%", "pp", "times"):
            return False  # how many there are is not by how many they grew
        told = signs(held.text)
        return len(told) != 1 or figure.sign in told
    if figure.sign or figure.kind not in ("level", "rank", "count", "multiple"):
        return True
    said, known = signs(segment(claim)), signs(segment(held))
    return len(said) != 1 or len(known) != 1 or said == known
