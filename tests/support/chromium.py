"""The browser of the page's tests: where it is, and how it starts without talking to anyone."""

import os
import shutil

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no name leaves the machine, even if a page asks
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The path of an installed Chromium; `RALLY_TEST_CHROMIUM` names another one."""
    named = os.environ.get("RALLY_TEST_CHROMIUM")
    if named:
        return named if os.access(named, os.X_OK) else None
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def must_have_browser() -> bool:
    """Whether its absence is a failure: on a build machine nobody reads that tests were skipped."""
    return bool(os.environ.get("CI"))
