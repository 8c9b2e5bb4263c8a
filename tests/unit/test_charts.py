"""Charts: a specification says only what the bars say, and pictures of it are made without fetching anything."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.agent.charting import chart_of
from assistant.agent.events import CitedSource
from assistant.agent.records import NumberedBar, PriceFound
from assistant.errors import BadInput, NotFound
from assistant.market import chart_pictures
from assistant.market.chart_pictures import ChartFailed, draw, script
from assistant.market.charts import MOST_POINTS, Line, Mark, chart
from assistant.market.instruments import Instruments
from tests.support.loopback import Asked, Given, loopback
from tests.support.market import make_bar, make_run

INSTRUMENTS = Instruments.load()
AS_OF = datetime(2025, 9, 30, tzinfo=UTC)


def make_line(*closes: str, ticker: str = "9988.HK", **fields: Any) -> Line:
    instrument = INSTRUMENTS.get(ticker)
    assert instrument is not None
    return Line(instrument=instrument, bars=tuple(make_run(*closes, ticker=ticker, **fields)))


def rows(spec: dict[str, Any], layer: int = 0) -> list[dict[str, Any]]:
    return spec["layer"][layer]["data"]["values"]


def addresses(value: Any) -> Iterator[str]:
    """Every text of a specification that could be fetched."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("url", "href"):
                yield key
            yield from addresses(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner)


def test_one_instrument_is_drawn_in_its_currency():
    """Every close on its day, the currency on the axis, the basis below the title, all of it in words as well."""
    spec = chart([make_line("120.5", "131", "126")])

    assert [("2025-09-01", 120.5), ("2025-09-02", 131.0), ("2025-09-03", 126.0)] == [
        (row["day"], row["value"]) for row in rows(spec)
    ]
    assert "close, HKD" == spec["layer"][0]["encoding"]["y"]["title"]
    assert "not adjusted" in spec["title"]["subtitle"][0]
    assert spec["description"].startswith(
        "Alibaba Group Holding (9988.HK) closed at 120.5 HKD on 1 September 2025 and at 126 HKD on 3 September 2025, +4.6 %; "
        "highest close 131 HKD on 2 September 2025, lowest 120.5 HKD on 1 September 2025."
    )
    assert [] == list(addresses(spec))
    assert spec == json.loads(json.dumps(spec))


def test_several_are_rebased_on_the_first_day_all_have():
    """Nothing before that day is drawn, and each keeps its own close in its own currency."""
    late = make_line("50", "55", ticker="BABA", first=date(2025, 9, 2), currency="USD")
    spec = chart([make_line("90", "100", "110"), late])

    drawn = [(row["ticker"], row["day"], row["value"], row["close"]) for row in rows(spec)]
    assert [
        ("9988.HK", "2025-09-02", 100.0, "100 HKD"),
        ("9988.HK", "2025-09-03", 110.0, "110 HKD"),
        ("BABA", "2025-09-02", 100.0, "50 USD"),
        ("BABA", "2025-09-03", 110.0, "55 USD"),
    ] == drawn
    assert "2 September 2025 = 100" == spec["layer"][0]["encoding"]["y"]["title"]
    assert "HKD, USD" in spec["title"]["subtitle"][0]


def test_reports_are_marked_on_their_day_at_the_exchange():
    """Late in London is the next day in Hong Kong; two of a day share a mark; one outside the days has none."""
    marks = [
        Mark(n=3, at=datetime(2025, 9, 1, 20, tzinfo=UTC), title="Late"),
        Mark(n=1, at=datetime(2025, 9, 2, 1, tzinfo=UTC), title="Early"),
        Mark(n=2, at=datetime(2025, 8, 1, tzinfo=UTC), title="Long before"),
    ]
    spec = chart([make_line("1", "2", "3")], marks)

    assert [{"day": "2025-09-02", "numbers": "[3] [1]", "titles": "[3] Late; [1] Early"}] == rows(spec, 1)
    assert "Reported on 2 September 2025: [3] Late; [1] Early." in spec["description"]
    assert "Long before" not in json.dumps(spec)


