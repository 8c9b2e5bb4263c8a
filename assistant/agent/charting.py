"""The chart of an answer: which closes its prices came out of, as an address. Pure."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, datetime
from urllib.parse import quote, urlencode

from assistant.agent.events import Chart, CitedSource
from assistant.agent.records import PriceFound
from assistant.market.calendars import next_session, previous_session

_AROUND = 15  # sessions on either side of a single day
_MOST_INSTRUMENTS = 4
_MOST_REPORTS = 20


def chart_of(found: Sequence[PriceFound], cited: Iterable[CitedSource], *, used: Set[int], as_of: datetime) -> Chart | None:
    """The chart of the price rows that are `used`, by their numbers, with the reports cited marked; None where none is."""
    shown = [one for one in found if one.state == "ok" and one.instrument and one.bars and used & _numbers(one)]
    tickers = list(dict.fromkeys(one.instrument.ticker for one in shown if one.instrument))[:_MOST_INSTRUMENTS]
    if not tickers:
        return None
    spans = [_span(one) for one in shown]
    first, last = min(span[0] for span in spans), min(max(span[1] for span in spans), as_of.date())
    marks = [f"{source.n}:{source.doc_id}" for source in cited if source.kind == "news" and source.doc_id]
    asked = [("from", first.isoformat()), ("to", last.isoformat()), ("as_of", as_of.isoformat())]
    asked += [("with", ticker) for ticker in tickers[1:]] + [("cite", mark) for mark in marks[:_MOST_REPORTS]]
    address = f"/api/charts/{quote(tickers[0], safe='')}?{urlencode(asked)}"
    return Chart(
        title=f"{' and '.join(tickers)}, {_said(first)} to {_said(last)}", spec_url=address, png_url=f"{address}&format=png"
    )


def _numbers(found: PriceFound) -> set[int]:
    numbers = {one.n for one in found.bars} | {one.n for one in found.calculations}
    return numbers | {one.n for one in (found.previous, found.measure) if one is not None}


def _span(found: PriceFound) -> tuple[date, date]:
    """The days asked for; about a single one, the sessions around it as well."""
    days = [one.bar.trading_date for one in found.bars]
    first, last = min([*days, found.first or days[0]]), max([*days, found.last or days[0]])
    if first != last or found.instrument is None:
        return first, last
    for _ in range(_AROUND):
        first = previous_session(found.instrument.exchange, first)
        last = next_session(found.instrument.exchange, last)
    return first, last


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
