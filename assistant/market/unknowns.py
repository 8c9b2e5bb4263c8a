"""Numbers that are tickers because of the words around them, and company names nobody has listed. Pure."""

import re

_VERB = (
    r"(?:clos(?:e[sd]?|ing)|open(?:s|ed)?|trad(?:e[sd]?|ing)|mov(?:e[sd]?|ing)|gain(?:s|ed)?|los(?:e[s]?|t|ing)|r[io]se[sn]?|rising|"
    r"f[ae]ll(?:s|en)?|falling|perform(?:s|ed)?|do(?:ne|ing)?|end(?:s|ed)?|finish(?:es|ed)?|drop(?:s|ped)?|jump(?:s|ed)?|"
    r"surg(?:e[sd]?|ing)|climb(?:s|ed)?|slid(?:e[s]?)?|slip(?:s|ped)?|advance[sd]?|declin(?:e[sd]?|ing)|chang(?:e[sd]?|ing)|"
    r"outperform(?:s|ed)?|underperform(?:s|ed)?|beat|reach(?:ed)?|hit|peak(?:ed)?|return(?:ed)?|fare[d]?|"
    r"get|got|go(?:ne)?|went|settle[d]?|start(?:ed)?|set|add(?:ed)?|shed|swing|swung|stand|stood|cost|up|down|off|worth|above|below)"
)
_FLAGS = re.IGNORECASE | re.ASCII  # with ASCII word characters a Chinese character ends a number


def _number(group: str) -> str:
    """A pattern for three to six digits that are no part of a figure, a date or an amount."""
    # The first digit comes first: it is looked for much faster than what must not stand before it.
    return rf"(?P<{group}>\d(?<![\w.,:/$%+\-^#]\d)\d{{2,5}})(?![\w%/:\-^]|[.,]\d)"


_NUMBER = _number("n")
_UNIT = (
    r"(?!\s*(?:points?|per ?cent|percent|shares?\b|million|billion|trillion|bn|dollars?|yuan|times|years?|days?|people|"
    r"companies|stocks|jobs|HKD|USD|RMB|點|点|億|亿|萬|万|元|年|月|日|股[^價价]|人|家|名))"
)
_NOUN = r"(?:clos(?:e|ing)|open(?:ing)?|price|high|low|volume|chart|quote|performance|move|gain|loss|return|drawdown|level)s?"
# "did 700 close", "stock code 700": the words leave no doubt.
_SURE = re.compile(
    rf"(?:\b(?:did|does|do|has|had|have|was|is|will|would)\s+{_NUMBER}{_UNIT}(?=\s+(?:\w+ly )?(?:{_VERB}|at)\b))"
    rf"|\b(?:stock|share|ticker|symbol|counter|security)(?: code| number| no\.?)\s?[:#]?\s*{_number('m')}"
    rf"|(?:股[票份])?(?:代[碼码號号]|編號|编号)\s?[:：]?\s*{_number('o')}",
    _FLAGS,
)
_DAY = (
    r"(?:(?:19|20)\d\d\b|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[a-z]{3,9}\b|\d{1,2}/\d{1,2}/|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|q[1-4]\b)"
)
# Good enough in a question, not in an article: "the close of 700", "700's close", "compare 700 with", "buy 700?", 700收市.
_ASKED = re.compile(
    rf"(?:\b(?:the|what's|what is|whats) (?:\w+ ){{0,2}}{_NOUN}(?: price)? (?:of|for|in) {_NUMBER}{_UNIT})"
    rf"|(?:^|[.?!]\s+|, |\bwhich [^?]{{0,40}}[,:] ){_number('m')}{_UNIT}"
    rf"(?=(?:'s)?\s+(?:{_VERB}|{_NOUN})\b|'s\b)"
    rf"|\b(?:compare|how(?: is| are| about)?|about|buy|sell|hold) {_number('o')}{_UNIT}"
    rf"(?=\s*(?:[?.,]|$|and\b|with\b|to\b|against\b|vs|or\b|now\b|today\b|doing\b))"
    rf"|\b(?:of|in|for) {_number('s')}{_UNIT}"
    rf"(?=\s+(?:on|between|from|over|since|during|in|at|was|is|worth|chang\w+|trad\w+|end|by)\b)"
    rf"|\b(?:bought|sold|own(?:ed)?|held) {_number('v')}{_UNIT}(?=\s+(?:at|on|in|before|after|from|since)\b)"
    rf"|(?:\b(?:of|among|between|rank|order|compare)|:) {_number('u')}{_UNIT}(?=,|\s+(?:and|or|with)\b)"
    rf"|\b(?:outperform|underperform|beat|(?:better|worse|more|less) than|relative to|ahead of|behind) {_number('t')}{_UNIT}"
    rf"|{_number('p')}(?=\s*(?:[收開开][市盤盘]|收|股[價价]|漲|涨|跌|升|在|的|昨|今|自|从|從|于|於|(?:19|20)\d\d\s*年))"
    rf"|{_number('r')}(?=\s+(?:or|vs\.?|versus)\s+\d{{3,6}}\s*[?.]?\s*$)"
    rf"|^\s*{_number('q')}\s*[?？]?\s*$"
    rf"|^\s*{_number('w')}{_UNIT}(?=\s+(?:v|vs\.?|versus|or|and|against)\s+(?:\d{{3,6}}\b|[a-z]))"
    rf"|^\s*{_number('x')}(?=\s+(?:ytd\b|(?:(?:in|on|for|from|since)\s+)?{_DAY}))"
    rf"|(?:^|\s){_number('y')}{_UNIT}(?=\s+HK\b(?!\s*(?:\$|dollars?\b|cents?\b|residents?\b|people\b|compan|stocks\b|firms\b)))",
    _FLAGS,
)
_BRACKETED = re.compile(rf"[(（]\s*{_NUMBER}\s*[)）]", _FLAGS)
_LINKED = re.compile(
    rf"\s*(?:,|、|/|and|or|to|with|versus|vs?\.?|against|和|與|与|同|跟)\s*(?:and |or )?{_NUMBER}{_UNIT}",
    _FLAGS,
)
_PADDED = re.compile(rf"{_NUMBER}{_UNIT}(?!\s*(?:GMT|UTC|HKT|hours|hrs|[ap]\.?m))", _FLAGS)
_BARE = re.compile(_NUMBER, _FLAGS)
_LAST_LETTERS = frozenset("desrol.碼码號号")  # of did, does, has, had, was, will, would, code, number, symbol, no.
_QUESTION = 400  # characters: anything longer is an article
_YEARS = range(1990, 2040)

