"""The requirements files are the lock: they agree with each other and with what the project asks for."""

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEV = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]


def entries(lock: str) -> list[str]:
    """Each requirement of a lock with its hashes, on one line."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def pins(lock: str) -> dict[str, set[str]]:
    """The versions a lock pins, by package; a package may have one for each Python or platform."""
    found: dict[str, set[str]] = defaultdict(set)
    for entry in entries(lock):
        pinned = Requirement(entry.partition(" --hash")[0])
        [specifier] = pinned.specifier
        assert specifier.operator == "==", entry
        found[canonicalize_name(pinned.name)].add(specifier.version)
    return found


@pytest.mark.parametrize(
    ("lock", "wanted"), [("requirements.txt", RUNTIME), ("requirements-dev.txt", [*RUNTIME, *DEV, *BUILD])], ids=LOCKS
)
def test_everything_asked_for_is_pinned_within_its_range(lock: str, wanted: list[Requirement]):
    """Each dependency of the project has a pin, and the pin is one the project allows."""
    pinned = pins(lock)
    outside = [
        str(requirement)
        for requirement in wanted
        if not (versions := pinned.get(canonicalize_name(requirement.name), set()))
        or not all(requirement.specifier.contains(version, prereleases=True) for version in versions)
    ]

    assert [] == outside


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_hashed(lock: str):
    """Nothing is installed whose content is not known beforehand."""
    assert [] == [entry for entry in entries(lock) if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)]


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_is_named(lock: str):
    """Where packages come from is the installing machine's business."""
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"://|^-|--(?:index|extra-index|find-links|trusted)| @ ", text, re.M)


def test_both_locks_agree():
    """What runs in tests is what runs for people: every runtime pin is in the development lock, hashes and all."""
    assert set(entries("requirements.txt")) <= set(entries("requirements-dev.txt"))
