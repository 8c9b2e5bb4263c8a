"""Units: what the figure that answers a question is a figure of, read from the question's words."""

import re
from typing import Literal

from assistant.figures.han import simplified

Unit = Literal["percent", "money", "multiple", "level", "number", "price", "duration", "age"]

MOVE = (
    r"ris\w*|rose|fall\w*|fell|gain\w*|los[est]\w*|lost|jump\w*|drop\w*|climb\w*|surg\w*|soar\w*|slid\w*|slip\w*|"
    r"mov(?:e|es|ed|ement)|chang\w*|rall(?:y|ied)|declin\w*|advanc\w*|plung\w*|tumbl\w*|grow\w*|grew|up|down|perform\w*"
)
HAN_MOVE = "升|跌|涨|挫|泻|飙|弹|扬"  # Chinese verbs of a price's move
_PERCENT = re.compile(
    r"\bper ?cent(?:age)?\b|%|百分(?!点)|多少个?百分点|(?:多少|几)[厘成]|"
    r"(?<![汇盈])(?:率|占比)(?:预计|估计)?[是为达有约]{0,2}多少",
    re.I,
)
AMOUNT_MOVE = re.compile(
    rf"\bhow (?:much|far|many (?:percent|points))\b.*\b(?:{MOVE})\b|\bby how much\b|"
    r"\bwhat (?:did|has|have|had) .{2,60} (?:gain|lose|lost|gained|rise|fall)\b|"
    rf"\bhow (?:big|large|steep|"
    rf"sharp) (?:a|an|was|is|were)\b.*\b(?:{MOVE})\b|"
    rf"\bwhat (?:was|is|were)\b.*\b(?:growth|inflation|gain|loss|rise|fall|move|change|return|performance)\b|"
    rf"(?:{HAN_MOVE})(?:了)?多少(?!点)|(?:升|跌|涨)幅|"
    rf"(?:增长|按年增加|按年减少)(?:了)?多少(?![个宗名项间家次])",
    re.I,
)
# "What has lifted it 17 percent" states a percentage and asks for none.
_STATED = re.compile(r"\d[\d.,]*\s?(?:%|per ?cent\b)", re.I)
_ASKS_ELSE = re.compile(r"\s*(?:what|which|who|whose)\b", re.I)
_RATE = re.compile(r"\b(?:rates?|yields?|coupons?|margins?|ratios?)\b|利率|息率|拆息|债息|孳息|收益率", re.I)
MULTIPLE = re.compile(
    r"\b(?:multiple|p/e|pe ratio|price[- ](?:to[- ])?earnings|times (?:forward )?earnings|valuation multiple)\b|市盈率", re.I
)
LEVEL = re.compile(
    r"\b(?:where (?:did|was|were|is|has|does|do) .*(?:clos\w+|end\w*|finish\w*|open\w*|settl\w+|stand|stood|"
    r"trad\w+)(?!\s+(?:an?|its|their|another|new|the (?!day|week|session|month|year|trading))\b)|"
    r"(?:at )?what level|what (?:was|is|were) [^?]{0,60}(?:pmi|purchasing managers[’'] index|business confidence index)|"
    r"(?:at )?how many points .*clos\w+|"
    r"what (?:did|was|were) .* clos\w+|clos\w+ (?:level|at)|closes? of (?:the )?(?-i:[A-Z])[\w’' ]+|"
    r"^(?!.*\b(?:did|does|was|were|is|why|how|who|by)\b).{2,60}\bclos(?:e|ing))\b|(?:收|报)多少|指数?(?:是|在|为|有)?多少点",
    re.I,
)
MONEY = re.compile(
    r"\b(?:price target|target price|(?:what|which) targets?|what (?:is|was|were) [^?]{2,60} targets?|"
    r"how many (?:billion|million|trillion)s?|how (?:much|large|big) .*(?:rais\w*|spen[dt]\w*|"
    r"invest(?:s|ed|ing|ments?)?\b(?!\.)|worth|cost\w*|"
    r"pa(?:y|id)\w*|sell|sold|bond|offering|deal|capex|capital expenditure|revenue|profit|fund\w*)|"
    r"(?:capex|capital expenditure|revenue|profit|turnover|market (?:cap|value)\w*|net (?:loss|income))|"
    r"(?:['’]s|did|does|generat\w+|of) [^?]{0,40}free cash flow|free cash flow (?:did|does|was|is|for)|"
    r"what (?:is|was|are|were) (?!it)[^?]{3,80} worth)\b|目标价|集资|筹[集资]|"
    r"多少亿(?![人股吨桶个次])|多少(?:百?万)?(?:港元|美元|元|人民币|欧元|日[圆元]|英镑|钱)|"
    r"(?:收入|盈利|亏损|利润|溢利|纯利|营业额|营收|销售额|总值|价值|金额|市值|造价|罚款|末期息|中期息|资本开支|投资额|成交额)(?:预计|估计|大约)?"
    r"[是为达有约又]{0,3}多少|[派赚蚀亏值](?:了)?多少",
    re.I,
)
_SHARE = re.compile(r"\b(?:what|which) (?:share|proportion|fraction|portion) of\b|\bmarket share\b|占比", re.I)
NUMBER = re.compile(
    r"\bhow many\b|\bhow (?:much|large|big|high|low|long|old)\b|"
    r"\bwhat (?:was|is|were) [^?]{0,60}\b(?:death toll|headcount|turnout)\b|"
    r"\bwhat(?:['’]s| is| was| were| are) the (?:[a-z-]+ )?(?:size|number|amount|scale|capacity|length|value|total|count)\b|"
    r"多少|几(?=[个名位人间家宗次年天日倍项只])|多[长大高远久]",
    re.I,
)
RATE_ASKED = re.compile(
    r"\bwhat (?:is|was|were|are) [^?]{2,60}\b(?:margins?|yields?)\b|"
    r"\b(?:what|which) (?:(?:is|was|were|are) )?(?:the )?(?:(?!(?:companies|company|bank|banks|country)\b)[\w’'-]+ ){0,4}?"
    r"(?:(?:interest|tax|tariff|unemployment|jobless|vacancy|growth|inflation|mortgage|lending|approval|policy|prime|base|key|benchmark|"
    r"repo|cash|funds) rates?|"
    r"tariffs?(?! (?:war|threat)))\b(?! (?:cut|rise|decision)s?\b)",
    re.I,
)
# "How much did it raise the tariff to" asks for a rate, though money is raised too.
_RATE_SET = re.compile(
    r"\bhow (?:much|far|high) .{1,60}\b(?:rais|lift|hik|cut|lower|increas|reduc|slash|tak|took|push|bring|brought)\w*\b"
    r"[^?]{1,60}\b(?:tariffs?|lev(?:y|ies)|dut(?:y|ies)|tax(?:es)?|"
    r"(?:interest|lending|prime|cash|policy|key|repo|benchmark) rates?)\b",
    re.I,
)
_GROWTH = re.compile(
    r"\b(?:revenue|sales|profit|earnings|income|output|spending|export|import|gdp|economic|price|loan|user)s? growth\b"
    r"(?! (?:areas?|drivers?|stocks?|engines?|strateg\w+))",
    re.I,
)
_OF_RATES = re.compile(r"\b(?:inflation|growth|margin|yield|return) (?:targets?|goals?|forecasts?|estimates?|guidance)\b", re.I)
_DURATION = re.compile(r"\bhow long\b(?! ago| since)|\bhow much time\b|\bwhat (?:is|was) the (?:length|duration) of\b", re.I)
_AGE = re.compile(r"\bhow old\b|\bat (?:what|which) age\b|\bwhat (?:is|was) [^?]{2,60} age\b|(?:多少|几)岁|年龄|多大年纪", re.I)
_PRICE = re.compile(
    r"\b(?:what|which|whose)\b[^?]{0,40}\b(?:price|value|cost|fee|fine|salary|valuation|budget)\b(?! (?:target|war|cut)s?\b)",
    re.I,
)


