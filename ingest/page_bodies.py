"""Page bodies: the text of a page's article by trafilatura, after what is plainly another article is taken out of its way."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from ingest.hidden import drop_hidden

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = 400  # characters in paragraphs: an element with as many holds an article, not its teaser
_NOTICE = re.compile(
    r"(?:^|[\s_-])(?:cookie-?(?:banner|bar|notice|consent|law|policy|message)|consent-?(?:banner|manager|modal|popup)|onetrust|gdpr|didomi"
    r"|qc-cmp|cmp-?(?:container|root|app))",
    re.IGNORECASE,
)
_NOTICES = "//amp-consent | //amp-ad | //amp-sidebar | //dialog | //*[@role='dialog'] | //*[{}]".format(
    " or ".join(
        f"contains(@{name}, '{word}')"
        for name in ("class", "id")
        for word in ("ookie", "onsent", "netrust", "gdpr", "GDPR", "idomi", "cmp")
    )
)
_NOTICED = 3_000  # characters: a box of that name with more holds the page itself
_PARAGRAPH = 80  # characters: a shorter one may be a label or a link
_LINKED = 0.9  # of a text: it is nothing but links
_MISSING = 0.25  # of what was found: as much more in the same kind of box, and the article goes on there


def page_body(tree: "HtmlElement", *, title: str) -> str:
    """The article's paragraphs, a blank line between two; the tree is used up."""
    drop_hidden(tree)
    _drop_notices(tree)
    _drop_others(tree, title=title)
    _drop_link_lists(tree)
    text = _extracted(tree)
    if _gather(tree, text):
        whole = _extracted(tree)
        text = whole if len(whole) > len(text) * (1 + _MISSING / 2) else text
    return text


def letters(text: str) -> str:
    """The letters and digits of a text, for comparing titles as different parts of a page write them."""
    return re.sub(r"[\W_]+", "", text).casefold()


def words(element: "HtmlElement") -> str:
    """The element's text on one line."""
    return " ".join(element.text_content().split())


def _extracted(tree: "HtmlElement") -> str:
    import trafilatura

    # favor_precision: token F1 0.969 against 0.960 without on saved news pages with a known text.
    text = trafilatura.extract(tree, include_comments=False, favor_precision=True, with_metadata=False)
    return re.sub(r"\n+", "\n\n", text or "")


def _drop_others(tree: "HtmlElement", *, title: str) -> None:
    """Takes out the articles that are not the page's own, where one of several stands under the page's title."""
    articles, wanted = list(tree.iter("article")), letters(title)
    if len(articles) < 2 or len(wanted) < 6:
        return
    own = [article for article in articles if any(_same(letters(words(head)), wanted) for head in article.iter("h1"))]
    main = max(own, key=lambda article: len(words(article)), default=None)
    if main is None or sum(len(words(paragraph)) for paragraph in main.iter("p")) < _ARTICLE:
        return
    kept = {main, *main.iterancestors(), *main.iter("article")}
    for article in articles:
        if article not in kept and article.getparent() is not None:
            article.drop_tree()


def _drop_notices(tree: "HtmlElement") -> None:
    """Takes out banners about cookies and consent, and the advertisements and walls of AMP pages."""
    for element in tree.xpath(_NOTICES):
        named = f"{element.get('id') or ''} {element.get('class') or ''}"
        parent = element.getparent()
        if parent is None or element.tag in ("html", "body", "main", "article"):
            continue
        is_box = element.tag in ("amp-consent", "amp-ad", "amp-sidebar", "dialog") or element.get("role") == "dialog"
        if (is_box or _NOTICE.search(named)) and len(words(element)) <= _NOTICED:
            element.drop_tree()


def _same(one: str, other: str) -> bool:
    return bool(one) and (one in other or other in one)


def _drop_link_lists(tree: "HtmlElement") -> None:
    """Takes out lists whose every item is a link: menus, and related reports in the middle of a text."""
    for element in tree.xpath("//ul | //ol"):
        items = [item for item in element.iter("li") if words(item)]
        if element.getparent() is not None and len(items) >= 2 and all(_is_link(item) for item in items):
            element.drop_tree()


def _is_link(element: "HtmlElement") -> bool:
    return sum(len(words(link)) for link in element.iter("a")) >= _LINKED * len(words(element))


def _gather(tree: "HtmlElement", text: str) -> bool:
    """Puts an article that is spread over several boxes of one kind into the first of them; whether it was so spread.

    Extraction takes the box with the most text for the article and leaves the others.
    """
    flat = " ".join(text.split())
    found, missing = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    boxes: dict[tuple[str, ...], dict[HtmlElement, None]] = {}
    for paragraph in tree.iter("p"):
        said, box = words(paragraph), paragraph.getparent()
        if len(said) < _PARAGRAPH or box is None:
            continue
        kind = _kind(paragraph)
        (found if said[:60] in flat else missing)[kind] += len(said)
        boxes.setdefault(kind, {})[box] = None
    kind = next((kind for kind, _ in found.most_common(1)), ())
    if len(boxes.get(kind, {})) < 2 or missing[kind] < _MISSING * found[kind]:
        return False
    first, *others = boxes[kind]
    for box in others:
        if box not in first.iterancestors():
            first.extend(list(box))
    return True


def _kind(element: "HtmlElement") -> tuple[str, ...]:
    """What the three elements around it are, by tag and class."""
    around = [ancestor for ancestor, _ in zip(element.iterancestors(), range(3), strict=False)]
    return tuple(f"{ancestor.tag}.{' '.join((ancestor.get('class') or '').split())}" for ancestor in around)
