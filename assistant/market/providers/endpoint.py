"""Any HTTP address that gives daily bars as CSV or JSON, described by whoever runs the program."""

import csv
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import quote

from assistant.errors import BadSetting
from assistant.market.listings import Instrument
from assistant.market.providers.rows import COLUMNS, bars_of
from assistant.market.providers.sources import Fetched, PriceSourceUnavailable
from assistant.market.providers.web import Web, check_address

_SLOT = re.compile(r"\{(\w+)\}")
_SLOTS = frozenset({"symbol", "first", "last"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """An address with `{symbol}`, `{first}` and `{last}`, and which column or key holds what."""

    url: str
    form: Literal["csv", "json"] = "csv"
    columns: Mapping[str, str] = field(default_factory=dict)  # "close": "Close"; those not named are called as here
    rows: str = ""  # JSON: the keys to the list of rows, with dots between
    adjusted: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    name: str = "endpoint"


def describe(said: Mapping[str, Any]) -> Description:
    """The description as set.

    Raises:
        BadSetting: it cannot be used; the message says why.
    """
    unknown = set(said) - set(Description.__dataclass_fields__)
    if unknown or not isinstance(said.get("url"), str):
        what = f"it does not know {sorted(unknown)[0]!r}" if unknown else "it needs a url"
        raise BadSetting(f"The setting RALLY_PRICE_ENDPOINT cannot be used: {what}.")
    description = Description(**said)
    slots = set(_SLOT.findall(description.url))
    if "symbol" not in slots or slots - _SLOTS:
        raise BadSetting("The url of RALLY_PRICE_ENDPOINT must hold {symbol}, and besides it only {first} and {last}.")
    if _SLOT.search(check_address(description.url)):
        raise BadSetting("The host in the url of RALLY_PRICE_ENDPOINT must be written out.")
    if description.form not in ("csv", "json") or set(description.columns) - set(COLUMNS):
        raise BadSetting(f"RALLY_PRICE_ENDPOINT: form is csv or json, and columns are among {', '.join(COLUMNS)}.")
    return description


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address as a price source. A row that names another symbol, currency or day is refused."""

    description: Description
    web: Web
    now: Callable[[], datetime]

    @property
    def name(self) -> str:
        return self.description.name

    @property
    def adjusted(self) -> bool:
        return self.description.adjusted

    def fetch(self, instrument: Instrument, first: date, last: date) -> Fetched:
        """The bars from `first` to `last`."""
        filled = {"symbol": instrument.ticker, "first": first.isoformat(), "last": last.isoformat()}
        address = _SLOT.sub(lambda slot: quote(filled[slot[1]], safe=""), self.description.url)
        body = self.web.get(address, dict(self.description.headers))
        return bars_of(
            [_named(row, self.description.columns) for row in self._table(body)],
            instrument=instrument,
            first=first,
            last=last,
            source=self.name,
            adjusted=self.adjusted,
            now=self.now(),
            is_symbol=lambda said: said.upper() == instrument.ticker.upper(),
        )

    def _table(self, body: bytes) -> list[Mapping[str, Any]]:
        broken = PriceSourceUnavailable(f"The price source {self.name} answered with something that is no table of daily bars.")
        try:
            text = body.decode("utf-8-sig")
            if self.description.form == "csv":
                lines = [line for line in text.splitlines() if line.strip()]
                table: Any = list(csv.DictReader(lines))
                if not lines or not self._columns_there(lines[0]):
                    raise broken
                return table  # type: ignore[no-any-return]
            table = json.loads(text, parse_float=Decimal)
            for key in filter(None, self.description.rows.split(".")):
                table = table[key]
        except (ValueError, KeyError, TypeError, RecursionError, csv.Error) as exc:
            raise broken from exc
        if not isinstance(table, list) or not all(isinstance(row, dict) for row in table):
            raise broken
        return table

    def _columns_there(self, header: str) -> bool:
        names = {name.strip() for name in next(csv.reader([header]))}
        return {self.description.columns.get(name, name) for name in ("date", "close")} <= names


def _named(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    values = {name: row.get(columns.get(name, name)) for name in COLUMNS}
    return {name: value for name, value in values.items() if value is not None and value != ""}
