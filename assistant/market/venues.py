"""Words that say which of a company's listings is meant: "ADRs", "in New York", "H shares", 港股. Pure."""

import re

_US = frozenset({"XNYS", "XNAS", "ARCX", "PINX"})
_PLACES = {
    _US: (
        r"(?:the )?(?:New York|Nasdaq|NYSE|U\.?S\.?|United States|America|Wall Street|American market|New York Stock Exchange)",
        r"(?i:ADRs?|ADSs?)|American [Dd]epositary (?:[Rr]eceipts?|[Ss]hares?)",
        r"US dollars?|U\.S\. dollars?|USD",
        r"美股|(?:美國)?[存預]託(?:證券|憑證|股票)|美國[存預]託|(?:美国)?[存预]托(?:证券|凭证|股票)|美国[存预]托",
        r"在美國|在美国|在紐約|在纽约",
    ),
    frozenset({"XHKG"}): (
        r"(?:the )?(?:Hong Kong(?: Stock Exchange)?|HK)",
        r"H[- ]shares?",
        r"HK dollars?|Hong Kong dollars?|HKD",
        r"港股|H股",
        r"在香港|在港",
    ),
    frozenset({"XSHG", "XSHE"}): (
        r"mainland China|the mainland",
        r"A[- ]shares?",
        r"yuan|renminbi|RMB|CNY",
        r"A股",
        r"在內地|在内地",
    ),
    frozenset({"XSHG"}): (r"Shanghai", r"Shanghai shares?", r"(?!)", r"滬市|沪市", r"在上海"),
    frozenset({"XSHE"}): (r"Shenzhen", r"Shenzhen shares?", r"(?!)", r"深市", r"在深圳"),
}
_QUOTED = r"listed|traded|listing|line\b|(?:shares?|stock|clos(?:e|ed|ing)|price|quote|adrs?)\b"  # what a place is said of
_NEAR = [
    (
        venue,
        re.compile(
            rf"(?:['’]s?)?[\s(-]*(?:(?:{paper})(?![A-Za-z0-9_-])"
            rf"|(?i:{place})[- ](?:{_QUOTED})|{chinese}"
            rf"|(?<=\()(?:{place})\)"
            rf"|的(?:{chinese}))"
        ),
        re.compile(
            rf"(?:(?:{place})[- ](?:listed|traded)(?: shares of)? |\b(?:{paper}) (?:of|for|in) (?:the )?|(?:{chinese})的?)$"
        ),
        re.compile(rf"\b(?:in|on) (?:{place})(?![\w-])|\bin (?:{money})\b|(?:{chinese}|{there})"),
    )
    for venue, (place, paper, money, chinese, there) in _PLACES.items()
]
# Words after which a place is where somebody spoke or built, not where the share trades.
_ELSEWHERE = re.compile(
    r"[.;!?。；！？\n]|\b(?:sa(?:id|ys)|told|based|headquarter|office|conference|store|court|launch|open(?:ed|s) a|plant)"
)
# What every pattern of a place before the name ends with.
_LEADS = re.compile(r"(?:listed|traded|of|for|in|the) $|[\u4e00-\u9fffA股]$")
_LEAD = 8
_REACH = 70
_BEFORE = 60
# Each alternative begins with a letter of its own: all others are passed over at once.
_HINT = re.compile(
    r"York|Nasdaq|NYSE|U\.?S|us (?<![a-z]us )|A[Dd][RrSs](?<![A-Za-z]A..)|a[Dd][RrSs](?<![A-Za-z]a..)|United States|America"
    r"|Wall St|Hong Kong|HK|A[- ]share|H[- ]share|mainland|yuan|renminbi|RMB|CNY|Shanghai|Shenzhen|美[股市國国]|港[股市]"
    r"|股[股市]|滬[股市]|沪[股市]|深[股市圳]|存[託托]|預[託托]|预[託托]|在|紐|纽|上|A股|H股"
)


def named_venue(text: str, start: int, end: int, *, until: int) -> tuple[frozenset[str], bool] | None:
    """The exchanges said beside text[start:end] (True), or later in its clause before `until` (False)."""
    if not _HINT.search(text, max(0, start - _BEFORE), min(len(text), end + _REACH)):
        return None
    led = _LEADS.search(text, max(0, start - _LEAD), start) is not None
    for venue, after, before, _ in _NEAR:
        if after.match(text, end) or (led and before.search(text, max(0, start - _BEFORE), start)):
            return venue, True
    reach = min(until, end + _REACH)
    found = [(match.start(), venue) for venue, _, _, later in _NEAR if (match := later.search(text, end, reach))]
    if found:
        at, venue = min(found, key=lambda item: item[0])
        if not _ELSEWHERE.search(text, end, at):
            return venue, False
    return None
