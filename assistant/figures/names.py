"""Names: whether those that a claim uses stand in its sources, spelled out, shortened or as initials."""

import re
from collections.abc import Callable, Sequence
from functools import cache

from assistant.figures.chinese import HAS_HAN
from assistant.figures.subjects import NOT_NAMES, Entities, proper_names

_RUN = re.compile(r"[A-Z][\w&.-]*(?:\s+(?:(?:of|and|the|for|de)\s+)?[A-Z][\w&.-]*)*")  # ends at a possessive
_OPENS = re.compile(r"\s*([A-Z][a-z]+) (?:[a-z]+ed|rose|fell|is|was|has|had|will|sold|lost|spent|cut|made|led|said|hit) ")
_HAN_OPENS = re.compile(
    r"\s*([\u4e00-\u9fff]{2,8}?)(?=[升跌漲涨挫報报收上下首今去昨前次純纯盈按全第季月市約逆早初午尾曾一\d，]|中午)"
)
_REFERS = re.compile(
    r"公司|集團|集团|該|该|其|指數|指数|股|大市|市場|市场|成交|投資者|分析|經濟|经济|報告|报告|消息|期內|期内|當中|另外"
)
_ZONE = re.compile(r"\b[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+")  # Asia/Hong_Kong
_WORDS = re.compile(r"[a-z]+")
_SHORT_FORM = 2
_SHORTEST = 3  # letters by which a short form is known: Fed, Federal


def stranger(body: str, evidence: str, entities: Entities) -> str:
    """A name of the claim that its sources do not hold; empty when they hold them all. Of Chinese, only who opens it."""
    if HAS_HAN.search(evidence):
        opens = _HAN_OPENS.match(body)
        return opens[1] if opens and not _REFERS.search(opens[1]) and _unheard(opens[1], evidence) else ""
    wanted = proper_names(body) | _opening(body)
    if not wanted:
        return ""
    words = _WORDS.findall(evidence.lower())
    words += ["china"] if "mainland" in words or "beijing" in words else []
    held, initials = frozenset(words), cache(lambda: _initials(words, evidence))
    for match in _RUN.finditer(_ZONE.sub(lambda zone: " " * len(zone.group()), body)):
        run = [word for word in _WORDS.findall(match.group().lower()) if word in wanted]
        missing = [word for word in run if not _held(word, held, initials)]
        if len(missing) * 2 > len(run) and not entities(match.group()) & entities(evidence):
            return match.group().rstrip(".,’'")
    return ""


def _unheard(name: str, evidence: str) -> bool:
    """Whether no two characters in a row of a Chinese name stand in the evidence."""
    if any(name[at : at + 2] in evidence for at in range(len(name) - 1)):
        return False
    if len(name) == _SHORT_FORM and name[1] in "指":
        return not re.search(f"{name[0]}.{{0,6}}指", evidence)  # 納指 is 納斯達克指數
    return len(name) > _SHORT_FORM or not re.search(".?".join(name), evidence)  # 標普 is 標準普爾


def _opening(body: str) -> frozenset[str]:
    """The first word where something is said of it: a name unless it is a plural."""
    match = _OPENS.match(body)
    return frozenset({match[1].lower()} - NOT_NAMES) if match and not match[1].endswith("s") else frozenset()


def _initials(words: Sequence[str], evidence: str) -> str:
    """The initials of all words, and of the names in a row: "Institute for Supply Management" is ISM."""
    runs = (run.split() for run in _RUN.findall(evidence))
    short = ("".join(word[0] for word in run if word[0].isupper()).lower() for run in runs if len(run) > 1)
    return f"{''.join(word[0] for word in words)} {' '.join(short)}"


def _held(word: str, held: frozenset[str], initials: Callable[[], str]) -> bool:
    if word in held or (1 < len(word) <= 5 and word in initials()):
        return True
    if word.endswith("s") and 2 < len(word) <= 6 and word[:-1] in initials():
        return True
    stem = re.sub(r"(?:ese|ian|ean|ish|an|s)$", "", word)
    return any(
        len(other) >= _SHORTEST and len(stem) >= _SHORTEST and (other.startswith(stem) or word.startswith(other))
        for other in held
    )
