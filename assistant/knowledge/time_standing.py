"""The moment that a question's own words put it at: "in the last month, as of 10 October 2025"."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from assistant.knowledge.time_cues import FLAGS
from assistant.knowledge.time_mentions import read_mentions
from assistant.knowledge.time_spans import Mention, clock_at, fold

_LEAD = re.compile(
    r"(?<![a-z])(?:seen\s+from|counted\s+from|as\s+(?:of|at|on))\s+(?:the\s+)?(?:close\s+(?:of|on)\s+)?$|截[至止]\s*$",
    FLAGS,
)
_CHINESE = ("截至", "截止")
_MAY_STAND = re.compile(r"截[至止]|(?:from|as\s+(?:of|at|on))\s", FLAGS)  # most questions do not, and need not be read for it
_BEHIND = re.compile(r"\s*(?:為止|为止|止)")
_REACH = 40


@dataclass(frozen=True, slots=True)
class Standing:
    """A question without the words that say from when it is asked, each letter in its place, and that moment."""

    question: str
    at: datetime


def standing(question: str, *, as_of: datetime, zone: str) -> Standing | None:
    """The last moment of the day that a question says it is asked from; None where nothing in it counts from a moment."""
    text, clock = fold(question), clock_at(as_of, zone)
    if not _MAY_STAND.search(text):
        return None
    mentions = read_mentions(text, clock, None)
    told = next((one for one in mentions if _is_led(one, text)), None)
    if told is None or not any(one.relative and one is not told and not one.invalid for one in mentions):
        return None
    day = told.named[0]
    if day > clock.today:
        return None
    head = text[max(0, told.start - _REACH) : told.start]
    lead, behind = _LEAD.search(head), _BEHIND.match(text, told.end)
    start = told.start - (len(head) - lead.start() if lead else 0)
    end = behind.end() if behind else told.end
    at = datetime.combine(day, time.max, clock.local.tzinfo)
    return Standing(f"{question[:start]}{' ' * (end - start)}{question[end:]}", min(at, clock.local))


def _is_led(mention: Mention, text: str) -> bool:
    if len(mention.named) != 1 or mention.invalid or not any(char.isdigit() for char in text[mention.start : mention.end]):
        return False
    head = text[max(0, mention.start - _REACH) : mention.start]
    return text.startswith(_CHINESE, mention.start) or _LEAD.search(head) is not None
