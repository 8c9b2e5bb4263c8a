"""Numbers as written: digits and English number words, with the step of the last digit written."""

import re
from decimal import Decimal

# Full-width forms become the plain ones, character for character, so that positions stay true.
FOLD = str.maketrans("０１２３４５６７８９．％＋－−\u00a0\u202f\u2009\u2011", "0123456789.%+--   -")
_FOLDED = re.compile("[０-９．％＋－−\u00a0\u202f\u2009\u2011]")
MOST_DIGITS = 24  # a longer run is an identifier

# Possessive throughout: the scan is linear whatever the text holds.
NUMBER = re.compile(
    r"""(?P<fraction>\d{1,3}+[- ]\d/\d{1,2}(?![\d/]))      # 3-1/2
      | (?P<comma>\d++,\d{1,2}(?=\s?(?:%|percent|por\scento)))   # 5,3 %
      | (?P<plain>\d++(?:,\d{3}(?!\d))*+(?:\.\d++)?+)      # 19,823.45""",
    re.VERBOSE,
)

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: value * 10 for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}
CARDINALS = ONES | TENS
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
FRACTIONS = {
    "half": Decimal("0.5"),
    "third": Decimal(1) / 3,
    "thirds": Decimal(1) / 3,
    "quarter": Decimal("0.25"),
    "quarters": Decimal("0.25"),
} | {
    f"{word}{ending}": Decimal(1) / value
    for value, word in enumerate("fifth sixth seventh eighth ninth tenth".split(), start=5)
    for ending in ("", "s")
}
MULTIPLES = {
    "doubled": 2,
    "doubles": 2,
    "doubling": 2,
    "double": 2,
    "twice": 2,
    "twofold": 2,
    "tripled": 3,
    "triples": 3,
    "tripling": 3,
    "triple": 3,
    "trebled": 3,
    "threefold": 3,
    "quadrupled": 4,
    "quadrupling": 4,
    "quadruple": 4,
    "fourfold": 4,
    "fivefold": 5,
    "tenfold": 10,
}


def fold(text: str) -> str:
    """The text with full-width digits and odd spaces made plain, every character in its place."""
    return text.translate(FOLD) if _FOLDED.search(text) else text


def read_digits(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The value and the step of the last written digit; None for a run of digits too long to be a number."""
    written = match.group()
    if len(written) > MOST_DIGITS:
        return None
    if match.lastgroup == "fraction":
        whole, top, bottom = re.split(r"[- /]", written)
        if int(bottom) == 0:
            return None
        return Decimal(whole) + Decimal(top) / Decimal(bottom), Decimal("0.5")
    plain = written.replace(",", "." if match.lastgroup == "comma" else "")
    _, _, decimals = plain.partition(".")
    return Decimal(plain), Decimal(1).scaleb(-len(decimals))


def last_nonzero_step(value: Decimal) -> Decimal:
    """The step of the last digit that is not zero: 100 for 23,600, 0.1 for 4.2."""
    if not value:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
