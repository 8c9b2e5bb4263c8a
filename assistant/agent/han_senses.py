"""Senses in Chinese: a hedge dropped, a denial lost or made up."""

import re
from collections.abc import Sequence

from assistant.figures.han import simplified

_HEDGE = re.compile(
    r"可能|或(?!者)|(?<![意资原材饮燃塑物肥颜史涂面布香佐废])料|预[期计测料]|估计|估算|将(?!近)|拟|计划|考虑|研究|探讨|建议|有望|有机会|冀|目标|展望|相信|如果|若|据报|传|要求|寻求|呼吁|希望|"
    r"打算|有意|拟议|能够|会|认为|看法|倾向|未来|看好|看淡|风险|准备|推算|假设|待|需要|须"
)
_NEGATOR = re.compile(r"(?:并不|不再|不|未有|未|没有|毋须|无须|无|并非|非|拒绝|否认)")
_RUN = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"[，。；：！？,;]")
_WORDS = {
    "忧虑": "担心",
    "担忧": "担心",
    "忧心": "担心",
    "纯利": "盈利",
    "增长": "上升",
    "增加": "上升",
    "减少": "下跌",
    "下降": "下跌",
}
_LEAD = 12  # characters of a clause that only says who expects something
_FIXED = re.compile(r"不过|不少|不足|不同|不断|不及|不良|不锈|非常|非洲|不动产|未来|无人|无线|不仅|不单|不只|不论|无论|不但")


def hedged(body: str, sources: Sequence[str]) -> str:
    """What the sources say with a hedge, and the claim without any."""
    ours = _plain(body)
    if _HEDGE.search(ours):
        return ""
    said = _pairs(ours)
    sure, unsure = set[str](), set[str]()
    for source in sources:
        before = False
        for clause in _CLAUSE.split(_plain(source)):
            here = _HEDGE.search(clause) is not None
            (unsure if here or before else sure).update(said & _pairs(clause))
            before = here and len(clause) <= _LEAD  # "他预料，…": what follows is what is expected
    most = 2 if any(one.isdigit() for one in body) else 1  # figures that are foretold are told apart by themselves
    return "The source says it with a reservation that is missing." if len(unsure) > most * len(sure) else ""


def denied(body: str, sources: Sequence[str]) -> str:
    """A word that one side denies and the other does not."""
    ours = _plain(body)
    for source in map(_plain, sources):
        if any(source.count(pair) == ours.count(pair) == 1 for pair in _negated(ours) ^ _negated(source)):
            return "A denial is not kept, or is made up."
    return ""


def _negated(text: str) -> frozenset[str]:
    """The pair of characters right behind a negator."""
    plain = _FIXED.sub("  ", text)
    ends = (match.end() for match in _NEGATOR.finditer(plain))
    return frozenset(pair for end in ends if _RUN.fullmatch(pair := plain[end : end + 2]) and len(pair) == 2)


def _plain(text: str) -> str:
    plain = simplified(text)
    for word, other in _WORDS.items():
        plain = plain.replace(word, other)
    return plain


def _pairs(text: str) -> frozenset[str]:
    return frozenset(run[at : at + 2] for run in _RUN.findall(text) for at in range(len(run) - 1))
