"""Printouts: what programs write for programs and their makers, a log or source, told from what people write to be read."""

import re
from typing import Literal

Printout = Literal["log", "source"]

_LINES = 200  # lines that are looked at
_LONG = 300  # characters of a line
_FEWEST = 5
_MOMENT = (
    r"(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d\S*|\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}"
    r"|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d|\d\d:\d\d:\d\d[.,]\d{3}|[EWID]\d{4} \d\d:\d\d:\d\d\.\d+|\d{10}\.\d+)"
)
_LEVEL = r"(?:DEBUG|INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL|TRACE|NOTICE|debug|info|warn(?:ing)?|error)"
_STAMPED = re.compile(rf"[\[(<\"]?{_MOMENT}|\S+ \S+ \S+ \[{_MOMENT}\]|\[?{_LEVEL}\]?[\s:]|\s*at [\w.$]+\(")
_MACHINE = re.compile(
    rf"\b{_LEVEL}\b|\"(?:GET|POST|HEAD|PUT|DELETE|PATCH) |[\w./-]+\[\d+\]:|\b(?:pid|level|thread|status|latency|duration)="
)
_NAMED_LOG = re.compile(r"\.log(?:\.\d+)?$", re.IGNORECASE)
_NAMED_SOURCE = re.compile(
    r"\.(?:py|pyi|js|mjs|cjs|ts|tsx|jsx|java|kt|scala|c|h|cc|cpp|hpp|cs|go|rs|rb|php|pl|sh|bash|ps1|sql|s?css|swift|lua|r|jl|vue)$",
    re.IGNORECASE,
)
_OPENED = re.compile(r"#! ?/\S+|diff --git ")
# What no sentence looks like.
_CERTAIN = re.compile(
    r"(?:import [\w.{*]+(?: as \w+|, [\w., ]+|.*;)?$|from [\w.]+ import "
    r"|(?:async )?def \w+\(|class \w+(?:\([\w., =]*\))?:$|@\w+(?:\.\w+)*(?:\(.*\))?$"
    r"|#(?:include|define|ifn?def|endif)\b|(?:const|let|var) \w+ ?=|(?:async )?function\b.*\(|package [\w.]+;?$|using [\w.]+;"
    r"|(?:public|private|protected|static|export) \w.*[({;]|fn \w+\(|func \w+\(|(?:elif|if|for|while|with) .*:$"
    r"|return\b.*[\w)\]};'\"]$|CREATE (?:TABLE|INDEX|OR REPLACE)\b|INSERT INTO\b|ALTER TABLE\b|SELECT\b.*\bFROM\b"
    r"|(?:self|this)\.\w+|[A-Za-z_]\w*(?:\.\w+)*\(.*\);?$|(?:else|try|finally):$|(?:fi|done|esac|end)$)"
    r"|.*(?:[{}]|[A-Za-z_]\(.*\);|=.*;|-> .*:)$"
)
_POSSIBLE = re.compile(r"#|//|/\*|\*|--|\"\"\"|'''|[)}\]]+[;,)]*$|[\w.\[\]\"']+ ?[-+*/|:]?= ?\S|[\w\"'-]+: ?\S+[;,]$|\.[\w-]+")
_SENTENCE = re.compile(r"(?:[.!?]['\"”’)]?|[。！？]」?)$")


def printed_by(text: str, *, name: str = "") -> Printout | None:
    """What a text is that is no prose. A file's name is believed where its lines bear it out."""
    lines = [_short(line.strip()) for line in text.split("\n", _LINES * 3)[: _LINES * 3] if line.strip()][:_LINES]
    if lines and _OPENED.match(lines[0]):
        return "source"
    if len(lines) < _FEWEST:
        return None
    if _is_log(lines, named=bool(_NAMED_LOG.search(name))):
        return "log"
    return "source" if _is_source(lines, named=bool(_NAMED_SOURCE.search(name))) else None


def _is_log(lines: list[str], *, named: bool) -> bool:
    """Whether most lines begin with a moment or a level, and half of them speak as programs do."""
    stamped, spoken = (sum(bool(form(line)) for line in lines) for form in (_STAMPED.match, _MACHINE.search))
    return stamped >= 0.6 * len(lines) and (named or spoken >= 0.5 * len(lines))


def _is_source(lines: list[str], *, named: bool) -> bool:
    """Whether lines stand there that no sentence looks like, most others may be of a program, and hardly one is a sentence."""
    certain = {index for index, line in enumerate(lines) if _CERTAIN.match(line)}
    others = [line for index, line in enumerate(lines) if index not in certain]
    if named:
        return len(certain) >= max(2, 0.05 * len(lines))
    possible = sum(bool(_POSSIBLE.match(line)) for line in others)
    sentences = sum(bool(_SENTENCE.search(line)) and len(line.split()) >= 8 for line in others)
    return (
        len(certain) >= max(3, 0.2 * len(lines))
        and len(certain) + possible >= 0.5 * len(lines)
        and sentences <= 0.25 * len(lines)
    )


def _short(line: str) -> str:
    """A line's beginning and end, where what tells them stands."""
    return line if len(line) <= _LONG else f"{line[: _LONG // 2]} {line[-_LONG // 2 :]}"
