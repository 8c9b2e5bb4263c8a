"""Comparison: which claims a figure of the evidence carries."""

import pytest

from assistant.figures.compare import agrees
from assistant.figures.parse import parse


def carried(claim: str, evidence: str) -> bool:
    return agrees(parse(claim)[0], parse(evidence)[0])


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("rose 16 percent", "+15.72 %"),
        ("4.2 %", "4.23 percent"),
        ("nearly 16 %", "15.72 %"),
        ("over 15 %", "15.72 %"),
        ("about 21 times", "around 21 times"),
        ("about 21 times", "20.9 times"),
        ("21 times", "around 21 times"),
        ("$3.2 billion", "US$3.2bn"),
        ("9億元人民幣", "900 million yuan"),
        ("131 HKD", "131.00"),
        ("rose 4.2 %", "a gain of 4.2 percent"),
        ("rose 1.3 percent", "1.3 percent"),
        ("17 September 2025", "2025-09-17"),
        ("September 17", "17 September 2025"),
        ("17 September 2025", "September 17"),
        ("2025", "17 September 2025"),
        ("a seventh consecutive week", "seven weeks straight"),
        ("seven weeks in a row", "seventh consecutive week"),
        ("more than double", "2.46 times"),
        ("升16%", "a 16 percent jump"),
        ("twenty banks", "20 banks taking part"),
    ],
)
def test_carried(claim: str, evidence: str) -> None:
    """The claim says no more than the evidence does."""
    assert carried(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        ("16 percent", "16 billion"),
        ("$35 million", "35 %"),
        ("15.72 %", "16 %"),
        ("16.0 %", "16 %"),
        ("15 %", "15.72 %"),
        ("1 percent", "1.4 percent"),
        ("fell 1.3 percent", "rose 1.3 percent"),
        ("-1.3 %", "+1.3 %"),
        ("HK$3.2 billion", "US$3.2 billion"),
        ("$3.2 billion", "$3.2 million"),
        ("17 September 2025", "18 September 2025"),
        ("17 September 2025", "September 2025"),
        ("September 17", "2025"),
        ("4.2 %", "4.2 percentage points"),
        ("7 percent", "over 7 percent"),
        ("3.9 percent", "as much as 3.9 percent"),
        ("over 7 percent", "7 percent"),
        ("nearly 16 %", "16.4 %"),
        ("over 1 percent", "1.7 percent"),
        ("rose for a seventh week", "set for its seventh week"),
        ("will hit $32 billion", "hit $32 billion"),
        ("rose 3 percent", "did not rise 3 percent"),
        ("from $157", "to $157"),
        ("rose 26,545 points", "rose to 26,545 points"),
        ("20,000 petaflops", "20,000 workers"),
        ("seven weeks", "seven months"),
    ],
)
def test_not_carried(claim: str, evidence: str) -> None:
    """Another value, unit, scale, currency, direction, strength, tense, day or end of a movement."""
    assert not carried(claim, evidence)
