"""Reported moves: which figures of a news sentence are a share's move or price, of which listing, day and moment. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from assistant.agent.extractive.conflicts import INTRADAY
from assistant.agent.extractive.evidence import Candidate, owner
from assistant.figures.figure import Figure
from assistant.knowledge.windows import read_window
from assistant.market.instruments import Instrument

_LEAD = 600  # characters in which a report says where it is from
_NEW_YORK = re.compile(
    r"\bNew York\b|\bAD[RS]s?\b|\b[Dd]epositary\b|\breceipts\b|\b(?:U\.?S\.?|Nasdaq|NYSE)[- ](?:listed|traded)\b|美股|紐約|纽约"
)
_HONG_KONG = re.compile(r"\bHong Kong\b|\bHK\b|HK\$|\bHang Seng\b|\bH[- ]shares?\b|港股|港元|恒生")
_OUTSIDE = re.compile(r"\bpre-?market\b|\bafter[- ]hours\b|\bextended trading\b|\bpost-?market\b|盤前|盘前|盤後|盘后", re.I)
# What a percentage of a company may be of, beside its share.
_BUSINESS = re.compile(
    r"\b(?:revenues?|sales|profits?|earnings|income|margins?|loss(?:es)? of|spending|capex|expenditures?|stake|volume|turnover|"
    r"yields?|coupons?|market share|(?<!-)deliver(?:y|ies|ed)|shipments?|output|targets?|upside|downside|premium|discount|"
    r"forecast|expect\w*|estimat\w*|guidance|tariffs?|workforce|jobs|users|orders|weight(?:ing)?|cut|dividends?|options?|futures|bonds?|"
    r"notes|debt|rally of|require|interest|rates?|conversion|convertible|would|could|should|will|may)\b|"
    r"營收|营收|利潤|利润|銷售|销售",
    re.I,
)
_OTHER_SPAN = re.compile(
    r"\b(?:weeks?|weekly|months?|monthly|quarters?|quarterly|years?|yearly|annual(?:ly)?|decades?|since|so far|ytd|"
    r"(?:two|three|four|five|several|past|last|consecutive|straight) (?:days|sessions)|days|record low|record high|"
    r"(?:from|above|below|off) (?:its|their|the) \w+|ipo|debut)\b|今年|本周|本週|本月|累計|累计",
    re.I,
)
_TRADED = re.compile(
    r"\b(?:shares?|stocks?|receipts|AD[RS]s?|clos(?:e[ds]?|ing)|finish(?:ed|es)?|end(?:ed|s)|trad(?:e[ds]?|ing)|session|jump\w*|"
    r"surg\w+|soar\w*|rall(?:y|ied)|slump\w*|tumbl\w+|plung\w+|gainers?|losers?|led (?:the )?gains|HK\$)|"
    r"股價|股价|收[市報报盤盘]|升|跌",
    re.I,
)
# "JD.com advanced 5.2%": the company itself, nothing of it, did the moving.
_ITSELF = re.compile(
    r"(?:^|[,;]|\band\b|\bwhile\b)\s*(?:(?!\S*['’]s?\s)[\w&.()-]+ ){1,6}"
    r"(?:gained|advanced|rose|added|climbed|fell|lost|dropped|slid|slipped|declined|retreated)"
    r"(?: by)?(?: (?:about|around|nearly|over|some|more than))?\s*$"
)
_CLOSED = re.compile(r"\b(?:clos(?:e[ds]?|ing)|finish(?:ed|es)?|end(?:ed|s)|settled)\b|收[市報报盤盘]", re.I)
_PRICED = re.compile(r"\b(?:at|to)\s*$|[報报]\s*$", re.I)
_PHRASE = re.compile(r"[;；，]|, |\band\b|\bwhile\b|\bbut\b|\bhaving\b|\bafter\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A figure that a sentence gives for a company's share on one day."""

    figure: Figure
    company: str
    exchange: str | None  # None where nothing says which listing is meant
    day: date | None  # the day its words name
    intraday: bool