_SUFFIX = (
    r"Technologies|Technology|Holdings?|Group|Inc|Corp|Corporation|Ltd|Limited|Bank|PLC|Plc|Co|Company|Industries|Motors|"
    r"Pharmaceuticals?|Pharma|Biotech|Biologics|Semiconductors?|Semi|Robotics|Electronics|Energy|Software|Systems|Networks|"
    r"International|Interactive|Entertainment|Airlines|Insurance|Securities|Properties|Therapeutics|Dynamics|Labs|Industrial"
)
_COMPANY = re.compile(
    rf"[A-Z](?<![\w'’-][A-Z])[\w&'’-]* (?:[A-Z][\w&'’-]* ){{0,3}}(?:{_SUFFIX})\b(?: (?:{_SUFFIX})\b)*"
    rf"(?:(?<!International)(?<!Energy)(?<!Industrial)|(?! [A-Z]))"
)
_ASKING = frozenset(
    "A An The What When Where Which Who Why How Did Does Do Has Had Have Is Was Were Are Will Would Can Could Should If In On "
    "At By For From To Of And Or But As With Tell Show Give Compare Between Shares Stock Price Please".split()
)
# Ends like a company and is none: authorities, trades and figures of speech.
_NO_COMPANY = re.compile(
    r"(?:One|Two|Central|World|Reserve|Development|Investment|Commercial|Private|People['’]s|Federal|National|West|Left|Right|River|Food|"
    r"Blood|State|Policy|Savings|Retail|Digital|Virtual|Clean|Green|Renewable|New|Nuclear|Working|Focus|Task|Study|Research|"
    r"Information|Financial|Advanced|High|Artificial|Consumer|Amnesty|Transparency|Operating|Airport|Holiday|Social|Steering|"
    r"Department of|Parent|Interest|Pressure|Rights|Eurasia|Cultural|Mass Transit)\s+(?:\w+\s+)?(?:"
    + _SUFFIX
    + r")|.*\b(?:Party|Government|Ministry|Council|Commission|Committee|University|Airport|Bureau)\b.*"
)


def numbers(text: str) -> dict[tuple[int, int], bool]:
    """Spans of bare numbers that are tickers: True where the words leave no doubt, False where it must be a known one."""
    if all(_is_year(match["n"]) for match in _BARE.finditer(text)):
        return {}
    if len(text) <= _QUESTION:
        return _numbers(text, asked=True)
    found: dict[tuple[int, int], bool] = {}
    for match in _BARE.finditer(text):  # an article has many numbers, and few after words that lead to a ticker
        start = max(0, match.start() - 30)
        before = text[start : match.start()].rstrip(" :：#(（")
        if match["n"][0] == "0" or before[-1:] in _LAST_LETTERS or text[match.start() - 1 : match.start()] in "(（":
            around = _numbers(text[start : match.end() + 30], asked=False)
            found |= {(first + start, last + start): sure for (first, last), sure in around.items()}
    return found


def _numbers(text: str, *, asked: bool) -> dict[tuple[int, int], bool]:
    found = dict.fromkeys(_spans(_SURE, text), True)
    for span in _spans(_ASKED, text) if asked else ():
        found.setdefault(span, False)
    for start, end in _spans(_BRACKETED, text):
        if asked or end - start == 4:
            found.setdefault((start, end), False)
    for start, end in _spans(_PADDED, text):
        if text[start] == "0":  # nobody pads a figure
            found.setdefault((start, end), False)
    for _, end in sorted(found) if asked else ():
        found |= {span: found.get(span, False) for span in linked(text, end)}
    return found


def linked(text: str, end: int) -> list[tuple[int, int]]:
    """Spans of the numbers that a question joins to what ends at `end`: "Tencent, 9888 and 1810"."""
    spans = []
    while len(text) <= _QUESTION and (found := _LINKED.match(text, end)) and not _is_year(found["n"]):
        spans.append(found.span("n"))
        end = found.end("n")
    return spans


def companies(text: str) -> list[tuple[int, int]]:
    """Spans that are named like a company: capitalised words with a corporate ending."""
    spans = []
    for match in _COMPANY.finditer(text):
        words = list(re.finditer(r"\S+", match.group()))
        while words and words[0].group() in _ASKING:
            words.pop(0)
        if len(words) > 1 and not _NO_COMPANY.fullmatch(match.group()[words[0].start() :]):
            spans.append((match.start() + words[0].start(), match.end()))
    return spans


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    groups = [(match, name) for match in pattern.finditer(text) for name, digits in match.groupdict().items() if digits]
    return [match.span(name) for match, name in groups if not _is_year(match[name])]


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and int(digits) in _YEARS
