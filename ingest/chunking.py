"""Chunking: a version's text as passages of whole paragraphs and sentences."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from assistant.knowledge.documents import Chunk, Document

TARGET = 900  # characters
LONGEST = 1_200
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Inc|Corp|Co|Ltd|LLC|Plc|St|Jr|Sr|vs|No|Gen|Gov|Sen|Rep|Lt|Col|approx"
    r"|est|etc|e\.g|i\.e|U\.S|U\.K|U\.N|E\.U|a\.m|p\.m|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])\.$",
)
_GAP = re.compile(r"\n[ \t]*\n")
_END = re.compile(r"[.!?]+[\"”’')\]]*(?=\s)|[。！？…]+[」』”’）]*|\n")
_SAID = re.compile(r"^\s*[\"”’]?\s*(?:said|says|according to|told|added|wrote|noted|he |she |they )", re.IGNORECASE)


class Span(NamedTuple):
    """A stretch of the text, `start` to `end`."""

    start: int
    end: int


def chunked(document: Document, spans: Sequence[Span]) -> list[Chunk]:
    """The passages of a version in order; each is exactly `text[start:end]`."""
    doc_id, version, text = document.doc_id, document.version, document.text
    return [
        Chunk(
            chunk_id=f"{doc_id}#{version}#{ordinal}",
            doc_id=doc_id,
            version=version,
            ordinal=ordinal,
            text=text[start:end],
            start=start,
            end=end,
        )
        for ordinal, (start, end) in enumerate(spans)
    ]


def passages(text: str) -> list[Span]:
    """Where to cut: at paragraphs where they fit, else at sentences, and within a sentence only when it is too long itself."""
    units = [unit for paragraph in _paragraphs(text) for unit in _units(text, paragraph)]
    spans: list[Span] = []
    for unit in units:
        if spans and _joins(text, spans[-1], unit):
            spans[-1] = Span(spans[-1].start, unit.end)
        else:
            spans.append(unit)
    if len(spans) > 1 and spans[-1].end - spans[-1].start < TARGET // 4 and spans[-1].end - spans[-2].start <= LONGEST:
        last = spans.pop()
        spans[-1] = Span(spans[-1].start, last.end)
    return spans


def _joins(text: str, before: Span, unit: Span) -> bool:
    whole = unit.end - before.start
    return whole <= TARGET or (whole <= LONGEST and _attributes(text, before, unit))


def _attributes(text: str, before: Span, unit: Span) -> bool:
    """Whether the unit tells whose quote the passage before it ends with."""
    quoted = text[before.start : before.end].rstrip()[-1:] in '"”」』’'
    return quoted and bool(_SAID.match(text[unit.start : unit.end]))


def _paragraphs(text: str) -> list[Span]:
    edges = [0, *(edge for gap in _GAP.finditer(text) for edge in gap.span()), len(text)]
    spans = (_trimmed(text, start, end) for start, end in zip(edges[::2], edges[1::2], strict=True))
    return [span for span in spans if span]


def _units(text: str, paragraph: Span) -> list[Span]:
    if paragraph.end - paragraph.start <= TARGET:
        return [paragraph]
    return [piece for sentence in sentences(text, paragraph) for piece in _pieces(text, sentence)]


def sentences(text: str, within: Span) -> list[Span]:
    """The sentences of a stretch; a full stop inside a quotation or behind an abbreviation does not end one."""
    spans, start = [], within.start
    for found in _END.finditer(text, within.start, within.end):
        sentence = text[start : found.end()]
        if _ABBREVIATION.search(sentence.rstrip()) or (sentence.count("“") > sentence.count("”") and len(sentence) < TARGET):
            continue
        if trimmed := _trimmed(text, start, found.end()):
            spans.append(trimmed)
        start = found.end()
    if rest := _trimmed(text, start, within.end):
        spans.append(rest)
    return spans


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def _pieces(text: str, sentence: Span) -> list[Span]:
    """A sentence too long for a passage, cut at its last space or comma before the limit."""
    pieces, start = [], sentence.start
    while sentence.end - start > LONGEST:
        window = text[start : start + TARGET]
        cut = max(window.rfind(" "), window.rfind("，") + 1, window.rfind("、") + 1)
        end = start + (cut if cut > TARGET // 3 else TARGET)
        if piece := _trimmed(text, start, end):
            pieces.append(piece)
        start = end
    if rest := _trimmed(text, start, sentence.end):
        pieces.append(rest)
    return pieces
