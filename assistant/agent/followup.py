"""Follow-ups: a question that leans on the one before, made whole again."""

import re
from collections.abc import Callable, Sequence

from assistant.market.instruments import Mention

Mentions = Callable[[str], Sequence[Mention]]

_LEAD = re.compile(
    r"^\s*(?:and|but|so|ok|okay|also|then)?[\s,]*(?:what about|how about|and for|same for|"
    r"and)\s+(?P<rest>.+?)\s*\??\s*$|^\s*(?P<zh>.+?)\s*呢\s*[?？]?\s*$",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|that (?:company|stock|firm|index|day|rise|gain|fall|move|deal|"
    r"bond)|this (?:company|stock|index)|"
    r"the (?:company|firm|stock|share|shares|index|gauge|deal|bond|bonds|same))\b|佢|它|該公司|该公司",
    re.I,
)
_TIME_ONLY = re.compile(
    r"^(?:on |in |for |at |the )*(?:(?:day|week|month|session|year)s? (?:before|after|earlier|later)|yesterday|"
    r"today|last \w+|this \w+|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th)? \w+(?: \d{4})?|\w+ \d{1,2}(?:st|nd|rd|"
    r"th)?(?:,? \d{4})?|\d{4}-\d{2}-\d{2}|q[1-4](?: \d{4})?)[\s?]*$",
    re.I,
)
_DATE = re.compile(
    r"\b(?:on |in )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|"
    r"th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?(?: \d{4})?|"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|"
    r"jun|jul|aug|sept?|oct|nov|dec)\.? \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)\b|"
    r"\b(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:yesterday|today|last week|this week|"
    r"last month|this month)\b",
    re.I,
)


def resolve(asked: str, history: Sequence[str], *, mentions: Mentions) -> str:
    """The question with the subject and the time of the one before where it leaves them out; `history` is oldest first."""
    if not history:
        return asked
    before = history[-1]
    lead = _LEAD.match(asked)
    rest = (lead.group("rest") or lead.group("zh")) if lead else asked.strip().rstrip("?？").strip()
    if lead and mentions(rest) and len(rest.split()) <= 6:
        return _with_subject(before, rest, mentions)
    if _TIME_ONLY.match(rest):
        return _with_time(before, rest)
    if mentions(asked) or not (_PRONOUN.search(asked) or lead or len(asked.split()) <= 4):
        return asked
    subjects = _subjects(before, mentions)
    return f"{asked.rstrip()} ({', '.join(subjects)})" if subjects else asked


def _subjects(question: str, mentions: Mentions) -> list[str]:
    return list(dict.fromkeys(mention.text for mention in mentions(question)))


def _with_subject(before: str, subject: str, mentions: Mentions) -> str:
    """The question before, asked of another subject; its possessive is kept."""
    found = list(mentions(before))
    if not found:
        return f"{before.rstrip('?？ ')} ({subject})?"
    target = found[0]
    dated = _DATE.search(subject)
    name = subject
    whole = before
    if dated and dated.start() > 0:
        name = subject[: dated.start()].strip()
        whole = _with_time(before, dated.group())
        found = list(mentions(whole))
        target = found[0] if found else target
    return whole[: target.start] + name + whole[target.end :]


def _with_time(before: str, phrase: str) -> str:
    relative = re.match(r"(?:the )?(?:day|week|month|session|year)s? (?:before|after|earlier|later)", phrase, re.I)
    dated = _DATE.search(before)
    if dated is None:
        return f"{before.rstrip('?？ ')} {phrase}?"
    if relative:
        return before[: dated.start()] + f"{phrase} {dated.group().removeprefix('on ')}" + before[dated.end() :]
    joined = (
        phrase
        if re.match(r"(?:on|in) ", phrase, re.I) or not dated.group().lower().startswith(("on ", "in "))
        else f"{dated.group()[:3]}{phrase}"
    )
    return before[: dated.start()] + joined + before[dated.end() :]
