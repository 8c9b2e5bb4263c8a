"""Where the files that ship with the program lie: prompts, the web page, the samples."""

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder of that name, in an installed package or in a checkout."""
    installed = Path(str(files("assistant"))) / "_files" / name
    return installed if installed.is_dir() else Path(str(files("assistant"))).parent / name
