"""Follow-ups: a question that leans on the one before, made whole again."""

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from assistant.agent.extractive.names import proper_names
from assistant.agent.followup_times import is_step, times_in, with_time
from assistant.agent.kinds import speaks_of_trading
from assistant.figures.chinese import HAS_HAN
from assistant.figures.han import simplified
from assistant.market.instruments import Mention

Mentions = Callable[[str], Sequence[Mention]]

_MOST = 8  # turns back that a question may lean through
_SHORT, _SHORT_HAN = 5, 8
_LEAD = re.compile(
    r"^\s*(?:(?:no|nope|sorry|actually|wait|well|ok|okay|and|but|so|also|then|or)\b[\s,:—-]*)*"
    r"(?:(?:i (?:mean|meant|was asking about)|what about|how about|same (?:question )?for|make (?:it|that))\b\s*)?"
    r"(?:(?:and|for|of)\b\s*)?",
    re.I,
)
_LEAD_HAN = re.compile(
    r"^\s*(?:(?:不是|不對|不对|對不起|对不起|抱歉|唔係|那麼|那么|那|咁|至於|至于|換成|换成|還有|还有|以及)[，,、\s]*)*"
    r"(?:我(?:是|想)?(?:說|说|指|問|问)(?:的)?(?:是)?)?\s*"
)
_TAIL = re.compile(r"\s*(?:呢|instead|then|too|as well)?\s*[?？。.!！]*\s*$", re.I)
_GLUE = re.compile(r"\b(?:on|in|for|at|the|of|to|from|and|shares?|stock)\b|['’]s\b|[的在於于和及，,、\s]", re.I)
_LISTING = re.compile(
    r"(?P<abroad>adrs?|ads|(?:us|american|new york)(?:[- ]listed)?(?: shares?| stock| listing| one)?|美股|美[國国]上市的?)|"
    r"(?P<home>h[- ]?shares?|hong kong(?:[- ]listed)?(?: shares?| stock| listing| one)?|港股|香港上市的?)",
    re.I,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|their|them|he|she|his|her|there|"
    r"that (?:company|stock|firm|index|day|rise|gain|fall|move|deal|bond|bank)|this (?:company|stock|index|bank|deal)|"
    r"the (?:company|firm|stock|share|shares|index|gauge|deal|bond|bonds|bank|same))\b",
    re.I,
)
_PRONOUN_HAN = re.compile(
    r"[佢它牠](?:們|们|哋)?|[他她](?:們|们)?|(?:該|该|這|这|那)(?:家|間|间|隻|只|個|个)?(?:公司|銀行|银行|集團|集团|企業|企业|股票|股份|股|指數|指数|行)"
)
_WHY = re.compile(
    r"(?:but )?(?:why|how come|what(?:'s| was)? the reason)(?: (?:is|was|so|not|that))?|"
    r"[為为](?:什麼|什么|甚麼|甚么|何)|[點点]解|原因",
    re.I,
)
_HOW_MUCH = re.compile(r"(?:by )?how much|by what percentage|(?:升|跌|漲|涨)?(?:了)?(?:多少|幾多|几多)", re.I)
_ASKS = re.compile(
    r"^(?:(?:by )?how (?:much|far|many \w+)|when|where|how|what|at what level)\s+"
    r"(?=(?:did|does|do|is|was|were|has|have|had|will)\b)",
    re.I,
)
_EITHER = re.compile(
    r"\b(?:rise or fall|fall or rise|go up or down|gain or lose)\b|(?:上)?(?:升|漲|涨)了?(?:還是|还是|定|抑或)(?:下)?跌", re.I
)
_OF_THEM = re.compile(
    r"^\s*(?:(?:and|so|but|then)\b[\s,]*)*(?:which|who|what)"
    r"(?: (?:one|of (?:them|the (?:two|three|pair|lot)|these|those)|stock|share|"
    r"company|index))?\s+(?:did|do|does|was|is|has|had|rose|fell|gained|lost|dropped|moved|closed|ended|went|performed|fared|"
    r"beat|won|held)\b[^?]*\b(?:more|less|most|least|better|worse|best|worst|higher|lower|further|ahead|up)\b",
    re.I,
)
_MOST_OF_THEM = 4
_TURN = re.compile(r"\b(?:rise|fall|gain|lose|drop|climb|decline|advance|increase|decrease)\b", re.I)
_YESNO = re.compile(r"^(?:did|does|has|have)\s+", re.I)
_ASKS_HAN = re.compile(r"了?(?:多少|幾多|几多)(?:[點点%％]|個?百分點|个?百分点|[港美]?元)?")
_WHO = re.compile(r"^who(?:'s| is| was| are) (?P<who>.+?)\s*\??$|^(?P<han>.{2,20}?)是(?:誰|谁|邊個)[?？]?$", re.I)
_RUN_HAN = re.compile(
    r"^[，,\s]*(?P<run>[^，,。?？]{2,14}?)(?=的|[收升跌漲涨報报有為为是在與与和及由]|集資|集资|去年|今年|首季|上季|公[布佈]|盈利|虧損|亏损|成交|表現|表现|業績|业绩|末期|發生|发生|推出|"
    r"預計|预计|為什麼|为什么|$)"
)