def reported(one: Candidate, *, companies: Iterable[str] = ()) -> list[Reported]:
    """The moves, or else prices, a sentence reports: the first of each company, of those wanted where any are."""
    wanted, found = frozenset(companies), dict[str, Reported]()
    document = one.passage.hit.document
    if document.kind == "stat" or one.published_at is None or _OUTSIDE.search(one.text):
        return []
    indices = {span.key for span in one.names if span.index}
    for figure in sorted(one.figures, key=lambda figure: (figure.unit != "%", figure.start)):
        owners = owner(one, figure) - indices
        if (
            len(owners) != 1
            or (wanted and not owners & wanted)
            or not _is_traded(one, figure)
            or not _is_of_the_day(one, figure)
        ):
            continue
        (company,) = owners
        day, certain = _day(one)
        if certain and company not in found:
            intraday = _intraday(one, _phrase(one.text, figure)[0])
            found[company] = Reported(figure=figure, company=company, exchange=_exchange(one), day=day, intraday=intraday)
    return list(found.values())


def listing(told: Reported, listings: Iterable[Instrument]) -> Instrument | None:
    """The listing a report speaks of; None where it may be either of two."""
    shares = [one for one in listings if one.kind in ("share", "adr")]
    money = told.figure.currency
    if told.figure.unit == "money":
        shares = [one for one in shares if one.currency == money]
    if told.exchange is not None:
        place = [one for one in shares if (one.exchange == "XHKG") == (told.exchange == "XHKG") and one.currency != "CNY"]
        return place[0] if len(place) == 1 else None
    return shares[0] if len(shares) == 1 else None


def _is_traded(one: Candidate, figure: Figure) -> bool:
    if one.moment is not None or _TRADED.search(one.text):
        return True
    return bool(_ITSELF.search(one.text, 0, figure.start))


def _is_of_the_day(one: Candidate, figure: Figure) -> bool:
    phrase, until = _phrase(one.text, figure)
    if _OTHER_SPAN.search(phrase) or _BUSINESS.search(one.text, 0, until):  # what follows in another phrase is another matter
        return False
    if figure.unit == "%":
        return figure.kind == "change" and figure.sign != 0
    before = one.text[max(0, figure.start - 8) : figure.start]
    return figure.unit == "money" and bool(_PRICED.search(before)) and bool(_CLOSED.search(one.text))


def _phrase(text: str, figure: Figure) -> tuple[str, int]:
    """The part of the sentence a figure stands in, and where it ends."""
    cuts = [match.span() for match in _PHRASE.finditer(text)]
    begin = max((end for _, end in cuts if end <= figure.start), default=0)
    end = min((start for start, _ in cuts if start >= figure.end), default=len(text))
    return text[begin:end], end


def _day(one: Candidate) -> tuple[date | None, bool]:
    """The single day a sentence names, None where it names none; False where it names several or a period."""
    document = one.passage.hit.document
    if one.published_at is None:
        return None, False
    said = read_window(one.text, as_of=one.published_at, zone=document.zone)
    if said is None or (said.first is None and said.last is None):
        return None, True
    days = said.days or ((said.first,) if said.first == said.last else ())
    moved = re.search(r"\b(?:from|after|above|below|against|compared with|versus)\b", one.text, re.I)
    if len(days) == 1 and said.first == said.last:
        only = days[0]
        compared = moved is not None and one.text.find(said.phrase) > moved.start() and bool(said.phrase)
        # "from HK$113.20 on Tuesday" names the day before the one reported
        return (None, True) if compared and only != _local(one) else (only, True)
    return (max(day for day in days if day), True) if len(days) == 2 and moved else (None, False)


def _local(one: Candidate) -> date | None:
    return one.published_at.astimezone(ZoneInfo(one.passage.hit.document.zone)).date() if one.published_at else None


def _intraday(one: Candidate, phrase: str) -> bool:
    if INTRADAY.search(phrase):
        return True
    return one.moment in ("open", "midday") and not _CLOSED.search(phrase)


def _exchange(one: Candidate) -> str | None:
    """Where the share traded: by the sentence's own words, else its paragraph's so far, the report's title, or its lead."""
    document = one.passage.hit.document
    start = one.passage.hit.chunk.start + one.sentence.start
    paragraph = document.text[:start].rpartition("\n\n")[2]
    for text in (one.text, paragraph[-_LEAD:], document.title, f"{document.title}\n{document.text[:_LEAD]}"):
        new_york, hong_kong = bool(_NEW_YORK.search(text)), bool(_HONG_KONG.search(text))
        if new_york and hong_kong:
            return None
        if new_york or hong_kong:
            return "XNYS" if new_york else "XHKG"
    return None
