"""Stubs: pages that show a wall where the article should be."""

import re

_SHORT = 1_200  # characters: a page with more than this has an article beside whatever it asks for
_WORDS = {
    "robot_check": (
        r"are you (?:a )?(?:robot|human)",
        r"verify (?:that )?you are (?:a )?human",
        r"not a robot",
        r"unusual (?:traffic|activity)",
        r"enable (?:java ?script|cookies)",
        r"checking your browser",
        r"access (?:to this page has been )?denied",
        r"captcha",
        r"just a moment\.\.\.",
        r"attention required",
        r"request (?:was )?blocked",
    ),
    "consent_wall": (
        r"before you continue to",
        r"we (?:value|respect|care about) your privacy",
        r"(?:we|partners|sites?)\b.{0,60}\buse cookies",
        r"cookie (?:consent|settings|preferences|policy)",
        r"(?:accept|reject|manage) (?:all )?(?:cookies|options|choices)",
        r"consent to (?:our|the) use",
        r"我們使用\s*cookies?",
    ),
    "paywall": (
        r"subscribe (?:now )?to (?:continue|read|unlock|keep)",
        r"to (?:continue|keep) reading",
        r"(?:for|only available to) subscribers",
        r"subscribers? only",
        r"subscriber-only",
        r"already (?:a |have a )?subscri",
        r"(?:sign|log) ?in to (?:continue|read|view)",
        r"register (?:for free )?to (?:continue|read)",
        r"unlock (?:this|the full) (?:article|story)",
        r"this (?:article|content|story) is (?:for|reserved|exclusive)",
        r"free articles? (?:remaining|left|this month)",
        r"start your (?:free )?trial",
        r"to read the full (?:article|story)",
        r"become a (?:member|subscriber)",
        r"訂閱.{0,12}(?:閱讀|全文)",
        r"订阅.{0,12}(?:阅读|全文)",
    ),
    "not_found_page": (
        r"page (?:you (?:requested|are looking for) )?(?:was |could |can ?)?not (?:be )?found",
        r"error 404",
        r"404 (?:error|not found)",
        r"no longer (?:available|exists)",
    ),
}
_WALLS = {reason: re.compile("|".join(words), re.IGNORECASE) for reason, words in _WORDS.items()}


def stub_reason(text: str, *, title: str = "", closed: bool = False) -> str:
    """Why the text of a page is no article: the code of the wall it shows, or nothing.

    Args:
        closed: whether the page says itself that its article is not free to read.
    """
    if len(text) > _SHORT:
        return ""
    shown = f"{title}\n{text}"
    # The wall must be most of what is there: an article may well report on cookies, robots or subscriptions.
    for reason, words in _WALLS.items():
        found = words.findall(shown)
        if found and (len(text) < 350 or len(found) >= 2 or (closed and reason == "paywall")):
            return reason
    return "paywall" if closed and len(text) < 350 else ""
