"""Whether a stretch of time is when something was reported, or only what a figure is about ("capex in 2025")."""

import re

from assistant.knowledge.time_spans import Clock, Mention

_FLAGS = re.IGNORECASE | re.ASCII


def _any_of(english: str, chinese: str = "") -> re.Pattern[str]:
    """One pattern for whole English words and for Chinese words anywhere."""
    words = rf"\b(?:{'|'.join(english.split())})\b"
    return re.compile("|".join([words, *chinese.split()]), _FLAGS)


# Figures of companies and economies: published long after, or before, the time they are about.
_FIGURES = _any_of(
    r"""cap(?:ital)?\s?ex(?:penditures?)? spend(?:ing|s)? spent revenues? sales turnover profit(?:s|ability)?
    earnings earned income ebitda? margins? eps dividends? results deliver(?:y|ies) shipments? output production
    capacity exports? imports? gdp inflation deflation [cp]pi pmi growth grow grew forecasts? targets? guidance
    estimates? outlook projections? projected budgets? valuations? multiples? loss(?:es)? debts? cash\s?flows?
    market\s+share subscribers users averages? expect(?:ed|ations?)? consensus quotas? buybacks? unemployment
    invest(?:ment|ments|ed)? orders bookings headcount""",
    """資本開支 资本开支 資本支出 资本支出 開支 开支 營收 营收 營業額 营业额 收入 利潤 利润 盈利 純利 净利 毛利
    銷售 销售 銷量 销量 目標 目标 預測 预测 預期 预期 预计 預計 指引 增長 增长 增幅 出口 進口 进口 通脹 通胀
    派息 股息 業績 业绩 產量 产量 投資額 投资额 順差 顺差 逆差 赤字 零售 物價 物价 失業 失业 空置率 售價指數 售价指数 樓價 楼价
    認為 认为 估計 估计 按年 按月 按季""",
)
_LEVELS = _any_of("peaks? troughs? bottoms? highs? lows? records?", "高位 高點 高点 低位 低點 低点 峰值 新高 新低")
# What a price did over a long stretch: told at its end or any time after.
_MOVES = _any_of(
    r"""gain(?:s|ed)? ris(?:e|es|en|ing) rose fall(?:s|en)? fell drop(?:s|ped)? los[et] climb(?:s|ed)? jump(?:s|ed)?
    surg(?:e|es|ed) rall(?:y|ies|ied) return(?:s|ed)? perform(?:s|ed|ance)? up down advance[sd]? decline[sd]?
    change[sd]? move[sd]? doubled tripled soar(?:s|ed)? slump(?:s|ed)? percent(?:age)? per\s+cent""",
    "% 升 跌 漲 涨 回報 回报 表現 表现",
)
_NEWS = _any_of(
    r"happen(?:s|ed|ing)? announce\w* news headlines? articles? stor(?:y|ies) launch\w* unveil\w* sa(?:y|ys|id) publish\w*",
    "發生 发生 宣布 公佈 公布 新聞 新闻 消息 推出",
)
_CAUSES = _any_of(r"report(?:s|ed)? sign(?:s|ed) agree[ds]? why who", "為何 为何 為什麼 为什么")