def resolve(asked: str, history: Sequence[str], *, mentions: Mentions) -> str:
    """The question with what it leaves out of the ones before; `history` is oldest first, as it was asked."""
    whole, wholes = "", list[str]()
    for turn in [*history[-_MOST:], asked]:
        whole = (_between_them(turn, wholes, mentions) or _resolved(turn, whole, mentions)) if whole else turn
        wholes.append(whole)
    return whole


def _between_them(asked: str, before: Sequence[str], mentions: Mentions) -> str:
    """ "Which of the two did better?": of those that the newest questions named, over the time of the last."""
    if not _OF_THEM.match(asked) or mentions(asked):
        return ""
    named: dict[str, str] = {}
    for whole in reversed(before):
        named |= {",".join(one.tickers): one.text for one in reversed(mentions(whole)) if one.tickers and one.text not in named}
        if len(named) > 1:
            break
    if not 1 < len(named) <= _MOST_OF_THEM:
        return ""
    bare, when = (
        asked.strip().rstrip("?").rstrip(),
        "" if times_in(asked) else "".join(one.group() for one in times_in(before[-1])[:1]),
    )
    return f"{bare}, {' or '.join(reversed(list(named.values())))} {when}".rstrip() + "?"


def _resolved(asked: str, before: str, mentions: Mentions) -> str:
    core, leads = _core(asked)
    if is_step(core):
        return with_time(before, core)
    named, times = list(mentions(core)), times_in(core)
    rest = _rest(core, named, times)
    if _WHY.fullmatch(rest) and not named:
        return _why(before)
    if _HOW_MUCH.fullmatch(rest) and not named:
        return _how_much(before)
    if leads and _TURN.fullmatch(rest) and _TURN.search(before):
        return _TURN.sub(rest.lower(), before, count=1)
    if not rest and (named or times):
        return _swapped(before, named, times, mentions)
    listing = _LISTING.fullmatch(rest)
    if listing is not None and leads:
        return _of_listing(before, listing, named, mentions)
    if (leads or _PRONOUN.search(rest)) and (metric := _metric(rest)):
        return _measured(metric, core, before, named, times, mentions)
    if leads and not _PRONOUN.search(core) and not _PRONOUN_HAN.search(core) and _is_name(rest):
        return _swapped(before, named, times, mentions, name=_unleft(core, times))
    return asked if named else _leaning(asked, before, leads, mentions)


def _core(asked: str) -> tuple[str, bool]:
    """A question without the words that tie it to the one before, and whether it had any."""
    lead = (_LEAD_HAN if HAS_HAN.search(asked) else _LEAD).match(asked)
    tail = _TAIL.search(asked)
    begin, end = lead.end() if lead else 0, tail.start() if tail else len(asked)
    leads = bool(asked[:begin].strip()) or "呢" in asked[end:]
    return asked[begin:end].strip(), leads


def _rest(core: str, named: Sequence[Mention], times: Sequence[re.Match[str]]) -> str:
    """What a question says beside names and times."""
    spans = [*((one.start, one.end) for one in named), *(one.span() for one in times)]
    for start, end in sorted(spans, reverse=True):
        core = f"{core[:start]} {core[end:]}"
    glued = _GLUE.sub(" ", core) if not _WHY.fullmatch(core) else core
    return " ".join(glued.split())


@cache
def _metrics() -> frozenset[str]:
    words = tomllib.loads((Path(__file__).parent / "followup.toml").read_text(encoding="utf-8"))
    return frozenset(f"{words['english']} {words['chinese']}".split())


def _metric(rest: str) -> str:
    """The measure that is all a question says, beside a pronoun and words that ask: "成交量", "What was its high?"."""
    bare = _PRONOUN_HAN.sub("", _PRONOUN.sub("", rest))
    bare = re.sub(
        r"^\s*(?:what(?:'s| was| is| were| are)?|and|是|有)\s+|是?(?:多少|幾多|几多)$", "", bare.strip(), flags=re.I
    ).strip()
    words = simplified(bare.lower()).split()
    known = words and len(words) <= 3 and all(word in _metrics() or word in {"daily", "average", "total"} for word in words)
    return bare if known else ""


def _measured(
    metric: str, core: str, before: str, named: Sequence[Mention], times: Sequence[re.Match[str]], mentions: Mentions
) -> str:
    """Another measure of whom, and of when, the question before was about."""
    subject = ", ".join(one.text for one in named) or ", ".join(_subjects(before, mentions)[:2])
    when = "".join(one.group() for one in times or times_in(before)[:2])
    if HAS_HAN.search(core):
        return f"{when}{subject}的{metric}是多少？"
    return f"What was the {metric} of {subject or 'it'} {when}".rstrip() + "?"


