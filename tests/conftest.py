"""The order of the suite."""

from pathlib import Path

import pytest

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser comes last: its driver keeps an event loop running in this thread, in which no other test could start one."""
    items.sort(key=lambda item: item.path.is_relative_to(BROWSER))
