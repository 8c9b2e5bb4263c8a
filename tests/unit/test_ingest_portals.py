"""Pages, feeds and records as portals, feed readers and search servers write them, read as their readers understand them."""

import json
from datetime import UTC, datetime

import pytest

from ingest.article import Article, Refused
from ingest.composition import compose
from ingest.inputs import Input
from ingest.limits import Limits
from ingest.reading import open_input, read_articles
from ingest.sources import Sources

NOW = datetime(2025, 11, 1, tzinfo=UTC)
CHINESE = (
    "港股周三造好，恒生指数收市上升四百点，科技股全日领先大市，成交额较前一日增加两成。",
    "百度的股价升幅最大，市场认为新芯片的订单会多过预期，资金因此流入相关公司。",
    "有分析师说，投资者在等待美国议息的结果，短期之内指数仍然有机会再向上升。",
)
ENGLISH = (
    "Chip makers led the market higher on Wednesday, and the gauge ended the day up by two percent.",
    "Turnover grew by a fifth from the day before, with Baidu and its peers taking the largest share of it.",
)


def paragraphs(lines=CHINESE) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def found(data: str | bytes, name: str = "x") -> list:
    item = Input(origin=name, name=name, data=data if isinstance(data, bytes) else data.encode())
    kind, text, notes = open_input(item)
    return list(read_articles(item, kind, text, notes=notes, limits=Limits()))


def kept(data: str | bytes, name: str = "x"):
    """The document that the one article becomes."""
    (article,) = found(data, name)
    assert isinstance(article, Article), article
    return compose(article, sources=Sources.load(), limits=Limits(), now=NOW)


def at(document) -> str:
    return document.published_at.astimezone(UTC).isoformat()[:16]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_portal_page_without_metadata(encoding):
    """The title is what the page shows, not what its tab adds; source, minute and text are those shown, in any encoding."""
    page = f"""<html><head><title>港股造好 科技股领先 _ 东方某网</title></head><body><div><a href="/">首页</a></div>
    <div class="title">港股造好 科技股领先</div>
    <div class="infos"><div>2025年09月17日 16:41</div><div>来源：某某时报</div></div>
    <div id="body">{paragraphs()}<p>（责任编辑：王小明）</p></div></body></html>"""
    document = kept(page.encode(encoding), "x.html")
    assert (document.title, document.publisher, at(document)) == ("港股造好 科技股领先", "某某时报", "2025-09-17T08:41")
    assert "百度的股价" in document.text
    assert "王小明" not in document.text


def test_a_title_before_its_section_and_site():
    """What a Chinese portal writes behind the title, in its tab or for the networks, is cut."""
    head = "<head><title>港股造好的一日|港股|科技股_某新闻</title></head>"
    page = f"<html>{head}<body><h1>港股造好的一日</h1>{paragraphs()}</body></html>"
    assert kept(page, "x.html").title == "港股造好的一日"
    shared = (
        f'<html><head><meta property="og:title" content="港股造好的一日_财经_某网"></head><body>{paragraphs()}</body></html>'
    )
    assert kept(shared, "x.html").title == "港股造好的一日"


def test_an_update_that_only_readers_are_shown():
    """A labelled line beside the title tells when the page was updated."""
    page = f"""<html><body><h1>Chip makers lead the market</h1><span>Published: 17 September 2025 10:03</span>
    <span>Updated: 17 September 2025 18:03</span><article>{paragraphs(ENGLISH)}</article></body></html>"""
    assert kept(page, "x.html").updated_at.isoformat()[:16] == "2025-09-17T10:03"


@pytest.mark.parametrize(
    "data",
    [
        {
            "type": "application/ld+json",
            "value": {"@type": "NewsArticle", "headline": "Chips lead", "articleBody": 3 * ENGLISH},
        },
        {"type": "application/json", "value": {"props": {"page": {"title": "Chips lead", "content": paragraphs(3 * ENGLISH)}}}},
    ],
)
def test_a_page_that_leaves_its_text_to_its_scripts(data):
    """The text is taken from the page's own data under the same title, and said to be from there."""
    value = data["value"]
    if "articleBody" in value:
        value = {**value, "articleBody": "\n\n".join(value["articleBody"]), "datePublished": "2025-09-17T10:03:00Z"}
    page = f"""<html><head><title>Chips lead</title><meta name="date" content="2025-09-17T10:03:00Z">
    <script type="{data["type"]}">{json.dumps(value)}</script></head><body><div id="root"></div></body></html>"""
    document = kept(page, "x.html")
    assert "Turnover grew by a fifth" in document.text
    assert "text_for_programs" in document.details["notes"]
    assert at(document) == "2025-09-17T10:03"


