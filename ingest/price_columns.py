"""Printed prices by the thousand: each text of a table is looked at once, and those of the usual shape all together."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from assistant.market.bar_columns import price_text
from ingest.price_text import COARSER, DECIMALS, HAIR, as_traded

Floats = npt.NDArray[np.float64]

_REGULAR = re.compile(r"(?:0|[1-9]\d{0,6})(?:\.\d{1,17})?", re.ASCII)  # kept letter for letter
_SINGLE = 50_000  # from here on 32-bit floats are coarser than what is traded in
_DOUBLE = 1e-15  # how far, as a share of the value, 64-bit arithmetic may be off


class PrintedPrices:
    """What the printed prices of a table are, as numbers to compare and as the text they were traded at.

    A text is numbered by when it was first seen: to look it up is the dear step, and is done once a cell.
    """

    def __init__(self) -> None:
        self._seen = _Seen()
        self._values: list[float] = []
        self._traded: list[str | None] = []

    def numbers(self, texts: Iterable[str]) -> list[int]:
        """The number of each text; those that had none yet are looked at together."""
        numbers = list(map(self._seen.__getitem__, texts))
        if new := self._seen.new:
            self._seen.new = []
            self._learn(new)
        return numbers

    def values(self, numbers: Sequence[int]) -> Floats:
        """The prices as floats; not a number where a text is none of the usual shape, or zero."""
        return np.fromiter(map(self._values.__getitem__, numbers), np.float64, len(numbers))

    def traded(self, numbers: Sequence[int]) -> list[str | None]:
        """The texts without a float's noise, or None where nobody could have traded at them."""
        return list(map(self._traded.__getitem__, numbers))

    def _learn(self, new: Sequence[str]) -> None:
        regular = [at for at, text in enumerate(new) if _REGULAR.fullmatch(text)]
        texts = [new[at] for at in regular]
        values = np.array(list(map(float, texts)))
        dots = np.array([text.find(".") for text in texts])
        places = np.where(dots < 0, 0, np.array(list(map(len, texts))) - dots - 1)
        [long] = np.nonzero((places > DECIMALS) & (values > 0))
        cleaned = dict(_unnoised([texts[at] for at in long], values[long], places[long]))
        found = np.full(len(new), np.nan)
        found[regular] = np.where(values > 0, values, np.nan)
        self._values += found.tolist()
        self._traded += [cleaned.get(text, text) for text in new]


class _Seen(dict[str, int]):
    """The numbers of the texts that were seen."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        self.new.append(text)
        return number


def _unnoised(texts: Sequence[str], values: Floats, places: npt.NDArray[np.int64]) -> Iterable[tuple[str, str | None]]:
    """What `as_traded` says of each text: by the rough arithmetic of floats where that decides, else exactly."""
    ticks = DECIMALS - np.searchsorted(COARSER, values, side="right")
    short = np.rint(values * 10.0**ticks) / 10.0**ticks
    noisy = short.astype(np.float32) == values.astype(np.float32)
    half = 0.5 * 10.0**-places
    off = np.abs(short.astype(np.float32).astype(np.float64) - values)
    doubt = values * _DOUBLE
    cut, not_cut = off < half * (1 - 1e-6) - doubt, off > half * (1 + 1e-6) + doubt
    close = np.abs(short - values) <= values * 2 * float(HAIR)
    for text, value, decimals, is_traded, is_not in zip(
        texts,
        values.tolist(),
        ticks.tolist(),
        ((noisy | cut) & (values < _SINGLE)).tolist(),
        (not_cut & ~noisy & ~close & (values < _SINGLE)).tolist(),
        strict=True,
    ):
        if is_traded:
            yield text, f"{value:.{decimals}f}".rstrip("0").rstrip(".")
        else:
            yield text, None if is_not else price_text(as_traded(Decimal(text)))
