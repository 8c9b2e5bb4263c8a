"""A page that shows a wall, an error or a list of other articles is refused by name; an article that speaks of them is not."""

import json

import pytest

from ingest.article import Article, Refused, Reject
from ingest.limits import Limits
from ingest.pages import read_page
from ingest.refusals import in_words
from tests.unit.test_ingest_pages import SAID, TEXT

CLOSED = {"@type": "NewsArticle", "headline": "Chip shares rise", "isAccessibleForFree": False}


def read(body: str, *, head: str = "", title: str = "Chip shares rise") -> Article:
    markup = f"<html><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"
    return read_page(markup, origin="page", limits=Limits())


def reason(body: str, **more: str) -> str:
    with pytest.raises(Refused) as refused:
        read(body, **more)
    return refused.value.reason


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Press and hold to confirm you are a human and not a bot.", "robot_check"),
        ("您的访问过于频繁，请输入验证码后继续访问本站的内容。", "robot_check"),
        ("Access cannot be granted in countries of the General Data Protection Regulation.", "consent_wall"),
        ("Mit Werbung und Cookies weiterlesen. Ihre Zustimmung können Sie jederzeit widerrufen.", "consent_wall"),
        ("Nous et nos partenaires utilisons des cookies. Accepter et continuer.", "consent_wall"),
        ("Il vous reste 85 % de cet article à lire. La suite est réservée aux abonnés.", "paywall"),
        ("Die Aktien steigen. Jetzt weiterlesen mit Plus, das Angebot für alle.", "paywall"),
        ("Conteúdo exclusivo para assinantes. Assine para continuar lendo.", "paywall"),
        ("この記事は有料会員限定です。残り1234文字を読むには登録が必要です。", "paywall"),
        ("百度股价周三大涨。以下内容仅限会员阅读，请登录后查看全文。", "paywall"),
        ("恒指昨升四百點。訂戶登入以閱讀全文，尚未成為訂戶請按此。", "paywall"),
        ("抱歉，您访问的页面不存在或已被删除，请返回首页重新查找。", "not_found_page"),
        ("It looks like nothing was found at this location. Maybe try a search?", "not_found_page"),
        ("Something went wrong on our end. Please try again later.", "error_page"),
        ("The site is down for scheduled maintenance. Please check back soon.", "error_page"),
    ],
)
def test_walls_in_other_words(said, expected):
    """Checks, consent, subscriptions and errors are told in several languages."""
    assert reason(f"<h1>Page</h1><p>{said}</p>", title="Page") == expected


def test_a_closed_article_that_is_there():
    """What a page calls closed is taken where its text is there, without the lines that ask for a subscription."""
    head = f'<script type="application/ld+json">{json.dumps(CLOSED)}</script>'
    wall = "<p>Already a subscriber? Sign in to read on.</p>"
    found = read(f"<article><h1>Chip shares rise</h1>{TEXT}{wall}</article>", head=head)
    assert SAID.format(n=7) in found.text
    assert "subscriber" not in found.text
    few = "".join(f"<p>{SAID.format(n=n)}</p>" for n in range(2))
    assert reason(f"<article><h1>Chip shares rise</h1>{few}{wall}</article>", head=head) == "paywall"


def test_a_page_without_a_sentence():
    """Figures and labels are no article where the page does not say that it is one."""
    assert (
        reason("<h1>Baidu 9888.HK</h1><div><p>131.00 +17.80</p><p>Open 117.00</p><p>High 131.70 (day)</p></div>")
        == "no_article"
    )


CARD = '<{tag} class="card"><h3><a href="/{n}">Report number {n} on chips</a></h3><p>{said}</p></{tag}>'
CARDS = "".join(CARD.format(tag="{tag}", n=n, said=SAID.format(n=n)) for n in range(9))


@pytest.mark.parametrize("tag", ["article", "li", "div"])
@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="website">'])
def test_a_page_of_teasers(tag, head):
    """The teasers of a section are not put together to an article."""
    assert reason(f"<h1>Chips</h1>{CARDS.replace('{tag}', tag)}", head=head, title="Chips - The Paper") == "listing_page"


def test_teasers_beside_an_article():
    """An article keeps its text whatever teasers stand on its page, and a page that says it is an article is one."""
    found = read(f"<article><h1>Chip shares rise</h1>{TEXT.replace('Shares', 'Bonds')}</article>{CARDS.replace('{tag}', 'li')}")
    assert SAID.format(n=7).replace("Shares", "Bonds") in found.text
    head = '<meta property="article:published_time" content="2025-09-17T10:03:00+08:00">'
    assert SAID.format(n=3) in read(f"<h1>Chip shares rise</h1>{CARDS.replace('{tag}', 'div')}", head=head).text


@pytest.mark.parametrize(
    ("reject", "said"),
    [
        (Reject(origin="a", reason="paywall", detail="Chips"), "a request to subscribe in place of the article (Chips); save"),
        (Reject(origin="a", reason="bad_row", detail="close zero"), "close zero"),
        (Reject(origin="a", reason="no_title"), "no title; add one"),
        (Reject(origin="a", reason="unheard_of"), "unheard_of"),
    ],
)
def test_a_refusal_says_what_to_do(reject, said):
    """A refusal names what stands there and the next step, where there is one."""
    assert in_words(reject).startswith(said)
