"""Subjects: whom a figure of a sentence is said of."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.figures.cues import DIRECTION
from assistant.figures.figure import Figure, Told

Entities = Callable[[str], frozenset[str]]

_PIECE = re.compile(r"(?:[,;:，；：。、()]|\s[–—-]\s|\b(?:while|whereas|but|although|after|as|when|which|who|with)\b)")
_LIST = re.compile(r"(?:,|、|\band\b|&|和|及|與|与)")
_MEMBERS = re.compile(
    r"\b(?:such as|including|\w+s like\b|led by(?![^,]*, which)|combined|together|"
    r"collectively|among them|e\.g\.)|包括|例如|合共|合計|等(?=[^於同待])",
    re.I,
)
_GROUP = re.compile(
    r"\b(?:such as|including|combined|together|collectively|total|companies|firms|giants|stocks|peers|majors|sector|"
    r"industry|group of|platforms|names|players|shares of)\b|合共|合計|等(?=[^於同待])|板塊|企業|股份",
    re.I,
)
_TOGETHER = re.compile(
    r"\b(?:together|combined|collectively|(?:its|their|and other) (?:\w+ )?(?:peers|rivals|competitors|members))\b|合共|合計",
    re.I,
)
_RESPECTIVELY = re.compile(r"\brespectively\b|分別|分别")
_WORD = re.compile(r"[A-Za-z]+")
# "17.4 percent for BYD, 20 percent for Geely", "31 percent at Microsoft"
_FOR_EACH = re.compile(r"\s*(?:for|at)\s+((?:[A-Z][\w.&’'-]*\s?){1,4})(?=[,;.]|\s*(?:and|or|while|in|on|by|from)\b|\s*$)")
_OF = re.compile(r"\s+(?:of|in)\b[^,;.\d]*")
_NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z&.]*[A-Za-z](?![A-Za-z])|(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])")
# Capitalised words that name nobody: sentence openings, days, corporate endings, currencies.
NOT_NAMES = frozenset(
    """
    the a an in on at it its he she they we you i but and or if as by for from of to with this that these those
    there here while when where after before since until despite although though because however meanwhile still yet
    also both all some many most more less other others another one two three four five six seven eight nine ten
    first second third shares share stocks stock index indices inc ltd co corp corporation company group holding
    holdings plc llc limited monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec his
    her their our my total overall according net revenue sales profit up down about around nearly almost over under
    not no separately earlier later last next now then so such tech technology analysts investors traders trading
    markets market us hk hkd usd cny eur rmb mr ms mrs dr chief executive officer president minister q1 q2 q3 q4
    calculated close closed during among only against between within without into per than what which who how why
    will would could may might says said cpi ppi pce gdp pmi lpr ipo ipos etf etfs ai ev evs covid tv
    import imports export exports retail core headline consumer consumers producer producers wholesale industrial factory
    inflation unemployment growth turnover output trade employers prices
