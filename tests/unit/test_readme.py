"""The README tells the truth: its settings, commands, events, reasons and files are those of the code."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Annotated, get_args, get_origin

from assistant.agent.events import Event, Reason
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows(section: str) -> list[list[str]]:
    """The cells of a section's table, without its head."""
    text = README.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def default(name: str) -> str:
    value = Settings.model_fields[name].default
    if name == "data_dir":
        return "the system's folder for data"
    if value in (None, ()):
        return "none"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def test_settings():
    """Every setting is listed with its variable, its default and the words it is declared with."""
    expected = [
        [f"`{field.validation_alias or f'RALLY_{name.upper()}'}`", default(name), field.description]
        for name, field in Settings.model_fields.items()
    ]

    assert rows("Settings") == expected


def test_events():
    """Every event of the stream is listed, and no other."""
    assert get_origin(Event) is Annotated
    union = get_args(Event)[0]

    assert [row[0] for row in rows("API")] == [f"`{model.model_fields['type'].default}`" for model in get_args(union)]


def test_reasons():
    """Every reason for abstaining is named."""
    assert [] == [reason for reason in get_args(Reason) if f"`{reason}`" not in README]


def test_commands():
    """Every command that `rally --help` knows is listed, and no other."""
    told = {row[0].strip("`").split()[1] for row in rows("Commands")}
    environment = os.environ | {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "200"}
    call = [sys.executable, "-c", "from assistant.cli import main; main()", "--help"]
    shown = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    known = set(re.findall(r"^\W*([a-z]+)  ", shown.partition("Commands")[2], re.M))

    assert told == known


def test_make_targets():
    """Every `make` command that the documents name exists."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.M))

    assert named <= targets


def test_links():
    """Every file that the README links to is there."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert [] == [link for link in links if not (ROOT / link).exists()]
