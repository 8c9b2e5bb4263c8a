"""Independence: how many sources a story has when copies, outlets and agencies count once each."""

import re
from collections.abc import Iterable

from assistant.knowledge.story_marks import Report

_CREDIT = re.compile(
    r"\b(?P<name>agencies|wires|reuters|afp|agence france[- ]presse|associated press|bloomberg|xinhua|dpa|efe|kyodo|yonhap|pti"
    r"|ani|ians|tass|anadolu|bernama|cna|rttnews|dow jones)\b|\b(?P<short>AP)\b|(?P<zh>新华社|新華社|中新社|法新社|路透|彭博)",
    re.IGNORECASE,
)
_ONE_NAME = {
    "agence france-presse": "afp", "agence france presse": "afp", "法新社": "afp", "associated press": "ap", "新华社": "xinhua",
    "新華社": "xinhua", "路透": "reuters", "彭博": "bloomberg", "wires": "agencies",
}  # fmt: skip
_AT_END = re.compile(r"[(（]([^()（）]{2,60})[)）]\s*$")
_DATELINE = re.compile(r"^[^(（\n]{2,40}[(（]([^()（）]{2,40})[)）]\s*[-–—:]")
_CITING = re.compile(r"\b(?:citing|according to a report by|reports?,? citing)\s+(.{2,30})", re.IGNORECASE)


def independent(reports: Iterable[Report]) -> int:
    """How many independent sources there are: reports that share an outlet, an agency or their words are one."""
    groups: list[set[str]] = []
    for report in reports:
        keys = _keys(report)
        meeting = [group for group in groups if group & keys]
        groups = [group for group in groups if not group & keys] + [keys.union(*meeting)]
    return len(groups)


def _keys(report: Report) -> set[str]:
    outlet = re.sub(r"\s*[(（].*", "", report.publisher).casefold().strip()
    keys = {f"words:{report.origin_id or report.doc_id}", *(f"outlet:{name}" for name in _agencies(report))}
    return keys | ({f"outlet:{outlet}"} if outlet else set())


def _agencies(report: Report) -> set[str]:
    """The agencies that a report credits: in its byline, its outlet's name, its dateline or its end."""
    places = [report.byline, report.publisher]
    for pattern, text in ((_AT_END, report.text[-200:]), (_DATELINE, report.text[:120]), (_CITING, report.text[:500])):
        places += pattern.findall(text)
    named = (found for place in places for found in _CREDIT.finditer(place))
    names = ((found["name"] or found["zh"] or ("ap" if found["short"] == "AP" else "")).lower() for found in named)
    return {_ONE_NAME.get(name, name) for name in names if name}
