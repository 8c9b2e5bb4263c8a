"""Qualifiers: the words that say what a figure measures, against which base, at which moment, and how it ranks.

Two figures of one value say different things when the words of one dimension differ: revenue and profit, year-on-year and
month-on-month, the opening and the close, the highest and the lowest.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.figures.chinese import HAS_HAN
from assistant.figures.figure import Figure, Told
from assistant.figures.han import simplified

_PROFIT = r"(?:net |operating |pretax |gross )?(?:profits?|income)(?! tax)|earnings|bottom line|ebitda"
_YEAR = (
    r"year[- ](?:on|over)[- ]year|on[- ]year|yoy|y/y|(?:from|than|compared (?:with|to)) (?:a|the) year (?:ago|earlier|before)|"
    r"on the year|year-ago (?:period|quarter|month|level|figure)|"
    r"annually|annual(?:i[sz]ed)?|(?<!of )the (?:same period|year before|previous year)"
)
_QUARTER = r"quarter[- ](?:on|over)[- ]quarter|on[- ]quarter|qoq|q/q|quarterly basis|from the (?:previous|prior) quarter"
_MONTH = (
    r"month[- ](?:on|over)[- ]month|on[- ](?:the )?month|mom|m/m|monthly|"
    r"from (?:a month (?:ago|earlier)|the (?:previous|prior) month)"
)
_WEEK = r"week[- ](?:on|over)[- ]week|weekly|from (?:a week (?:ago|earlier)|the (?:previous|prior) week)"
_LOSS = r"loss(?:es)?(?= (?:of|came|was|is|stood|amounted|reached|totalled|widened|narrowed|grew|shrank)\b)|net loss(?:es)?"
_CLOSE = r"closed|at the close|closing|close[sd]? (?:at|up|down|higher|lower)|finish(?:ed|es)?|ended|settled"

# Dimension, value, English words, Chinese words. Words of two values ("turnover") stand under both.
_WORDS = (
    (
        "metric",
        "revenue",
        r"revenues?|(?<!retail )(?<!home )(?<!vehicle )sales|takings|turnover",
        "營業額|营业额|營收|营收|收入|銷售額",
    ),
    ("metric", "turnover", r"turnover|trading (?:volume|value)|value of trad(?:e|ing)", "成交"),
    ("metric", "profit", _PROFIT, "盈利|純利|纯利|(?<!經營)(?<!经营)(?:利潤|利润|溢利)"),
    ("metric", "operating profit", r"operating (?:profit|income)", "經營利潤|经营利润|經營溢利|经营溢利"),
    ("metric", "loss", _LOSS, "虧損|亏损|虧蝕|蝕(?!本)"),
    ("metric", "exports", r"exports?|exported", "出口"),
    ("metric", "imports", r"imports?|imported", "進口|进口"),
    ("metric", "passengers", r"passengers?", "載客|客運|乘客"),
    ("metric", "cargo", r"cargo|freight", "載貨|貨運"),
    ("sector", "manufacturing", r"(?<!non-)manufacturing", "(?<!非)製造業"),
    ("sector", "non-manufacturing", r"non-manufacturing", "非製造業"),
    ("sector", "services", r"services? (?:sector|purchasing|pmi|activity)", "服務業"),
    ("metric", "retail", r"retail sales|retail", "零售"),
    ("metric", "wholesale", r"wholesale", "批發"),
    ("metric", "output", r"(?:industrial |factory |manufacturing )?(?:output|production)", "工業增加值|工業生產|產出"),
    ("metric", "consumer prices", r"consumer prices?|consumer price index|cpi|consumer inflation", "消費物價|消費者物價"),
    ("metric", "producer prices", r"producer prices?|producer price index|ppi|factory[- ]gate prices?", "生產物價|生產者物價"),
    ("metric", "dividend", r"dividends?", "股息|派息|[中末]期息|特別息"),
    ("dividend", "interim", r"interim dividends?", "中期息|中期股息"),
    ("dividend", "final", r"final dividends?", "末期息|末期股息"),
    ("dividend", "special", r"special dividends?", "特別息|特別股息"),
    ("metric", "target", r"price targets?|target price", "目標價"),
    ("metric", "loans", r"loans?|lending", "貸款"),
    ("metric", "deposits", r"deposits?", "存款"),
    ("metric", "unemployment", r"unemployment|jobless(?:ness)?", "失業"),
    ("metric", "margin", r"(?:gross |operating |net )?margins?", "毛利率|利潤率"),
    ("metric", "costs", r"costs?|expenses?", "成本|開支"),
    ("metric", "deficit", r"deficits?", "赤字|逆差"),
    ("metric", "surplus", r"surplus(?:es)?", "盈餘|順差"),
    ("rate", "cut", r"rate cuts?|cut(?:s|ting)? (?:interest )?rates?", "減息|减息|降息"),
    ("rate", "raise", r"rate (?:hikes?|rises?|increases?)|rais(?:e|es|ed|ing) (?:interest )?rates?", "加息"),
    ("trade", "bought", r"bought|buys?|buying|purchase[sd]?", "買入|買超|購入"),
    ("trade", "sold", r"sold|sells?|selling", "賣出|賣超|沽出"),
    ("extent", "high", r"highest|record[- ]highs?|(?:year|month|week)[- ]highs?", "最高|新高|高見"),
    ("extent", "low", r"lowest|record[- ]lows?|(?:year|month|week)[- ]lows?", "最低|新低|低見"),
    ("size", "great", r"largest|biggest|greatest", "最大"),
    ("size", "small", r"smallest", "最小"),
    ("grade", "good", r"best|strongest", "最強|最好|最佳"),
    ("grade", "bad", r"worst|weakest|poorest", "最弱|最差"),
    ("pace", "fast", r"fastest|quickest", "最快"),
    ("pace", "slow", r"slowest", "最慢"),
    ("moment", "open", r"open(?:s|ed)?|opening", "開市|開報|高開|低開|開盤|競價"),
    ("moment", "midday", r"midday|mid-day|half-day|(?:by|before) lunch|lunch break|noon", "半日|午間|中午"),
    ("moment", "close", _CLOSE, "收市|收報|收盤"),
    ("field", "the day's high", r"(?!)", "最高見|高見|最高報"),
    ("field", "the day's low", r"(?!)", "最低見|低見|最低報"),
    ("field", "the close", r"(?!)", "收市報|收報"),
    ("session", "morning", r"mornings?|early trad(?:e|ing)|first minutes", "早市|早段|初段|較早時|上午|早上"),
    ("session", "Asian", r"asian (?:trad(?:e|ing)|hours)", "亞洲時段"),
    ("session", "American", r"(?:new york|us|american) (?:trad(?:e|ing)|hours)", "美國時段"),
    ("reach", "reached within the day", r"as much as|at one point|intraday|before recovering", "一度|曾升|曾跌|最多升|最多跌"),
    ("venue", "in Hong Kong", r"in hong kong|hong kong-listed|hong kong shares", "港股"),
    ("venue", "in New York", r"in new york|american (?:shares|depositary)|us-listed|adrs?", "美股|預託證券"),
    ("session", "after hours", r"(?:after|extended|pre)[- ](?:hours|market)|premarket|extended trad(?:e|ing)", "盤後|盤前"),
    ("session", "regular", r"regular (?:session|trading|hours)", "正常交易時段"),
    ("session", "afternoon", r"afternoons?", "午後|下午|尾市"),
    ("base", "year", _YEAR, "按年|同比|[較较比](?:去年|上年|一年前)(?:同期)?"),
    ("base", "quarter", _QUARTER, "按季|環比"),
    ("base", "month", _MONTH, "按月"),
    ("base", "week", _WEEK, "按周|按星期"),
    ("base", "day", r"daily|a day|per day", "按日|每日"),
    ("span", "day", r"(?!)", "全日"),
    ("span", "week", r"(?!)", "全星期|全周|本周累|全週"),
    ("year", "this", r"year[- ]to[- ]date|so far (?:this|in)", "今年|年初至今|年內"),
    ("year", "last", r"(?!)", "去年"),
    ("year", "before last", r"(?!)", "前年"),
    ("year", "next", r"(?!)", "明年"),
    ("month", "this", r"(?!)", "本月"),
    ("month", "last", r"(?!)", "上月"),
    ("month", "next", r"(?!)", "下月"),
    ("week", "this", r"(?!)", "本周"),
    ("week", "last", r"(?!)", "上周"),
    ("week", "next", r"(?!)", "下周"),
    ("quarter", "this", r"(?!)", "本季"),
    ("quarter", "last", r"(?!)", "上季"),
)
_ENGLISH = [(kind, value, re.compile(rf"\b(?:{english})\b")) for kind, value, english, _ in _WORDS if english != "(?!)"]
_CHINESE = [(kind, value, re.compile(simplified(han))) for kind, value, _, han in _WORDS if han]
_RELATIVE = re.compile(
    r"\b(this|last|next|previous|past|coming|prior)[ -](week|month|quarter|year|session|season|decade|weekend)\b", re.I
)
_SAME = {"past": "last", "previous": "last", "prior": "last", "coming": "next"}
_SEPARATOR = re.compile(
    r"[,;:，；、。：()（）]|\b(?:and|but|while|whereas|versus|vs|against|compared|from|to|after|as|with|following|than)\b", re.I
)
_LINK = re.compile(
    r"[\s,(（]*(?:(?:,|or|and|to|at|by|of|or by|from|about|nearly|over|a|an|more than|around|即|至|到|,)[\s(（]*){0,3}", re.I
)


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A qualifying word or phrase at text[start:end]."""

    kind: str
    value: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def qualifiers(text: str, only: frozenset[str] | None = None) -> tuple[Qualifier, ...]:
    """The qualifiers of a text, or those of some dimensions only."""
    lowered = text.lower()
    plain = lowered if len(lowered) == len(text) else text  # a few letters of other scripts become two
    if HAS_HAN.search(text):
        patterns, plain = [*_ENGLISH, *_CHINESE], simplified(plain)
    else:
        patterns = _ENGLISH
    wanted = [row for row in patterns if only is None or row[0] in only]
    found = [Qualifier(kind, value, *match.span()) for kind, value, words in wanted for match in words.finditer(plain)]
    for match in _RELATIVE.finditer(text):
        which = match.group(1).lower()
        found.append(Qualifier(match.group(2).lower(), _SAME.get(which, which), *match.span()))
    return tuple(sorted(found, key=lambda one: one.start))


