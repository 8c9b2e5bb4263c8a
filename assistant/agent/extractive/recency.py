"""Recency: what a question asks to be so now, or to have come about, is told by the newest report of it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.names import other_names
from assistant.agent.extractive.terms import covered, stem
from assistant.agent.reading import Reading, local_day
from assistant.agent.records import Passage
from assistant.agent.units import Unit
from assistant.knowledge.windows import Window

# What later reports bring up to date; money raised or a price paid once stays what it was.
_CHANGES: frozenset[Unit] = frozenset({"percent", "level", "number"})
_IS = re.compile(
    r"\s*(?:and |so |but )?(?:what(?:'s|’s| is| are)|where (?:is|are|do|does)|how (?:many|much|high|low|far|large|big) "
    r"(?:[\w’'-]+ ){0,5}?(?:is|are|has|have|stands?)|is|are|has|have)\b|"
    r"\b(?:last|latest|most recent|newest) (?:[a-z]+ )?(?:meeting|decision|move|reading|count|figures?|data)\b",
    re.I,
)
_HAS_DONE = re.compile(r"\s*(?:and |so |but )?(?:did|has|have)\b", re.I)
_HEDGED = re.compile(
    r"\b(?:would|could|may|might|will|if|should|expect\w*|likely|hopes?|hoping|forecast\w*|predict\w*|pencil\w*|bets?|chance|"
    r"pace of|prospect|imagine|signal\w*|"
    r"support\w*|favou?r|project\w*|planned|urg\w*|press\w*|call\w*|can|deliberat\w*|time has come|once|before|next)\b",
    re.I,
)
_BEHIND = re.compile(r"(?:\s+[\w-]+){1,5}")  # a subject, its verb and what it does it to
_STANDS = timedelta(days=60)  # for which a report of what is so may be taken as what still is
_DONE, _ONLY_TALKED_OF = 0.2, 0.12
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def asks_what_stands(text: str, window: Window | None, unit: Unit | None, aim: str) -> bool:
    """Whether a question without a time of its own asks what is so now: a rate, a toll, whether something was done."""
    if window is not None and (window.bounded or window.topical):
        return False
    if window is not None and window.latest:
        return True
    return (unit in _CHANGES and bool(_IS.search(text))) or (aim == "yesno" and bool(_HAS_DONE.match(text) or _IS.search(text)))


def may_have_changed(reading: Reading, lines: Sequence[str], passages: Sequence[Passage]) -> bool:
    """Whether what is asked to be so now, and not once to have been done, is told by reports that are long past."""
    wants = reading.wants
    if not asks_what_stands(reading.question, reading.window, wants.unit, wants.aim):
        return False
    if wants.unit is None and _HAS_DONE.match(reading.question):
        return False
    cited = {int(n) for line in lines for n in re.findall(r"\[(\d+)\]", line)}
    days = [day for one in passages if one.n in cited and (day := one.hit.document.published_date) is not None]
    return bool(days) and local_day(reading.anchor or reading.as_of, reading.zone) - max(days) > _STANDS


def done(ask: Ask, row: Candidate) -> float:
    """For "Did the Fed cut rates?": more for a sentence in which it does, less for one that only speaks of its doing so."""
    if ask.aim != "yesno" or ask.unit is not None or not ask.terms or not _HAS_DONE.match(ask.text):
        return 0.0
    ends = [span.end for span in row.names if span.key in ask.every_key]
    for name in (other for one in ask.proper for other in other_names(one)):
        ends += [match.end() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?![\w’'])", row.text, re.I)]
    for end in ends:
        behind = _BEHIND.match(row.text, end)
        words = behind.group().split() if behind else []
        verb = next((place for place, word in enumerate(words) if covered(ask.terms[0], frozenset({stem(word.lower())}))), None)
        if verb is not None and "to" not in words[:verb] and not _HEDGED.search(row.text[:end] + " ".join(words[:verb])):
            return _DONE
    return -_ONLY_TALKED_OF * bool(_HEDGED.search(row.text))


def newest(row: Candidate) -> datetime:
    """By when a report is set before others; an undated one comes last."""
    return row.published_at or _LONG_AGO
