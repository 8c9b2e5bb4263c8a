"""Tables inside reports: the one cell that a question names by its row and its column."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.agent.extractive.asks import Ask
from assistant.agent.extractive.evidence import Candidate
from assistant.agent.extractive.lines import origin
from assistant.agent.extractive.names import carries
from assistant.agent.extractive.quantities import MOVEMENT_STEMS
from assistant.agent.extractive.sentences import table_start
from assistant.agent.extractive.terms import content_terms, covered, stems, vocabulary

_LEAD = 200  # characters in which a report says whom it is about
_LONGEST_CELL = 60
_QUARTER = re.compile(
    r"\b(?:Q(?P<a>[1-4])|(?P<b>[1-4])Q)[\s'’]*(?:FY)?(?:20)?(?P<year>\d\d)?\b|"
    r"\b(?P<word>first|second|third|fourth)[- ]quarter(?:\s+(?:of\s+|in\s+)?20(?P<later>\d\d))?\b",
    re.I,
)
_ORDINALS = ("first", "second", "third", "fourth")
_OPEN = frozenset(stems("generate report post record reach stand close end finish level table list rate")) | MOVEMENT_STEMS
_SPANS = frozenset({"y/y", "q/q", "m/m", "yoy", "qoq", "mom", "ytd"})
_MEASURED = re.compile(r"in\b|[^a-z]*[$€£¥%]", re.I)  # "in $M": of what every cell is
_PLAIN = re.compile(r"[^\w%]*\d[\d,.]*")


def table_rows(pool: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of a pool that are rows of a table."""
    return [row for row in pool if row.text.startswith("|")]


def cell_lines(ask: Ask, rows: Sequence[Candidate]) -> list[str]:
    """The cell of a table that an ask names by row and column, with both of their labels; none where several are."""
    found: dict[str, None] = {}
    for row in rows:
        header, cells = _with_header(row.passage.hit.chunk.text, row.sentence.start)
        if len(cells) < 2 or not _is_named(ask, row, cells[0]):
            continue
        place = _column(ask, header, cells)
        if place is not None and _says_all(ask, f"{cells[0]} {header[place]} {header[0]} {row.passage.hit.document.title}"):
            label = f"{cells[0]}, {header[place]}" + (
                f" ({header[0]})" if _MEASURED.match(header[0]) and "%" not in cells[place] else ""
            )
            found[f"{origin(row.passage)}{label}: {cells[place]} [{row.n}]."] = None
    return list(found) if len(found) == 1 else []


@lru_cache(maxsize=256)
def _with_header(text: str, start: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cells of the row at a place of a text, with those of the first row of its table; empty for that row itself."""
    head = table_start(text, start)
    return (_cells(text[head:].split("\n", 1)[0]), _cells(text[start:].split("\n", 1)[0])) if head < start else ((), ())


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip(" *")[:_LONGEST_CELL] for cell in line.strip().strip("|").split("|")) if "|" in line else ()


def _is_named(ask: Ask, row: Candidate, label: str) -> bool:
    """Whether a question says all of a row's label, and names nobody whom neither it nor the report's head does."""
    words, document = vocabulary(ask.whole), row.passage.hit.document
    terms = content_terms(label)
    initials = "".join(word[0] for word in label.split() if word).lower()
    spelled = len(initials) > 2 and initials in words
    if not terms or not (spelled or all(covered(term, words) for term in terms)):
        return False
    head = f"{label}\n{document.title}\n{document.text[:_LEAD]}"
    return all(carries(head, name) for name in ask.proper) and all(group & (row.keys | row.nearby) for group in ask.keys)


def _column(ask: Ask, header: Sequence[str], cells: Sequence[str]) -> int | None:
    """The column that a question names, be it only by the unit asked for; None where none or several are meant."""
    places = range(1, min(len(header), len(cells)))
    asked = _quarters(ask.whole)
    if asked:
        found = [place for place in places for said in _quarters(header[place]) if _meets(asked[0], said)]
        return found[0] if len(found) == 1 else None
    words = vocabulary(ask.whole)
    labels = {place: [term for term in content_terms(header[place]) if term.stem not in _SPANS] for place in places}
    named = [place for place, terms in labels.items() if terms and all(covered(one, words) for one in terms)]
    if named:
        return max(named, key=lambda place: len(header[place]))
    if ask.unit == "percent":
        fitting = [place for place in places if "%" in cells[place]]
    else:
        fitting = [place for place in places if ask.unit and _PLAIN.fullmatch(cells[place])]
    return fitting[0] if len(fitting) == 1 and not any(_quarters(header[place]) for place in places) else None


def _says_all(ask: Ask, said: str) -> bool:
    """Whether a cell's labels say every word of an ask: another margin than the table's is no cell of it."""
    when = ask.window.phrase if ask.window is not None else ""
    words = vocabulary(f"{said} {when}") | _OPEN
    initials = {"".join(word[0] for word in said.lower().split()[:size]) for size in (3, 4)}
    return all(covered(term, words) or term.stem in initials or _QUARTER.search(term.stem) for term in ask.terms)


def _quarters(text: str) -> list[tuple[int, str]]:
    """The quarters a text names, each with its year in two digits where it says it."""
    return [
        (
            int(match["a"] or match["b"] or _ORDINALS.index(match["word"].lower()) + 1),
            match["year"] or match["later"] or "",
        )
        for match in _QUARTER.finditer(text)
    ]


def _meets(asked: tuple[int, str], said: tuple[int, str]) -> bool:
    return asked[0] == said[0] and (not asked[1] or not said[1] or asked[1] == said[1])
