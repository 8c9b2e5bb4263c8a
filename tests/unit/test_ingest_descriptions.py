"""What a page says of itself to programs is found wherever it says it, and is that of its own article."""

import json

import pytest

from tests.unit.test_ingest_pages import H1, SAID, STAMP, TEXT, page

OWN = {"@type": "NewsArticle", "headline": "Chip shares rise at last", "datePublished": STAMP}
OTHER = {"@type": "NewsArticle", "headline": "Gold falls on a strong dollar", "datePublished": "2020-01-01T00:30:00Z"}


def script(value: object, *, kind: str = "application/ld+json", wrap: str = "{}") -> str:
    return f'<script type="{kind}">{wrap.replace("{}", json.dumps(value))}</script>'


@pytest.mark.parametrize(
    "head",
    [
        script([OTHER, OWN]),
        script(OTHER) + script(OWN),
        script({"@graph": [{"@type": "WebPage", "datePublished": "2019-01-01T00:30:00Z"}, OWN]}),
        script(OWN, kind="application/ld+json; charset=utf-8"),
        script(OWN, wrap="//<![CDATA[\n{}\n//]]>"),
        script(OWN, wrap="<!-- {} -->"),
        '<meta name="parsely-page" content="{&quot;pub_date&quot;: &quot;' + STAMP + '&quot;}">',
    ],
)
def test_the_description_of_the_page_itself(head):
    """Of several articles that are described, the one with the page's title is meant, in whatever wrapping."""
    found = page(head, f"{H1}<div>{TEXT}</div>")
    assert (found.title, found.published) == ("Chip shares rise at last", STAMP)


def test_what_is_described_elsewhere_by_an_id():
    """A publisher and an author that the article only points to are named by what stands under their ids."""
    graph = [
        {"@type": "Organization", "@id": "#us", "name": "The Paper"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        {**OWN, "author": {"@id": "#ann"}, "publisher": {"@id": "#us"}},
    ]
    found = page(script({"@graph": graph}), f"{H1}<div>{TEXT}</div>")
    assert (found.publisher, found.byline) == ("The Paper", "Ann Lee")


@pytest.mark.parametrize(
    ("above", "published", "updated"),
    [
        (f'<div><bsp-timestamp data-timestamp="{STAMP}">x</bsp-timestamp></div>', STAMP, ""),
        (f'<abbr title="{STAMP}">yesterday</abbr>', STAMP, ""),
        (f'<div>出版：<time datetime="{STAMP}">x</time></div><div>更新：<time datetime="2025-09-18T08:00+08:00">x</time></div>',
         STAMP, "2025-09-18T08:00+08:00"),
        (f'<meta itemprop="datePublished" content="{STAMP}"><meta itemprop="dateModified" content="2025-09-18T08:00+08:00">',
         STAMP, "2025-09-18T08:00+08:00"),
        (f'<a><time class="published" datetime="{STAMP}"></time><time class="updated" datetime="2025-09-18"></time></a>',
         STAMP, "2025-09-18"),
        ("<p>Event: 25 September 2025, 10:00</p><p>17 September 2025</p>", "17 September 2025", ""),
        (f'<div class="quote" data-timestamp="2020-01-01T00:30:00Z">BIDU</div><p>{STAMP}</p>', STAMP, ""),
        ("<p>Sep 17, 2025<span></span>10:03 AM HKT<br>Updated: Sep 18, 2025 08:00 HKT</p>",
         "Sep 17, 2025 10:03 AM HKT", "Sep 18, 2025 08:00 HKT"),
    ],
)  # fmt: skip
def test_stamps_around_the_title(above, published, updated):
    """Stamps in attributes and lines between title and text are found, and an update is told from a publication."""
    found = page("", f"{H1}{above}<div>{TEXT}</div>")
    assert (found.published, found.updated) == (published, updated)


def test_a_day_below_the_text_is_not_its_own():
    """What an advertisement below the article ends on does not date it."""
    assert page("", f"{H1}<div>{TEXT}</div><div><p>Offer closes September 30, 2025</p></div>").published == ""


def test_the_time_of_another_article_is_not_taken():
    """A teaser's time dates the teaser, above the title or below it."""
    teaser = '<article><h2><a href="/g">Gold falls</a></h2><time datetime="2020-01-01T00:30:00Z">x</time></article>'
    assert page("", f"{teaser}<article>{H1}<p>By Ann Lee</p>{TEXT}</article>{teaser}").published == ""


def test_a_page_without_a_title():
    """Where nothing names the article, its first sentence does, and that is noted."""
    found = page("", f"<div>{TEXT}</div>", title="")
    assert found.title.startswith("Shares of chip makers rose on Wednesday")
    assert found.notes == ("title_from_text",)


def test_a_text_that_scripts_are_handed():
    """A page that shows nothing without its scripts is read from the state they are given."""
    state = {"article": {"title": "Chip shares rise at last", "content": TEXT}}
    found = page(
        f"<script>window.__STATE__ = {json.dumps(state)};</script>", '<div id="app"></div>', title="Chip shares rise at last"
    )
    assert SAID.format(n=7) in found.text


def test_banners_are_no_text():
    """What asks for consent beside the article is not of it."""
    banner = '<div id="cookie-banner"><p>We and our partners use cookies to make this site better for all of us.</p></div>'
    assert "partners" not in page("", f"{banner}<article>{H1}{TEXT}</article>").text
