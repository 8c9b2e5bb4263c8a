"""The library for Yahoo: its frames are read cell by cell, and its failures told apart."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.market.providers.sources import (
    PriceSourceUnavailable,
    RateLimited,
)
from assistant.market.providers.yahoo import Yahoo
from tests.support.price_sources import ALIBABA, FIRST, LAST, NOW, closes


class Frame:
    """As much of a table of the library as is read."""

    def __init__(self, *rows: tuple[datetime, dict[str, float]]) -> None:
        self.rows = rows

    def iterrows(self) -> Any:
        return iter(self.rows)


def make_yahoo(answer: Callable[[], Frame]) -> Yahoo:
    ticker = SimpleNamespace(history=lambda **asked: answer())
    return Yahoo(lambda: NOW, SimpleNamespace(Ticker=lambda symbol: ticker))


def test_the_librarys_frame_is_read_cell_by_cell():
    """Its floats are rounded to what was traded; a hole in it is refused, an empty one is no word on the symbol."""
    whole = {"Open": 155.9, "High": 162.0, "Low": 155.5, "Close": 161.60000610351562, "Volume": 5.0}
    days = [datetime(2025, 9, day, tzinfo=UTC) for day in (16, 17)]
    fetched = make_yahoo(lambda: Frame((days[0], whole | {"Close": float("nan")}), (days[1], whole))).fetch(
        ALIBABA, FIRST, LAST
    )
    assert {"2025-09-17": "161.600006"} == closes(fetched)
    assert 1 == len(fetched.refused)

    limited = type("YFRateLimitError", (Exception,), {})

    def fail(error: Exception) -> Frame:
        raise error

    for answer, expected in (
        (lambda: Frame(), PriceSourceUnavailable),
        (lambda: fail(limited()), RateLimited),
        (lambda: fail(KeyError("x")), PriceSourceUnavailable),
        (lambda: Frame((days[1], {})), PriceSourceUnavailable),
    ):
        with pytest.raises(expected):
            make_yahoo(answer).fetch(ALIBABA, FIRST, LAST)
