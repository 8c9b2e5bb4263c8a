"""Whether a stretch of time is when something was reported, or only what a figure is about ("capex in 2025")."""

import re

from assistant.knowledge.time_spans import Clock, Mention

_FLAGS = re.IGNORECASE | re.ASCII
# Figures of companies and economies: published long after, or before, the time they are about.
_FIGURES = re.compile(
    r"\b(?:cap(?:ital)?\s?ex(?:penditures?)?|spend(?:ing|s)?|spent|revenues?|sales|turnover|profit(?:s|ability)?|earnings|earned|income|ebitda?|margins?|eps|dividends?"
    r"|results|deliver(?:y|ies)|shipments?|output|production|capacity|exports?|imports?|gdp|inflation|deflation|[cp]pi|pmi|growth|grow|grew|forecasts?|targets?|guidance"
    r"|estimates?|outlook|projections?|projected|budgets?|valuations?|multiples?|loss(?:es)?|debts?|cash\s?flows?|market\s+share|subscribers|users|averages?|expect(?:ed|ations?)?"
    r"|consensus|quotas?|buybacks?|unemployment|retail|peaks?|troughs?|bottoms?|highs?|lows?|records?|invest(?:ment|ments|ed)?|orders|bookings|headcount|fundrais\w+|ipo\s+proceeds)\b"
    r"|資本開支|资本开支|資本支出|资本支出|開支|开支|營收|营收|營業額|营业额|收入|利潤|利润|盈利|純利|净利|毛利|銷售|销售|銷量|销量|目標|目标|預測|预测|預期|预期|指引|高位|高點|高点|低位|低點|低点|峰值"
    r"|增長|增长|增幅|出口|進口|进口|通脹|通胀|派息|股息|業績|业绩|產量|产量|投資額|投资额",
    _FLAGS,
)
# What a price did over a long stretch: told at its end or any time after.
_MOVES = re.compile(
    r"\b(?:gain(?:s|ed)?|ris(?:e|es|en|ing)|rose|fall(?:s|en)?|fell|drop(?:s|ped)?|los[et]|climb(?:s|ed)?|jump(?:s|ed)?|surg(?:e|es|ed)|rall(?:y|ies|ied)|return(?:s|ed)?|perform(?:s|ed|ance)?"
    r"|up|down|advance[sd]?|decline[sd]?|change[sd]?|move[sd]?|doubled|tripled|soar(?:s|ed)?|slump(?:s|ed)?|percent(?:age)?|per\s+cent)\b|%|升|跌|漲|涨|回報|回报|表現|表现",
    _FLAGS,
)
_EVENTS = re.compile(
    r"\b(?:happen(?:s|ed|ing)?|announce\w*|news|headlines?|articles?|stor(?:y|ies)|launch\w*|unveil\w*|sa(?:y|ys|id)|report(?:s|ed)?|publish\w*|sign(?:s|ed)|agree[ds]?|why|who)\b"
    r"|發生|发生|宣布|公佈|公布|新聞|新闻|消息|推出|為何|为何|為什麼|为什么",
    _FLAGS,
)
_RECORD = re.compile(
    r"\b(?:[a-z]+est|most|least|best|worst|record|peak|first(?:\s+time|\s+\w+)?|last\s+(?:time|seen)|not\s+seen|unseen|strongest)\b[^.?!;]{0,60}$|(?:最|首次|首度|新高|新低)[^。？！]{0,20}$", _FLAGS
)
_RECORD_AFTER = re.compile(r"^[^.?!。？！]{0,12}(?:最|首次|新高|新低|高位|高點|高点)")
_DUE = re.compile(r"\b(?:due|expir(?:e|es|ing|y)|matur(?:e|es|ing|ity)|scheduled|effective|takes?\s+effect|deadline|slated|planned)\b[^.?!,;]{0,20}$", _FLAGS)
_LONG = ("quarter", "half", "year")
_AHEAD = re.compile(r"\b(?:will|'ll|won't|shall|going\s+to|upcoming|next)\b|將|将會|将会|會否|会否|預料|预料", _FLAGS)
_BEHIND = re.compile(r"\b(?:did|was|were|had|said|has|have)\b", _FLAGS)


def looks_ahead(text: str) -> bool:
    """Whether the question speaks of what is to come, so that a date without a year is the coming one."""
    return bool(_AHEAD.search(text)) and not _BEHIND.search(text)


def is_topical(mention: Mention, text: str, clock: Clock) -> bool:
    """Whether the mention is the subject's period rather than a time of publication.

    Days, weeks and months are publication unless a due date, a record ("highest since") or, for months, a company's or an
    economy's figure is meant. Quarters, halves and years are the subject's as soon as a figure or a price move is asked for.
    """
    if mention.always_topical:
        return True
    before = text[max(0, mention.start - 100) : mention.start]
    near = before + text[mention.start : mention.end + 100]
    if mention.bound == "since" and (_RECORD.search(before) or _RECORD_AFTER.search(text[mention.end : mention.end + 30])):
        return True
    if mention.grain in ("day", "week"):
        return bool(_DUE.search(before))
    if _FIGURES.search(near) or _DUE.search(before):
        return True
    if mention.grain == "month":
        return mention.bound == "since" and not _EVENTS.search(near)
    began = mention.first is None or mention.first <= clock.today  # a price in time to come is a forecast, never a topic
    if began and _MOVES.search(near):
        return True
    return mention.bound == "since" and not _EVENTS.search(near)
