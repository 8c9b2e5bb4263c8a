"""The plan: which tools a question needs, by rule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from assistant.agent.extractive.asks import asks
from assistant.agent.extractive.compose import compose
from assistant.agent.extractive.derivation import growth, stat_growth, years_compared
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Similarity, candidates
from assistant.agent.extractive.gaps import asks_gap, gap
from assistant.agent.extractive.names import Names, other_names, proper_names
from assistant.agent.extractive.premise import sums_up_trading, takes_trading_for_granted
from assistant.agent.extractive.recency import asks_what_stands
from assistant.agent.extractive.statistics import asks_figure
from assistant.agent.extractive.terms import other_words
from assistant.agent.extractive.timeliness import time_of_telling
from assistant.agent.faring import fares
from assistant.agent.foreign_days import names_abroad
from assistant.agent.measures import read_measure
from assistant.agent.reading import Reading, local_day
from assistant.agent.records import ComparisonFound, CourseFound, Found, NewsFound, NumberedCalculation, PriceFound, StatsFound

_MOST_PRICES = 4
_MOST_BESIDE = 2
_MOST_COMPARED = 12
_MOST_CALCULATIONS = 3
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,60})[”\"」]")
_SAID = re.compile(
    r"(?:提到|提及|[講讲]到?|[報报][道導导]了?(?!提))(?P<chinese>[\u4e00-\u9fff]{2,12}?)(?:的|嘅|是|在|[？?]|$)|"
    r"\b(?:mention(?:ing|ed)?|about|naming|name|say|report(?:ed)? on|(?:news|article|story|report) on)\s+"
    r"(?:the\s+)?(?P<english>[\w -]{2,60}?)"
    r"(?=\s+(?:in|on|from|between|during|since|after|before|by)\b|[?.]|$)",
    re.I,
)
_MOST_DAYS = 7
_SATURDAY = 5
_OF_FIGURES = frozenset({"fact", "yesno", "direction"})  # aims that a statistic may answer
# The two days listed are the ends of one change.
_APART = re.compile(r"\bdiffer\w*|\bhow far apart\b|\b(?:invest\w*|put into|bought|be worth|grow(?:n)? to)\b|相差", re.I)
_SHARE = re.compile(r"\b(?:shares?|stocks?|receipts|ad[rs]s?)\b|股[價价票份]", re.I)
_MARKET = re.compile(
    r"\b(?:stocks|shares|equities|stock market|(?:hong kong|hk|mainland|shanghai|shenzhen|tokyo)(?:['’]s)? market)\b", re.I
)
_ENDED = "stocks close"  # how the report on a market's day is headed
_LATELY = timedelta(days=45)  # of which what stands now is looked for beside all that is held
_LAG = timedelta(days=4)  # within which a period that has ended is still reported on


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A tool call to make."""

    name: str
    args: dict[str, Any]


def plan(
    reading: Reading,
    found: Sequence[Found],
    *,
    tools: frozenset[str],
    names: Names,
    similarity: Similarity | None = None,
) -> list[Call] | Draft:
    """The next calls, or the answer where composing it showed that it needs none; no calls when what was found is all there
    is to find."""
    if reading.wants.advice:
        return [] if found else _news(reading, tools)
    if reading.wants.talk:
        return []
    if reading.wants.holdings and not reading.bounded and "describe_holdings" in tools:
        return [] if found else [Call(name="describe_holdings", args={"instrument": next(iter(reading.tickers), "")})]
    if reading.wants.identity and reading.tickers and "describe_instruments" in tools:
        return [] if found else [Call(name="describe_instruments", args={"instruments": list(reading.tickers[:_MOST_PRICES])})]
    counted = _counted(reading) if reading.wants.counts_articles and "count_news" in tools else ""
    if counted:
        return [] if found else [Call(name="count_news", args={"name": counted, **_days(reading)})]
    if follows(reading, names) and "follow_news" in tools:
        if not found:
            return [*_beside(reading, tools), Call(name="follow_news", args={"query": reading.query, **_days(reading)})]
        if any(isinstance(one, CourseFound) and (one.passages or reading.wants.aim == "course") for one in found):
            return []
    if not found or all(isinstance(one, CourseFound) for one in found):
        prices = _prices(reading, tools)
        return prices or [*_beside(reading, tools), *_news(reading, tools), *_stats(reading, tools)]
    if any(isinstance(one, NewsFound) for one in found):
        return _calculations(reading, found, tools, names) or _further(reading, found, tools, names, similarity)
    return [] if _answered_by_rows(reading, found) else [*_news(reading, tools), *_stats(reading, tools)]


