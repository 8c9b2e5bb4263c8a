"""Contrasts: words of a claim of whose pair its source has the other one, and words that make more of what it says."""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.figures.chinese import FORECAST, HAS_HAN
from assistant.figures.han import simplified

# Words of one side and of the other, whatever they are said of.
_PAIRS = (
    (r"widen(?:ed|s|ing)?|wider", r"narrow(?:ed|s|ing|er)?"),
    (r"accelerat\w+|quicken\w*|sped up", r"slow(?:ed|s|ing|er)|decelerat\w+"),
    (r"strengthen\w*", r"weaken\w*"),
    (r"inflows?", r"outflows?"),
    (r"improv(?:ed|es|ing|ement)", r"worsen\w*|deteriorat\w+"),
    (r"optimis\w+", r"pessimis\w+"),
    (r"overweight", r"underweight"),
    (r"扩大|扩阔", r"收窄|缩窄|缩小"),
    (r"加快|加速", r"放缓|减慢|减速"),
    (r"上调|调高|调升", r"下调|调低|调降"),
    (r"流入", r"流出"),
    (r"改善|好转", r"恶化|转差"),
    (r"转强|走强", r"转弱|走弱"),
    (r"增持", r"减持"),
    (r"乐观", r"悲观"),
    (r"重上|升穿|升破|重返|突破", r"失守|跌穿|跌破"),
)
_OPPOSITES = [
    tuple(re.compile(words if HAS_HAN.search(words) else rf"\b(?:{words})\b", re.I) for words in pair) for pair in _PAIRS
]
_ANY_OPPOSITE = re.compile("|".join(words.pattern for pair in _OPPOSITES for words in pair), re.I)
_HOPED = r"(?:[\w.%’'-]+\s+){0,7}?(?:expect\w*|forecasts?|estimates?|projected|projections?|consensus|predict\w+)"
_BETTER = re.compile(
    r"\b(?:above|(?:higher|more|better|stronger|faster|larger|bigger) than|topp\w+|tops|beat\w*|exceed\w*|surpass\w*|"
    rf"outpac\w+|ahead of)\s+{_HOPED}|(?:高|好|胜|优|强|多|大|快)[过于][^，。；]{{0,6}}?预[期测计]|"
    "(?:胜|超)(?:出|过)?(?:市场)?预期",
    re.I,
)
_SHORT = re.compile(
    r"\b(?:below|(?:lower|less|worse|weaker|slower|smaller) than|miss\w*|short of|shy of|under|trail\w*)\s+"
    rf"{_HOPED}|(?:低|差|弱|少|慢|细|逊)[过于][^，。；]{{0,6}}?预[期测计]|(?:逊|不及|不如|未及)(?:于|色于)?(?:市场)?预期",
    re.I,
)
_MORE = frozenset("faster higher more bigger larger greater stronger better longer quicker".split())
_LESS = frozenset("slower lower less fewer smaller weaker worse shorter".split())
_THAN = re.compile(
    rf"(?<!percent )(?<!% )(?<!points )\b(?P<word>{'|'.join(sorted(_MORE | _LESS))})\b(?:\s+[\w-]+)?\s+than\s+"
    r"(?P<what>(?:[\w’'.-]+\s+){0,3}[\w’'.-]+)",
    re.I,
)
_GOES_ON = re.compile(r"\s*((?:That|This|It|Which)\s+(?:was|is|were|compares|compared)\b[^.]*)")
_EMPTY = frozenset("a an the its in of for what was were had been that those it".split())
_EXTREME = re.compile(r"\b(?P<span>[\w]+-(?:year|month|week|day|quarter|decade))[- ](?P<side>high|low|peak|trough)s?\b", re.I)
_HIGH = frozenset({"high", "peak"})
_EVER = re.compile(
    r"\b(?:on record|in history|ever|of all time|all[- ]time|historic(?:al)?|record(?:s|[- ]\w+)?)\b|"
    r"历来|历史|史上|有纪录以来|有记录以来|纪录",
    re.I,
)
_CLAIMS_EVER = re.compile(
    r"\b(?:on record|in history|of all time|all[- ]time|(?:most|highest|lowest|biggest|largest|worst|best|first)[- ]ever|"
    r"(?:most|highest|lowest|biggest|largest|worst|best)\s+(?:\w+\s+)?ever)\b|史上最|历来最|有[纪记]录以来最",
    re.I,
)
_ONLY = re.compile(r"\bthe (?:only|sole)\b|唯一", re.I)
_ALL = re.compile(
    r"(?<!almost )(?<!nearly )(?<!at )(?<!in )\b(?:all|every)\b(?![- ](?:time|told|but))|全部|全线|悉数|所有", re.I
)
_SOME = re.compile(
    r"\b(?:most|many|some|several|majority|except|apart from|other than|all but|almost all|nearly all)\b|"
    r"除[了]?|其余|大部分|部分|大多|多数",
    re.I,
)
_TENOR = re.compile(
    r"\b(\w+)-year\s+(?:\w+\s+)?(?:treasur\w+|bonds?|notes?|yields?|gilts?|bunds?)\b|(\d+|[一二两三五七十]+)年期", re.I
)
_NUMBERS = {"two": "2", "three": "3", "five": "5", "seven": "7", "ten": "10", "twenty": "20", "thirty": "30"}
_NUMERALS = {"一": "1", "二": "2", "两": "2", "三": "3", "五": "5", "七": "7", "十": "10", "二十": "20", "三十": "30"}
_TO_COME = re.compile(
    r"\b(?:is|are|was|were|be) (?:set|due|expected|scheduled|slated|poised|planned) to\b|\bwill\b|"
    r"\b(?:plans?|aims?|intends?|hopes?) to\b",
    re.I,
)
_HAS_COME = re.compile(r"\b(?:has|have|had)\b(?! to\b)|\balready\b", re.I)
_OF_THE_WEEK = re.compile(r"\b(?:over|for|on|during|in) the (week|month|quarter)\b", re.I)
_MONTHS = re.compile(r"首[一二三四五六七八九\d]+个?月|[上下]半年|全年|平均|累计")
_ONE_MONTH = re.compile(r"(?<![首\d])\d{1,2}月(?!底|止)")


