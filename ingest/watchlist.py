"""The watch list: `feeds.toml`, which names the feeds, pages and folders that are read again and again."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from assistant.errors import BadInput
from ingest.addresses import read_address
from ingest.article import Refused
from ingest.zones import is_zone

_KINDS = ("feed", "pages", "folder")
_KNOWN = {*_KINDS, "name", "interval", "zone", "language", "follow_links"}
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_MOST = 500
_SHORTEST, _LONGEST = timedelta(seconds=10), timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One source to read every `interval`."""

    name: str
    kind: Literal["feed", "pages", "folder"]
    places: tuple[str, ...]  # addresses, or one folder
    interval: timedelta = timedelta(minutes=15)
    zone: str = ""  # of stamps that name none
    language: str = ""
    follow_links: bool = False


def read_watchlist(path: Path) -> tuple[Watched, ...]:
    """The sources of a watch list.

    Raises:
        BadInput: the file is not there or an entry cannot be used; the message names the entry and says why.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise BadInput(f"There is no watch list at {str(path)!r}. Make it, or name another with --feeds.") from exc
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        raise BadInput(f"The watch list {str(path)!r} cannot be read: {exc}.") from exc
    rows = table.get("source")
    if not isinstance(rows, list) or not rows or set(table) != {"source"}:
        raise BadInput(f"The watch list {str(path)!r} needs one [[source]] section or more, and nothing else.")
    found = tuple(_watched(row, number=number, base=path.parent) for number, row in enumerate(rows, start=1))
    names = [source.name for source in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadInput(f"Two sources of the watch list are called {twice!r}. Give each its own name.")
    return found


def add_source(path: Path, row: Mapping[str, Any]) -> Watched:
    """The source of that row, written at the end of the watch list, which is replaced whole or not at all.

    Raises:
        BadInput: the row cannot be used, its name is taken, or there is no room; the list stays as it is.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.new")
    lines = [f"{name} = {json.dumps(value)}" for name, value in row.items()]
    with FileLock(path.with_name(f".{path.name}.lock")):
        held = read_watchlist(path) if path.is_file() else ()
        if len(held) >= _MOST:
            raise BadInput(f"The watch list holds {_MOST} sources, as many as there is room for. Take one out first.")
        before = path.read_text(encoding="utf-8").splitlines() if held else []
        try:
            written.write_text("\n".join([*before, "", "[[source]]", *lines, ""]).lstrip("\n"), encoding="utf-8")
            found = read_watchlist(written)
            written.replace(path)
        finally:
            written.unlink(missing_ok=True)
    return found[-1]


def _watched(row: Any, *, number: int, base: Path) -> Watched:
    try:
        if not isinstance(row, dict):
            raise ValueError("it is no table")
        if unknown := sorted(set(row) - _KNOWN):
            raise ValueError(f"{unknown[0]!r} is not a field; the fields are {', '.join(sorted(_KNOWN))}")
        kinds = [kind for kind in _KINDS if kind in row]
        if len(kinds) != 1:
            raise ValueError("it needs exactly one of feed, pages and folder")
        places = _places(row, kinds[0], base)
        return Watched(
            name=_text(row, "name") or places[0][:200],
            kind=kinds[0],  # type: ignore[arg-type]
            places=places,
            interval=_interval(row.get("interval", "15m")),
            zone=_zone(_text(row, "zone")),
            language=_text(row, "language"),
            follow_links=_switch(row.get("follow_links", False)),
        )
    except ValueError as exc:
        raise BadInput(f"Source {number} of the watch list cannot be used: {exc}.") from exc


def _places(row: Mapping[str, Any], kind: str, base: Path) -> tuple[str, ...]:
    given = row[kind] if kind == "pages" else [row[kind]]
    if not isinstance(given, list) or not given or not all(isinstance(place, str) and place for place in given):
        raise ValueError("pages is a list of addresses" if kind == "pages" else f"{kind} is a text")
    if kind == "folder":
        return (str(base / Path(given[0]).expanduser()),)
    for address in given:
        try:
            read_address(address)
        except Refused as exc:
            raise ValueError(f"{address!r} is not fetched: {exc.detail}") from exc
    return tuple(given)


def _interval(value: Any) -> timedelta:
    written = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\s*", value) if isinstance(value, str) else None
    interval = timedelta(seconds=int(written[1]) * _UNITS[written[2]]) if written else timedelta(0)
    if not _SHORTEST <= interval <= _LONGEST:
        raise ValueError(f"interval is a time from 10s to 7d such as 15m, not {value!r}")
    return interval


def _zone(name: str) -> str:
    if name and not is_zone(name):
        raise ValueError(f"{name!r} is no time zone such as Asia/Hong_Kong")
    return name


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("follow_links is true or false")
    return value


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name, "")
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError(f"{name} is a text of at most 200 characters")
    return value.strip()
