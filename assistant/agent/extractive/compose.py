"""The composer: records in, a draft out. Pure: it knows nothing of LangChain, databases or clocks."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.agent.events import Reason
from assistant.agent.extractive.course import course_draft
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Similarity
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.premise import contradicted, sums_up_trading, takes_trading_for_granted
from assistant.agent.extractive.pricing import comparison_draft, price_draft
from assistant.agent.extractive.reporting import NOT_STATED, news_draft
from assistant.agent.extractive.statistics import asks_figure, stat_draft, stat_lines
from assistant.agent.extractive.unpriced import untold
from assistant.agent.faring import fares
from assistant.agent.reading import Reading
from assistant.agent.records import (
    ComparisonFound,
    CountFound,
    CourseFound,
    Found,
    HoldingsFound,
    NewsFound,
    NumberedCalculation,
    PriceFound,
    StatsFound,
)

GREETING = "Ask about a company, an index, a day or an event in the news held; every sentence of the answer names its source."
_OTHERWISE = "The prices held say otherwise:"
_REPORTED_OTHERWISE = "The closes that were reported say otherwise:"
_NO_CAUSE = "The reports found do not say why."
_UNHELD = frozenset({"no_prices", "no_row", "unknown"})
_SILENT = frozenset({"out_of_window", "no_evidence"})
_ADVICE = (
    "This program gives no advice on what to buy, sell or hold, and no forecast of its own. "
    "It can say what was reported and what was traded, with the source of each figure."
)


def compose(
    reading: Reading, found: Sequence[Found], *, names: Names, similarity: Similarity | None = None, more: bool = False
) -> Draft:
    """The answer that the records give to the question, or why they give none.

    Args:
        more: more may be looked up yet, so that only a sentence that answers by itself is an answer.
    """
    if reading.wants.advice:
        return Draft(lines=(_ADVICE,), reason="advice")
    if reading.wants.talk:
        return Draft(lines=(GREETING,))
    held = [one for one in found if isinstance(one, HoldingsFound)]
    if held:
        return Draft(lines=tuple(f"{line} [{one.n}]." for one in held for line in one.lines))
    counts = [one for one in found if isinstance(one, CountFound)]
    if counts:
        return Draft(lines=tuple(f"{one.words} [{one.n}]." for one in counts))
    courses = [one for one in found if isinstance(one, CourseFound)]
    if courses and (courses[0].passages or not any(isinstance(one, NewsFound) for one in found)):
        told = course_draft(reading, courses[0], names=names)
        return replace(told, lines=(*_summed_up(reading, found), *told.lines)) if told.reason is None else told
    compared = [one for one in found if isinstance(one, ComparisonFound)]
    if any(one.n is not None for one in compared):
        return comparison_draft(reading, compared)
    settled = stat_draft([one for one in found if isinstance(one, StatsFound)])
    if settled is not None:
        return settled
    prices = [one for one in found if isinstance(one, PriceFound)]
    prices += [row for one in compared for row in one.rows]
    if compared and any(row.state == "ok" for row in prices) and any(row.state in _UNHELD for row in prices):
        return replace(price_draft(reading, prices), reason="no_evidence")  # of one alone nobody can tell who did better
    news = [one for one in found if isinstance(one, NewsFound)]
    if prices and not news:
        return price_draft(reading, prices)
    priced = [row for row in prices if row.state == "ok"]
    if any(row.state != "no_prices" for row in prices) and not any(one.passages for one in news):
        told = price_draft(reading, prices)
        why = told.reason or _asked_why(reading)
        return replace(told, lines=(*told.lines, _NO_CAUSE), reason=why) if reading.wants.aim == "reason" else told
    if not news and not prices:
        return Draft(lines=("Nothing was looked up for this question.",), reason="no_evidence")
    if priced and takes_trading_for_granted(reading) and contradicted(reading, priced, names=names):
        reported = all(one.bar.open is None for row in priced for one in row.bars)
        lead = _REPORTED_OTHERWISE if reported else _OTHERWISE
        return Draft(lines=(lead, *price_draft(reading, priced).lines), reason="conflict")
    calculations = [one for one in found if isinstance(one, NumberedCalculation)]
    stats = [numbered for one in found if isinstance(one, StatsFound) for numbered in one.stats]
    told = news_draft(reading, news, names=names, calculations=calculations, stats=stats, similarity=similarity, more=more)
    rows = stat_lines(reading, [one for one in found if isinstance(one, StatsFound)]) if asks_figure(reading) else []
    if priced and (takes_trading_for_granted(reading) or sums_up_trading(reading)):
        said = told.lines if told.reason is None else (_NO_CAUSE,) if reading.wants.aim == "reason" else ()
        lines = (*price_draft(reading, priced).lines, *said)
        return replace(told, lines=lines, reason=told.reason and _asked_why(reading))
    if told.reason is None and not priced and untold(reading, told.lines, names=names):
        return price_draft(reading, prices) if prices else Draft(lines=(NOT_STATED,), reason="not_stated")
    if told.reason is None or not (priced or rows or prices):
        return told
    if rows:
        return replace(told, lines=tuple(rows), reason=None)
    silent = told.reason == "out_of_window" and any(row.state != "no_prices" for row in prices)
    if priced or silent or _more_telling(prices):
        return replace(price_draft(reading, prices), whole=told.whole)
    if told.reason in _SILENT and reading.wants.prices:  # neither reports nor prices: both are said to be missing
        return replace(told, lines=(*told.lines, *price_draft(reading, prices).lines))
    return told


def _asked_why(reading: Reading) -> Reason | None:
    """A move without its cause answers what happened, but not why."""
    return "not_stated" if reading.wants.aim == "reason" and not fares(reading.question) else None


def _summed_up(reading: Reading, found: Sequence[Found]) -> tuple[str, ...]:
    """The change over the days that a question sums up, where there are prices."""
    priced = [one for one in found if isinstance(one, PriceFound) and one.state == "ok"]
    return price_draft(reading, priced).lines if priced and sums_up_trading(reading) else ()


def _more_telling(prices: Sequence[PriceFound]) -> bool:
    """Whether the price book's word on the question says more than that the news is silent."""
    return any(row.state in {"no_session", "future", "unknown", "undated", "stale"} for row in prices)
