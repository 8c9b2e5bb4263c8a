"""Exports read back: each figure of a file with the title of the source it leads to."""

import csv
import io
import json
import re
from collections.abc import Callable

import docx
import openpyxl
import pypdf

Figures = list[tuple[str, str]]


def _json(data: bytes) -> Figures:
    found = []
    for answer in json.loads(data)["answers"]:
        titles = {one["n"]: one["title"] for one in answer["references"]}
        found += [(figure["text"], titles[figure["source"]]) for figure in answer["figures"]]
    return found


def _csv(data: bytes) -> Figures:
    return [(row["figure"], row["title"]) for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))]


def _xlsx(data: bytes) -> Figures:
    head, *rows = openpyxl.load_workbook(io.BytesIO(data))["Figures"].values
    return [(str(row[head.index("figure")]), str(row[head.index("title")])) for row in rows]


def _docx(data: bytes) -> Figures:
    document = docx.Document(io.BytesIO(data))
    titles = dict(re.findall(r"^(\[\d+\]) ([^,\n]+)", "\n".join(one.text for one in document.paragraphs), re.M))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows[1:]]
    return [(row[0], titles[row[3]]) for row in rows]


def _pdf(data: bytes) -> Figures:
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    told, _, table = text.partition("Figure\nValue")
    titles = dict(re.findall(r"^(\[\d+\]) ([^,\n]+)", told, re.M))
    return [(figure, titles[mark]) for figure, mark in re.findall(r"^(\S+ %)\n(?:.*\n){2}(\[\d+\])", table, re.M)]


def _md(data: bytes) -> Figures:
    text = data.decode().replace("\\", "")
    titles = dict(re.findall(r"^- (\[\d+\]) \*\*(.+?)\*\*", text, re.M))
    return [(figure, titles[mark]) for figure, mark in re.findall(r"^\| ([^|]+) \|[^|]+\|[^|]+\| (\[\d+\]) \|", text, re.M)]


def _html(data: bytes) -> Figures:
    text = data.decode()
    titles = dict(re.findall(r'<li id="(s\d+-\d+)"[^>]*>\[\d+\] <strong>(.+?)</strong>', text))
    rows = re.findall(r'<tr><td>([^<]+)</td><td>[^<]*</td><td>[^<]*</td><td><a class="mark" href="#(s\d+-\d+)"', text)
    return [(figure, titles[anchor]) for figure, anchor in rows]


READERS: dict[str, Callable[[bytes], Figures]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "docx": _docx,
    "pdf": _pdf,
    "md": _md,
    "html": _html,
}
