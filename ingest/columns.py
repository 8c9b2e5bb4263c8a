"""Columns: what each column of a table of bars holds, in every layout that vendors use. Pure."""

import csv
import re
from dataclasses import dataclass, field

_FIELDS = {
    "date": "date datetime timestamp time day tradingdate tradedate dt index datum fecha data 日期 交易日期 时间 時間 "
    "日付 날짜 일자",
    "open": "open o pxopen openprice opening eröffnung eröffnungskurs ouverture apertura 始値 시가 "
    "开盘 開盤 開市 开盘价 開盤價 今開",
    "high": "high h pxhigh highprice dayhigh max hoch tageshoch haut plushaut máximo 最高 最高价 最高價 高 高値 고가",
    "low": "low l pxlow lowprice daylow min tief tagestief bas plusbas mínimo 最低 最低价 最低價 低 安値 저가",
    "close": "close c pxlast closeprice closing closelast last lastprice closingprice settle "
    "schluss schlusskurs clôture dernier cierre último 終値 종가 收盘 收盤 收市 收盘价 收盤價 收市價",
    "adj_close": "adjclose adjustedclose closeadj adjcloseprice adjustedcloseprice closeadjusted 复权收盘价",
    "volume": "volume v vol pxvolume volumetraded sharestraded totalvolume volumen 成交量 成交股數 交易量 出来高 거래량",
    "symbol": "symbol ticker code tscode stockcode tic instrument ric secid name 代码 代碼 股票代码 股票代號 股份代號 股票代碼",
    "currency": "currency ccy cur 货币 貨幣",
    "split": "stocksplits stocksplit split splits splitfactor splitcoefficient",
}
_WORDS = {word: name for name, words in _FIELDS.items() for word in words.split()}
_NARROW = 4  # columns: a symbol, a date and a close are bars where there is little else
_TITLES = 5  # lines, of which the last may be the header: some files begin with what they hold
# A heading that explains itself: "Close Close price adjusted for splits."
_EXPLAINED = re.compile(
    r"(?P<name>adj\.? close|close|open|high|low|volume|date)\b.*\b(?:price|adjusted|splits?)\b", re.IGNORECASE
)
_TABULAR = ("open", "high", "low", "close", "adj_close", "volume")
_PAIRED = re.compile(r"\(?'?\"?(?P<one>[^,'\"_|]+?)'?\"?\s*[,_|: ]\s*'?\"?(?P<two>[^,'\"|]+?)'?\"?\)?")
_SYMBOL = re.compile(r"\^?[A-Za-z0-9][A-Za-z0-9.:^-]{0,14}")


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one series: which column holds which field."""

    symbol: str  # "" where a column or the file says it
    columns: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's header: where the dates are, the series beside them, and the line the data start on (1 is the first)."""

    date: int
    groups: tuple[Group, ...]
    first_line: int
    delimiter: str
    symbol: int | None = None
    currency: int | None = None


def read_layout(head: str) -> Layout | None:
    """The layout of a table of bars; None where the text is not one."""
    lines = head.lstrip("\ufeff").splitlines()[:12]
    said = [at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    for first in said[:_TITLES]:
        delimiter = max(",;\t|", key=lines[first].count)
        rows = [split_row(line, delimiter) for line in lines[first:]]
        if found := _single_row(rows[0], first, delimiter) or _stacked(rows, first, delimiter):
            return found
    return None


def _single_row(header: list[str], at: int, delimiter: str) -> Layout | None:
    names = [field_of(cell) for cell in header]
    if "close" not in names and "adj_close" not in names and "price" in (cells := [_key(cell) for cell in header]):
        names[cells.index("price")] = "close"
    if "date" not in names and names and not header[0].strip():
        names[0] = "date"  # an index column without a name
    columns = {name: names.index(name) for name in _FIELDS if name in names}
    is_narrow = len(header) <= _NARROW and {"symbol", "close"} <= columns.keys()
    if "date" in columns and (_is_bars(columns) or is_narrow or (len(header) == 2 and "close" in columns)):
        prices = {name: columns[name] for name in (*_TABULAR, "split") if name in columns}
        symbol, currency = columns.get("symbol"), columns.get("currency")
        return Layout(columns["date"], (Group("", prices),), at + 2, delimiter, symbol, currency)
    pairs = {number: pair for number, cell in enumerate(header) if (pair := _paired(cell))}
    if "date" in columns and pairs:
        return _grouped(pairs, columns["date"], at + 2, delimiter)
    return None


def _stacked(rows: list[list[str]], at: int, delimiter: str) -> Layout | None:
    """Fields in one row and tickers in another, in either order, and perhaps a row that only says "Date"."""
    if len(rows) < 3:
        return None
    fields, tickers = (rows[0], rows[1]) if sum(map(_is_price, rows[0])) >= sum(map(_is_price, rows[1])) else (rows[1], rows[0])
    pairs = {
        number: (name, tickers[number].strip())
        for number in range(1, min(len(fields), len(tickers)))
        if (name := field_of(fields[number])) and _SYMBOL.fullmatch(tickers[number].strip())
    }
    dated = field_of(rows[2][0]) == "date" if rows[2] else False
    labelled = any(_key(row[0]) in ("price", "ticker", "tickers", "symbol", "attributes") for row in rows[:2] if row)
    if not dated and not labelled:
        return None
    return _grouped(pairs, 0, at + (4 if dated else 3), delimiter)


def _grouped(pairs: dict[int, tuple[str, str]], date: int, first_line: int, delimiter: str) -> Layout | None:
    groups: dict[str, dict[str, int]] = {}
    for number, (name, symbol) in pairs.items():
        groups.setdefault(symbol, {})[name] = number
    usable = tuple(Group(symbol, columns) for symbol, columns in groups.items() if _is_bars(columns))
    return Layout(date, usable, first_line, delimiter) if usable else None


def split_row(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none where it is no row of a table."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell beyond any size
        return []


def field_of(cell: str) -> str:
    """The field a header cell names, or "" where it names none."""
    if name := _WORDS.get(_key(cell), ""):
        return name
    explained = _EXPLAINED.match(cell.strip())
    return _WORDS.get(_key(explained["name"]), "") if explained else ""


def _paired(cell: str) -> tuple[str, str] | None:
    """A field and a ticker in one cell: "Close_0700.HK", "('Close', '0700.HK')", "0700.HK Close"."""
    if not (found := _PAIRED.fullmatch(cell.strip())):
        return None
    for name, symbol in ((found["one"], found["two"]), (found["two"], found["one"])):
        if field_of(name) in _TABULAR and _SYMBOL.fullmatch(symbol.strip()) and not field_of(symbol):
            return field_of(name), symbol.strip()
    return None


def _is_price(cell: str) -> bool:
    return field_of(cell) in _TABULAR


def _is_bars(columns: dict[str, int]) -> bool:
    has_close = "close" in columns or "adj_close" in columns
    return has_close and sum(name in columns for name in _TABULAR) >= 2


def _key(cell: str) -> str:
    return re.sub(r"[\s<>_./*\d()#-]|\b(?:HKD|USD|CNY)\b", "", cell.strip().strip("\ufeff\"'")).lower() or cell.strip()
