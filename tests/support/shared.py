"""Where the real material lies that some tests measure on; it is never in the repository."""

from pathlib import Path

SHARED = Path(__file__).parents[3] / "shared"
