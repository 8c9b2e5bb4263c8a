"""What is declared is imported, what is imported is declared, and each has its reason written down."""

import ast
import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECLARED = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
DATA = {"tzdata", "wordllama"}  # files that are read, by the standard library and by us; imported by nobody
OPTIONAL = {"psycopg"}
# Modules that are not called like their package.
OTHER_NAMES = {"yaml": "pyyaml", "docx": "python-docx", "vl_convert": "vl-convert-python"}


def imported() -> set[str]:
    """The packages that the program imports from elsewhere."""
    modules: set[str] = set()
    for path in [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "ingest").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    outside = modules - set(sys.stdlib_module_names) - {"assistant", "ingest"}
    return {canonicalize_name(OTHER_NAMES.get(module, module)) for module in outside}


def test_imports_are_declared():
    """No module leans on a package that is here only because another package needs it."""
    assert imported() - OPTIONAL <= DECLARED


def test_declared_packages_are_imported():
    """No package is installed for nobody."""
    assert imported() | DATA >= DECLARED


def test_each_dependency_has_its_reason():
    """The decision record names every dependency, and none that is gone."""
    text = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?!dependency|---)([^|]+) \|", text, re.M)

    assert {canonicalize_name(name.strip()) for row in rows for name in row.split(",")} == DECLARED
    for line in PROJECT["dependency-groups"]["dev"]:
        assert Requirement(line).name in text