@pytest.mark.parametrize(
    ("bars", "said"),
    [
        ([make_bar(adjusted=True)], "Adjusted for dividends"),
        ([make_bar(adjusted=True), make_bar(day=date(2025, 9, 18))], "Some days are adjusted"),
        ([make_bar(flags=("jump",))], "may be a split"),
    ],
)
def test_what_may_mislead_is_written_on_it(bars, said):
    """Adjusted prices, a mixture, a jump."""
    assert said in " ".join(chart([Line(instrument=INSTRUMENTS.get("9988.HK"), bars=tuple(bars))])["title"]["subtitle"])


def test_more_points_than_can_be_told_apart_become_weeks():
    """The last close of each, and the chart says so; the words still have the true extremes."""
    closes = [str(100 + at % 7) for at in range(MOST_POINTS + 1)]
    spec = chart([make_line(*closes, first=date(2015, 1, 1))])

    assert len(rows(spec)) < MOST_POINTS / 5
    assert "Last close of each week" in spec["title"]["subtitle"][0]
    assert "highest close 106 HKD" in spec["description"]
    assert f"{closes[-1]} HKD" == rows(spec)[-1]["close"]


def test_the_days_shown_do_not_depend_on_the_readers_zone():
    """Days are read and laid out in UTC."""
    spec = chart([make_line("1", "2")])
    assert {"type": "utc"} == spec["encoding"]["x"]["scale"]
    assert "utc:'%Y-%m-%d'" == spec["layer"][0]["data"]["format"]["parse"]["day"]


@pytest.mark.slow
def test_pictures_are_drawn():
    """PNG and SVG; the title in the SVG is text that can be read."""
    spec = chart(
        [make_line("1", "2", "3")], [Mark(n=1, at=datetime(2025, 9, 2, tzinfo=UTC), title="<script>alert(1)</script>")]
    )

    assert draw(spec, "png").startswith(b"\x89PNG")
    svg = draw(spec, "svg").decode()
    assert "Alibaba Group Holding (9988.HK)" in svg
    assert "<script" not in svg


@pytest.mark.slow
def test_drawing_fetches_nothing():
    """Not even an address that a specification names."""
    asked: list[Asked] = []

    def answer(request: Asked) -> Given:
        asked.append(request)
        return Given(body=b'[{"a": 1}]')

    with loopback(answer) as address, pytest.raises(ChartFailed):
        draw({"data": {"url": f"{address}/x.json"}, "mark": "bar", "encoding": {"x": {"field": "a"}}}, "svg")
    assert [] == asked


def test_a_picture_that_takes_too_long_is_given_up(monkeypatch):
    """The process is ended and the failure told."""
    monkeypatch.setattr(chart_pictures, "_PATIENCE_S", 0.01)
    with pytest.raises(ChartFailed, match="not drawn within"):
        draw(chart([make_line("1", "2")]), "png")


def test_no_key_reaches_the_process_that_draws(monkeypatch):
    """It is started with the few variables it needs."""
    seen: dict[str, str] = {}

    def run(command: list[str], *, env: dict[str, str], **rest: Any) -> Any:
        seen.update(env)
        return SimpleNamespace(returncode=0, stdout=b"x")

    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("RALLY_API_KEYS", '["secret"]')
    monkeypatch.setattr(chart_pictures.subprocess, "run", run)
    draw({}, "png")
    assert "secret" not in "".join(seen.values())


def test_the_pages_script_is_made_once(tmp_path: Path, monkeypatch):
    """Then it lies in the data folder."""
    made: list[list[str]] = []

    def run(command: list[str], **rest: Any) -> Any:
        made.append(command)
        return SimpleNamespace(returncode=0, stdout=b"window.vegaEmbed=1")

    monkeypatch.setattr(chart_pictures.subprocess, "run", run)
    assert [b"window.vegaEmbed=1"] * 2 == [script(tmp_path / "charts") for _ in range(2)]
    assert 1 == len(made)
    assert 1 == len(list((tmp_path / "charts").iterdir()))