_RECORD_BEFORE = re.compile(
    r"\b(?:[a-z]+est|most|least|best|worst|record|peak|first(?:\s+time|\s+\w+)?|last\s+(?:time|seen)"
    r"|not\s+seen|unseen)\b[^.?!;]{0,60}$"
    r"|(?:最|首次|首度|新高|新低)[^。？！]{0,20}$",
    _FLAGS,
)
_RECORD_AFTER = re.compile(r"[^.?!。？！]{0,12}(?:最|首次|新高|新低|高位|高點|高点)")
_LEVEL_OF = re.compile(
    r"\b(?:peak|trough|bottom|(?:record|all-time|lifetime)\s+(?:high|low))\s+(?:close\s+)?(?:of|in|on"
    r"|from)\s+(?:the\s+)?$",
    _FLAGS,
)
_RUNS_ON = re.compile(r"\s*(?:to|through|thru|until|till|-)\s", _FLAGS)  # "peak from 1 to 12 September" names a span
_LEVEL_IN = re.compile(r"\b(?:high|low|top|record)s?\s+(?:of|from)\s+(?:the\s+)?$", _FLAGS)
_LEVEL_AFTER = re.compile(
    r"(?:'s)?\s*(?:[a-z-]+\s+)?(?:peak|high|low|trough|top|bottom|record)s?\b|高位|高點|高点|低位|低點|低点", _FLAGS
)
_DUE = re.compile(
    r"\b(?:due|expir(?:e|es|ing|y)|matur(?:e|es|ing|ity)|scheduled|effective|takes?\s+effect|deadline|slated)"
    r"\b[^.?!,;]{0,20}$"
    r"|\b(?:year|half|quarter|months|period)\s+(?:ended|ending|to)\s+(?:on\s+)?$",
    _FLAGS,
)
# "More than a year earlier" is what something is measured against.
_BASE = re.compile(
    r"\b(?:than|from|against|versus|compar\w+ (?:with|to)|relative to)\s+(?:[a-z]+ ){0,4}?(?:a|one|the|last|previous|prior)\s+"
    r"(?:year|quarter|month|week)(?:\s+(?:earlier|ago|before|prior))?$",
    _FLAGS,
)
_ABOUT = re.compile(r"\bfor\s+(?:the\s+)?$", _FLAGS)
_LONG = ("quarter", "half", "year")
_AHEAD = re.compile(r"\b(?:will|won't|shall|going\s+to|upcoming)\b|'ll\b|將會|将会|會否|会否|預料|预料", _FLAGS)
_BEHIND = re.compile(r"\b(?:did|was|were|had|said|has|have)\b", _FLAGS)


def looks_ahead(text: str) -> bool:
    """Whether the question speaks of what is to come, so that a date without a year is the coming one."""
    return bool(_AHEAD.search(text)) and not _BEHIND.search(text)


def is_topical(mention: Mention, text: str, clock: Clock) -> bool:
    """Whether the mention is the subject's period rather than a time of publication.

    Days and weeks are publication unless they are a due date, a period's end or the start of a record ("highest since").
    Months as well, unless a company's or an economy's figure is asked for and no news. Quarters, halves and years are the
    subject's as soon as a figure, a level or a price move is asked for.
    """
    before, after = text[max(0, mention.start - 100) : mention.start], text[mention.end : mention.end + 100]
    if (
        _BASE.search(text[: mention.end])
        or mention.always_topical
        or _DUE.search(before)
        or (_LEVEL_OF.search(before) and not _RUNS_ON.match(after))
    ):
        return True
    if mention.bound == "since" and (_RECORD_BEFORE.search(before) or _RECORD_AFTER.match(after)):
        return True
    near = before + text[mention.start : mention.end] + after
    if mention.grain == "month":
        return _month_is_topical(mention, before, after, near)
    return mention.grain in _LONG and _long_is_topical(mention, before, near, clock)


def _month_is_topical(mention: Mention, before: str, after: str, near: str) -> bool:
    if _LEVEL_IN.search(before) or _LEVEL_AFTER.match(after):
        return True
    return not _NEWS.search(near) and (bool(_FIGURES.search(near)) or (mention.bound == "since" and not _CAUSES.search(near)))


def _long_is_topical(mention: Mention, before: str, near: str, clock: Clock) -> bool:
    if _FIGURES.search(near) or _LEVELS.search(near) or _ABOUT.search(before):
        return True
    began = mention.first is None or mention.first <= clock.today  # a price in time to come is a forecast, never a topic
    return (began and bool(_MOVES.search(near))) or (
        mention.bound == "since" and not (_NEWS.search(near) or _CAUSES.search(near))
    )
