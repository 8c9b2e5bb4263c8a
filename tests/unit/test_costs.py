"""What an answer cost: by list prices, the reader's own before ours, and never zero for want of knowing."""

from pathlib import Path

import pytest

from assistant.agent.costs import Taken, cost, read_model_prices
from assistant.errors import BadSetting


def own(folder: Path, text: str) -> Path:
    path = folder / "model_prices.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_tokens_cost_their_list_price():
    """A million tokens in and half a million out, each at its own price, to a millionth of the currency."""
    prices = read_model_prices()

    assert cost({"openai:gpt-5-mini": Taken(1_000_000, 500_000)}, prices) == "1.250000 USD"
    assert cost({"openai:gpt-5-nano": Taken(10, 0)}, prices) == "0.000000 USD"  # half a millionth


def test_what_is_not_known_is_not_free():
    """A model without a price, or a call of which the provider told no tokens, makes the cost unknown."""
    prices = read_model_prices()

    assert cost({"openai:some-new-model": Taken(10, 10)}, prices) == "unknown"
    assert cost({"openai:gpt-5-mini": Taken(10, 10, metered=False)}, prices) == "unknown"
    assert cost({"openai:gpt-5-mini": Taken(10, 10), "openai:some-new-model": Taken(1, 1)}, prices) == "unknown"


def test_without_a_language_model_there_is_no_cost():
    """Nothing was asked that could cost, or nothing of it was had."""
    assert cost({}, read_model_prices()) == ""
    assert cost({"openai:down": Taken()}, read_model_prices()) == ""


def test_prices_of_ones_own_come_first(tmp_path: Path):
    """An entry of the file in the data folder replaces the shipped one and adds others; sums stay apart by currency."""
    path = own(tmp_path, '["gpt-5-mini"]\ninput = 1\noutput = 2.5\ncurrency = "EUR"\n["mine"]\ninput = 0\noutput = 0\n')
    prices = read_model_prices(path)

    assert cost({"openai:gpt-5-mini": Taken(1_000_000, 1_000_000)}, prices) == "3.500000 EUR"
    assert cost({"openai:mine": Taken(5, 5)}, prices) == "0.000000 USD"
    assert cost({"openai:gpt-5-mini": Taken(1_000_000, 0), "openai:gpt-5": Taken(1_000_000, 0)}, prices) == (
        "1.000000 EUR + 1.250000 USD"
    )
    assert read_model_prices(tmp_path / "absent.toml") == read_model_prices()


@pytest.mark.parametrize(
    "text",
    ["gpt-5 = 3", '["m"]\ninput = -1\noutput = 1', '["m"]\ninput = nan\noutput = 1', '["m"]\ninput = 1', "[", '["m"]\nin = 1'],
)
def test_prices_that_cannot_be_read_are_named(tmp_path: Path, text: str):
    """The message says which file, and how an entry looks."""
    with pytest.raises(BadSetting, match=r"model_prices\.toml.*per million tokens"):
        read_model_prices(own(tmp_path, text))
