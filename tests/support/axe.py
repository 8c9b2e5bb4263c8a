"""axe-core in a page: what bars people who do not see, hear or point."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

_RUN = "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"
_GRAVE = frozenset({"serious", "critical"})


@lru_cache(maxsize=1)
def _script() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def grave_violations(page: Page) -> list[str]:
    """What axe finds serious or critical in the page as it is, a line each."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_script())
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        if one["impact"] in _GRAVE
        for node in one["nodes"]
    ]
