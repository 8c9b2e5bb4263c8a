"""A price source over loopback that plays what real ones do: good tables, and ten ways of going wrong."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from tests.support.loopback import Asked, Given, loopback

ROWS = {
    "2025-09-15": ("151.0", "155.2", "150.1", "154.4", "80000000"),
    "2025-09-16": ("154.0", "154.9", "152.3", "153.5", "70000000"),
    "2025-09-17": ("155.9", "162.0", "155.5", "161.6", "120000000"),
}
_HEADER = "Date,Open,High,Low,Close,Volume"
_CSV = {"content-type": "text/csv"}


def table(rows: dict[str, tuple[str, ...]] = ROWS, header: str = _HEADER) -> bytes:
    return "\n".join([header, *(",".join([day, *cells]) for day, cells in rows.items())]).encode()


def changed(day: str, **cells: str) -> bytes:
    """The good table with some cells of one day replaced."""
    names = _HEADER.lower().split(",")[1:]
    row = tuple(cells.get(name, held) for name, held in zip(names, ROWS[day], strict=True))
    return table(ROWS | {day: row})


@dataclass
class PriceServer:
    """Answers every request alike until told otherwise; keeps what it was asked."""

    given: Given = field(default_factory=lambda: Given(body=table(), headers=_CSV))
    asked: list[Asked] = field(default_factory=list)

    def play(self, body: bytes = b"", *, status: int = 200, **headers: str) -> None:
        self.given = Given(
            status=status, body=body, headers=_CSV | {name.replace("_", "-"): said for name, said in headers.items()}
        )

    def play_json(self, value: object) -> None:
        self.given = Given(body=json.dumps(value).encode())

    def query(self, at: int = -1) -> dict[str, str]:
        return {name: said[0] for name, said in parse_qs(urlsplit(self.asked[at].path).query).items()}


@contextmanager
def price_server() -> Iterator[tuple[PriceServer, str]]:
    """The server and its address."""
    server = PriceServer()

    def answer(asked: Asked) -> Given:
        server.asked.append(asked)
        return server.given

    with loopback(answer) as address:
        yield server, address
