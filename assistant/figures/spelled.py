"""Numbers written as words: English and Chinese numerals, multiples and ranks."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from assistant.figures import chinese, numbers, units
from assistant.figures.drafts import HUNDRED, Draft, Spans, read_chinese_suffix, read_noun, read_suffix

MOST_LOOKED_AT = 20_000  # numerals of one text, so that a hostile one costs a bounded time
NUMBER_WORDS = frozenset(
    [*numbers.CARDINALS, *numbers.MULTIPLES, *numbers.ORDINALS, "half", "quarter", "halved", "halving", "a", "an"]
)
_ORDINALS = "|".join(numbers.ORDINALS)
_PARTS = "|".join(sorted(set(numbers.FRACTIONS) - {"half"}, key=len, reverse=True))
_NUMBER_WORD = re.compile(
    rf"""(?<![\w$])(?:
      (?P<share>one|two|three|four|an?)[ -](?P<part>{_PARTS})
        (?!\sof\san?\sper)(?=\s(?:of|in|from|higher|lower|to|on|this|since|after|against|over|as|by)\b|\s*(?:\[|[,.;:)](?!\d)|$))
      |half[ ](?=of\b|the\b)
      |(?P<tens>{"|".join(numbers.TENS)})(?:[- ](?P<ones>{"|".join(list(numbers.ONES)[1:10])}))?
      |(?P<one>{"|".join(numbers.ONES)}|(?<!half[ ])(?<!of[ ])an?(?=[ ](?:hundred|thousand|million|billion|trillion)\b))
      |(?P<half>half|quarter)(?=(?:[ -]of)?[ -]an?[ -]per|[ -](?:percentage[ -])?point\b)
      |(?P<times>{"|".join(numbers.MULTIPLES)}|halved|halving)(?!-digit|\sdown\b|\sdigit|\sstandard)
      |(?P<ordinal>{_ORDINALS})(?=[ -][A-Za-z])
    )(?![A-Za-z])""",
    re.VERBOSE | re.IGNORECASE,
)
_AND_A_HALF = re.compile(r"\s(?:and\s)a\shalf\b", re.IGNORECASE)
_RANKED = re.compile(
    r"[ -](?:\w+est\b|most\b|least\b|consecutive|straight|successive|time\b|week|month|year|day|session|tranche|place|rank)",
    re.IGNORECASE,
)


def scan_words(text: str, taken: list[tuple[int, int]], starts: list[int]) -> Iterator[Draft]:
    """Numbers written as English words, multiples ("doubled") and ranks ("third-largest"), at the words that may begin one."""
    spans, done = Spans(taken), 0
    for start in starts:
        match = _NUMBER_WORD.match(text, start) if start >= done else None
        if match is None or spans.cover(start, match.end()):
            continue
        draft = _word(text, match)
        if draft is not None:
            done = draft.end
            yield draft


def _word(text: str, match: re.Match[str]) -> Draft | None:
    start, end = match.span()
    draft = Draft(start=start, end=end, number_end=end, value=Decimal(0))
    written = match.group().lower()
    if match["share"]:
        part = numbers.FRACTIONS[match["part"].lower()]
        draft.value = (HUNDRED * part * numbers.CARDINALS.get(match["share"].lower(), 1)).quantize(Decimal("0.01"))
        draft.unit = "%"
    elif written.startswith("half "):
        draft.value, draft.unit, draft.end = Decimal(50), "%", end - 1
    elif match["times"]:
        draft.value = Decimal(numbers.MULTIPLES.get(written, 0)) or Decimal("0.5")
        draft.unit, draft.kind, draft.sign = "times", "multiple", -1 if written.startswith("hal") else 1
    elif match["half"]:
        unit = units.HALF_A.match(text, end)
        if unit is None:
            return None
        draft.value, draft.precision = numbers.FRACTIONS[written], Decimal("0.01")
        draft.unit, draft.end = ("pp" if "point" in unit.group().lower() else "%"), unit.end()
    elif match["ordinal"]:
        if numbers.ORDINALS[written] <= 2 and not _RANKED.match(text, end):
            return None
        draft.value, draft.unit, draft.kind = Decimal(numbers.ORDINALS[written]), "rank", "rank"
        read_noun(text, draft)
    else:
        return _cardinal(text, match, draft)
    return draft


def _cardinal(text: str, match: re.Match[str], draft: Draft) -> Draft | None:
    words = [w for w in (match["tens"], match["ones"], match["one"]) if w]
    draft.value = Decimal(sum(numbers.CARDINALS.get(w.lower(), 1) for w in words))
    more = _AND_A_HALF.match(text, draft.end)
    if more:
        draft.value, draft.precision, draft.end = draft.value + Decimal("0.5"), Decimal("0.5"), more.end()
    read_suffix(text, draft)
    if draft.unit == "" and draft.scale == 1:
        if draft.value <= 1:
            return None  # "one of the banks"
        draft.kind = "count"
        read_noun(text, draft)
    return draft


_COUNTING = re.compile(r"[十百千零〇]")
_HOLIDAY = re.compile(r"十一(?=黃金周|黄金周|長假|长假|小長假|小长假|假期)")


def scan_chinese(text: str, taken: list[tuple[int, int]]) -> Iterator[Draft]:
    """Numbers written in Chinese numerals, where a unit or a measure says that they count something."""
    spans = Spans(taken)
    for match in islice(chinese.NUMERAL.finditer(text), MOST_LOOKED_AT):
        if spans.cover(*match.span()) or _HOLIDAY.match(text, match.start()):
            continue
        share = match["share"]
        written = share or (match["whole"] + ("點" + match["decimals"] if match["decimals"] else ""))
        read = chinese.read_decimal(written)
        if read is None:
            continue
        draft = Draft(start=match.start(), end=match.end(), number_end=match.end(), value=read[0], precision=read[1], han=True)
        if share:
            draft.unit = "%"
        else:
            read_chinese_suffix(text, draft)
            if (
                draft.unit == ""
                and draft.scale == 1
                and (read[0] <= 10 or len(match["whole"]) < 2 or not _COUNTING.search(match["whole"]))
            ):
                continue  # 一 and 三 alone are words more often than numbers, and 五一 is a day
            if read[0] == 1 and draft.unit not in ("%", "times", "money", "rank") and draft.scale == 1:
                continue
        yield draft