def _is_name(rest: str) -> bool:
    """Whether what is left may be a name that no catalogue holds."""
    if HAS_HAN.search(rest):
        return len(rest) <= _SHORT_HAN + 4 and not re.search(r"[?？]|誰|谁|什麼|什么|甚麼|多少|幾多|如何|怎|哪|嗎|吗", rest)
    return bool(rest[:1].isupper() or rest[:1].isdigit()) and len(rest.split()) <= 4


def _unleft(core: str, times: Sequence[re.Match[str]]) -> str:
    for one in reversed(times):
        core = core[: one.start()] + core[one.end() :]
    return core.strip(" ,，的")


def _swapped(
    before: str, named: Sequence[Mention], times: Sequence[re.Match[str]], mentions: Mentions, *, name: str = ""
) -> str:
    """The question before, asked of another, or of another time, or both."""
    whole = with_time(before, times[0].group()) if times else before
    others = name or ", ".join(one.text for one in named)
    if not others:
        return whole
    there = list(mentions(whole))
    if there and (named or not HAS_HAN.search(others) or len(there) == 1):
        target = there[0]
        return whole[: target.start] + others + whole[target.end :]
    subject = next(iter(_subjects(whole, mentions)), "")
    if subject and subject in whole:
        return whole.replace(subject, others, 1)
    return f"{whole.rstrip('?？ ')} ({others})?"


def _of_listing(before: str, listing: re.Match[str], named: Sequence[Mention], mentions: Mentions) -> str:
    """The question before, asked of the shares in another market."""
    there = list(mentions(before))
    if not there:
        return before
    target, name = there[0], named[0].text if named else there[0].text
    if HAS_HAN.search(before):
        said = f"{name}ADR" if listing["abroad"] else f"{name}港股"
    else:
        said = f"{name} ADRs" if listing["abroad"] else f"{name}'s Hong Kong shares"
    return before[: target.start] + said + before[target.end :]


def _why(before: str) -> str:
    """Why what the question before asks about is so."""
    if HAS_HAN.search(before):
        return f"為什麼{_ASKS_HAN.sub('', before).rstrip('?？ ')}？"
    bare = _EITHER.sub("move", before)
    if _ASKS.search(bare):
        return _ASKS.sub("Why ", bare, count=1)
    return f"Why {bare[:1].lower()}{bare[1:]}" if _YESNO.search(bare) else f"Why: {before}"


def _how_much(before: str) -> str:
    """By how much what the question before asks about moved."""
    if HAS_HAN.search(before):
        bare = _EITHER.sub("", before).rstrip("?？ 嗎吗")
        return f"{bare}升跌幅是多少？"
    bare = _EITHER.sub("move", before)
    return _YESNO.sub(lambda found: f"How much {found[0].lower()}", bare, count=1)


def _leaning(asked: str, before: str, leads: bool, mentions: Mentions) -> str:
    """A question that points back, or is too short to stand alone, with whom it is about; of trading also when."""
    han = HAS_HAN.search(asked)
    points = _PRONOUN_HAN.search(asked) if han else _PRONOUN.search(asked)
    words = len(re.sub(r"[^\u4e00-\u9fff]", "", asked)) if han else len(asked.split())
    short = words <= (_SHORT_HAN if han else _SHORT) and not proper_names(asked, [])
    if not (points or leads or (short and not han)):
        return asked
    subjects = _subjects(before, mentions)
    trading = speaks_of_trading(asked) or not points
    when = [one.group() for one in times_in(before)[:2]] if trading and not times_in(asked) else []
    if han and points and subjects:
        return f"{''.join(when)}{asked[: points.start()]}{subjects[0]}{asked[points.end() :]}"
    told = ", ".join([*subjects, *when])
    return f"{asked.rstrip()} ({told})" if told else asked


def _subjects(question: str, mentions: Mentions) -> list[str]:
    """Whom a question is about: the instruments it names, else other names, else in Chinese what it opens with."""
    who = _WHO.match(question.strip())
    if who is not None:
        return [(who["who"] or who["han"]).strip()]
    named = list(mentions(question))
    found = [one.text for one in named]
    if not HAS_HAN.search(question):
        known = " ".join(found)
        return list(dict.fromkeys([*found, *(name for name in proper_names(question, []) if name not in known)]))[:3]
    if found:
        return list(dict.fromkeys(found))
    bare = question
    for one in reversed(times_in(question)):
        bare = bare[: one.start()] + bare[one.end() :]
    run = _RUN_HAN.match(re.sub(r"^(?:誰|谁)(?:說|说|認為|认为|指)", "", bare))
    return [run["run"]] if run else []