def test_a_site_map_of_news():
    """Each address with its title, publisher and minute, to be followed; a picture's title is not the article's."""
    text = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
    xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
    <url><loc>https://paper.example/1</loc><image:image><image:loc>https://paper.example/1.jpg</image:loc>
    <image:title>A trader</image:title></image:image><news:news><news:publication><news:name>The Paper</news:name>
    <news:language>en</news:language></news:publication><news:publication_date>2025-09-17T18:03:00+08:00</news:publication_date>
    <news:title>Chips &amp; more</news:title></news:news></url><!-- one --><url><loc>https://paper.example/2</loc></url></urlset>"""
    one, two = found(text, "map.xml")
    assert (one.url, one.title, one.publisher) == ("https://paper.example/1", "Chips & more", "The Paper")
    assert (one.published, two.url) == ("2025-09-17T18:03:00+08:00", "https://paper.example/2")
    with pytest.raises(Refused, match="site maps"):
        found(text.replace("urlset", "sitemapindex"), "map.xml")


def test_a_json_feed():
    """Its items are the feed's: publisher and language stand at its top."""
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Paper", "language": "en"}
    item = {
        "id": "1",
        "title": "Chips lead",
        "content_html": paragraphs(ENGLISH),
        "date_published": "2025-09-17T18:03:00+08:00",
    }
    document = kept(json.dumps({**feed, "items": [item]}))
    assert (document.publisher, at(document)) == ("The Paper", "2025-09-17T10:03")


@pytest.mark.parametrize(
    ("record", "publisher"),
    [
        ({"errno": 0, "data": {"roll_data": [{"title": "Chips lead", "content": "TEXT", "ctime": 1758103380}]}}, ""),
        ({"article": {"headline": "Chips lead", "blocks": [{"text": "TEXT"}], "pubDate": "2025-09-17T10:03:00Z"}}, ""),
        ([{"title": "Chips lead", "text": "TEXT", "time": 1758103380000, "src": "Wire"}], "Wire"),
        ({"title": "Chips lead", "content": "TEXT", "date": {"$date": {"$numberLong": "1758103380000"}}}, ""),
        ({"fields": ["datetime", "title", "content"], "items": [["2025-09-17 18:03", "Chips lead", "TEXT"]]}, ""),
        ({"columns": ["title", "body", "time"], "index": [0], "data": [["Chips lead", "TEXT", "2025-09-17T10:03Z"]]}, ""),
        ({"title": ["Chips lead"], "body": ["TEXT"], "date": ["2025-09-17T10:03:00Z"]}, ""),
        ({"data": {"list": [{"title": "Chips lead", "digest": "TEXT", "showTime": "2025-09-17 18:03:00"}]}}, ""),
        ({"title": "Chips lead", "description": "TEXT", "published_utc": "2025-09-17 10:03:00"}, ""),
        ({"Title": "Chips lead", "Content": "TEXT", "SeenDate": "20250917T100300Z", "Domain": "wire.example"}, "wire.example"),
    ],
)
def test_records_under_other_names(record, publisher):
    """Lists under any name, blocks of text, short names, a database's own form of an instant."""
    text = json.dumps(record).replace("TEXT", " ".join(ENGLISH))
    document = kept(text)
    assert (document.title, at(document), document.publisher) == ("Chips lead", "2025-09-17T10:03", publisher)
    assert "Turnover grew" in document.text


def test_a_clipping_of_a_note_program():
    """Its source is an address, its author a link to another note."""
    text = '---\ntitle: Chips lead\nsource: https://paper.example/1\nauthor:\n  - "[[Ann Lee]]"\npublished: 2025-09-17\n---\n'
    document = kept(text + "\n\n".join(ENGLISH), "x.md")
    assert (document.url, document.byline, str(document.published_date)) == ("https://paper.example/1", "Ann Lee", "2025-09-17")


def test_a_record_with_lists_in_it_is_one_record():
    """Two subjects beside two paragraphs are no table of two articles."""
    (article,) = found(json.dumps({"title": "Chips lead", "subject": ["a", "b"], "paragraphs": list(ENGLISH)}))
    assert (article.title, article.text) == ("Chips lead", "\n\n".join(ENGLISH))


@pytest.mark.parametrize("wrapped", ["callback({});", "jQuery1_2({})", "var news = {};", "window.data = {}"])
def test_json_that_a_script_wraps(wrapped):
    """A call or an assignment around it is no part of it."""
    record = json.dumps({"title": "Chips lead", "body": " ".join(ENGLISH), "date": "2025-09-17T10:03:00Z"})
    assert kept(wrapped.replace("{}", record)).title == "Chips lead"
