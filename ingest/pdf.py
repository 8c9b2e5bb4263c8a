"""PDF: the text of a file's pages and what the file says of itself. No other module imports pypdf.

pypdf is plain Python: a page can be made to cost minutes, so pages, bytes, marks and seconds all have an end here.
"""

import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from ingest.article import Article, Refused
from ingest.limits import Limits
from ingest.plaintext import read_text, stands_alone
from ingest.plausibility import plausibility
from ingest.typesetting import Line, Sheets, unset

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

MARK = b"%PDF-"
_FEWEST = 40  # letters in the whole file: pages of pictures hold a stamp or a number at most
_PLAUSIBLE = 0.6
# What pypdf raises on files that are not what they claim to be, beside its own errors.
_BROKEN = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
_NO_TITLE = re.compile(
    r"untitled|document\d*|microsoft word\b.*|.*\.(?:docx?|pdf|indd|qxd|html?|txt|pptx?|xlsx?)|https?:\S*|\W*|\S{1,12}",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?.*")


def read_pdf(data: bytes, *, origin: str, limits: Limits) -> Article:
    """The article of a PDF file.

    Raises:
        Refused: it is encrypted, damaged, too large, or pictures of pages without text.
    """
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        reader = _opened(data)
        lines = _lines(reader, limits, clock=monotonic)
        stated = {name: _text(value) for name, value in (reader.metadata or {}).items()}
    except DependencyError as exc:
        raise Refused("encrypted", "its pages can only be read with a password; save a copy without one") from exc
    except LimitReachedError as exc:
        raise Refused("too_large", f"a PDF file that unpacks to too much: {str(exc)[:150]}") from exc
    except (PyPdfError, *_BROKEN) as exc:
        raise Refused("bad_pdf", f"a damaged PDF file ({type(exc).__name__})") from exc
    _check_text(lines, pages=len({line.page for line in lines}))
    return _article(unset(lines, alone=stands_alone), stated, origin=origin)


def _opened(data: bytes) -> "PdfReader":
    import logging

    from pypdf import PasswordType, PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a line for every flaw of a file, and files have thousands
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise Refused("encrypted", "its pages can only be read with a password; save a copy without one")
    return reader


def _lines(reader: "PdfReader", limits: Limits, *, clock: Callable[[], float]) -> list[Line]:
    pages = reader.get_num_pages()
    if pages > limits.pdf_pages:
        raise Refused("too_large", f"a PDF file of {pages:,} pages; at most {limits.pdf_pages:,} are read")
    deadline = clock() + limits.pdf_seconds
    lines: list[Line] = []
    for number in range(pages):
        lines += _page_lines(reader.pages[number], number, in_time=lambda: _check_time(clock() < deadline, limits))
    return lines


def _check_time(in_time: bool, limits: Limits) -> None:
    if not in_time:
        raise Refused("too_slow", f"a PDF file whose pages take more than {limits.pdf_seconds:g} s to read")


def _page_lines(page: "PageObject", number: int, *, in_time: Callable[[], None]) -> list[Line]:
    """The lines of a page in the order in which they are set."""
    pieces: list[tuple[float, float, float, str]] = []

    def check(operator: Any, operands: Any, outer: Any, inner: Any) -> None:
        in_time()

    def take(text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        if text.strip():
            height = outer[5] + inner[4] * outer[1] + inner[5] * outer[3]
            left = outer[4] + inner[4] * outer[0] + inner[5] * outer[2]
            scale = math.hypot(inner[2], inner[3]) * math.hypot(outer[2], outer[3])
            pieces.append((-height, left, round(abs(size) * scale, 1) or 1.0, text))

    in_time()
    page.extract_text(visitor_operand_before=check, visitor_text=take)
    lines: list[Line] = []
    for top, left, size, text in pieces:
        if lines and abs(lines[-1].top - top) < 0.4 * max(size, lines[-1].size):
            lines[-1] = replace(lines[-1], text=lines[-1].text + text.strip("\n"), size=max(size, lines[-1].size))
        else:
            lines.append(Line(page=number, top=top, left=left, size=size, text=text.strip("\n")))
    return lines


def _check_text(lines: Sequence[Line], *, pages: int) -> None:
    text = " ".join(line.text for line in lines)
    if len(re.findall(r"\w", text)) < _FEWEST:
        raise Refused("scanned", "pages without text, such as scans; run text recognition over the file first")
    if plausibility(text[:20_000]) < _PLAUSIBLE:
        raise Refused("encoding", f"the letters of its {pages} pages do not say what they stand for")


def _article(sheets: Sheets, stated: dict[str, str], *, origin: str) -> Article:
    title = _stated_title(stated.get("/Title", ""), sheets)
    found = read_text("\n\n".join([title or sheets.heading, *sheets.paragraphs]), origin=origin)
    made, notes = "", found.notes
    if not found.published and (made := _written(stated.get("/CreationDate", ""))):
        notes = (*notes, "date_of_the_file")
    author = stated.get("/Author", "")
    return replace(
        found,
        byline=found.byline or (author if len(author) <= 200 else ""),
        url=found.url or sheets.url,
        published=found.published or made,
        clock="publisher" if found.published else "collector",
        notes=notes,
    )


def _stated_title(stated: str, sheets: Sheets) -> str:
    """The title that the file states, unless it is a file's name or the heading on the page tells it more fully."""
    title = " ".join(stated.split())
    if _NO_TITLE.fullmatch(title):
        return ""
    bare = re.split(r"\s+[|·–—]\s+", title)[0]
    same = sheets.heading and (sheets.heading.casefold().startswith(bare.casefold()[:40]))
    return sheets.heading if same else bare


def _written(stamp: str) -> str:
    """A stamp of a PDF file, "D:20250917100300+08'00'", as one that the dates module reads."""
    found = _STAMP.fullmatch(stamp.strip())
    if not found:
        return ""
    year, month, day, hour, minute, second, utc, sign, hours, minutes = found.groups()
    if not day:
        return ""
    if not minute:
        return f"{year}-{month}-{day}"
    offset = "Z" if utc else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}"


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""