def contrasted(claim: str, sentence: str, passage: str) -> str:
    """What a claim says otherwise than the sentences that carry it, or makes of what the passage says; empty when nothing."""
    ours, theirs, around = _plain(claim), _plain(sentence), _plain(passage)
    ways = (_opposed, _unexpected, _compared, _at_the_other_end, _of_other_tenor, _of_all, _of_several_months)
    found = next(filter(None, (way(ours, theirs) for way in ways)), "")
    found = found or _told_as_done(ours, theirs) or _of_the_span(ours, theirs, around) or _made_more_of(ours, around)
    return found or _compared(ours, _gone_on(theirs, around))


@lru_cache(maxsize=1_024)
def _plain(text: str) -> str:
    return simplified(text) if HAS_HAN.search(text) else text


def _opposed(claim: str, sentence: str) -> str:
    if not _ANY_OPPOSITE.search(claim):
        return ""
    for pair in _OPPOSITES:
        for ours, other in (pair, pair[::-1]):
            said = ours.search(claim)
            if said and not other.search(claim) and other.search(sentence) and not ours.search(sentence):
                return f"The source says the opposite of “{said.group()}”."
    return ""


def _unexpected(claim: str, sentence: str) -> str:
    said, held = (frozenset(_outcomes(text)) for text in (claim, sentence))
    return "The source says the opposite of what was expected." if said and held and not said & held else ""


def _outcomes(text: str) -> Iterator[int]:
    for side, words in ((1, _BETTER), (-1, _SHORT)):
        if words.search(text):
            yield side


