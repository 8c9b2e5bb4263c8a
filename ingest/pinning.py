"""Pinning: "on Tuesday", "last month" in an article as calendar days, read from its own day and kept beside its text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from assistant.knowledge.documents import Document
from assistant.knowledge.time_mentions import read_mentions
from assistant.knowledge.time_spans import Clock, Mention, clock_at, fold

_MOST = 60  # of one article
_LONGEST = 1_000  # characters of a sentence
_NEAR = 60  # characters before a date in which a word says that it is to come
_SHORT = ("day", "week", "month")
# What may end a sentence comes first: it is looked for much faster than either alternative.
_END = re.compile(r"[.!?。！？\n](?:(?<=[。！？\n])|(?=[\s\"”’]))")
# In lower case, as all a sentence is looked at for: no sentence without one of these tells of a day.
_CUE = re.compile("day|tomorrow|tonight|week|month|quarter|year|昨|今|明|去年|前|上|本|下|這|这|周|週|星|禮|礼")
_TELLING = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow|tonight"
    r"|(?:last|next|this|previous|past|coming|later|earlier)\s+(?:the\s+|this\s+)?(?:week|weekend|month|quarter|year))\b"
    r"|昨[日天晚]|今[日天早晚年]|明[日天年]|去年|前[日天]|上[周週月]|本[周週月]|下[周週月]|這個?月|这个?月|[周週星禮礼][期拜]?[一二三四五六日天]"
)
_LEAD = 24  # characters that a date may begin before its cue
_AHEAD = re.compile(
    r"\b(?:will|would|due|set|scheduled|expected|expects?|plans?|planned"
    r"|to (?:be|meet|report|release|open|hold|take|begin|start))\b|將|将|预计|預計|料",
    re.IGNORECASE,
)


def pinned(document: Document) -> Document:
    """The document with the days that its relative dates name in `details["dates"]`; one without a date has none."""
    if document.published_at is None:
        return document
    dates = list(islice(_spans(document.text, document.published_at, document.zone), _MOST))
    return replace(document, details={**document.details, "dates": dates}) if dates else document


def _spans(text: str, published_at: datetime, zone: str) -> Iterator[dict[str, object]]:
    behind, ahead = (clock_at(published_at, zone, forward=forward) for forward in (False, True))
    for start, words in _telling_sentences(text):
        if len(words) <= _LONGEST:
            coming: dict[int, Mention] | None = None  # the same words read forwards: asked for by few sentences
            for mention in _relative(words, behind):
                before = words[max(0, mention.start - _NEAR) : mention.start]
                if mention.grain in _SHORT and _AHEAD.search(before):  # "will report on Friday"
                    if coming is None:
                        coming = {one.start: one for one in _relative(words, ahead)}
                    mention = coming.get(mention.start, mention)
                yield {
                    "start": start + mention.start,
                    "end": start + mention.end,
                    "first": str(mention.first),
                    "last": str(mention.last),
                }


def _telling_sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences with a word that may be a date counted from the day, and the places where they start."""
    lowered = _lowered(text)
    edges = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    end = 0
    for cue in _CUE.finditer(lowered):
        if cue.start() >= end:  # the first of its sentence
            place = bisect_right(edges, cue.start())
            start, end = edges[place - 1], edges[place]
            if _TELLING.search(lowered, max(start, cue.start() - _LEAD), end):
                yield start, text[start:end]


def _lowered(text: str) -> str:
    """The text in lower case, each letter in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return lowered


def _relative(words: str, clock: Clock) -> Iterator[Mention]:
    for mention in read_mentions(fold(words), clock, None):
        if mention.relative and not mention.invalid and not mention.bound and mention.first and mention.last:
            yield mention
