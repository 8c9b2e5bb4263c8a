"""Charts as PNG and SVG, each drawn in its own process: drawing holds the interpreter's lock and 200 MB of memory."""

import json
import os
import subprocess
import sys
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from assistant.errors import AssistantError, Busy

Picture = Literal["png", "svg"]
_AT_ONCE = threading.BoundedSemaphore(2)
_QUEUE_S = 10.0
_PATIENCE_S, _SCRIPT_PATIENCE_S = 30.0, 90.0
_ONE_SCRIPT = threading.Lock()
_KEPT = frozenset({"PATH", "HOME", "LANG", "TMPDIR", "SYSTEMROOT", "FONTCONFIG_FILE", "PYTHONPATH"})


class ChartFailed(AssistantError):
    """The specification is sound, but no picture came of it."""

    code = "chart_failed"
    retryable = True


def draw(specification: dict[str, Any], picture: Picture) -> bytes:
    """The chart as a picture. No key of ours reaches the process that draws.

    Raises:
        Busy: other charts are being drawn.
        ChartFailed: it could not be drawn in time, or at all.
    """
    if not _AT_ONCE.acquire(timeout=_QUEUE_S):
        raise Busy("Other charts are being drawn. Try again in a few seconds.")
    try:
        return _painted(picture, json.dumps(specification).encode(), patience_s=_PATIENCE_S)
    finally:
        _AT_ONCE.release()


def script(folder: Path) -> bytes:
    """The script that draws specifications in a page, made once a version (it takes seconds) and kept in the folder.

    Raises:
        ChartFailed: it could not be made.
    """
    kept = folder / f"vega-{version('vl-convert-python')}.js"
    with _ONE_SCRIPT:
        if kept.is_file():
            return kept.read_bytes()
        made = _painted("script", b"", patience_s=_SCRIPT_PATIENCE_S)
        folder.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(made)
        half.replace(kept)
        return made


def _painted(form: str, specification: bytes, *, patience_s: float) -> bytes:
    command = [sys.executable, "-P", "-m", "assistant.market.chart_painter", form]
    environment = {name: value for name, value in os.environ.items() if name in _KEPT}
    try:
        done = subprocess.run(  # noqa: S603  our own module, with one of three words
            command, input=specification, capture_output=True, timeout=patience_s, env=environment, check=False
        )
    except subprocess.TimeoutExpired as exc:
        raise ChartFailed(f"The chart was not drawn within {patience_s:.0f} seconds. Ask for fewer days.") from exc
    if done.returncode != 0 or not done.stdout:
        raise ChartFailed("The chart could not be drawn as a picture. Its data is there as JSON: format=spec.")
    return done.stdout