Said = Mapping[str, frozenset[str]]


def values(found: Sequence[Qualifier]) -> Said:
    """What qualifiers say of each dimension."""
    said: dict[str, set[str]] = defaultdict(set)
    for one in found:
        said[one.kind].add(one.value)
    return {kind: frozenset(held) for kind, held in said.items()}


def qualify(told: Told) -> Said:
    """What the words around a figure say of it: those before it since the last figure, and those right behind it."""
    text, figure = told.text, told.figure
    counted = [one for one in told.figures if one.kind != "date"]
    known = qualifiers(text)
    own = dict(values([one for one in known if _belongs(text, one, figure, counted)]))
    before = max((one for one in counted if one.end <= figure.start), key=lambda one: one.end, default=None)
    if before is not None and _LINK.fullmatch(_without(text, known, before.end, figure.start)):
        for kind, held in qualify(told.beside(before)).items():
            own.setdefault(kind, held)
    return own


def _without(text: str, known: Sequence[Qualifier], start: int, end: int) -> str:
    """A stretch of the text with its qualifiers blanked."""
    stretch = list(text[start:end])
    for one in known:
        if start <= one.start and one.end <= end:
            stretch[one.start - start : one.end - start] = " " * (one.end - one.start)
    return "".join(stretch)


def _belongs(text: str, one: Qualifier, figure: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a qualifier is a figure's: no other figure and no break stands between them."""
    if one.end <= figure.start:
        between = range(one.end, figure.start)
        first = not any(other.end <= one.start for other in figures)
    else:
        between = range(figure.end, one.start)
        first = False
    if one.start < figure.end and one.end > figure.start:
        return False
    if any(other.start in between for other in figures if other is not figure):
        return False
    gap = text[between.start : between.stop]
    return not _SEPARATOR.search(gap) or (first and not re.search(r"[;；。]", gap) and one.kind == "metric")


def contradicts(said: Said, held: Said, sentence: Said) -> tuple[str, str] | None:
    """What a claim says in a dimension in which its source says another thing of the figure, or else in its sentence."""
    for kind, claimed in said.items():
        against = held.get(kind) or sentence.get(kind)
        if against and not claimed & against:
            return kind, min(claimed)
    return None


def named(kind: str, value: str) -> str:
    """What a qualifier says, in words."""
    if kind == "base":
        return f"a {value}-on-{value} change"
    return f"{value} {kind}" if value in ("this", "last", "next", "before last") else value
