"""Charts: closes over a range of days with the reports of an answer, as a specification or a picture, and what draws them."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import JSONResponse, Response

from assistant.api.dependencies import AssistantDep, ClockDep, SettingsDep
from assistant.api.instants import read_days, read_instant
from assistant.api.prices import no_prices
from assistant.errors import BadInput, NotFound
from assistant.knowledge.store import DocumentStore
from assistant.market.chart_pictures import draw, script
from assistant.market.charts import MOST_LINES, MOST_MARKS, Line, Mark, chart
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook

DEFAULT_SPAN = timedelta(days=90)
_CITED = re.compile(r"([1-9]\d{0,3}):([\w.-]{1,64})", re.ASCII)
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}

router = APIRouter(tags=["charts"])


@router.get("/charts/vega.js", include_in_schema=False)
def read_script(
    settings: SettingsDep, known: Annotated[str | None, Header(alias="if-none-match", max_length=200)] = None
) -> Response:
    """The script that draws a specification in the page; asked for when a chart is shown, sent once."""
    data = script(settings.data_dir / "charts")
    headers = {"ETag": f'"{hashlib.sha256(data).hexdigest()[:32]}"', "Cache-Control": "no-cache"}
    if known == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(data, media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/api/charts/{ticker}")
def read_chart(
    ticker: str,
    assistant: AssistantDep,
    settings: SettingsDep,
    now: ClockDep,
    first: Annotated[str | None, Query(alias="from", max_length=10)] = None,
    last: Annotated[str | None, Query(alias="to", max_length=10)] = None,
    others: Annotated[list[str], Query(alias="with", max_length=MOST_LINES - 1)] = [],  # noqa: B006  pydantic copies it
    cited: Annotated[list[str], Query(alias="cite", max_length=MOST_MARKS)] = [],  # noqa: B006
    as_of: Annotated[str | None, Query(max_length=40)] = None,
    form: Annotated[Literal["spec", "png", "svg"], Query(alias="format")] = "spec",
) -> Response:
    """The closes of one instrument, or of several rebased to 100; `cite=3:<doc_id>` marks source 3 on its day."""
    moment = read_instant(as_of, zone=settings.zone) if as_of else now()
    lines = read_lines(
        [ticker, *others], read_days(first, last), as_of=moment, instruments=assistant.instruments, prices=assistant.prices
    )
    specification = chart(lines, read_marks(assistant.knowledge.documents, cited, as_of=moment))
    if form == "spec":
        return JSONResponse(specification)
    return Response(draw(specification, form), media_type=_TYPES[form])


def read_lines(
    tickers: Sequence[str],
    days: tuple[date | None, date | None],
    *,
    as_of: datetime,
    instruments: Instruments,
    prices: PriceBook,
) -> list[Line]:
    """The bars to draw, each instrument once; by default the 90 days up to the first one's newest bar.

    Raises:
        NotFound: one is unknown, has no prices, or has none on these days.
    """
    first, last = days
    lines: dict[str, Line] = {}
    for asked in tickers:
        ticker = instruments.canonical(asked) if asked.isprintable() else None
        newest = prices.newest(ticker, as_of=as_of) if ticker else None
        instrument = instruments.get(ticker) if ticker else None
        if ticker is None or instrument is None or newest is None:
            raise NotFound(no_prices(asked, ticker, instruments.near(asked) if asked.isprintable() else ()))
        last = last or newest.trading_date
        first = first or last - DEFAULT_SPAN
        bars = tuple(prices.bars(ticker, first, last, as_of=as_of))
        if not bars:
            raise NotFound(f"No prices of {ticker} are held from {first} to {last}; the newest is of {newest.trading_date}.")
        lines.setdefault(ticker, Line(instrument=instrument, bars=bars))
    found = list(lines.values())
    if len(found) > 1 and not set.intersection(*({bar.trading_date for bar in line.bars} for line in found)):
        raise NotFound("There is no day on which prices of all of them are held. Ask for other days, or for one at a time.")
    return found


def read_marks(documents: DocumentStore, cited: Sequence[str], *, as_of: datetime) -> list[Mark]:
    """The reports named by number and id, as known by then; one that is not there, or undated, has no mark.

    Raises:
        BadInput: one is named otherwise.
    """
    marks = []
    for text in cited:
        found = _CITED.fullmatch(text)
        if found is None:
            raise BadInput("A report to mark is written as its number and its id: cite=3:<doc_id>.")
        document = documents.get(found[2], as_of=as_of)
        if document is not None and document.published_at is not None:
            marks.append(Mark(n=int(found[1]), at=document.published_at, title=document.title))
    return marks
