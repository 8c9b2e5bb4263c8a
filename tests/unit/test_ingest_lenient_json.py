"""Records in JSON as programs export them: other names, other wrappings, and what breaks off or is not quite JSON."""

import json

import pytest

from ingest.article import Reject
from tests.unit.test_ingest_readers import BODY, only, read

FIRST, SECOND = BODY.split("\n\n")
DAY = "2025-09-17T10:03:00+08:00"
BARE = {"title": "Chips", "body": BODY}
ONE = {**BARE, "date": DAY}
TEXT = json.dumps(ONE)


def leaf(text: str) -> dict[str, str]:
    return {"nodeType": "text", "value": text}


RECORDS = {
    "a service of attributes": {"data": [{"attributes": {"title": "Chips", "content": BODY, "publishOn": DAY}}]},
    "names that are in no list": {"headlineText": "Chips", "articleBody": BODY, "firstPublishedDate": DAY},
    "a provider's time": {"news": [{"title": "Chips", "text": BODY, "providerPublishTime": 1758074580}]},
    "a forum": {"data": {"children": [{"data": {"title": "Chips", "selftext": BODY, "created_utc": 1758074580.0}}]}},
    "a blog's universal time": {
        "title": "Chips", "content": BODY, "date": "2025-09-17T04:03:00", "date_gmt": "2025-09-17T02:03:00",
    },
    "a document of nodes": {
        "title": "Chips",
        "date": DAY,
        "body": {"nodeType": "document", "content": [
            {"nodeType": "paragraph", "content": [leaf(FIRST[:9]), leaf(FIRST[9:])]},
            {"nodeType": "paragraph", "content": [leaf(SECOND)]},
        ]},
    },
    "blocks with data": {
        "title": "Chips", "time": 1758074580000,
        "blocks": [{"type": "paragraph", "data": {"text": part}} for part in (FIRST, SECOND)],
    },
    "elements of a page": {
        "headlines": {"basic": "Chips"}, "first_publish_date": DAY,
        "content_elements": [{"type": "text", "content": part} for part in (FIRST, SECOND)],
    },
    "paragraphs within a body": {
        "title": "Chips", "body": {"paragraphs": [{"content": FIRST}, {"content": SECOND}]}, "dateTimePublished": DAY,
    },
    "dates together": {"title": "Chips", "body": BODY, "dates": {"published": DAY}},
    "a date with its zone": {**BARE, "published": {"date": "2025-09-17 11:03:00", "timezone": "Asia/Tokyo"}},
    "a day, a time and a zone": {**BARE, "date": "2025-09-17", "time": "11:03", "timezone": "Asia/Tokyo"},
    "the longest of several summaries": {"title": "Chips", "description": "Short.", "snippet": BODY, "published_at": DAY},
}  # fmt: skip


@pytest.mark.parametrize("shape", RECORDS)
def test_records_of_further_shapes(shape):
    """The title, the text with its paragraphs and the instant are found, exact ones before local ones."""
    found = only(json.dumps(RECORDS[shape]))
    assert (found.title, found.text) == ("Chips", BODY)
    assert found.published_at.isoformat() == "2025-09-17T02:03:00+00:00"


@pytest.mark.parametrize(
    "written",
    [
        f"{TEXT[:-1]},}}",
        f"[{TEXT},]",
        f"// exported today\n/* by a program */\n{TEXT}",
        TEXT.replace('"date"', '/* when */ "date"'),
        TEXT.replace("\\n", "\n"),
        json.dumps(f"[{TEXT}]"),
        f"\x1e{TEXT}\n",
    ],
)
def test_what_is_nearly_json(written):
    """Commas too many, remarks, line ends within strings, JSON within a string and separators do no harm."""
    assert (only(written).title, only(written).text) == ("Chips", BODY)


def test_marks_inside_strings_are_text():
    """What looks like a remark or a comma too many inside a string stays."""
    text = f"{BODY} See https://paper.example, /* so to say */ [1,]"
    assert only(json.dumps({**ONE, "body": text})[:-1] + ",}").text == text


def test_a_list_that_breaks_off():
    """The whole records before a break are taken, and one reject says where the file breaks off."""
    other = TEXT.replace("Chips", "Banks")
    found = read(f'{{"articles": [{TEXT}, {other}, {TEXT[:60]}')
    assert [one.title for one in found[:2]] == ["Chips", "Banks"]
    assert isinstance(found[2], Reject)
    assert (found[2].reason, "behind its article 2" in found[2].detail) == ("bad_json", True)


def test_lines_that_hold_lists():
    """A line may hold a list of records or a page of an answer; a line for a search server is none."""
    other = TEXT.replace("Chips", "Banks")
    lines = ['{"index": {"_id": "1"}}', TEXT, f"[{other}]", f'{{"articles": [{TEXT.replace("Chips", "Ports")}]}}']
    assert [one.title for one in read("\n".join(lines), name="n.jsonl")] == ["Chips", "Banks", "Ports"]


def test_a_note_without_a_title_keeps_its_text():
    """A text of one sentence is its own title and stays the text."""
    found = only(json.dumps({"text": FIRST, "date": DAY}))
    assert found.text == FIRST