def follows(reading: Reading, names: Names) -> bool:
    """Whether the reports on a subject are to be followed over time: its course is asked for, or a summary of more than a
    day of something that is no market and no share, whose days each have a close."""
    if reading.wants.aim == "course":
        return True
    window = reading.window
    of_share = bool(reading.tickers and _SHARE.search(reading.question))
    if (
        reading.wants.aim != "summary"
        or of_share
        or (window is not None and (window.listed or window.first == window.last is not None))
    ):
        return False
    first = asks(reading.question, query=reading.query, names=names, window=window)[0]
    return not (first.index or first.of_market or names_abroad(reading.question)) and bool(
        first.keys or first.proper or first.terms
    )


def _counted(reading: Reading) -> str:
    """Whose articles are to be counted: an instrument's, else those with a name, or with words in quotes, of the question."""
    if reading.tickers:
        return reading.tickers[0]
    quoted, named, said = _QUOTED.search(reading.query), proper_names(reading.query, []), _SAID.search(reading.query)
    if quoted:
        return quoted[1]
    of = (said["english"] or said["chinese"]).strip() if said else ""
    return of if of and reading.wants.first_or_last else named[0] if named else of


def _answered_by_rows(reading: Reading, found: Sequence[Found]) -> bool:
    """Whether the price rows settle the question: found, or closed or not yet known, for every instrument; a ticker
    nobody knows settles it too, while an unknown name may be that of an institution in the news."""
    if any(isinstance(one, ComparisonFound) and one.n is not None for one in found):
        return True
    names = {mention.text for mention in reading.mentions if mention.shape == "name"}
    rows = [one for one in found if isinstance(one, PriceFound)]
    rows += [row for one in found if isinstance(one, ComparisonFound) for row in one.rows]
    settled = {"ok", "no_session", "future", "undated", "stale"}
    return bool(rows) and all(one.state in settled or (one.state == "unknown" and one.asked not in names) for one in rows)


def _prices(reading: Reading, tools: frozenset[str]) -> list[Call]:
    if "get_price" not in tools or not reading.wants.prices:
        return []
    unknown = () if reading.overridden else reading.unknown
    asked = list(dict.fromkeys([*reading.tickers, *unknown]))
    days = _days(reading, topical=True)  # of a price the period is what is asked for, never only its subject
    if reading.wants.ranks and "compare_prices" in tools:
        if len(asked) > 1 or (not asked and reading.wants.any_of_all):
            return [Call(name="compare_prices", args={"instruments": asked[:_MOST_COMPARED], **days})]
        if reading.wants.any_of_all:  # "which Hang Seng Tech stock": who belongs to an index no row says
            return []
    whole = read_measure(reading.question) or _APART.search(reading.question)
    spans = [days] if whole else [_days(one, topical=True) for one in reading.day_by_day]
    return [Call(name="get_price", args={"instrument": name, **span}) for name in asked for span in spans][:_MOST_PRICES]


def _beside(reading: Reading, tools: frozenset[str]) -> list[Call]:
    """The rows of instruments whose move a question about the news takes for granted or sums up."""
    if "get_price" not in tools or not (takes_trading_for_granted(reading) or sums_up_trading(reading)):
        return []
    days = _days(reading)
    return [Call(name="get_price", args={"instrument": name, **days}) for name in reading.tickers[:_MOST_BESIDE]]


def _days(reading: Reading, *, topical: bool = False) -> dict[str, str]:
    window = reading.window
    if window is None or (window.topical and not topical):
        return {}
    days: dict[str, str] = {}
    if window.first is not None:
        days["from_date"] = window.first.isoformat()
    elif topical and len(window.days) > 1:  # "bought on the 1st … by the close on the 30th"
        days["from_date"] = min(window.days).isoformat()
    if window.last is not None:
        days["to_date"] = window.last.isoformat()
    return days


