"""What a program wrote, or what a program is written in, is no article; what people write is."""

import pytest

from ingest.printouts import printed_by
from tests.unit.test_ingest_readers import BODY, only, reasons

TWELVE = range(12)
LOGS = {
    "levels": [f"2025-09-17 10:03:{n:02} INFO ingest.run took in file {n}" for n in TWELVE],
    "a web server": [f'10.0.0.{n} - - [17/Sep/2025:10:03:{n:02} +0800] "GET /p/{n} HTTP/1.1" 200 512' for n in TWELVE],
    "a system": [f"Sep 17 10:03:{n:02} host daemon[{n}]: started unit {n}" for n in TWELVE],
    "levels first": [f"[WARN] queue {n} is full, dropping" for n in TWELVE],
}
PYTHON = '''"""Prices."""

import csv
from pathlib import Path


def closes(path):
    """Every close."""
    with open(path) as file:
        rows = csv.reader(file)
        return [row[4] for row in rows]


print(closes("a.csv"))
'''
SCRIPT = """const fs = require('fs');
// Prices
function closes(path) {
  const rows = fs.readFileSync(path);
  return rows.map((row) => row[4]);
}
module.exports = { closes };
"""
JAVA = """package a.b;

import java.util.List;

public class Close {
  private final int day = 3;

  public int day() {
    return day;
  }
}
"""
C = """#include <stdio.h>

/* Prints one close. */
int main(void) {
  double close = 161.6;
  printf("%f", close);
  return 0;
}
"""
SHEET = ".card {\n  margin: 0;\n  color: red;\n}\n.card h2 {\n  font-size: 2rem;\n}\n"
SOURCES = {
    "Python": PYTHON,
    "JavaScript": SCRIPT,
    "Java": JAVA,
    "C": C,
    "a style sheet": SHEET,
    "a shell": "#!/bin/sh\n# News.\nrally\n",
}
PROSE = {
    "a live report with times": [f"{9 + n // 6}:{n % 6}0 a.m. Alibaba gains {n} percent as buyers return." for n in TWELVE],
    "stamps and no program": [f"2025-09-17 10:{n:02}:00 Hang Seng at {26_000 + n}, turnover grows" for n in TWELVE],
    "a list with semicolons": [f"Baidu (9888.HK) gained {n} percent;" for n in TWELVE],
    "statements of people": [
        *("Import duties rise", "From next month tariffs double.", "Return on equity is 9 %", "If it holds:"),
        *("Let prices fall, they say", "Using its own chips", "Class actions follow:", "Public holidays in October"),
    ],
    "an article on code": [f"A bank's new system.\n\n{BODY}", "", "import csv", "print(1)", "", f"Engineers are glad. {BODY}"],
    "tags": [f"#Alibaba #{n} up again" for n in TWELVE],
}  # fmt: skip


@pytest.mark.parametrize("kind", LOGS)
def test_a_log_is_refused_by_name(kind: str):
    """Its lines begin with moments or levels and speak as programs do."""
    assert reasons("\n".join(LOGS[kind])) == ["log"]


@pytest.mark.parametrize("kind", SOURCES)
def test_source_is_refused_by_name(kind: str):
    """Whatever it is called, and though a comment looks like a heading."""
    assert reasons(SOURCES[kind]) == ["source"]


@pytest.mark.parametrize("kind", PROSE)
def test_what_people_write_is_no_printout(kind: str):
    """Times, lists and a few lines of code do not make one."""
    assert printed_by("\n".join(PROSE[kind])) is None


def test_an_article_in_a_file_with_a_programs_name_is_taken():
    """The name counts only where the lines bear it out."""
    assert only(f"Chips lead\n\nPublished 17 September 2025\n\n{BODY}", name="chips.log").text == BODY
