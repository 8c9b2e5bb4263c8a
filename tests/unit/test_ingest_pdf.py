"""PDF files are read as the articles on their pages, within limits."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from assistant.knowledge.documents import Document
from ingest.article import Refused, Reject
from ingest.composition import compose
from ingest.inputs import Input
from ingest.limits import Limits
from ingest.pdf import read_pdf
from ingest.reading import open_input, read_articles
from ingest.sources import Sources
from ingest.typesetting import Line, unset

NOW = datetime(2025, 11, 1, tzinfo=UTC)
TITLE = "Chips lead the market up in Hong Kong as buyers return from a long summer holiday"
STAMPS = "Published: 10:05, September 17, 2025 | Updated: 18:07, September 17, 2025"
BODY = (
    (
        "Shares of chip makers rose on Wednesday as buyers came back to a part of the market that had been out of favour "
        "since the spring of last year, dealers said, and the gauge of the sector gained 4.2 percent."
    ),
    "Turnover was HK$360.9 billion, against HK$280.1 billion the day before, and southbound buying came to HK$9.4 billion.",
)


def told(times: int) -> list[str]:
    names = [f"{first}{second}" for first in "abcdefgh" for second in "klmnop"]
    return [*BODY, *(f"{BODY[0][:-1]}, said dealer {name}." for name in names[: times - 1])]


def pdf(head: Sequence[str] = ("By A. Writer", STAMPS), *, title: str = "", times: int = 1) -> bytes:
    """A file with the article, each page numbered."""
    made, styles = io.BytesIO(), getSampleStyleSheet()
    flow = [Paragraph(TITLE, styles["Title"]), *(Paragraph(line, styles["Normal"]) for line in head), Spacer(1, 8)]
    for paragraph in told(times):
        flow += [Paragraph(paragraph, styles["Normal"]), Spacer(1, 8)]

    def number(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(60, 810, "The Sample Gazette")
        canvas.drawString(280, 20, f"Page {document.page}")

    SimpleDocTemplate(made, title=title).build(flow, onFirstPage=number, onLaterPages=number)
    return made.getvalue()


def edited(data: bytes, *, password: str = "", made: str = "") -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    if made:
        writer.add_metadata({"/CreationDate": made})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def only(data: bytes) -> Document:
    item = Input(origin="a.pdf", name="a.pdf", data=data)
    kind, text, notes = open_input(item)
    (found,) = read_articles(item, kind, text, notes=notes, limits=Limits())
    assert not isinstance(found, Reject), found
    document = compose(found, sources=Sources.load(), limits=Limits(), now=NOW)
    assert isinstance(document, Document), document
    return document


def reason(data: bytes, **limits: float) -> str:
    with pytest.raises(Refused) as refused:
        read_pdf(data, origin="a.pdf", limits=Limits(**limits))
    return refused.value.reason


@pytest.mark.parametrize("title", ["", "Microsoft Word - chips_final.docx", "Chips lead the market up in Hong Kong"])
def test_the_article_of_a_pdf(title):
    """Its lines become paragraphs under the heading, the stamps and the byline; what the file is called is no title."""
    found = only(pdf(title=title))

    assert (found.title, found.byline) == (TITLE, "By A. Writer")
    assert found.published_at == datetime(2025, 9, 17, 2, 5, tzinfo=UTC)
    assert found.known_at == datetime(2025, 9, 17, 10, 7, tzinfo=UTC)
    assert found.text == "\n\n".join(BODY)


def test_running_heads_and_page_numbers_are_not_the_article():
    """A paragraph that goes on over the page is one paragraph, and what each page repeats is gone."""
    found = only(pdf(times=40))

    assert "Gazette" not in found.text
    assert "Page" not in found.text
    assert found.text.split("\n\n") == told(40)


def test_a_file_without_a_stamp_is_dated_by_when_it_was_made():
    """The moment in the file's own header is kept, and said to be the file's."""
    found = only(edited(pdf(head=()), made="D:20250917180300+08'00'"))

    assert found.published_at == datetime(2025, 9, 17, 10, 3, tzinfo=UTC)
    assert "date_of_the_file" in found.details["notes"]


def scan() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def test_what_cannot_be_read_is_refused_with_its_reason():
    """Locked, scanned, damaged and endless files each say what they are."""
    assert reason(edited(pdf(), password="secret")) == "encrypted"
    assert reason(scan()) == "scanned"
    assert reason(b"%PDF-1.7\n" + b"1 0 obj <<>> stream \xff\x00" * 50) == "bad_pdf"
    assert reason(pdf()[:900]) == "bad_pdf"
    assert reason(pdf(times=40), pdf_pages=2) == "too_large"
    assert reason(pdf(), pdf_seconds=0) == "too_slow"


def test_a_word_broken_at_a_line_s_end():
    """The hyphen goes, unless the text writes the word with one or the rest is a name or a number."""
    texts = ["Officials in Beijing spoke of invest-", "ment in high-speed rail, and high-", "speed trains to Pan-", "Asia."]
    lines = [Line(page=0, top=12.0 * n, left=0, size=10, text=text) for n, text in enumerate(texts)]

    (found,) = unset(lines, alone=lambda line: False).paragraphs
    assert found == "Officials in Beijing spoke of investment in high-speed rail, and high-speed trains to Pan-Asia."
