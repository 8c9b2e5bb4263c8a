"""Costs: what an answer cost, by the list prices of the models asked. An unknown price is said, never taken for zero."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.errors import BadSetting

UNKNOWN = "unknown"
_LISTED = Path(__file__).with_name("model_prices.toml")
_MILLION = 1_000_000
_SMALLEST = Decimal("0.000001")
_LONGEST = 200_000  # bytes of a file of prices


class ModelPrice(BaseModel):
    """What a million tokens of a model cost."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
    output: Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "USD"


_PRICES = TypeAdapter(dict[str, ModelPrice])


@dataclass(frozen=True, slots=True)
class Taken:
    """The tokens an answer took of one model; not metered where the provider left some of them out."""

    input_tokens: int = 0
    output_tokens: int = 0
    metered: bool = True

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(
            self.input_tokens + other.input_tokens, self.output_tokens + other.output_tokens, self.metered and other.metered
        )


def read_model_prices(own: Path | None = None) -> dict[str, ModelPrice]:
    """The list prices by the model's name; a file of one's own replaces and adds to the shipped ones.

    Raises:
        BadSetting: the file cannot be read as prices.
    """
    prices = _read(_LISTED)
    return prices | _read(own) if own is not None and own.is_file() else prices


def cost(taken: Mapping[str, Taken], prices: Mapping[str, ModelPrice]) -> str:
    """The sum in words, such as `0.004321 USD`: empty where no language model was asked, `unknown` where it cannot be told."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for name, tokens in taken.items():
        if tokens == Taken():
            continue  # it gave no answer at all
        price = prices.get(name.removeprefix("openai:"))
        if price is None or not tokens.metered:
            return UNKNOWN
        sums[price.currency] += (price.input * tokens.input_tokens + price.output * tokens.output_tokens) / _MILLION
    return " + ".join(f"{amount.quantize(_SMALLEST):f} {currency}" for currency, amount in sorted(sums.items()))


def _read(path: Path) -> dict[str, ModelPrice]:
    try:
        with path.open("rb") as file:
            return _PRICES.validate_python(tomllib.loads(file.read(_LONGEST).decode("utf-8"), parse_float=Decimal))
    except (OSError, ValueError) as exc:
        wrong = exc.errors()[0] if isinstance(exc, ValidationError) else None
        what = f"{'.'.join(map(str, wrong['loc']))}: {wrong['msg']}" if wrong else "it is no TOML in UTF-8"
        raise BadSetting(
            f"The model prices in {str(path)!r} cannot be read: {what}. Each entry is a table like"
            ' ["gpt-5-mini"] with input and output, per million tokens, and currency.'
        ) from exc