""".split()
)


# Where something is traded is not whom a figure is said of.
PLACES = frozenset("new york hong kong shanghai shenzhen beijing london tokyo singapore seoul taipei frankfurt".split())
_SEATS = {  # the government of a country is called by where it sits
    "beijing": "china",
    "washington": "us",
    "tokyo": "japan",
    "london": "britain",
    "brussels": "eu",
    "moscow": "russia",
    "berlin": "germany",
    "paris": "france",
    "seoul": "korea",
    "taipei": "taiwan",
    "ottawa": "canada",
    "canberra": "australia",
}
_PEOPLES = (
    "british britain chinese china japanese japan american us german germany french france italian italy indian india "
    "russian russia canadian canada australian australia korean korea european europe swiss switzerland spanish spain "
    "mexican mexico brazilian brazil israeli israel turkish turkey"
).split()
_SEATS |= dict(zip(_PEOPLES[::2], _PEOPLES[1::2], strict=True))
# What is in a place; "a stake in" and "a fall in" somebody is of him.
_WHERE = re.compile(
    r"(?<!stake )(?<!shares )(?<!share )(?<!holding )(?<!interest )(?<!invested )(?<!investment )(?<!rise )(?<!fall )(?<!gain )"
    r"(?<!drop )(?<!increase )(?<!decline )(?<!confidence )\b(?:in|near|across|outside|off)\s+(?:the\s+)?(?:[a-z]+\s){0,2}?"
    r"((?:[A-Z][\w’'-]+\s?){1,3})"
)
# Countries: where something is so, as often as who does it.
LANDS = frozenset(
    "china japan britain germany france italy spain canada australia india russia ukraine taiwan korea thailand vietnam israel "
    "iran turkey brazil mexico switzerland singapore malaysia indonesia philippines europe america us uk eu eurozone".split()
)
# An opening word has its capital anyway: it is a name when what follows is said of somebody.
_SAID_OF = frozenset(
    "has have had is was were will would shares stock closed ended finished reported said posted led opened traded trades "
    "plans expects aims sells makes delivered sold announced raised s".split()
)
_AFTER_OPENING = re.compile(r"[’' ]+([A-Za-z]+)")
GOES_ON = re.compile(
    r"\W*(?:(?:But|And|Still|Yet) )?(?:[Tt]he [a-z0-9]|[Ii]ts?\b|[Tt]hey\b|[Tt]heir\b|該|公司|集團|股價)"
    r"|[^,;]*\bthe (?:company|stock|shares|firm|group|gauge|index|lender|maker)\b"
)


@lru_cache(maxsize=8_192)  # the parts of a claim and of its sources are asked about again and again
def proper_names(text: str) -> frozenset[str]:
    """The words of the names in a text, lower-case: who is spoken of where no catalogue knows them."""
    words = [match.group().rstrip(".").lower() for match in _NAME.finditer(text) if not _merely_opens(text, match)]
    return frozenset(word for word in words if word not in NOT_NAMES and len(word) > 1)


def with_seats(names: frozenset[str]) -> frozenset[str]:
    """Names with the country whose government or people one of them stands for."""
    return names | {_SEATS[one] for one in names if one in _SEATS}


@lru_cache(maxsize=1_024)
def where(text: str) -> frozenset[str]:
    """The words of the names in a text before which it says that something is there: "in Pingtung county"."""
    return frozenset(word for match in _WHERE.finditer(text) for word in proper_names(f"- {match[1]}"))


def _merely_opens(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()].rstrip(' “"(')
    if match.group().isupper() or (before and before[-1] not in ".!?"):
        return False
    following = _AFTER_OPENING.match(text, match.end())
    if following is None:
        return text[match.end() : match.end() + 1] != ","
    acts = following[1].endswith("s") and not match.group().endswith("s")  # "Boeing reports"
    return not (acts or following[1][0].isupper() or following[1] in _SAID_OF or following[1] in DIRECTION)


_SAYS = re.compile(
    r"[^,;.，；。]*?\b(?:said|showed|shows?|says|(?i:according to)[^,;.]*|data(?= (?:show|put))|announced|reported)\b(?: that)?"
)


def without_sayers(told: Told) -> Told:
    """The same with those who only say it in lower case: "data by the Census Office showed" names nobody it is said of."""

    def lowered(match: re.Match[str]) -> str:
        return match.group() if any(one.isdigit() for one in match.group()) else match.group().lower()

    return replace(told, text=_SAYS.sub(lowered, told.text))


@dataclass(frozen=True, slots=True)
class Subject:
    """The entities a figure is said of; `members` when as some of a group, `together` when as one sum of several."""

    entities: frozenset[str]
    members: bool = False
    together: bool = False


def subject_of(told: Told, entities: Entities) -> Subject:
    """Whom a figure is said of, within its own sentence: those named since the last figure, else behind, else before."""
    text, figure = told.text, told.figure
    counted = [
        one
        for one in told.figures
        if one.kind not in ("date", "rank") and not (one.kind == "count" and one.unit.endswith("s") and one.unit != "shares")
    ]
    earlier = [one for one in counted if one.end <= figure.start]
    start = earlier[-1].end if earlier else 0
    before = text[start : figure.start]
    members = bool(_MEMBERS.search(before))
    paired = _paired(text, figure, counted, entities)
    if paired:
        return Subject(paired)
    if figure.unit == "times" and (of := _OF.match(text, figure.end)) and (found := entities(of.group())):
        return Subject(found)  # "a doubling of duties on Chinese goods"
    for_each = _FOR_EACH.match(text, figure.end)
    if for_each and (found := entities(f"- {for_each[1]}") - PLACES):
        return Subject(found)
    found = _nearest(before, entities)
    if found:
        return Subject(found, members, bool(_TOGETHER.search(before)))
    later = next((one.start for one in counted if one.start >= figure.end), len(text))
    behind = re.split(r"[,;:，；。]|\bas\b|\bwhile\b|\bafter\b|\bbut\b", text[figure.end : later])[0]
    found = entities(behind) - PLACES if re.search(r"\b(?:in|for|by|at|of|from)\b|[\u4e00-\u9fff]", behind) else frozenset()
    if found:
        return Subject(found, members)
    found = _nearest(text[:start], entities)
    if not found and not GOES_ON.match(text):
        found = entities(text)
    return Subject(found, members and bool(found))


def _nearest(text: str, entities: Entities) -> frozenset[str]:
    """The entities of the last part of a text that names any, with those listed before them."""
    if not entities(text):
        return frozenset()
    found: frozenset[str] = frozenset()
    for piece in reversed(_PIECE.split(text)):
        here = entities(piece) if piece.strip() else frozenset()
        if here and not found:
            found = here
        elif here and len(piece.split()) <= 6 and not any(w.lower() in DIRECTION for w in _WORD.findall(piece)):
            found |= here
        elif found:
            break
    return found


def _paired(text: str, figure: Figure, figures: Sequence[Figure], entities: Entities) -> frozenset[str]:
    """In "A and B rose 1 and 2 percent, respectively" the second figure is B's."""
    run = [one for one in figures if one.unit == figure.unit]
    joined = len(run) == 2 and text[run[0].end : run[1].start].strip() == "and"  # "A and B rose 2.2 percent and 3.8 percent"
    if not joined and not _RESPECTIVELY.search(text):
        return frozenset()
    first = run[0].start if run else 0
    named = [here for part in _LIST.split(text[:first]) if (here := entities(f"- {part}"))]
    if figure in run and len(named) == len(run):
        return named[run.index(figure)]
    return frozenset()


