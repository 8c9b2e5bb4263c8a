"""Robots: what a site's robots.txt lets us read (RFC 9309), as pure text."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

_LARGEST = 500_000  # characters that are read, as the RFC asks for at least
_LONGEST_DELAY_S = 30.0


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules for us: (allowed, pattern) pairs, and the seconds to leave between requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay_s: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path (with its query) may be read: the longest rule that fits decides, a tie is a yes."""
        plain = _folded(path)
        fitting = [(len(pattern), allowed) for allowed, pattern in self.rules if _fits(pattern, plain)]
        return max(fitting)[1] if fitting else True


ALL = Robots()
NONE = Robots(rules=((False, "/"),))


def read_robots(text: str, *, agent: str) -> Robots:
    """The rules of the group that names `agent`, else of the group for everyone."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    naming = False  # several user-agent lines in a row share the rules after them
    for line in text[:_LARGEST].splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            names = [*names, value.lower()] if naming else [value.lower()]
            naming = True
            for name in names:
                groups.setdefault(name, [])
        elif field in ("allow", "disallow", "crawl-delay"):
            naming = False
            for name in names:
                groups[name].append((field, value))
    lines = groups.get(agent.lower(), groups.get("*", []))
    rules = tuple((field == "allow", _folded(value)) for field, value in lines if field != "crawl-delay" and value)
    return Robots(rules, max((_seconds(value) for field, value in lines if field == "crawl-delay"), default=0.0))


def _fits(pattern: str, path: str) -> bool:
    """Whether a rule's path, where `*` stands for anything and a last `$` for the end, begins the path."""
    anchored = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    # Each part at its first place: no backtracking, so a hostile pattern costs no more than a long one.
    for part in parts[1:-1] if anchored else parts[1:]:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if not anchored:
        return True
    return at == len(path) if len(parts) == 1 else path.endswith(parts[-1]) and len(path) - len(parts[-1]) >= at


def _folded(path: str) -> str:
    return quote(unquote(path), safe="/?&=:@!$'()*+,;~-._[]")


def _seconds(value: str) -> float:
    return min(float(value), _LONGEST_DELAY_S) if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value) else 0.0
