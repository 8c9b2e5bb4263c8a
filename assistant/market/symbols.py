"""How a listing is written: one spelling out of the many that vendors, exchanges and people use."""

import re
from collections.abc import Iterator

# What follows the dot, or stands before the colon, and the suffix we keep for it ("" is New York: no suffix).
_SUFFIXES = {
    "HK": "HK", "HKG": "HK", "SEHK": "HK", "HKEX": "HK", "XHKG": "HK", "HKSE": "HK",
    "SS": "SS", "SH": "SS", "SHA": "SS", "SSE": "SS", "SHSE": "SS", "XSHG": "SS", "CH1": "SS",
    "SZ": "SZ", "SHE": "SZ", "SZSE": "SZ", "XSHE": "SZ",
    "US": "", "NYSE": "", "NASDAQ": "", "NYSEARCA": "", "ARCA": "", "AMEX": "", "OTC": "",
    "OTCMKTS": "", "XNYS": "", "XNAS": "", "N": "", "O": "", "OQ": "",
    "T": "T", "TYO": "T", "TSE": "T", "TW": "TW", "TPE": "TW", "KS": "KS", "KRX": "KS", "L": "L", "LON": "L",
}  # fmt: skip
_DIGITS = {"HK": (1, 5), "SS": (6, 6), "SZ": (6, 6), "T": (4, 4), "TW": (4, 4), "KS": (6, 6)}
_EXCHANGES = {
    "HK": ("XHKG", "HKD"), "SS": ("XSHG", "CNY"), "SZ": ("XSHE", "CNY"), "T": ("XTKS", "JPY"),
    "TW": ("XTAI", "TWD"), "KS": ("XKRX", "KRW"), "L": ("XLON", "GBP"), "": ("XNYS", "USD"),
}  # fmt: skip
_DOTTED = re.compile(r"([A-Z0-9^-]{1,10}?)(?:\.| |_)([A-Z]{1,8})")
_PREFIXED = re.compile(r"([A-Z]{1,8})\s?:\s?([A-Z0-9.-]{1,10})")
_FRONTED = re.compile(r"(HK|US|SH|SZ)\.(\d{4,6}|[A-Z]{1,5})")  # as some brokers write it: "HK.00700"

# A token that can only be a listing, known or not: a suffix, an exchange in front, or a dollar sign.
_SHAPED = re.compile(
    r"(?<![\w.$^-])(?:"
    r"(?P<dotted>(?:\d{1,9}|[A-Za-z]{1,6}(?:-[A-Za-z])?)\.(?:HK|hk|Hk|SS|ss|SZ|sz|SH|sh|US|us|TW|KS|OQ|N|O|T|L))(?![\w-]|\.\w)"
    r"|(?P<prefixed>(?:HK|SEHK|HKEX|HKG|SSE|SHA|SZSE|SHE|NYSE|NASDAQ|Nasdaq|NYSEARCA|OTCMKTS|TYO|TPE|KRX)\s?:\s?[A-Z0-9]{1,9})(?![\w-])"
    r"|(?P<dollar>\$[A-Z]{1,6}(?:\.[A-Z]{1,2})?)(?![\w-])"
    r"|(?P<index>\^[A-Z0-9]{2,8})(?![\w-])"
    r")",
    re.ASCII,  # a Chinese character ends a listing
)

_HINT = re.compile(
    r"[.$^A-Zq](?:(?<=\.)(?:HK|hk|Hk|S[SZH]|s[szh]|US|us|TW|KS|OQ|[NOTL]\b)|(?<=[$^])[A-Z]|(?<=[A-Zq])\s?:)", re.ASCII
)


def shaped(text: str) -> Iterator[re.Match[str]]:
    """The tokens of a text that can only be listings."""
    return _SHAPED.finditer(text) if _HINT.search(text) else iter(())


def spelling(text: str) -> str | None:
    """The one spelling of a listing written with its market: "HK:700", "00700.hk" and "700 HK" are "0700.HK"."""
    symbol = text.strip().upper().removeprefix("$")
    if found := _PREFIXED.fullmatch(symbol) or _FRONTED.fullmatch(symbol):
        code, suffix = found[2].removesuffix(f".{found[1]}"), _SUFFIXES.get(found[1])
    elif found := _DOTTED.fullmatch(symbol):
        code, suffix = found[1], _SUFFIXES.get(found[2])
    else:
        return None
    return None if suffix is None else joined(code, suffix)


def joined(code: str, suffix: str) -> str | None:
    """The ticker of a code on a market, or None where that market has no codes of the shape."""
    if suffix not in _DIGITS:
        return (f"{code}.{suffix}" if suffix else code) if re.fullmatch(r"[A-Z][A-Z0-9-]*", code) else None
    shortest, longest = _DIGITS[suffix]
    if not (code.isascii() and code.isdigit() and shortest <= len(code) <= longest):
        return None
    return f"{int(code):04d}.HK" if suffix == "HK" else f"{code}.{suffix}"


def bare(digits: str) -> tuple[str, ...]:
    """The tickers a number without a market may be: up to five digits Hong Kong, six the mainland."""
    if len(digits) == 6:
        return (f"{digits}.SS", f"{digits}.SZ")
    return (f"{int(digits):04d}.HK",) if 1 <= len(digits) <= 5 and int(digits) else ()


def home(ticker: str) -> tuple[str, str]:
    """The exchange and the currency a ticker's suffix implies."""
    return _EXCHANGES.get(ticker.rpartition(".")[2] if "." in ticker else "", ("XNYS", "USD"))
