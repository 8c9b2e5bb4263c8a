"""Units, scales and currencies: what stands before and after a number."""

import re
from decimal import Decimal

SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(10) ** 3,
    "k": Decimal(10) ** 3,
    "million": Decimal(10) ** 6,
    "mln": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "m": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "bln": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "b": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "trn": Decimal(10) ** 12,
    "tn": Decimal(10) ** 12,
    "t": Decimal(10) ** 12,
}

# "$" alone is the US dollar, as in the wires; a yen or yuan sign alone says money of no known currency.
PREFIXES = {
    "hk$": "HKD",
    "us$": "USD",
    "a$": "AUD",
    "au$": "AUD",
    "c$": "CAD",
    "ca$": "CAD",
    "s$": "SGD",
    "sg$": "SGD",
    "nt$": "TWD",
    "nz$": "NZD",
    "m$": "MOP",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": None,
    "cn¥": "CNY",
    "rmb": "CNY",
    "₩": "KRW",
    "₹": "INR",
    "人民幣": "CNY",
    "人民币": "CNY",
}
CODES = (
    "HKD",
    "USD",
    "CNY",
    "CNH",
    "EUR",
    "GBP",
    "JPY",
    "SGD",
    "TWD",
    "AUD",
    "CAD",
    "CHF",
    "KRW",
    "INR",
    "NZD",
    "MOP",
    "MYR",
    "THB",
)
WORDS = {
    "yuan": "CNY",
    "renminbi": "CNY",
    "rmb": "CNY",
    "dollars": "USD",
    "dollar": "USD",
    "us dollars": "USD",
    "u.s. dollars": "USD",
    "american dollars": "USD",
    "hong kong dollars": "HKD",
    "hk dollars": "HKD",
    "singapore dollars": "SGD",
    "australian dollars": "AUD",
    "canadian dollars": "CAD",
    "new taiwan dollars": "TWD",
    "taiwan dollars": "TWD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "pounds sterling": "GBP",
    "yen": "JPY",
    "won": "KRW",
    "baht": "THB",
    "ringgit": "MYR",
    "rupees": "INR",
    "swiss francs": "CHF",
    "francs": "CHF",
}
CURRENCIES = PREFIXES | {code.lower(): "CNY" if code == "CNH" else code for code in CODES} | WORDS

PREFIX = re.compile(
    r"(?:(?<![A-Za-z])(?:HK|US|AU|CA|SG|NT|NZ|CN|[ACSM])?[$¥]|[€£₩₹]|人民[幣币]|(?<![A-Za-z])(?:rmb|"
    + "|".join(CODES).lower()
    + r"))\s?$",
    re.IGNORECASE,
)

_WORDS = "|".join(sorted((word.replace(".", r"\.").replace(" ", r"\s") for word in WORDS), key=len, reverse=True))
_CURRENCY = r"(?P<currency>(?:" + _WORDS + "|" + "|".join(CODES).lower() + r")(?![A-Za-z])|€|£)"
SUFFIX = re.compile(
    r"""(?:(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|mln|bln|trn|mn|bn|tn)|(?P<letter>[kmbt]))(?![A-Za-z$]))?+
        (?:(?P<percent>-percentage[-\s](?=points?\b)|-percent\b
             |\s?(?:percentage\s(?=points?\b)|%\s?(?=points?\b)|%|percent\b%?|per\scent\b|pct\b|pc\b))
         |[\s-]?(?P<pp>(?:basis[\s-]points?|bps?)\b)
         |[\s-]?(?P<times>times\b|-?fold\b|x\b)
         |\s?\(?"""
    + _CURRENCY
    + r"""
         |[\s-](?P<points>points?\b|pts\b)
         |[\s-](?:(?:consecutive|straight|successive|trading|full|calendar|more)\s)?(?P<span>(?:year|month|week|day|session|quarter|hour|minute|decade)s?)\b
         |\s(?:[\w-]+\s)?(?P<shares>shares\b)
        )?+""",
    re.VERBOSE | re.IGNORECASE,
)
POINTS_AFTER = re.compile(r"\s?points?\b", re.IGNORECASE)
HALF_A = re.compile(
    r"(?:[ -]of)?[ -]an?[ -](?:percentage[ -]point|per[ -]?cent|basis[ -]point)\b|[ -](?:percentage[ -])?point\b", re.IGNORECASE
)


def currency_before(text: str, start: int) -> tuple[int, str | None, bool]:
    """Where a currency sign right before `start` begins, its code, and whether there is one."""
    window = text[max(0, start - 5) : start]
    found = PREFIX.search(window) if window and (window[-1] in "$€£¥₩₹ 幣币" or window[-1].isalpha()) else None
    if found is None:
        return start, None, False
    return start - len(window) + found.start(), CURRENCIES[found.group().strip().lower()], True