# By how much somebody beats another is a number of points, seconds or votes; what is lost to a swindle is money.
_WON_BY = re.compile(r"\bby how (?:much|many)\b[^?]*\b(?:beat|beaten|defeat\w*|win|won|outscore\w*|miss\w*)\b", re.I)
_SWINDLED = re.compile(
    r"\bhow much\b[^?]*\b(?:victims?|scam\w*|fraud\w*|swindle\w*|robbers?|thie(?:f|ves)|burglar\w*|hackers?)\b", re.I
)


def read_unit(question: str) -> Unit | None:
    """The unit that the answer needs; None where no figure is asked for."""
    question = simplified(question)
    if _WON_BY.search(question) or _SWINDLED.search(question):
        return "number" if _WON_BY.search(question) else "money"
    if _DURATION.search(question) or _AGE.search(question):
        return "age" if _AGE.search(question) else "duration"
    if (
        _PERCENT.search(_STATED.sub(" ", question) if _ASKS_ELSE.match(question) else question)
        or _GROWTH.search(question)
        or _OF_RATES.search(question)
        or _SHARE.search(question)
        or RATE_ASKED.search(question)
    ):
        return "percent"
    if _RATE_SET.search(question):
        return "percent"
    if MULTIPLE.search(question):
        return "multiple"
    if MONEY.search(question):
        return "money"
    if AMOUNT_MOVE.search(question):
        return "percent"
    if LEVEL.search(question):
        return "percent" if _RATE.search(question) else "level"
    if _PRICE.search(question):
        return "price"
    return "number" if NUMBER.search(question) else None
