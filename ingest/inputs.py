"""Inputs: files, folders, patterns and standard input as bytes, none of them larger than it may be."""

import glob
import io
import re
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ingest.article import Refused, Reject
from ingest.limits import Limits
from ingest.spreadsheets import is_spreadsheet, table_of_sheet

_GZIP = b"\x1f\x8b"
_ABOUT = re.compile(r"(?:README|LICEN[CS]E|CHANGELOG|CONTRIBUTING|NOTICE|SOURCES?)(?:\.(?:md|txt|rst))?$", re.IGNORECASE)
_BINARY = {
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstandard archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an office document",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file's bytes, decompressed, and what it is called in reports."""

    origin: str
    name: str  # without `.gz`
    data: bytes
    url: str = ""  # where it was fetched from
    charset: str = ""  # as its server named it


def read_inputs(paths: Sequence[str | Path], *, limits: Limits, stdin: BinaryIO | None = None) -> Iterator[Input | Reject]:
    """The inputs that paths, folders, patterns and "-" stand for, each once, in a steady order."""
    seen: set[Path] = set()
    for path in paths:
        if str(path) == "-":
            yield read_stream(stdin or sys.stdin.buffer, origin="-", limits=limits)
            continue
        found = list(_files(Path(path)))
        if not found:
            yield Reject(origin=str(path), reason="not_found", detail="no file, folder or pattern of that name")
        for file in found:
            if file != Path(path) and _ABOUT.match(file.name):
                yield Reject(origin=str(file), reason="documentation", detail="about the folder, not in the news")
                continue
            try:
                real = file.resolve()
                if real in seen:
                    continue
                seen.add(real)
                with file.open("rb") as stream:
                    yield read_stream(stream, origin=str(file), limits=limits)
            except OSError as exc:
                yield Reject(origin=str(file), reason="unreadable", detail=exc.strerror or type(exc).__name__)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for entry in sorted(path.rglob("*")):
            if entry.is_file() and not any(part.startswith(".") for part in entry.relative_to(path).parts):
                yield entry
    elif path.exists():
        yield path
    elif glob.has_magic(str(path)):
        for match in sorted(glob.glob(str(path), recursive=True)):  # noqa: PTH207  (the pattern may be absolute)
            yield from _files(Path(match))


def read_stream(stream: BinaryIO, *, origin: str, limits: Limits) -> Input | Reject:
    """One stream's bytes as an input, unless they are too many or hold no text."""
    data = stream.read(limits.file_bytes + 1)
    try:
        if data.startswith(_GZIP):
            data = _decompressed(data, cap=limits.file_bytes)
        if len(data) > limits.file_bytes:
            raise Refused("too_large", f"more than {limits.file_bytes:,} bytes")
        if is_spreadsheet(data):
            data = table_of_sheet(data, cap=limits.file_bytes)
        for mark, name in _BINARY.items():
            if data.startswith(mark):
                raise Refused("binary", name)
    except Refused as exc:
        return Reject(origin=origin, reason=exc.reason, detail=exc.detail)
    return Input(origin=origin, name=Path(origin).name.removesuffix(".gz"), data=data)


def _decompressed(data: bytes, *, cap: int) -> bytes:
    """A gzip file's content, never more than one byte beyond the cap in memory."""
    out, rest = io.BytesIO(), data
    while rest.startswith(_GZIP):
        engine = zlib.decompressobj(wbits=31)
        try:
            out.write(engine.decompress(rest, cap + 1 - out.tell()))
        except zlib.error as exc:
            raise Refused("bad_gzip", str(exc)) from exc
        if out.tell() > cap:
            raise Refused("too_large", f"more than {cap:,} bytes when decompressed")
        if not engine.eof:
            raise Refused("bad_gzip", "the file ends in the middle")
        rest = engine.unused_data  # a gzip file may have several members
    return out.getvalue()