def found_bars(*days: int, ticker: str = "9988.HK", n: int = 1, **fields: Any) -> PriceFound:
    bars = tuple(NumberedBar(n=n + at, bar=make_bar(ticker, date(2025, 9, day))) for at, day in enumerate(days))
    spans = {"first": bars[0].bar.trading_date, "last": bars[-1].bar.trading_date}
    return PriceFound(
        **({"asked": ticker, "instrument": INSTRUMENTS.get(ticker), "state": "ok", "bars": bars} | spans | fields)
    )


def test_an_answer_that_cites_prices_names_a_chart_of_them():
    """From the first day to the last, as of the answer's moment, with the reports it cites."""
    sources = [CitedSource(n=1, kind="price"), CitedSource(n=9, kind="news", doc_id="d7")]
    event = chart_of([found_bars(2, 17)], sources, used={1, 9}, as_of=AS_OF)

    assert "9988.HK, 2 September 2025 to 17 September 2025" == event.title
    assert (
        "/api/charts/9988.HK?from=2025-09-02&to=2025-09-17&as_of=2025-09-30T00%3A00%3A00%2B00%3A00&cite=9%3Ad7"
        == event.spec_url
    )
    assert f"{event.spec_url}&format=png" == event.png_url


def test_a_single_day_is_shown_among_its_sessions():
    """Fifteen on either side, none after the answer's moment."""
    event = chart_of([found_bars(17)], [CitedSource(n=1, kind="price")], used={1}, as_of=AS_OF)
    assert "from=2025-08-27&to=2025-09-30" in event.spec_url


def test_two_instruments_share_a_chart():
    """The first has the address, the other is beside it."""
    sources = [CitedSource(n=n, kind="price") for n in (1, 5)]
    event = chart_of([found_bars(2, 17), found_bars(2, 17, ticker="0700.HK", n=5)], sources, used={1, 5}, as_of=AS_OF)
    assert "&with=0700.HK" in event.spec_url


@pytest.mark.parametrize(
    ("found", "cited"),
    [
        ([], 1),
        ([found_bars(2, 17)], 7),
        ([found_bars(2, 17, state="no_session")], 1),
        ([found_bars(2, 17, instrument=None)], 1),
    ],
)
def test_no_chart_without_prices_that_were_used(found, cited):
    """Nothing was looked up, it was not cited, or it is another day's."""
    assert chart_of(found, [CitedSource(n=1, kind="price")], used={cited}, as_of=AS_OF) is None


def test_lines_are_of_known_instruments_with_prices(tmp_path):
    """The same instrument twice is one line; without a price on those days there is nothing to draw."""
    from assistant.api.charts import read_lines
    from assistant.market.prices import PriceBook
    from tests.support.databases import open_store_database

    database = open_store_database(tmp_path)
    book = PriceBook(database)
    book.put_bars([*make_run("1", "2"), *make_run("5", ticker="0700.HK", first=date(2025, 8, 1))])

    def read(*tickers: str, days: tuple[date | None, date | None] = (None, None)) -> list[Line]:
        return read_lines(tickers, days, as_of=AS_OF, instruments=INSTRUMENTS, prices=book)

    assert [2] == [len(line.bars) for line in read("9988", "9988.HK")]
    for tickers, days in (
        (("BIDU",), (None, None)),
        (("nobody",), (None, None)),
        (("\x00",), (None, None)),
        (("9988",), (date(2020, 1, 1), date(2020, 2, 1))),
        (("9988", "0700.HK"), (date(2025, 8, 1), None)),
    ):
        with pytest.raises(NotFound):
            read(*tickers, days=days)
    database.close()


def test_the_files_ending_says_what_is_written(tmp_path, monkeypatch):
    """Any other is refused before anything is opened."""
    from assistant.cli import charting

    monkeypatch.setenv("RALLY_DATA_DIR", str(tmp_path / "data"))
    with pytest.raises(BadInput):
        charting.run("9988.HK", others=(), first=None, last=None, out=tmp_path / "chart.pdf")
    assert not (tmp_path / "data").exists()