def is_group(text: str, entities: Entities) -> bool:
    """Whether a text speaks of several together."""
    return bool(_GROUP.search(text)) or len(entities(text)) > 1


_INDEX_WORDS = re.compile(r"\b(?:index|gauge|benchmark|bourse|composite)\b|指數|指数|大市", re.I)


def carried_over(
    text: str, sentence: str, start: int, title: str, spans: Sequence[tuple[int, int]], entities: Entities
) -> frozenset[str]:
    """Whom a sentence that names nobody goes on speaking of: those named last before it, in the opening, or in the title."""
    earlier = [text[first:last] for first, last in spans if last <= start]
    found = set(entities(title))
    if earlier and _PRONOUN.match(sentence):
        found |= _nearest(earlier[-1], entities)
    if earlier:
        found |= _led_by(earlier[0], entities)
    if _INDEX_WORDS.search(sentence):
        for one in earlier:
            if _INDEX_WORDS.search(one):
                found |= entities(one)
    for one in reversed(earlier):
        here = _led_by(one, entities)
        if here:
            return frozenset(found | here)
    return frozenset(found)


_PRONOUN = re.compile(r"\W*(?:It|He|She|They|Its|His|Her|Their)\b")
_ASIDE = re.compile(
    r"\s*(?:according|after|while|when|as|in|on|at|for|despite|although|with|following|by|earlier|separately)\b", re.I
)


def _led_by(sentence: str, entities: Entities) -> frozenset[str]:
    """Whom a sentence is about: those of its first part that is no aside, else all it names."""
    if not entities(sentence):
        return frozenset()
    first = next((piece for piece in _PIECE.split(sentence) if piece.strip() and not _ASIDE.match(piece)), "")
    return entities(first) or entities(sentence)
