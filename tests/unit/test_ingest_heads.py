"""What stands above a text tells of it: front matter, labels, datelines and headers in the usual forms."""

import pytest

from ingest.article import Refused
from ingest.kinds import recognise
from tests.unit.test_ingest_readers import BODY, only, read

FIRST, SECOND = BODY.split("\n\n")
DAY = "2025-09-17T10:03:00+08:00"


def minute(document) -> str:
    return document.published_at.isoformat()[:16] if document.precision == "minute" else str(document.published_date)


@pytest.mark.parametrize(
    "front",
    [
        f'{{\n  "title": "Chips",\n  "date": "{DAY}"\n}}\n',
        f'---json\n{{\n  "title": "Chips",\n  "date": "{DAY}"\n}}\n---\n',
        f"---\ndate: {DAY}\n---\n\n# Chips\n",
        "# Chips\n\n- **Source:** Reuters\n- **Date:** 2025-09-17 10:03 HKT\n\n---\n",
        "Chips\n=====\n\n**Published:** 2025-09-17 10:03 HKT\n",
    ],
)
def test_front_matter_of_every_kind(front):
    """A title and a moment are read from JSON, from a heading under front matter, and from a list of labels."""
    found = only(f"{front}\n{BODY}\n", name="x.md")
    assert (found.title, found.text, minute(found)) == ("Chips", BODY, "2025-09-17T02:03")


def test_a_document_of_pandoc():
    """Three lines with a percent sign are title, authors and day."""
    found = only(f"% Chips\n% Ann Lee; Bo Chan\n% September 17, 2025\n\n{BODY}", name="x.md")
    assert (found.title, found.byline, minute(found)) == ("Chips", "Ann Lee, Bo Chan", "2025-09-17")


def test_a_digest_under_smaller_headings():
    """Sections that each tell a day or an address are reports of their own; those of one article are not."""
    items = "".join(f"## Report {n}\n\n*Wire · 2025-09-17 10:03 HKT*\n\n{BODY.replace('.', f' {n}.')}\n\n" for n in range(3))
    assert [one.title for one in read(f"# Daily digest\n\n{items}", name="x.md")] == ["Report 0", "Report 1", "Report 2"]
    parts = "".join(f"## Part {n}\n\n{BODY.replace('.', f' {n}.')}\n\n" for n in range(3))
    assert only(f"# Chips\n\n{parts}", name="x.md").title == "Chips"


@pytest.mark.parametrize(
    ("head", "moment", "publisher", "byline"),
    [
        ("HEADLINE: Chips\nBYLINE: Ann Lee\nPUBLICATION: The Paper\nPUBLICATION-DATE: September 17, 2025",
         "2025-09-17", "The Paper", "Ann Lee"),
        ("Chips\n\nSeptember 17, 2025 Wednesday\n\nLength: 512 words\n\nByline: Ann Lee", "2025-09-17", "", "Ann Lee"),
        ("From: Ann Lee <ann@paper.example>\nSubject: Chips\nDate: Wed, 17 Sep 2025 10:03:00 +0800",
         "2025-09-17T02:03", "", "Ann Lee"),
        ("Published: 10:03, September 17, 2025 | Updated: 18:03\n\nChips", "2025-09-17T02:03", "", ""),
    ],
)  # fmt: skip
def test_labels_above_a_text(head, moment, publisher, byline):
    """Archives, mail and papers label title, outlet, day and byline each in their way; other labels are no text."""
    found = only(f"{head}\n\n{BODY}", name="x.txt")
    assert (found.title, minute(found), found.publisher, found.byline) == ("Chips", moment, publisher, byline)
    assert "512 words" not in found.text


def test_an_update_told_by_its_time_alone():
    """ "Updated: 18:03" beside a publication is of that day."""
    found = only(f"Published: 10:03, September 17, 2025 | Updated: 18:03\n\nChips\n\n{BODY}", name="x.txt")
    assert found.updated_at.isoformat()[:16] == "2025-09-17T10:03"


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("HONG KONG, Sept. 17, 2025 (GLOBE NEWSWIRE) -- ", "2025-09-17"),
        ("SHANGHAI, 17 September 2025 /PRNewswire/ -- ", "2025-09-17"),
        ("新华社香港2025年9月17日电（记者王小明）", "2025-09-17"),
        ("HONG KONG, Sept 17 (Reuters) - ", "None"),
        ("On Sept. 17, 2025 (a Wednesday) - ", "None"),
    ],
)
def test_the_day_of_a_dateline(dateline, day):
    """A dateline with a year and an agency dates a text that nothing else dates; without a year it does not."""
    assert minute(only(f"Chips lead\n\n{dateline}{BODY}", name="x.txt")) == day


def test_a_stamp_below_a_text():
    """The line that ends a text may say when it was published."""
    found = only(f"Chips lead\n\n{BODY}\n\nPublished: 17 September 2025, 10:03 HKT", name="x.txt")
    assert (found.text, minute(found)) == (BODY, "2025-09-17T02:03")


def test_a_feed_with_faults():
    """A bare ampersand stays one, and a link without a host is of the feed's."""
    told = f"<description><![CDATA[<p>{BODY} A & B.</p>]]></description>"
    item = f"<item><title>AT&T and R&D</title><link>/n?a=1&b=2</link>{told}</item>"
    found = only(f"<rss><channel><title>P</title><link>https://paper.example/</link>{item}</channel></rss>")
    assert (found.title, found.url) == ("AT&T and R&D", "https://paper.example/n?a=1&b=2")
    assert found.text.endswith("A & B.")


def test_a_list_of_feeds():
    """An OPML file is refused with what to do."""
    with pytest.raises(Refused, match="addresses of its feeds"):
        recognise('<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body/></opml>')


@pytest.mark.parametrize(
    "line",
    ["Unsubscribe | Manage preferences", "扫码下载APP", "更多精彩内容，请关注本公众号", "【免责声明】本文仅代表作者观点",
     "市场有风险，投资需谨慎。", "立即下載應用程式，緊貼最新消息",
     "Have a confidential tip? Get in touch.", "Advertisement - Scroll to Continue"],
)  # fmt: skip
def test_what_a_newsletter_or_a_portal_adds(line):
    """Lines for subscribers and followers below a text are not of it."""
    assert only(f"Chips lead\n\n{BODY}\n\n{line}", name="x.txt").text == BODY


def test_a_feed_item_without_a_title():
    """A short message in a feed is named by its first sentence, and that is noted."""
    found = only(f"<rss><channel><title>P</title><item><description>{BODY}</description></item></channel></rss>")
    assert (found.title, found.details["notes"][0]) == (FIRST, "title_from_text")
