"""Comparison: whether a claimed figure is what a figure of the evidence says.

The claim may be the evidence rounded, never the other way round. Where one side is silent (no direction, no currency,
no year) it cannot disagree. Dropping "about" or "nearly" is accepted, because the number is still the source's rounding;
dropping "over", "up to" or "at least" is not, because the number is then only a bound. Adding "about" is always true;
adding "nearly", "over" or "under" must be true of the evidence.
"""

import re
from decimal import Decimal

from assistant.figures.cues import STREAK
from assistant.figures.figure import Figure
from assistant.figures.numbers import last_nonzero_step

MOST_ROUNDED = Decimal("0.1")  # "1 percent" is not a fair rounding of 1.4, nor is 16 percent "nearly a fifth"
MOST_BOUNDED = Decimal("0.25")  # nor is "over 1 percent" a fair way to say 1.7
_DATES = frozenset({"date", "time", "quarter", "half"})
SPANS = frozenset({"years", "months", "weeks", "days", "sessions", "quarters", "hours", "minutes", "decades"})
_LOOSE = frozenset({"", "points", "money", "shares"})  # written with and without a unit in tables and in passing
# Where a noun ends: "9,190 last year" counts no years.
_BEHIND = re.compile(
    r"(?:^|\s)(?:in|on|at|among|for|by|from|to|since|after|before|with|as|than|last|next|this|the (?:previous|prior)|"
    r"of|are|is|was|were|"
    r"have|had|remain(?:ed|s)?|who|whom|which|that|and|or|but|will|could|would)\b"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HEADS = frozenset("人名位")
_PERSONS = frozenset("person people player players athlete athletes man men woman women".split())
_EMPTY_NOUNS = frozenset(
    "in on at of to for and or the a an by from as with is are was were has have had after per this that its "
    "case cases unit units item items".split()
)


def agrees(claim: Figure, evidence: Figure) -> bool:
    """Whether the evidence carries the claimed figure: same kind of number, same direction, value within its rounding."""
    if claim.unit in _DATES or evidence.unit in _DATES:
        return claim.unit == evidence.unit and _same_date(claim, evidence)
    return (
        _same_unit(claim, evidence)
        and not (claim.currency and evidence.currency and claim.currency != evidence.currency)
        and claim.sign * evidence.sign != -1
        and (claim.forecast == evidence.forecast or claim.role == "from")  # what is to change is there already
        and claim.negated == evidence.negated
        and _same_role(claim, evidence)
        and _same_value(claim, evidence)
    )


def _same_date(claim: Figure, evidence: Figure) -> bool:
    """Days agree when nothing both of them say differs, and the claim says no more than the evidence does."""
    if claim.unit != "date":
        return claim.value == evidence.value
    said, known = _parts(claim), _parts(evidence)
    if any(a and b and a != b for a, b in zip(said, known, strict=True)):
        return False
    (year, month, day), (known_year, known_month, known_day) = said, known
    if day and not known_day:
        return False
    if month and not known_month and not (day and known_day):
        return False
    # "September 17" and "17 September 2025" share month and day; a bare year needs a year.
    return bool((year and known_year) or (month and known_month) or (day and known_day and not (month or known_month)))


def _parts(date: Figure) -> tuple[int, int, int]:
    whole = int(date.value)
    return whole // 10000, whole // 100 % 100, whole % 100


def _same_unit(claim: Figure, evidence: Figure) -> bool:
    if claim.unit != evidence.unit:
        units = {claim.unit, evidence.unit}
        if "rank" in units:
            return _same_streak(claim, evidence) or _same_streak(evidence, claim)
        return "" in units and units <= _LOOSE and not any(_stems(_BEHIND.split(one.noun)[0]) for one in (claim, evidence))
    if claim.unit == "":
        return _same_noun(claim.noun, evidence.noun)
    if claim.unit == "rank":
        return not (claim.noun and evidence.noun) or _same_noun(claim.noun, evidence.noun)
    return True


def _same_streak(rank: Figure, span: Figure) -> bool:
    """ "A seventh consecutive week" and "seven weeks straight" count the same thing."""
    if rank.unit != "rank" or span.unit not in SPANS:
        return False
    return span.unit.rstrip("s") in rank.noun and bool(STREAK & set(rank.noun.split()))


def _same_noun(claim: str, evidence: str) -> bool:
    if _HAN.search(claim) and _HAN.search(evidence):
        return _same_han_noun(claim, evidence)
    said, known = (_stems(_BEHIND.split(noun)[0]) for noun in (claim, evidence))
    return not said or not known or bool(said & known) or "person" in said  # "1,000 people were hurt" of "1,000 injured"


def _same_han_noun(claim: str, evidence: str) -> bool:
    """A noun runs on into what is said of it (個交易日下跌), and persons are counted by several measures."""
    if claim == evidence or {claim[:1], evidence[:1]} <= _HEADS:
        return True
    pairs = [{noun[at : at + 2] for at in range(3) if len(noun[at : at + 2]) == 2} for noun in (claim, evidence)]
    return bool(pairs[0] & pairs[1]) or (claim[:1] == evidence[:1] == "輪")


def noun_stems(noun: str) -> set[str]:
    """The words of what a figure counts, without their endings."""
    return _stems(_BEHIND.split(noun)[0])


def _stems(noun: str) -> set[str]:
    words = (word for word in re.split(r"[ -]", noun) if word and word not in _EMPTY_NOUNS)
    return {"person" if word in _PERSONS else re.sub(r"(?:ly|ies|es|s|y)$", "", word) for word in words}


def _same_role(claim: Figure, evidence: Figure) -> bool:
    """The start of a movement is not its end, and where it ended is not how far it went."""
    if claim.role and evidence.role and claim.role != evidence.role:
        return False
    return not ((claim.kind == "change" and evidence.role == "to") or (evidence.kind == "change" and claim.role == "to"))


def _same_value(claim: Figure, evidence: Figure) -> bool:
    difference = evidence.value - claim.value
    if claim.strength == "exact":
        return evidence.strength in ("exact", "about", "nearly") and _rounds(claim, evidence)
    if claim.strength == "about":
        return evidence.strength in ("exact", "about", "nearly") and (
            _rounds(claim, evidence) or abs(difference) <= min(last_nonzero_step(claim.value) / 2, claim.value * MOST_ROUNDED)
        )
    if evidence.strength == claim.strength and difference == 0:
        return True
    if evidence.strength == claim.strength == "over":  # what is more than 12.1 is more than 12
        return 0 < difference < min(last_nonzero_step(claim.value), claim.value * MOST_BOUNDED)
    if evidence.strength in ("exact", "about") and claim.strength in ("over", "nearly"):
        step = last_nonzero_step(claim.value)
        if claim.strength == "over":
            return 0 < difference < min(step, claim.value * MOST_BOUNDED)
        return -step < difference < 0 and -difference <= claim.value * MOST_ROUNDED
    return False  # "up to 3" and "less than 3" speak of the highest: only a source that says so carries them


def _rounds(claim: Figure, evidence: Figure) -> bool:
    """Whether the claim is the evidence, written with no more digits than it has."""
    difference = abs(evidence.value - claim.value)
    finer = claim.precision < evidence.precision
    if difference == 0:
        return not finer or claim.precision >= 1 or claim.unit not in ("%", "pp", "times")
    return not finer and difference <= claim.precision / 2 and difference <= abs(evidence.value) * MOST_ROUNDED
