"""Whatever its fields are called and however it is wrapped, an article is read with its title, text and moment."""

import json

import pytest

from tests.unit.test_ingest_readers import BODY, only, read, reasons

FIRST, SECOND = BODY.split("\n\n")
DAY = "2025-09-17T10:03:00+08:00"
HTML = f"<p>{FIRST}</p><p>{SECOND}</p>"

RECORDS = {
    "schema.org": {"@type": "NewsArticle", "headline": "Chips", "articleBody": BODY, "datePublished": DAY},
    "a news API": {"articles": [{"title": "Chips", "content": BODY, "publishedAt": DAY, "source": {"name": "P"}}]},
    "an archive API": {
        "response": {
            "results": [{"id": "world/1", "webTitle": "Chips", "webPublicationDate": DAY, "fields": {"bodyText": BODY}}]
        }
    },
    "a library API": {
        "response": {"docs": [{"headline": {"main": "Chips"}, "lead_paragraph": BODY, "snippet": "s", "pub_date": DAY}]}
    },
    "a blog": {"title": {"rendered": "Chips"}, "content": {"rendered": HTML, "protected": 0}, "date": DAY},
    "a feed in JSON": {
        "title": "The Paper",
        "description": "News of the day.",
        "items": [{"title": "Chips", "content_html": HTML, "date_published": DAY}],
    },
    "an envelope": {"meta": {"took": 3}, "article": {"title": "Chips", "body": BODY, "published": 1758074580}},
    "a search server": {
        "hits": {"hits": [{"_id": "9", "_source": {"title": "Chips", "body": [FIRST, SECOND], "timestamp": 1758074580000}}]}
    },
    "paragraphs": {"title": "Chips", "paragraphs": [{"text": FIRST}, {"text": SECOND}], "published_time": DAY},
    "prefixes": {"story_title": "Chips", "story_text": BODY, "created_at": DAY},
    "a day and a time": {"TITLE": "Chips", "BODY": BODY, "DATE": "Sep 17, 2025", "TIME": "10:03"},
    "a feed as JSON": {"rss": {"channel": {"title": "P", "item": [{"title": "Chips", "description": BODY, "pubDate": DAY}]}}},
    "Chinese names": {"标题": "Chips", "正文": BODY, "发布时间": "2025-09-17 10:03", "来源": "新华社"},
}  # fmt: skip


@pytest.mark.parametrize("shape", RECORDS)
def test_records_of_every_shape(shape):
    """JSON from the usual programs and services gives the same article."""
    found = only(json.dumps(RECORDS[shape]))
    assert (found.title, found.text) == ("Chips", BODY)
    assert found.published_at.isoformat() == "2025-09-17T02:03:00+00:00"


def test_the_name_of_a_source_is_not_the_title():
    """What describes the publisher does not stand for what the article lacks."""
    assert reasons(json.dumps({"source": {"name": "The Paper", "url": "https://paper.example"}, "id": 3})) != []
    found = only(json.dumps({"source": {"name": "The Paper", "country": "HK"}, "body": BODY, "date": DAY}))
    assert (found.title, found.publisher) == (FIRST, "The Paper")


def test_json_values_one_after_another():
    """Objects that stand in a file without a list around them are read one by one."""
    one = json.dumps({"title": "Chips", "body": BODY, "date": DAY}, indent=1)
    found = read(f"{one},\n{one.replace('Chips', 'Banks')}\n")
    assert [document.title for document in found] == ["Chips", "Banks"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_articles(separator):
    """A table with a title and a text in its header holds an article a row, also over several lines."""
    rows = [
        ["Headline", "Date", "Source", "Content"],
        ["Chips", DAY, "RTHK", BODY],
        ["", "", "RTHK", "x"],
        ["Banks", DAY, "P", SECOND],
    ]
    text = "\n".join(separator.join('"' + cell + '"' for cell in row) for row in rows)
    first, second, third = read(text)
    assert (first.title, first.publisher, first.text) == ("Chips", "RTHK", BODY)
    assert second.reason == "no_text"
    assert third.text == SECOND


@pytest.mark.parametrize(
    "front",
    [
        f'+++\ntitle = "Chips: up"\ndate = {DAY}\nauthor = "Ann"\n+++',
        f"---\nTitle: Chips: up\nDate: {DAY}\nAuthor: Ann\n---",
        f"---\ntitle: 'Chips: up'\npublished_time: {DAY}\nauthor:\n  - name: Ann\n---",
        f'---\r\ntitle: "Chips: up"\r\npubDate: {DAY}\r\nbyline: Ann\r\n---',
    ],
)
def test_front_matter_as_people_write_it(front):
    """TOML, YAML, lines that are neither, other names and other line ends give the same header."""
    ending = "\r\n" if "\r" in front else "\n"
    found = only(f"{front}{ending * 2}{BODY.replace(chr(10), ending)}", name="a.md")
    assert (found.title, found.byline, found.text) == ("Chips: up", "Ann", BODY)
    assert found.published_at.isoformat() == "2025-09-17T02:03:00+00:00"


@pytest.mark.parametrize(
    ("line", "publisher"),
    [("2025年09月17日 10:03 來源：明報", "Ming Pao"), ("Source: RTHK | 17 September 2025 10:03", "RTHK")],
)
def test_a_line_with_a_stamp_and_a_source(line, publisher):
    """What stands beside the stamp above a text is read for what it is labelled."""
    found = only(f"Chips lead the market up\n{line}\n\n{BODY}")
    assert (found.publisher, found.text) == (publisher, BODY)
    assert found.published_at.isoformat() == "2025-09-17T02:03:00+00:00"


PARAGRAPHS = "".join(f"<p>Shares of chip makers rose on Wednesday as buyers came back, said dealer {n}.</p>" for n in range(6))


def test_a_page_saved_in_one_file():
    """Of a page that a browser saved with its pictures, the page is read under its address."""
    found = only(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://paper.example/chips\nSubject: Chips\n"
        "Date: Wed, 1 Oct 2025 10:03:00 +0800\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\n\n----x\nContent-Type: text/html\n'
        "Content-Transfer-Encoding: quoted-printable\n\n"
        f'<html><head><title>Chips</title></head><body><h1 class=3D"t">Chips</h1>{PARAGRAPHS}</body></html>\n----x--\n'
    )
    assert (found.title, found.url, found.published_at) == ("Chips", "https://paper.example/chips", None)
    assert found.text.count("Shares of chip makers") == 6


def test_a_newsletter():
    """A mail is an article with its subject, sender and date."""
    found = only(
        'From: "The Paper" <news@paper.example>\nSubject: Chips\nDate: Wed, 17 Sep 2025 10:03:00 +0800\nMIME-Version: 1.0\n'
        f"Content-Type: text/plain; charset=utf-8\n\n{BODY}\n"
    )
    assert (found.title, found.publisher, found.text) == ("Chips", "The Paper", BODY)
    assert found.published_at.isoformat() == "2025-09-17T02:03:00+00:00"
