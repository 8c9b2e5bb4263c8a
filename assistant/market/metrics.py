"""Metrics: one name for each, out of the many ways people say it. Pure."""

import re

_SAYINGS = {
    "forward_pe": (
        "forward pe; forward p e; forward price earnings; forward price to earnings; forward earnings "
        "multiple; forward multiple; price to forward earnings; times forward earnings; estimated earnings "
        "multiple; earnings multiple; price earnings; price to earnings; pe; p e; valuation; valuation "
        "multiple; 12 month forward pe; 预测市盈率; 預測市盈率; 市盈率; 估值"
    ),
    "forward_pe_average": (
        "forward pe average; average forward pe; average forward p e; average forward earnings multiple; "
        "average valuation; average multiple; historical average forward pe; five year average forward pe; "
        "five year average multiple; average forward multiple; five year average"
    ),
    "trailing_pe": "trailing pe; trailing p e; historic pe; trailing earnings multiple; trailing price to earnings",
    "price_to_book": "price to book; pb; p b; price book; 市帳率; 市净率",
    "dividend_yield": "dividend yield; 股息率",
    "year_to_date_gain": (
        "year to date gain; year to date return; year to date performance; year to date rise; year to date "
        "change; year to date; year to date advance; year to date rally; ytd; ytd gain; ytd return; ytd "
        "performance; ytd change; gain this year; gain so far this year; rise this year; return this year; "
        "rally this year; 年初至今; 今年以来; 今年以來"
    ),
    "capital_expenditure": (
        "capital expenditure; capital expenditures; capital spending; capital investment; capital outlay; "
        "capex; cap ex; 資本開支; 资本开支; 資本支出; 资本支出"
    ),
    "bond_size": (
        "bond size; bond offering; bond sale; bond issue; bond issuance; bond amount; bond deal; bonds sold; "
        "note offering; note sale; notes sold; debt sale; debt offering; size of bond; convertible bond size; "
        "convertible note size; dim sum bond size; 發債規模; 发债规模"
    ),
    "market_cap": "market cap; market capitalisation; market capitalization; market value; 市值",
    "turnover": "turnover; value traded; trading value; 成交額; 成交额",
    "southbound_flow": (
        "southbound flow; southbound flows; southbound inflow; southbound inflows; southbound buying; "
        "mainland buying; mainland inflows; 南向資金; 南向资金; 北水"
    ),
    "price_target": "price target; target price; target; 目標價; 目标价",
    "market_share": "market share; 市佔率; 市占率; 市場份額; 市场份额",
    "net_profit": "net profit; net income; net earnings; 純利; 净利润; 淨利潤",
    "revenue": "revenue; revenues; sales; 營收; 营收; 收入",
}
_IDLE = frozenset("the a an of ratio for in its total".split())


def metric_words(text: str) -> frozenset[str]:
    """The words of a metric, without those that tell none from another."""
    return frozenset(re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]+", text.casefold().replace("_", " "))) - _IDLE


def metric_name(text: str) -> str:
    """The one name of a metric: "Forward P/E" and "forward earnings multiple" are "forward_pe"; others keep their own."""
    return _NAMES.get(metric_words(text)) or re.sub(r"[^\w]+", "_", text.casefold()).strip("_")


def spoken_metric(text: str) -> str | None:
    """The metric that a longer wording contains; of several the one of the most words."""
    words = metric_words(text)
    contained = [saying for saying in _NAMES if saying <= words]
    return _NAMES[max(contained, key=len)] if contained else None


_NAMES = {metric_words(saying): name for name, sayings in _SAYINGS.items() for saying in (name, *sayings.split(";"))}