def _compared(claim: str, sentence: str) -> str:
    """ "faster than in November", where the source says slower."""
    said, held = set(_comparisons(claim)), set(_comparisons(sentence))
    other = next((row for row in sorted(said - held) if (not row[0], row[1]) in held), None)
    return f"The source says the opposite of it and {other[1]}." if other else ""


def _comparisons(text: str) -> Iterator[tuple[bool, str]]:
    for match in _THAN.finditer(text):
        words = [word.strip(".").lower() for word in match["what"].split()]
        first = next((word for word in words if word not in _EMPTY), "")
        if first:
            yield match["word"].lower() in _MORE, first


def _gone_on(sentence: str, passage: str) -> str:
    """What the next sentence says of the same: "That was slower than November"."""
    at = passage.find(sentence)
    following = _GOES_ON.match(passage, at + len(sentence)) if at >= 0 else None
    return following[1] if following else ""


def _at_the_other_end(claim: str, sentence: str) -> str:
    """ "a seven-month low", where the source says "seven-month highs"."""
    said, held = set(_extremes(claim)), set(_extremes(sentence))
    other = next((row for row in sorted(said - held) if (row[0], not row[1]) in held), None)
    return f"The source says it of the other end of a {other[0]} range." if other else ""


def _extremes(text: str) -> Iterator[tuple[str, bool]]:
    for match in _EXTREME.finditer(text):
        yield match["span"].lower(), match["side"].lower() in _HIGH


def _of_other_tenor(claim: str, sentence: str) -> str:
    said, held = (frozenset(_tenors(text)) for text in (claim, sentence))
    if len(said) == len(held) == 1 and said != held:
        return f"The source says it of a tenor of {min(held)} years."
    return ""


def _tenors(text: str) -> Iterator[str]:
    for match in _TENOR.finditer(text):
        written = match[1] or match[2]
        yield _NUMERALS.get(written) or _NUMBERS.get(written.lower()) or written


def _of_all(claim: str, sentence: str) -> str:
    """ "all of them rose", where the source says that most did."""
    if _ALL.search(claim) and not _SOME.search(claim) and _SOME.search(sentence) and not _ALL.search(sentence):
        return "The source does not say it of all."
    return ""


def _of_several_months(claim: str, sentence: str) -> str:
    """ "首4個月平均5%", where the source says it of April alone."""
    said = _MONTHS.search(claim)
    if said and not _MONTHS.search(sentence) and _ONE_MONTH.search(sentence) and not _ONE_MONTH.search(claim):
        return f"The source does not say it of {said.group()}."
    return ""


def _told_as_done(claim: str, sentence: str) -> str:
    """What has come about in the claim, and is still to come in the source."""
    if HAS_HAN.search(claim):
        done = "已" in claim and not FORECAST.search(claim)
        return "The source tells it as to come." if done and FORECAST.search(sentence) and "已" not in sentence else ""
    done = bool(_HAS_COME.search(claim)) and not _TO_COME.search(claim)
    return "The source tells it as to come." if done and _TO_COME.search(sentence) and not _HAS_COME.search(sentence) else ""


def _of_the_span(claim: str, sentence: str, passage: str) -> str:
    """ "over the week", where the source says it of a day."""
    said = _OF_THE_WEEK.search(claim)
    if said is None or re.search(rf"\b{said[1]}", sentence, re.I) or re.search(rf"\b{said[0]}\b", passage, re.I):
        return ""
    return f"The source does not say it of the {said[1].lower()}."


def _made_more_of(claim: str, passage: str) -> str:
    """The most ever, or the only one, where the source calls it nothing like that."""
    for said, held in ((_CLAIMS_EVER, _EVER), (_ONLY, re.compile(r"\b(?:only|sole|single|alone)\b|唯一|仅", re.I))):
        found = said.search(claim)
        if found and not held.search(passage):
            return f"The source does not say “{found.group()}”."
    return ""
