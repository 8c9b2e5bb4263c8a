"""Holdings: what a question asks of the stores themselves, and what is said of them."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.agent.phrasing import day, joined

_HOLD = r"(?:have|has|hold|holds|held|got|cover|covers|contain|contains|include|know about|store[ds]?)"
_THINGS = (
    r"(?:news|articles?|stories|story|reports?|items|documents?|sources?|outlets?|publishers?|prices?|quotes?|bars?|data|"
    r"coverage|information|evidence|corpus|database|archive|instruments|tickers)"
)
_ABOUT_STORES = re.compile(
    rf"\b{_THINGS}\b(?: \w+){{0,3}} (?:(?:that |which )?(?:you|do you)(?: \w+)? {_HOLD}|(?:is|are) (?:there )?{_HOLD})\b|"
    rf"\b(?:do|can) you (?:\w+ )?{_HOLD} (?:\w+ ){{0,3}}{_THINGS}\b|"
    rf"\b(?:what|which) (?:\w+ )?(?:period|dates?|days|range|time span) (?:do|does|is|are) (?:\w+ ){{0,3}}{_HOLD}\b|"
    rf"\bhow (?:far back|recent|fresh|old|up[- ]to[- ]date|current|new) (?:do|does|is|are) (?:your|the) (?:\w+ ){{0,2}}"
    rf"{_THINGS}\b|"
    r"\bwhen (?:was|were) (?:your|the) (?:\w+ ){0,2}(?:data(?:base)?|prices|news|archive|evidence|corpus) (?:last )?updated\b|"
    rf"\b(?:newest|latest|most recent|oldest|first|last) (?:\w+ ){{0,3}}{_THINGS} "
    r"(?:(?:that )?you|in (?:your|the) (?:store|database|archive|corpus))\b|"
    r"[你妳您](?:們|们)?(?:手上|目前|现在|現在)?(?:有|收錄|收录)(?:了)?(?:哪些|什麼|什么|甚麼|多少|幾多).{0,8}"
    r"(?:新聞|新闻|文章|報道|报道|資料|资料|數據|数据|股價|股价|來源|来源)|"
    r"(?:資料庫|资料库|數據庫|数据库|你的(?:資料|资料|數據|数据|新聞|新闻|股價|股价)).{0,6}(?:更新|截至|最新|涵蓋|涵盖|到)",
    re.I,
)
# "What news do you have on Baidu?" asks for the news.
_NEWS_OF = re.compile(
    r"\b(?:news|articles?|stories|story|reports?|information|coverage|evidence)\b.*\b(?:on|about|of|regarding|concerning|for)\b|"
    r"關於|关于|有關|有关",
    re.I,
)
_MOST_PUBLISHERS = 6
_COURTESIES = (
    r"hi|hello|hey|greetings|good (?:morning|afternoon|evening|day)|thanks?(?: you)?(?: (?:very|so) much| a lot)?|cheers|"
    r"ok(?:ay)?|great|cool|nice|perfect|bye|goodbye|good ?night|sorry|please|there|everyone|all|rally"
)
_TALK = re.compile(
    rf"^\W*(?:(?:{_COURTESIES})\W*)+$|"
    r"^\W*(?:help(?: me)?|(?:who|what) are you|what(?:'s| is) your name|how are you|how do you work|how does this work|"
    r"what (?:can|do) you (?:do|know|answer|offer)|what (?:can|should|could) i ask(?: you)?(?: about)?|"
    r"how (?:can|do) i use (?:you|this)|are you (?:there|an? (?:ai|bot|human|robot)))\W*$|"
    r"^\W*(?:你好|您好|哈囉|哈啰|嗨|早晨|早安|早上好|晚安|謝謝|谢谢|多謝|多谢|唔該|再見|再见|好的|"
    r"你是誰|你是谁|你係邊個|(?:你)?(?:能|可以|會|会)(?:做|回答)(?:什麼|什么|甚麼|啲乜).{0,4}|(?:我)?可以問(?:你)?(?:什麼|甚麼)|"
    r"(?:我)?可以问(?:你)?什么|幫助|帮助)\W*$",
    re.I,
)


def asks_of_holdings(question: str) -> bool:
    """Whether a question asks what is held here rather than what happened: "What period do your prices cover?"."""
    return bool(_ABOUT_STORES.search(question)) and not _NEWS_OF.search(question)


def is_talk(question: str) -> bool:
    """Whether nothing is asked but how one gets on with the program: a greeting, thanks, "What can you do?"."""
    return bool(_TALK.match(question))


def told_articles(name: str, count: int, span: tuple[date, date] | None) -> str:
    """How many articles are held (that name somebody), and from when: one sentence without its end."""
    whom = f" that name {name}" if name else ""
    if not count or span is None:
        return f"No articles{whom} are held"
    noun, verb = ("article", "is") if count == 1 else ("articles", "are")
    return f"{count:,} {noun}{whom} {verb} held, published {_span(span)}"


def told_publishers(publishers: Sequence[tuple[str, int]]) -> str:
    """Whose articles are held, the most first: one sentence without its end."""
    named = [f"{name} ({count:,})" for name, count in publishers[:_MOST_PUBLISHERS]]
    others = len(publishers) - len(named)
    rest = [f"{others:,} other publisher{'' if others == 1 else 's'}"] if others > 0 else []
    return f"They are by {joined([*named, *rest])}"


def told_prices(name: str, span: tuple[date, date] | None) -> str:
    """From when daily prices of an instrument are held: one sentence without its end."""
    return f"Daily prices of {name} are held {_span(span)}" if span else f"No daily prices of {name} are held"


def told_instruments(count: int) -> str:
    """Of how many instruments there are daily prices: one sentence without its end."""
    return f"Daily prices of {count:,} instrument{'' if count == 1 else 's'} are held" if count else "No daily prices are held"


def told_published(first: date | None, last: date | None) -> str:
    """The bounds within which articles were counted, after the words for them; empty where there are none."""
    if first == last and first is not None:
        return f" published on {day(first)}"
    ends = [f"{word} {day(end)}" for word, end in (("from", first), ("to", last)) if end is not None]
    return f" published {' '.join(ends)}" if ends else ""


def told_first_and_last(days: tuple[date, date] | None) -> str:
    """When the first and the newest of counted articles were published, to go on a sentence with."""
    if days is None:
        return ""
    first, last = days
    return f", on {day(first)}" if first == last else f", the first on {day(first)} and the newest on {day(last)}"


def _span(span: Sequence[date]) -> str:
    first, last = span
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"
