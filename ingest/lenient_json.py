"""Lenient JSON: what is meant for JSON read as its writer meant it, and the sound part of what breaks off."""

import json
import re
from typing import Any

from ingest.article import Refused

_WRAPPED = re.compile(r"\A\s*(?:[A-Za-z_$][\w.$]{0,80}\s*\(|(?:(?:var|let|const)\s+)?[A-Za-z_$][\w.$]{0,80}\s*=)\s*(?=[{\[])")
_REMARKS = re.compile(r"\A(?:\s*(?://[^\n]*\n|/\*.*?\*/))+\s*(?=[{\[])", re.DOTALL)
_QUOTED = re.compile(r'\A\s*"\s*(?:\[|\{)')
# A string stays as it is; a remark, and a comma before a closing bracket, mean nothing.
_LOOSE = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)
_SEPARATOR = "\x1e"  # RFC 7464 puts one before each value
_JSON = json.JSONDecoder(parse_constant=lambda name: None)  # "NaN" and "Infinity" are no figures
_LAX = json.JSONDecoder(parse_constant=lambda name: None, strict=False)  # with line ends inside strings
_NEXT = re.compile(r"[^\s,]")


def bare_json(text: str) -> str:
    """JSON without the call, the assignment, the remarks or the string it is wrapped in; any other text as it is."""
    if text.startswith(_SEPARATOR):
        return text.replace(_SEPARATOR, "")
    if _QUOTED.match(text):
        try:
            inner = json.loads(text)
        except (ValueError, RecursionError):
            return text
        return inner if isinstance(inner, str) else text
    if remarks := _REMARKS.match(text):
        return text[remarks.end() :]
    found = _WRAPPED.match(text)
    if not found:
        return text
    inner = text[found.end() :].rstrip().rstrip(";").rstrip()
    inner = inner.removesuffix(")").rstrip() if "(" in found.group() else inner
    return inner if inner.endswith(("}", "]")) else text


def json_value(text: str) -> Any:
    """The value of a JSON text, also where it has remarks, commas too many or line ends inside strings.

    Raises:
        Refused: it is no JSON.
    """
    try:
        return _JSON.decode(text)
    except RecursionError as exc:
        raise Refused("bad_json", "nested too deeply") from exc
    except ValueError as exc:
        try:
            return _LAX.decode(_LOOSE.sub(lambda found: found.group() if found.group().startswith('"') else "", text))
        except (ValueError, RecursionError):
            raise Refused("bad_json", str(exc)[:200]) from exc


def json_values(text: str) -> tuple[list[Any], Refused | None]:
    """The file's value, or its several where they stand one after another, and what is wrong with the rest of it."""
    try:
        return [json_value(text)], None
    except Refused as whole:
        values, end = _in_turn(text, 0)
        if end >= len(text.rstrip()):
            return values, None
        start = end if values else text.find("[") + 1  # a list, perhaps within an object, that breaks off
        items, _ = _in_turn(text, start) if not values and start else ([], 0)
        return [*values, items] if items else values, whole


def _in_turn(text: str, at: int) -> tuple[list[Any], int]:
    """The sound values from a place on, apart by commas or nothing, and where the last of them ends."""
    values: list[Any] = []
    while (found := _NEXT.search(text, at)) is not None:
        try:
            value, at = _LAX.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            return values, at
        values.append(value)
    return values, len(text)
