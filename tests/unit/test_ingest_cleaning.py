"""Each cleaning rule takes its own kind of paragraph and leaves the news."""

import pytest

from ingest import cleaning

ROWS = [
    (cleaning.is_caption, "Robots wave at visitors of a fair in Shenzhen. (PHOTO / AGENCY)"),
    (cleaning.is_caption, "This undated photo shows a data centre in Qinghai."),
    (cleaning.is_caption, "The index opened lower. File photo: RTHK"),
    (cleaning.is_caption, "交易員在港交所。資料圖片"),
    (cleaning.is_pointer, "READ MORE: Chip makers lead the market higher"),
    (cleaning.is_pointer, "ALSO READ: Bond sale draws orders"),
    (cleaning.is_pointer, "相關新聞：恒指上升"),
    (cleaning.is_share_bar, "Share | Tweet | WhatsApp | Print"),
    (cleaning.is_feed_footer, "原始網址："),
    (cleaning.is_feed_footer, "© rthk.hk"),
    (cleaning.is_feed_footer, "<https://news.example/1>"),
    (cleaning.is_feed_footer, "The post Chips up appeared first on Some Site."),
    (cleaning.is_contact, "Contact the reporter at jane.doe@paper.example"),
    (cleaning.is_contact, "@janedoe"),
    (cleaning.is_promotion, "Sign up for our morning newsletter"),
    (cleaning.is_promotion, "Advertisement"),
    (
        cleaning.is_disclaimer,
        "(Only the headline of this report may have been changed by our staff; the rest comes from a syndicated feed.)",
    ),
    (cleaning.is_rule, "_______"),
]
NEWS = [
    "Shares of the search company rose 16 percent to 131 Hong Kong dollars.",
    "The photo app maker said its image business grew 12 percent.",
    "“Read more of the filing before you buy,” said one fund manager.",
    "The company will share its results on Thursday, and print revenue fell.",
    "Investors can subscribe to the notes from Monday at 99.5 percent of face value.",
    "The regulator's copyright case against the portal was settled for $3 million.",
    "Harbour Gulls 12 9 17 21 - 59",
    "恒生指數收市升1.8%，報26908點。",
]


@pytest.mark.parametrize(("rule", "paragraph"), ROWS)
def test_each_rule_takes_its_kind(rule, paragraph):
    """The paragraph that made the rule necessary is taken out by it."""
    assert rule(paragraph)
    assert cleaning.clean_body(f"{NEWS[0]}\n\n{paragraph}\n\n{NEWS[1]}") == f"{NEWS[0]}\n\n{NEWS[1]}"


@pytest.mark.parametrize("paragraph", NEWS)
def test_news_stays(paragraph):
    """No rule takes a sentence of news that only uses its words."""
    assert [rule.__name__ for rule in cleaning.RULES if rule(paragraph)] == []


def test_the_title_is_not_repeated():
    """A body that begins with its own headline loses it there."""
    assert cleaning.clean_body("Chips rise\n\nThey rose.", title="Chips rise") == "They rose."
    assert cleaning.clean_title("Chips rise - Some Paper", publisher="Some Paper") == "Chips rise"
