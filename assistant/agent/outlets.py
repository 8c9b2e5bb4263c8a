"""Outlets: the question which of the reports tells something."""

import re

_OUTLET = re.compile(
    r"\bwh(?:ich|at) (?:of the )?(?:news )?(?:outlets?|sources?|(?:news)?papers?|publications?|reports?|articles?|"
    r"stor(?:y|ies)|(?:web)?sites?|publishers?)\s+(?:puts?|says?|said|gives?|gave|has|had|have|report(?:s|ed)?|claim(?:s|ed)?|call(?:s|ed)?|"
    r"describe[sd]?|state[sd]?|name[sd]?|quote[sd]?)\b",
    re.I,
)
_WEEKDAY = re.compile(r"(?:on )?(?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I)


def asks_for_outlet(question: str) -> bool:
    """Whether it is asked which of the reports tells something: "which outlet put it at 3.9 %"."""
    return bool(_OUTLET.search(question))


def says_weekday(question: str, phrase: str) -> bool:
    """Whether the time that a question names is what an outlet said, a weekday, and no time to look in."""
    return asks_for_outlet(question) and bool(_WEEKDAY.fullmatch(phrase))
