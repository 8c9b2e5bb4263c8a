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
    """What the printed prices of a table are, as numbers to compare and as the text they were traded at."""

    def __init__(self) -> None:
        self._values: dict[str, float] = {}
        self._traded: dict[str, str | None] = {}
        self._noisy = False  # whether any of them has more decimals than prices have

    def learn(self, texts: Iterable[str]) -> None:
        """Looks at the texts that have not been seen."""
        new = list(set(texts) - self._values.keys())
        self._values.update(dict.fromkeys(new, float("nan")))
        regular = [text for text in new if _REGULAR.fullmatch(text)]
        values = np.array(list(map(float, regular)))
        self._values.update((text, value) for text, value in zip(regular, values.tolist(), strict=True) if value > 0)
        self._traded.update(zip(regular, regular, strict=True))
        dots = np.array([text.find(".") for text in regular])
        places = np.where(dots < 0, 0, np.array(list(map(len, regular))) - dots - 1)
        [long] = np.nonzero((places > DECIMALS) & (values > 0))
        self._noisy = self._noisy or len(long) > 0
        self._traded.update(_unnoised([regular[at] for at in long], values[long], places[long]))

    def values(self, texts: Sequence[str]) -> Floats:
        """The prices as floats; not a number where a text is none of the usual shape, or zero."""
        return np.fromiter(map(self._values.__getitem__, texts), np.float64, len(texts))

    def traded(self, texts: Sequence[str]) -> list[str | None]:
        """The texts without a float's noise, or None where nobody could have traded at them."""
        return list(map(self._traded.get, texts)) if self._noisy else list(texts)


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
