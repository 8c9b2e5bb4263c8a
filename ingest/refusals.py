"""Refusals in words: what stands in place of an item, and what to do about it."""

from ingest.article import Reject

_TOLD = {
    "paywall": "a request to subscribe in place of the article",
    "consent_wall": "a question about cookies or consent in place of the article",
    "robot_check": "a check against robots in place of the article",
    "login_page": "a form to sign in in place of the article",
    "not_found_page": "a page that says the article is not there",
    "error_page": "a page that says something went wrong",
    "listing_page": "a list of other articles",
    "no_title": "no title",
}
_NEXT = {
    "paywall": "save the page from a browser that is signed in",
    "consent_wall": "save the page from a browser once it is answered",
    "robot_check": "save the page from a browser once it is passed",
    "login_page": "save the page from a browser that is signed in",
    "not_found_page": "give the article's present address",
    "error_page": "try again later",
    "listing_page": "give its feed, or the articles themselves",
    "no_article": "give the page of an article",
    "no_title": "add one, as the first line or as a field",
    "no_text": "give the full article, or a feed that carries it",
    "no_articles": "name the text `body` and the title `title`",
    "no_entries": "check that the feed's address is still right",
    "empty": "save it again",
    "encoding": "save it as UTF-8",
    "bad_json": "mend it there, or write one record a line",
    "bad_front_matter": "write one `name: value` a line between `---` lines",
    "bad_gzip": "download it again",
    "bad_html": "save the page again",
    "bad_xml": "save it again",
    "log": "give the articles themselves",
    "source": "give the articles themselves",
    "bad_table": "save it as CSV again",
    "binary": "save it as text, HTML, PDF, CSV or JSON",
    "too_large": "cut it into several",
    "too_many_articles": "cut it into several",
    "too_long": "cut it into several",
    "entities": "save the feed without them",
    "unknown_table": "articles need a title and a text, bars a date and a close, statistics a subject, a metric and a value",
    "unknown_xml": "give the page or its feed",
    "encrypted": "save it without a password",
    "scanned": "save it with its text recognised",
    "timeout": "try again later",
    "unreachable": "try again later",
    "throttled": "try again later",
}


def in_words(reject: Reject) -> str:
    """What is wrong with an item, with the next step where one is known."""
    what = _TOLD.get(reject.reason, "")
    said = f"{what} ({reject.detail})" if what and reject.detail else what or reject.detail or reject.reason
    step = _NEXT.get(reject.reason, "")
    return f"{said}; {step}" if step else said
