"""Segments: what Chinese says of one figure, told apart from what it says of the next, where no catalogue knows the names."""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.figures.figure import Told
from assistant.figures.han import simplified
from assistant.figures.passages import Sentence

_PIECE = re.compile(r"[，,；;：:。、（()）]")
_TOKEN = re.compile(r"\d{1,4}[年月]|[A-Za-z]+|[\u4e00-\u9fff]")
_PERIOD = re.compile(r"(?<!\d)(?:\d{1,2}月|(?:19|20)\d\d年)|首季|第[一二三四]季|[上下]半年|全年|[今去前]年(?!度)")
# How a piece opens that goes on about the subject before it.
_GOES_ON = re.compile(
    r"(?:但|而|并|亦|也|又|则|当中|按[年月季周]|较|比(?![特亚率例])|高于|低于|由|从|上?升|下?跌|上?涨|下?挫|急|大[升跌]|再|续|微|增|减|报|收|达|至|回落|回升|"
    r"扩大|收窄|放缓|加快|显著|不过|约|逾|近|其|创|合共|分别|占|共|累|低见|高见|连|曾|一度|全日|全[周年]|同比|环比|期内|或|为|"
    r"集团|公司|该|当局|局方|旗下|预料|预计|料|他|她|受|主要|因)"
)
_TIMES = re.compile(
    r"^(?:[今去明前]年|[本上今](?:周|星期)|首季|[上本]季|第[一二三四]季|[上本]月|\d{1,4}[年月]|首\d个月|全年)+(?:度|底|初)?"
)
_RESPECTIVELY = re.compile(r"分[別别]")
_LISTED = re.compile(r"([^，。；]*[、和及与][^，。；]*?)(?:，[^，。；]*)?$")
_AND = re.compile(r"[、和及与]")
# Words of one sense, written in one way.
_WRITTEN = {"profit": "盈利", "sp": "标普", "dow": "道指", "nasdaq": "纳指"}
_SAME = re.compile(r"(?P<profit>净?纯利|净利润?|溢利|利润)|(?P<sp>标准普尔|标指)|(?P<dow>道琼斯?)|(?P<nasdaq>纳斯达克)")
_HEAD = 2  # tokens with which a piece says whom it is about


def said_of_another(claim: Told, held: Told, rest: Iterable[Sentence]) -> bool:
    """Whether a claim opens with what the source says another figure of, and not with what it says this one of."""
    ours, theirs, known = _segment(claim), _segment(held), held.figure
    heads, own, carried, said = _heads(ours), _last_heads(theirs), _tokens(theirs), _tokens(ours)
    strange = bool(own) and not own & said
    if _denied(ours, theirs):
        return True
    periods = frozenset(_PERIOD.findall(ours)), frozenset(_PERIOD.findall(theirs))
    moved = len(periods[0]) == 1 and bool(periods[1]) and not periods[0] & periods[1]
    if not strange and not moved:
        return False
    for text, others in ((held.text, held.figures), *((one.text, one.figures) for one in rest)):
        for rival in others:
            if rival.kind == "date" or rival is known:
                continue
            other = _segment(Told(text, rival, others))
            if strange and text is not held.text and len(heads) == _HEAD and heads <= _heads(other) and not heads & carried:
                return True
            if rival.unit != known.unit:
                continue
            if strange and ((heads & _heads(other) and not heads & carried) or _is_named(_last_heads(other), said - carried)):
                return True
            if moved and periods[0] & frozenset(_PERIOD.findall(other)):
                return True
    return False


def of_its_item(claim: Told, held: Told) -> bool | None:
    """In "出口和進口按年分別升4.7%和5.3%" the second figure is that of imports: whether the claim says it so; None where
    nothing is told respectively, or the claim names no item."""
    text, figure = held.text, held.figure
    parting = _RESPECTIVELY.search(text, 0, figure.start)
    if parting is None:
        return None
    listed = _LISTED.search(_cut(text, 0, parting.start()))
    run = [one for one in held.figures if one.start >= parting.end() and one.unit == figure.unit and one.kind != "date"]
    items = _AND.split(listed[1]) if listed else []
    if len(items) < 2 or figure not in run or run.index(figure) >= len(items):
        return None
    pairs = [frozenset(_pairs(item)) for item in items]
    own = pairs.pop(run.index(figure))
    others = frozenset().union(*pairs)
    said = _tokens(_segment(claim))
    if not (said & own - others or said & others - own):
        return None
    return bool(said & own - others)


def _denied(ours: str, theirs: str) -> bool:
    """Whether one speaks of what is not of a kind and the other of the kind: 非機動車 and 機動車."""
    return any(
        f"非{pair}" in one and pair in other and f"非{pair}" not in other
        for one, other in ((ours, theirs), (theirs, ours))
        for pair in _heads(other)
    )


def _is_named(heads: frozenset[str], said: frozenset[str]) -> bool:
    return len(heads) == _HEAD and heads <= said


@lru_cache(maxsize=4_096)
def _cut(text: str, start: int, end: int) -> str:
    return _SAME.sub(lambda match: _WRITTEN[match.lastgroup or ""], simplified(text[start:end]))


def _segment(told: Told) -> str:
    """What stands before a figure, since the clause of the last one of its unit."""
    text, figure = told.text, told.figure
    before = [one.end for one in told.figures if one.kind != "date" and one.unit == figure.unit and one.end <= figure.start]
    start = max(before, default=0)
    cut = _PIECE.search(text, start, figure.start) if start else None
    return _cut(text, cut.end() if cut else start, figure.start)


def _pieces(segment: str) -> list[str]:
    return [piece for piece in _PIECE.split(segment) if _TOKEN.search(piece)]


@lru_cache(maxsize=4_096)
def _heads(segment: str) -> frozenset[str]:
    """With what the pieces of a segment open: the first pairs of each that says somebody of its own."""
    return frozenset(pair for piece in _pieces(segment) for pair in _head(piece))


def _last_heads(segment: str) -> frozenset[str]:
    """The same of the last piece that says somebody of its own; none where it goes on from an earlier segment."""
    return next((frozenset(head) for piece in reversed(_pieces(segment)) if (head := _head(piece))), frozenset())


def _head(piece: str) -> list[str]:
    bare = _TIMES.sub("", piece)
    return [] if not bare or _GOES_ON.match(bare) else [pair for pair in _pairs(bare) if not pair[:1].isdigit()][:_HEAD]


@lru_cache(maxsize=4_096)
def _tokens(segment: str) -> frozenset[str]:
    return frozenset(pair for piece in _pieces(segment) for pair in _pairs(piece))


def _pairs(piece: str) -> list[str]:
    """Pairs of neighbouring characters; a year, a month or a Latin word is one of its own."""
    tokens = _TOKEN.findall(piece)
    pairs = []
    for place, token in enumerate(tokens):
        if len(token) > 1:
            pairs.append(token.lower())
        elif place + 1 < len(tokens) and len(tokens[place + 1]) == 1:
            pairs.append(token + tokens[place + 1])
    return pairs
