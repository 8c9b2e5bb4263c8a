"""Sources: who publishes where, and on which clock."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

Order = Literal["dmy", "mdy"]
_PARENTHESIS = re.compile(r"\s*[(（].*?[)）]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publisher, the zone of its stamps and the order in which it writes a day in figures."""

    name: str
    zone: str
    language: str = ""
    order: Order = "dmy"
    known: bool = True  # False: nothing is known of this publisher, the zone is the default


class Sources:
    """The known publishers, found by host and by name."""

    def __init__(
        self,
        rows: Sequence[Mapping[str, object]],
        *,
        countries: Mapping[str, str] | None = None,
        languages: Mapping[str, str] | None = None,
        default_zone: str = "Asia/Hong_Kong",
    ) -> None:
        self.default = Source(name="", zone=default_zone, known=False)
        self._countries = countries or {}  # zones by the last label of a host
        self._languages = languages or {}  # zones by a tag
        self._hosts: dict[str, Source] = {}
        self._names: dict[str, Source] = {}
        for row in rows:
            source = Source(**{key: row[key] for key in ("name", "zone", "language", "order") if key in row})  # type: ignore[arg-type]
            self._hosts |= dict.fromkeys(_texts(row.get("hosts")), source)
            self._names |= {_folded(name): source for name in (source.name, *_texts(row.get("aliases")))}

    @classmethod
    def load(cls, *, default_zone: str = "Asia/Hong_Kong", extra: Sequence[Mapping[str, object]] = ()) -> "Sources":
        """The publishers that ship with the program, and others in the same form, which outrank them."""
        table = _table()
        return cls(
            [*table["source"], *extra], countries=table["countries"], languages=table["languages"], default_zone=default_zone
        )

    def find(self, *, url: str = "", publisher: str = "", language: str = "") -> Source:
        """The source of an address, else of a publisher's name, else its country's, its language's or the default zone."""
        found = self._at(host(url)) or self._named(publisher)
        if found is not None:
            return found
        name, zone = publisher.strip() or host(url), self._countries.get(host(url).rpartition(".")[2])
        tag = language.strip().lower().replace("_", "-")
        zone = zone or self._languages.get(tag) or self._languages.get(tag.partition("-")[0])
        return Source(name=name, zone=zone) if zone else replace(self.default, name=name)

    def spelled(self, publisher: str) -> str:
        """A publisher's name as it is usually written: "seekalpha" is Seeking Alpha; an unknown name stays."""
        known = self._names.get(_folded(publisher))
        return known.name if known else publisher.strip()

    def _at(self, name: str) -> Source | None:
        labels = name.split(".")
        return next((self._hosts[tail] for i in range(len(labels)) if (tail := ".".join(labels[i:])) in self._hosts), None)

    def _named(self, publisher: str) -> Source | None:
        names = (publisher, _PARENTHESIS.sub(" ", publisher), *re.split(r"\s+[|–—-]\s+", publisher)[:1])
        return next((self._names[key] for name in names if (key := _folded(name)) in self._names), None)


def host(url: str) -> str:
    """The host of an address in lower case without `www.`; empty where there is none."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return name.lower().removeprefix("www.").rstrip(".")


def _folded(name: str) -> str:
    return " ".join(name.casefold().removeprefix("the ").split())


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("ingest").joinpath("sources.toml").read_text(encoding="utf-8"))
