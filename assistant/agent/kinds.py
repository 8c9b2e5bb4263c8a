"""What a question wants: read from its words by code, the same for every chat model. Chinese is read as Simplified."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.agent.courses import SUMMARY, End, asks_for_course, end_asked
from assistant.agent.faring import fares
from assistant.agent.holdings import asks_of_holdings, is_talk
from assistant.agent.identities import asks_of_identity
from assistant.agent.measures import asks_plainly, names_measure, names_none, ranks_instruments, read_measure, sessions_asked
from assistant.agent.outlets import asks_for_outlet
from assistant.agent.units import AMOUNT_MOVE, LEVEL, MONEY, MOVE, MULTIPLE, NUMBER, RATE_ASKED, Unit, read_unit
from assistant.figures.han import simplified

Aim = Literal[
    "fact",
    "definition",
    "person",
    "reason",
    "time",
    "list",
    "compare",
    "summary",
    "course",
    "published",
    "count",
    "direction",
    "source",
    "saying",
    "yesno",
    "place",
    "meaning",
    "expansion",
]
_PRICE_WORDS = re.compile(
    r"\bhow (?:did|has|have|is|was) .{1,60}\b(?:do|doing|done|fare[ds]?)\b|"
    r"\b(clos(?:e|es|ed|ing)|open(?:s|ed|ing)?(?=\s+(?:at|on|price|level|higher|lower|up|down|today|yesterday|"
    r"\d)|\s*[?,.]|\s*$)|high(?:est)?|low(?:est)?|trad(?:e|es|ed|ing)|price[sd]?|cost|"
    r"worth|volume|quote[sd]?|finish(?:ed|es)?|settle[sd]?|end(?:ed|s)?(?= (?:the |up |down |at |higher|lower|on |in )|[ ]*\?)|"
    r"chang\w+ hands|ohlcv?|candles?|daily bars?|returns?(?! to\b)|best|worst|"
    rf"{MOVE}|drawdown|streak|(?:best|worst) (?:(?:single|trading) )*(?:day|session)|year to date|ytd|peak|gap)\b|"
    r"收市|收盘|收(?=多少)|收[报报]|[报报]收|开市|开盘|最高价|最低价|[高低]见|股价|价格|报价|成交|表现|走势|收在|升幅|跌幅|波幅|振幅|"
    r"升|跌|涨|挫|[急暴]泻|飙|反弹|上扬",
    re.I,
)
# What the words of prices speak of when it is not the instrument that moved.
_OTHERWISE = re.compile(
    r"\b(?:bonds?|notes?|coupons?|debt|capex|capital expenditure|revenues?|profits?|dividends?|guidance|valuation|"
    r"multiple|earnings|spending|views?|opinions?|stances?|turnover|market share|unemployment|inflation|exports?|imports?|"
    r"workforce|headcount|(?:lending|prime|interest|policy|mortgage|deposit|base) rates?)\b|"
    r"债|利润|收入|盈利|亏损|通胀|失业|出口|进口|拆息|债息|销售|零售|楼价|物价|增长|顺差|逆差",
    re.I,
)
_TARGET = re.compile(
    r"\b(?:price target|target price|target|rating|upgrad\w+|downgrad\w+|ipo|offer price)s?\b|目标价|评级", re.I
)
_ADVICE = re.compile(
    r"\bshould (?:i|we|one|my|our|someone|investors?)\b|\b(?:is|are|would) (?:it|now|this|they|"
    r"\S+(?: \S+){0,3}) (?:be )?(?:a good|a bad|worth|the right) "
    r"(?:time to |to )?(?:buy|sell|hold|invest\w*)|\b(?:buy or sell|good buy|good investment)\b|"
    r"\bwould you (?:buy|sell|recommend)|"
    r"\b(?:recommend|advise) (?:me|that i|buying|selling)|\bwhat (?:should|would) (?:i|you) (?:buy|sell)|应该买|"
    r"应该买|值得买|该不该买|可以买入吗|买定卖",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|going to|be able to|next (?:week|month|year|quarter)|tomorrow|predict\w*|"
    r"forecast (?:for )?the price)\b|明天|明日|下周|下月|明年|将会",
    re.I,
)
_LIST = re.compile(
    r"^\s*(?:list|name|enumerate)\b|\b(?:which|what) (?:\w+ ){0,2}?(?:companies|firms|stocks|shares|banks|"
    r"brokers|brokerages|analysts|countries|names|indices|indexes)\b|列出|哪些|哪几",
    re.I,
)
_REASON = re.compile(
    r"\bwhy\b|\bwhat (?:caused|drove|drives|pushed|lifted|sent|made|triggered|sparked|fuel\w+|prompted|led to|explains?|hurts?|"
    r"(?:is |was |has been |have been )?weigh(?:s|ed|ing) on|drag(?:s|ged) (?:on|down)|depress(?:es|ed)|supports|supported|"
    r"underpin(?:s|ned)|boosts|boosted|buoy(?:s|ed)|help(?:s|ed)(?! \w+ to\b)|holds back|held back|eas(?:es|ed))\b|"
    r"\bwhat (?:(?:has|have|had) (?:caused|driven|pushed|lifted|sent|triggered|sparked|prompted|led to|boosted)|"
    r"(?:is|was|has been) (?:causing|driving|pushing|lifting|sending|boosting))\b|"
    r"\b(?:reasons?|causes?|drivers?) (?:for|of|behind|why)\b|\bhow come\b|"
    r"为什么|为甚么|为何|原因|何以|何故|(?:如何|怎样|怎么)解释",
    re.I,
)
_COMPARE = re.compile(
    r"\bcompar\w+|\bversus\b|\bvs\.?(?=\s)|\bdifference between\b|\bhow (?:does|do|did) .+ (?:differ|stack up)\b|"
    r"比较|相比|哪一?个.{0,3}[升跌涨].{0,2}[多少大小]",
    re.I,
)
_PERSON = re.compile(
    r"^\s*(?!(?:how|what|when|where|why|(?:[a-z]+ )?which)\b)[^?]*\bwho\b|(?:\band|,|;|\?)\s*who\b|\bwhose\b|"
    r"\bnames? of (?:[^?]{2,60}\bwho\b|(?:the )?(?:\w+ )?(?:man|woman|victim|suspect|driver|boy|girl|person|patient)s?\b)|"
    r"\b(?:which|what) (?:[\w’'&-]+ ){0,4}?(?:analyst|strategist|economist|executive|"
    r"official(?!\s+(?!(?:who|was|is|has|did|said|told|from|at|in|of)\b)\w)|minister|"
    r"manager|researcher|banker|chairman|person|partner|member|spokes(?:man|woman|person)|president|premier|officer|lawmaker|"
    r"legislator|professor|founder|lawyer|judge|politician|leader|secretary|expert|trader|author|man|woman)\b(?!s)|"
    r"谁|哪位",
    re.I,
)
_TIME = re.compile(
    r"^\s*when\b|\b(?:and |,\s*|by |since |until |from )when\b|\bhow soon\b|\bhow long ago\b|"
    r"\b(?:what|which) (?:date|day|time|year|month|quarter|weekday)\b|何时|[什甚]么时候|哪一?[天年月日]|哪个月",
    re.I,
)
_PUBLISHED = re.compile(
    r"\bwhen (?:was|were|did) .{0,60}\b(?:article|story|report|piece|item)s?\b.{0,30}\b(?:published|posted|"
    r"updated|written|released|come out|appear)\b|"
    r"\b(?:publication|publishing) (?:date|time)\b|"
    r"\b(?:when|what time)\b.{0,40}\b(?:it|this|that)\b.{0,12}\b(?:put out|published|posted|last updated)\b|"
    r"\bwho\b.{0,20}\b(?:article|story|report|piece)\b (?:credited|attributed) to\b|"
    r"\bwho (?:is|are|gets?) (?:credited|the byline)\b|\bwho (?:wrote|published)\b.{0,40}\b(?:article|story|report|"
    r"piece)\b|(?:文章|报道|报道).{0,8}(?:何时|什么时候).{0,4}(?:发布|刊登|发布)",
    re.I,
)
_EXPANSION = re.compile(
    r"\b[Ww]hat (?:does|do|did) (?P<name>[A-Z][\w&.-]+|the (?:acronym|abbreviation|letters?) \w+) stand for\b|"
    r"\b[Ww]hat (?:is|was) [\w&.-]+ short for\b|\bfull name of\b|\b[\w&.-]+(?:['’]s) full name\b"
)
_MEANING = re.compile(
    r"\bwhat (?:does|do|did) (?:the |that |this )?(?:figure (?:of )?)?(?:about |nearly )?(?:[A-Z]{0,3}\$\s?)?\d[^?]{0,40}? "
    r"(?:refer to|mean|stand for|represent|describe)\b",
    re.I,
)
_DEFINITION = re.compile(
    r"^\s*(?:what|who)(?:'s| is| are| was| were)\s+(?:an? |the )?[\w.&’'-]+(?:\s+[\w.&’'-]+){0,4}\s*\??\s*$|"
    r"\bwhat does .+ (?:do|mean)\b|\bdefine\b|什么是|是什么|是甚么",
    re.I,
)
# "What are the risks for X" asks what is said of X, not what it is.
_OUTLOOK = re.compile(
    r"\bwhat (?:is|are|was|were) the (?:\w+ ){0,2}?(?:risks?|dangers?|threats?|challenges|headwinds|tailwinds|downsides?|"
    r"upside|opportunities|catalysts?|concerns?|worries|(?:bull|bear) case)\b",
    re.I,
)
_COUNT_ARTICLES = re.compile(
    r"\b(?:how many|(?:number|count) of) (?:\w+ ){0,2}?(?:articles|stories|reports|items|documents|pieces)\b|"
    r"(?:多少|几)(?:篇|则(?=报道|新闻))",
    re.I,
)
_FIRST_OR_LAST = re.compile(
    r"\bwhen (?:was|were|did|is|has) .{1,60}\b(?:first|last|most recently)\b.{0,20}\b(?:mention\w*|reported on|report on|"
    r"covered|(?:in|by) the (?:news|reports))\b|"
    r"\bwhen (?:was|is) the (?:first|last|latest|newest|earliest|most recent) (?:report|article|story|mention|news)\b|"
    r"(?:最早|首次|首篇|第一次|最近一次|最后一次|上一次|最后一篇|最新一篇).{0,4}(?:提到|提及|报[道导]).{1,20}(?:何时|什么时候|哪一?[天日])",
    re.I,
)
_DIRECTION = re.compile(
    r"\b(?:did|do|does|has|have|is|was|were)\b.*\b(?:rise or fall|fall or rise|up or down|down or up|"
    r"gain or lose|higher or lower|lower or higher|increase or decrease)\b|[升涨]了?(?:定|还是|抑或)(?:下?跌)|上升还是下跌",
    re.I,
)
_WHICH_FIRM = re.compile(
    r"\b(?:which|what) (?:[\w-]+ ){0,3}?(?:company|firm|maker|bank|broker|group) (?:did|does|do|is|was|has|will)\b", re.I
)
_STATED_PERCENT = re.compile(r"\d\s?(?:%|per ?cent)", re.I)
_SOURCE = re.compile(
    r"\b(?:what|which) (?:source|outlet|publication|paper|agency|newspaper)\b|\baccording to wh(?:om|at)\b|"
    r"\bwho (?:reported|says|said)\b|\bwhose (?:\w+ )?(?:data|figures|numbers|survey|report|research|estimates?|polls?)\b",
    re.I,
)
_SAYING = re.compile(
    r"\bwhat (?:did|does|do|has|have|had) .{1,80}\b(?:say|said|think|warn|argue|expect|predict|comment|note|"
    r"tell|told|believe)\b|\bhow (?:did|does) .{1,80}\b(?:describe|explain|react|respond|comment)\b|"
    r"[说讲](?:了)?(?:什么|甚么)|(?:有何|有什么|有甚么|如何|怎样|怎么)(?:回应|看法|评论|评价|看待|形容)|(?:怎么|怎样|如何)看",
    re.I,
)
_PLACE = re.compile(
    r"^\s*(?:and\s+)?where\b|\bin (?:which|what) (?:city|country|province|place|town)\b|"
    r"哪里|在哪|哪一?个(?:城市|国家|地方|地区|省份?|州)",
    re.I,
)
_POSSESSED = re.compile(
    r"\b(?:what|who)(?:'s| is| are| was|"
    r" were)\s+(?:the\s+)?[\w.&-]+(?:\s+[\w.&-]+){0,3}(?:'s|’s|s'|s’)\s+\w+",
    re.I,
)
# "What was the low of Lenovo on 2025-10-02?" is shaped like the question for a definition.
_QUOTED = re.compile(r"\b(?:open|high|low|close|volume|drawdown|streak)(?: price| level)? (?:of|for)\b", re.I)
_YESNO = re.compile(
    r"^\s*(?:whether|did|does|do|is|are|was|were|has|have|had|will|would|can|could)\b|(?:吗|呢)\s*[?？]?\s*$|是否|有没有",
    re.I,
)
# What reports say of a move is asked, which need not be what the tape says.
_AS_REPORTED = re.compile(
    r"\baccording to (?:the )?(?:\w+ )?(?:reports?|articles?|news|stor(?:y|ies)|coverage|press|media)\b|"
    r"\b(?:reports?|articles?|news|stor(?:y|ies)|papers?|press|media) (?:say|said|give|gave|state[ds]?|tell|told|put)\b|"
    r"\b(?:reports|outlets|papers|sources|accounts) (?:all )?(?:differ|agree|disagree|conflict|contradict|diverge)|"
    r"\b(?:disagreement|conflict|contradiction|discrepanc\w+|differences?) (?:between|among|in) (?:the |these )?reports\b|"
    r"\bby (?:(?:the|these) )?(?:different |various |several )?(?:reports|outlets|papers)\b|"
    r"据报道|報道(?:說|指|稱)",
    re.I,
)
# What daily bars do not hold.
_OUT_OF_HOURS = re.compile(r"\bpre-?market\b|\bafter[- ]hours\b|\b(?:by|at|until) (?:midday|noon|the lunch break)\b|盘前", re.I)
_WITHOUT_FIGURE = frozenset(
    "source saying reason published summary course definition meaning expansion person time direction place".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """The aim of a question, the unit its answer needs, and what code must refuse or watch."""

    aim: Aim = "fact"
    unit: Unit | None = None
    end: End = ""  # of a course: only the first report, or the newest
    prices: bool = False  # a price row could answer it
    ranks: bool = False  # prices of several instruments are set against each other
    any_of_all: bool = False  # and they need not be named: "which stock"
    advice: bool = False
    future: bool = False
    counts_articles: bool = False
    first_or_last: bool = False  # of the articles on something the first or the newest is asked for
    holdings: bool = False  # asked of the stores themselves
    identity: bool = False  # asked of an instrument itself: its ticker, its exchange
    talk: bool = False  # a greeting or the like: nothing is to be looked up


@lru_cache(maxsize=1_024)
def read_wants(question: str) -> Wants:
    """What the question wants; kept, because each part of a question is read anew by every look at what was found."""
    plain = simplified(question)
    aim = _aim(plain)
    unit = None if aim in _WITHOUT_FIGURE else read_unit(question)
    ranks = ranks_instruments(question)
    return Wants(
        aim=aim,
        unit=unit,
        prices=(
            ranks
            or fares(question)
            or bool(_PRICE_WORDS.search(plain))
            or names_measure(question)
            or sessions_asked(question) is not None
        )
        and not _TARGET.search(plain)
        and not _OTHERWISE.search(plain)
        and not _OUT_OF_HOURS.search(plain)
        and not _AS_REPORTED.search(plain)
        and not (_WHICH_FIRM.search(plain) and not ranks)
        and not (aim == "time" and (_STATED_PERCENT.search(plain) or not (ranks or read_measure(question))))
        and (
            aim in {"fact", "direction", "compare", "time", "yesno"}
            or (aim in {"list", "person"} and ranks)
            or (aim in {"definition", "list"} and asks_plainly(question))
        ),
        ranks=ranks,
        any_of_all=names_none(question),
        advice=bool(_ADVICE.search(plain)),
        future=bool(_FUTURE.search(plain)),
        counts_articles=bool(_COUNT_ARTICLES.search(plain) or _FIRST_OR_LAST.search(plain)),
        end=end_asked(plain) if aim == "course" else "",
        first_or_last=bool(_FIRST_OR_LAST.search(plain)),
        holdings=asks_of_holdings(question),
        identity=asks_of_identity(question),
        talk=is_talk(question),
    )


def speaks_of_trading(question: str) -> bool:
    """Whether a question has the words of prices and their movement, and they speak of an instrument."""
    plain = simplified(question)
    if _TARGET.search(plain) or _OTHERWISE.search(plain):
        return False
    return bool(_PRICE_WORDS.search(plain) or AMOUNT_MOVE.search(plain) or LEVEL.search(plain))


def _aim(question: str) -> Aim:
    tests: tuple[tuple[re.Pattern[str], Aim], ...] = (
        (_PUBLISHED, "published"),
        (_EXPANSION, "expansion"),
        (_MEANING, "meaning"),
        (_COUNT_ARTICLES, "count"),
        (_FIRST_OR_LAST, "count"),
        (_DIRECTION, "direction"),
        (_SOURCE, "source"),
        (_REASON, "reason"),
        (_COMPARE, "compare"),
        (SUMMARY, "summary"),
        (_LIST, "list"),
        (_SAYING, "saying"),
        (_PERSON, "person"),
        (_TIME, "time"),
    )
    if asks_for_course(question):
        return "course"
    if asks_for_outlet(question):
        return "source"
    for pattern, aim in tests:
        if pattern.search(question) and not (aim == "direction" and NUMBER.search(question)):
            return aim
    if _PLACE.search(question) and not LEVEL.search(question):
        return "place"
    metric = any(one.search(question) for one in (NUMBER, RATE_ASKED, MULTIPLE, MONEY, _POSSESSED))
    if _DEFINITION.search(question) and not metric and not _OUTLOOK.search(question) and not _QUOTED.search(question):
        return "definition"
    return "yesno" if _YESNO.search(question) else "fact"
