"""Courses: whether a question asks how something went on over time, or for the first or the newest that was reported of it.
Chinese is read as Simplified."""

import re
from typing import Literal

from assistant.agent.units import MOVE

End = Literal["", "first", "last"]

_REPORT = r"(?:reports?|articles?|stor(?:y|ies)|items?|mentions?|coverage|pieces?|dispatch(?:es)?)"
# What is to be told as a whole: a day, a stretch of days, a subject.
SUMMARY = re.compile(
    r"\bsummar\w+|\bsum up\b|\bround-?up\b|\brun-?down\b|\boverview\b|"
    r"\bwhat (?:happened|is going on|went on|has happened|moved)\b|\bwhat(?:'s| is|"
    r" was) (?:new|the (?:latest )?news|the story|behind the)\b|"
    r"\b(?:latest|recent|newest|today's|top) (?:\w+ )?(?:news|headlines|developments|stories)\b|"
    r"\b(?:give|show) (?:me|us) (?:[^?]{0,40}['’]s |the |a )?(?:\w+ )?"
    r"(?:day|week|month|quarter|year)\b(?! (?:change|gain|high|low|loss|average|close))|"
    r"\bbrief (?:me|us)\b|\brecap\b|\btell me about\b|总结|概述|概况|发生(?:了)?(?:什么|甚么)|"
    r"(?:股市?|大市|市场|油价|金价|汇市|楼市|市况)[^，。?？]{0,4}(?:表现|走势|情况)?(?:如何|怎么样|怎样)|有(?:什么|甚么)(?:新闻|消息|报道)|"
    r"最新(?:消息|情况|发展|进展|动态|报道)|近况",
    re.I,
)
_COURSE = re.compile(
    r"\btime-?lines?\b|\bchronolog\w+|\b(?:sequence|course|order|chain) of (?:the )?events\b|\bstep by step\b|"
    r"\bin (?:chronological |time )?order\b(?! to\b)|\b(?:key|main|important) (?:dates|events|moments|milestones)\b|"
    r"\bhow (?:did|has|have) [^?]{1,100}?\b(?:unfold|unfolded|evolve|evolved|play(?:ed)? out|come about|came about)\b|"
    r"\bhow (?:did|has|have) (?:(?:the|this|that) )?(?:[^?]{1,80} )?"
    r"(?:story|affair|saga|case|dispute|crisis|deal|talks?|bid|plan|news|situation|scandal|controvers\w+) "
    r"(?:[^?]{1,80} )?(?:develop|developed|progress|progressed|proceed|proceeded|go on|gone on)\b|"
    r"\bhow (?:did|has|have) [^?]{0,60}?\b(?:tolls?|counts?|tall(?:y|ies))\b[^?]{0,60}? "
    r"(?:change|rise|grow|climb|develop|evolve|move)\w*\b|"
    r"\bhow (?:did|has|have) "
    r"(?![^?]*\b(?:growth|sales|exports|imports|prices?|rates?|index|profits?|revenues?|output|inflation|"
    r"unemployment|shares|stocks|gdp|turnover)\b)[^?]{3,100}? (?:develop|developed|go|gone|progress|progressed)"
    r"(?=\s*[?.,]|\s+(?:in|from|between|during|since|after|over|until|to|through)\b|$)|"
    r"\b(?:who|(?:which|what) (?:[a-z]+ )?[a-z]+) (?:is|are|was|were|has been|have been) (?:all |mainly )?involved in\b|"
    r"\bwhat (?:has |have )?(?:happened|changed) [^?]*?\bsince\b|\bwhat changed (?:at|in|for|with|about)\b|"
    r"时间[线轴]|大事[记纪]|来龙去脉|(?:事件|事情|整件事)?(?:经过|始末)(?:如何|是|为|？|\?|$)|"
    r"(?:如何|怎样|怎么)(?:一步步)?(?:发展|演变|演进)",
    re.I,
)
_FIRST = re.compile(
    rf"\b(?:first|earliest|initial|oldest) (?:[a-z]+ )?{_REPORT} (?:(?:we|you) have )?"
    r"(?:on|of|about|that|to|which|mentioning)\b|"
    rf"\bwhich (?:[a-z]+ )?{_REPORT} (?:was|came|is) (?:the )?(?:first|earliest)\b|"
    r"(?:首篇|最早的?一?篇|第一篇)(?:关于|有关|提[到及])?.{1,30}(?:报道|新闻|文章)",
    re.I,
)
_LAST = re.compile(
    rf"\b(?:latest|newest|most recent|last) (?:[a-z]+ )?(?:{_REPORT}|news|developments?|updates?) "
    r"(?:(?:we|you) have )?(?:on|of|about|that|to|with|from|in|regarding|concerning|which|mentioning)\b|"
    r"\bwhat(?:'s| is| was|’s) (?:the )?(?:latest|newest|new)(?: now)? (?:on|about|with|of|from|regarding|concerning)\b|"
    r"\bwhere do(?:es)? (?:[^?]{1,60}) stand (?:now|today|at present)\b|"
    r"最新(?:消息|情况|发展|进展|动态|报道)|近况",
    re.I,
)
_OF_PRICES = re.compile(rf"\b(?:clos(?:e|ing)|prices?|level|quote|{MOVE})\b", re.I)


def asks_for_course(question: str) -> bool:
    """Whether the course of something is asked for: a timeline, how a story developed, what has happened since."""
    return bool(_COURSE.search(question) or end_asked(question))


def end_asked(question: str) -> End:
    """Which report on something is asked for: the first, the newest, or neither."""
    if _FIRST.search(question):
        return "first"
    match = _LAST.search(question)
    return "last" if match and not _OF_PRICES.search(match.group()) else ""