def _news(reading: Reading, tools: frozenset[str]) -> list[Call]:
    if "search_news" not in tools:
        return []
    spans = [{"from_date": f"{day}", "to_date": f"{day}"} for day in _each_day(reading)]
    if spans and not reading.tickers and _MARKET.search(reading.query):
        return [Call(name="search_news", args={"query": f"{reading.query} {_ENDED}", **span}) for span in spans]
    telling = time_of_telling(reading)
    readings = reading.day_by_day if telling is None else (replace(reading, window=telling.window), reading)
    spans = spans or [_days(one) if one.bounded else {} for one in readings]
    if spans == [{}] and asks_what_stands(reading.question, reading.window, reading.wants.unit, reading.wants.aim):
        since = local_day(reading.anchor or reading.as_of, reading.zone) - _LATELY
        lately = " ".join([reading.query, *(one for name in proper_names(reading.query, []) for one in other_names(name)[1:])])
        return [_search(lately, from_date=since.isoformat()), _search(reading.query)]
    return [_search(reading.query, **span) for span in spans]


def _search(query: str, **days: str) -> Call:
    return Call(name="search_news", args={"query": query, **days})


def _each_day(reading: Reading) -> list[date]:
    """The days of a short stretch that is to be summed up, of which each is looked at by itself."""
    window = reading.window
    if window is None or not reading.bounded or window.first is None or window.last is None:
        return []
    length = (window.last - window.first).days + 1
    if not (reading.wants.aim == "summary" or fares(reading.question)) or not 1 < length <= _MOST_DAYS:
        return []
    days = [window.first + timedelta(days=place) for place in range(length)]
    return [day for day in days if day.weekday() < _SATURDAY and day <= local_day(reading.as_of, reading.zone)]


def _stats(reading: Reading, tools: frozenset[str]) -> list[Call]:
    if "get_stat" not in tools or not (asks_figure(reading) or reading.wants.aim in _OF_FIGURES):
        return []
    subject = reading.mentions[0].text if reading.mentions else ""
    return [Call(name="get_stat", args={"subject": subject, "metric": reading.query})]


def _calculations(reading: Reading, found: Sequence[Found], tools: frozenset[str], names: Names) -> list[Call]:
    """What the passages give the figures for but do not say: a growth between two years, a gap between two figures."""
    if "calculate" not in tools or any(isinstance(one, NumberedCalculation) for one in found):
        return []
    parts = asks(reading.question, query=reading.query, names=names, window=reading.window)
    if not any(asks_gap(ask) or years_compared(ask) for ask in parts):
        return []
    passages = [passage for one in found if isinstance(one, NewsFound) for passage in one.passages]
    pool = candidates(passages, names)
    stats = [numbered for one in found if isinstance(one, StatsFound) for numbered in one.stats]
    expressions: dict[str, None] = {}
    for ask in parts:
        apart = gap(ask, pool)
        grown = None if apart else growth(ask, pool) or stat_growth(ask, stats)
        expressions |= dict.fromkeys(apart.expressions if apart else (grown.expression,) if grown else ())
    return [Call(name="calculate", args={"expression": one}) for one in expressions][:_MOST_CALCULATIONS]


def _further(
    reading: Reading, found: Sequence[Found], tools: frozenset[str], names: Names, similarity: Similarity | None
) -> list[Call] | Draft:
    """One more search where the passages do not answer: in other words, then among the reports of the days after, then among
    all later ones, of which only what says the time itself is used."""
    searches = [one for one in found if isinstance(one, NewsFound)]
    calls = _next_search(reading, searches, tools)
    if not calls:
        return []
    draft = compose(reading, found, names=names, similarity=similarity, more=True)
    if draft.partial or draft.reason in {"no_evidence", "not_stated", "out_of_window"}:
        return calls
    return draft if draft.whole else []


def _next_search(reading: Reading, searches: Sequence[NewsFound], tools: frozenset[str]) -> list[Call]:
    first = _news(reading, tools)
    others = other_words(reading.query)
    if others and len(searches) == len(first):
        return [Call(name=call.name, args={**call.args, "query": f"{reading.query} {' '.join(others)}"}) for call in first]
    window, today = reading.window, local_day(reading.as_of, reading.zone)
    wider = sum(one.widened for one in searches)
    if window is None or window.last is None or window.listed or not reading.bounded or wider == 2:
        return []
    until = today if wider else min(window.last + _LAG, today)
    if until <= window.last:
        return []
    return [Call(name=call.name, args={**call.args, "to_date": until.isoformat()}) for call in first]
