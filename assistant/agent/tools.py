"""The tools as any chat model calls them. Their docstrings are read by the model: they are prompts."""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import Annotated, Any

from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import Field

from assistant.agent.toolbox import Toolbox
from assistant.errors import AssistantError

log = logging.getLogger("rally.answers")

_LONGEST_TEXT = 60_000  # characters of a result that the model is sent
_DATE = r"^\d{4}-\d{2}-\d{2}$"
Instrument = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^/\\\x00-\x1f]*$")]
Day = Annotated[str | None, Field(pattern=_DATE, description="YYYY-MM-DD")]


# The toolbox of the answer that is running: describing the tools to LangChain costs more than an answer, so it is done once.
current: ContextVar[Toolbox] = ContextVar("toolbox")


@cache
def build_tools() -> tuple[BaseTool, ...]:
    """The tools, which work with the toolbox of the answer that calls them."""

    def search_news(
        query: Annotated[str, Field(min_length=1, max_length=1_000)],
        from_date: Day = None,
        to_date: Day = None,
        instruments: Annotated[list[str], Field(max_length=8)] = [],  # noqa: B006  pydantic copies it
    ) -> tuple[str, Any]:
        """Search the news held for passages on a subject. Give `from_date` and `to_date` when the question asks about a time,
        and `instruments` (tickers or company names of the question) when it names any. Returns numbered passages."""
        return _told(lambda: current.get().search_news(query, from_date, to_date, instruments))

    def follow_news(
        query: Annotated[str, Field(min_length=1, max_length=1_000)], from_date: Day = None, to_date: Day = None
    ) -> tuple[str, Any]:
        """Follow a subject through the news held: how many reports tell of it, from when to when, and the opening of each of
        the nearest, one or two a day in the order of time. For timelines, how a story developed, what happened over
        weeks, and the first or the newest report. Returns numbered passages."""
        return _told(lambda: current.get().follow_news(query, from_date, to_date))

    def get_price(
        instrument: Instrument,
        from_date: Day = None,
        to_date: Day = None,
    ) -> tuple[str, Any]:
        """Look up the daily prices of one listing: one day (both dates the same), or from one close to another; without
        dates the days of the question, or the newest. What the question wants computed (a highest close, a streak, an
        average, a drawdown, a gap) comes computed.
        `instrument` is a ticker or name from the question, never one that only a passage mentions. Returns numbered
        rows with currency and change."""
        return _told(lambda: current.get().get_price(instrument, from_date, to_date))

    def compare_prices(
        instruments: Annotated[list[Instrument], Field(max_length=12)] = [],  # noqa: B006  pydantic copies it
        from_date: Day = None,
        to_date: Day = None,
    ) -> tuple[str, Any]:
        """Set several instruments of the question against each other over the same days: who gained or lost the most, by how
        many percentage points one did better than another. `instruments` are tickers or names from the question; leave
        them out only when it asks about any of them all ("which stock"). Returns numbered rows, the outcome first."""
        return _told(lambda: current.get().compare_prices(instruments, from_date, to_date))

    def get_stat(
        subject: Annotated[str, Field(max_length=120)], metric: Annotated[str, Field(max_length=1_000)]
    ) -> tuple[str, Any]:
        """Look up a market statistic held as a row: a forward earnings multiple, a year-to-date gain, capital
        expenditure, a bond's size."""
        return _told(lambda: current.get().get_stat(subject, metric))

    def count_news(
        name: Annotated[str, Field(min_length=1, max_length=60)], from_date: Day = None, to_date: Day = None
    ) -> tuple[str, Any]:
        """Count the articles held that name a company, an index or another name of the question, over all time or between
        two dates."""
        return _told(lambda: current.get().count_news(name, from_date, to_date))

    def describe_holdings(instrument: Annotated[str, Field(max_length=60)] = "") -> tuple[str, Any]:
        """Tell what is held here: how many articles and from when, and the days of which there are prices; of all, or of the
        one company or index that the question names. For questions about the evidence itself, not about what happened."""
        return _told(lambda: current.get().describe_holdings(instrument))

    def describe_instruments(instruments: Annotated[list[Instrument], Field(min_length=1, max_length=4)]) -> tuple[str, Any]:
        """Tell what the catalogue says of instruments of the question: full name, tickers, exchanges, currencies, and how many
        shares a depositary receipt stands for. For questions about what a listing is, not about its price or news."""
        return _told(lambda: current.get().describe_instruments(instruments))

    def calculate(expression: Annotated[str, Field(min_length=1, max_length=300)]) -> tuple[str, Any]:
        """Calculate an arithmetic expression exactly, such as (131 - 113.2) / 113.2 * 100. Use only figures of the sources."""
        return _told(lambda: current.get().calculate(expression))

    functions: tuple[Callable[..., Any], ...] = (
        search_news,
        follow_news,
        get_price,
        compare_prices,
        get_stat,
        count_news,
        describe_holdings,
        describe_instruments,
        calculate,
    )
    return tuple(
        StructuredTool.from_function(
            function, response_format="content_and_artifact", handle_tool_error=True, handle_validation_error=_unusable
        )
        for function in functions
    )


def _told(call: Callable[[], tuple[str, Any]]) -> tuple[str, Any]:
    """The tool's answer; what went wrong is told in words made for people, never as an exception's text."""
    try:
        text, found = call()
    except AssistantError as exc:
        raise ToolException(exc.public_message) from exc
    except Exception as exc:  # the edge towards the model: a broken look-up costs its result, not the answer
        log.error("a look-up failed: %s", type(exc).__name__)
        log.debug("a look-up failed", exc_info=exc)
        raise ToolException("The look-up failed; nothing was found by it. Answer with what else was found.") from exc
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}\n(The rest is left out.)", found


def _unusable(error: Exception) -> str:
    return "The arguments do not fit the tool's description; nothing was looked up."
