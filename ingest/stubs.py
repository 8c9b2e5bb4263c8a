"""Stubs: pages that show a wall where the article should be."""

import re

_SHORT = 1_200  # characters: a page with more than this has an article beside whatever it asks for
_WALLS = (
    (
        "robot_check",
        re.compile(
            r"are you (?:a )?(?:robot|human)|verify (?:that )?you are (?:a )?human|not a robot|unusual (?:traffic|activity)|enable (?:java ?script|cookies)"
            r"|checking your browser|access (?:to this page has been )?denied|captcha|just a moment\.\.\.|attention required|request (?:was )?blocked",
            re.IGNORECASE,
        ),
    ),
    (
        "consent_wall",
        re.compile(
            r"before you continue to|we (?:value|respect|care about) your privacy|(?:we|partners|sites?)\b.{0,60}\buse cookies|cookie (?:consent|settings|preferences|policy)"
            r"|(?:accept|reject|manage) (?:all )?(?:cookies|options|choices)|consent to (?:our|the) use|我們使用\s*cookies?",
            re.IGNORECASE,
        ),
    ),
    (
        "paywall",
        re.compile(
            r"subscribe (?:now )?to (?:continue|read|unlock|keep)|to (?:continue|keep) reading|(?:for|only available to) subscribers|subscribers? only|subscriber-only|already (?:a |have a )?subscri"
            r"|(?:sign|log) ?in to (?:continue|read|view)|register (?:for free )?to (?:continue|read)|unlock (?:this|the full) (?:article|story)|this (?:article|content|story) is (?:for|reserved|exclusive)"
            r"|free articles? (?:remaining|left|this month)|start your (?:free )?trial|to read the full (?:article|story)|become a (?:member|subscriber)|訂閱.{0,12}(?:閱讀|全文)|订阅.{0,12}(?:阅读|全文)",
            re.IGNORECASE,
        ),
    ),
    ("not_found_page", re.compile(r"page (?:you (?:requested|are looking for) )?(?:was |could|can ?)?not (?:be )?found|error 404|404 (?:error|not found)|no longer (?:available|exists)", re.IGNORECASE)),
)


def stub_reason(text: str, *, title: str = "", closed: bool = False) -> str:
    """Why the text of a page is no article: the code of the wall it shows, or nothing.

    Args:
        closed: whether the page says itself that its article is not free to read.
    """
    if len(text) > _SHORT:
        return ""
    shown = f"{title}\n{text}"
    # The wall must be most of what is there: an article may well report on cookies, robots or subscriptions.
    for reason, words in _WALLS:
        found = words.findall(shown)
        if found and (len(text) < 350 or len(found) >= 2 or (closed and reason == "paywall")):
            return reason
    return "paywall" if closed and len(text) < 350 else ""
