"""A saved page's title, stamps and body are found wherever the page states them, and what is another article's is not taken."""

import pytest

from ingest.article import Article
from ingest.limits import Limits
from ingest.pages import read_page

SAID = "Shares of chip makers rose on Wednesday as buyers came back to them, dealers said in the afternoon, number {n}."
TEXT = "".join(f"<p>{SAID.format(n=n)}</p>" for n in range(8))


def page(head: str = "", body: str = "", *, title: str = "Chip shares rise at last") -> Article:
    markup = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    return read_page(markup, origin="page", limits=Limits())


H1 = "<h1>Chip shares rise at last</h1>"
STAMP = "2025-09-17T10:03:00+08:00"


@pytest.mark.parametrize(
    ("head", "above", "published"),
    [
        (f'<meta property="article:published_time" content="{STAMP}">', "", STAMP),
        (f'<meta name="paper-post-date" content="{STAMP}">', "", STAMP),
        ('<script type="application/ld+json">{"@type": "WebPage", "datePublished": "' + STAMP + '"}</script>', "", STAMP),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"}</script>',
            "<p>Published 11:34 PM EST Nov 19, 2019</p>",
            "11:34 PM EST Nov 19, 2019",
        ),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "' + STAMP + '",,}</script>',
            "",
            STAMP,
        ),
        ("", f'<div><time datetime="{STAMP}">a day ago</time></div>', STAMP),
        ("", f'<input type="hidden" class="published_date" value="{STAMP}">', STAMP),
        ("", '<p class="article__meta">By <a href="/x">Ann Lee</a> on Monday, November 18th, 2019</p>', "November 18th, 2019"),
        ("", "<div>등록 :[ 2018-08-25 15:24 ]<p></p></div>", "2018-08-25 15:24"),
        ("", '<span class="block">publiziert am 30. Juli 2018</span>', "30. Juli 2018"),
        ("", "<p>By Ann Lee</p>", ""),
        ("", '<figure><figcaption class="date">Hong Kong on May 3, 2019</figcaption></figure>', ""),
        ("", '<aside><h3>More</h3><time datetime="2020-01-01">a year ago</time></aside>', ""),
    ],
)
def test_where_a_page_says_when(head, above, published):
    """Stamps for programs come first, then what a reader sees beside the title; pictures and asides date nothing."""
    found = page(head, f"{H1}{above}<div>{TEXT}</div>")
    assert published in str(found.published)
    assert bool(found.published) == bool(published)


def test_the_name_of_the_site_is_no_title():
    """The only large heading of a page is the site's where the page's own title does not repeat it."""
    assert page("", f"<h1>The Paper</h1><div>{TEXT}</div>", title="Chip shares rise - The Paper").title.startswith("Chip")
    assert page("", f"<h1>The Paper</h1>{H1}<div>{TEXT}</div>").title == "Chip shares rise at last"
    other = '<h1>Banks fall</h1><meta property="og:title" content="Chip shares rise">'
    assert page("", f"{other}<div>{TEXT}</div>").title == "Chip shares rise"


def test_other_articles_on_the_page_are_not_its_text():
    """Of several articles on a page only the one under the page's title is read, without lists of links."""
    links = "<ul><li><a href='/1'>Banks fall on loans</a></li><li><a href='/2'>Gold rises again today</a></li></ul>"
    others = "".join(f"<article><h2>Other {n}</h2><p>{'Banks fell on bad loans. ' * 20}</p></article>" for n in range(3))
    found = page("", f"<article>{H1}{TEXT}{links}</article>{others}")
    assert "Banks" not in found.text
    assert found.text.count("Shares of chip makers") == 8


def test_an_article_in_several_boxes_is_read_whole():
    """A text that a page cuts into boxes of one kind, with advertisements between, is one text."""
    box = "<div class='grid'><div class='item'>{text}</div><div class='ad'><aside>Buy now</aside></div></div>"
    parts = [box.format(text=TEXT.replace("number", f"box {n}, number")) for n in range(4)]
    found = page("", f"{H1}<div class='chunks'>{''.join(parts)}</div><div><p>About us</p></div>")
    assert [f"box {n}" in found.text for n in range(4)] == [True] * 4
