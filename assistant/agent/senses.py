"""Senses: small words that turn what a claim says: a hedge dropped, a denial lost, an opposite, a cause, a rate for a sum."""

import re
from collections.abc import Iterator, Sequence

from assistant.agent.licensing import content, is_licensed
from assistant.figures.subjects import proper_names

_HEDGE = re.compile(
    r"\b(?:could|may|(?<!the )might(?! of\b)|would|will|should|can|cannot|likely|unlikely|probabl[ey]|possib\w+|perhaps|"
    r"(?<!growth )potential\w*|expect\w*|"
    r"forecast\w*|predict\w*|project(?:ed|s|ion|ions)|anticipat\w+|estimat\w+|plan(?:s|ned|ning)?|propos\w+|consider\w*|"
    r"stud(?:y|ies|ying)|explor\w+|look(?:s|ed|ing)? (?:in)?to|seek\w*|hop(?:e|es|ed|ing)|aim\w*|intend\w*|want\w*|allege\w*|"
    r"accus\w+|suspect\w*|reportedly|if|whether|(?:is|are|was|were) to|set to|"
    r"(?:chosen|picked|named|selected|tapped|appointed) to|"
    r"due to (?!the\b)|to be|pencil\w*|target\w*|maximum|feasib\w+|believ\w+|"
    r"think\w*|appears?|seems?|suggest\w*|sees?|faces?|outlook|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on)|threat\w*|"
    r"warn\w*|offer(?:s|ed|ing)? to|agreed? to|pledg\w+|promis\w+|risk\w*|signal\w*|"
    r"under (?:discussion|review|consideration|study)|discuss\w*)\b"
    r"|(?:'|’)(?:ll|d)\b",
    re.I,
)
_NOT_MAY = re.compile(
    r"\b(?:in|of|since|until|from|to|by|late|early|mid-|for|and|last|next|this|on|between|through)\s+May\b|"
    r"\bMay\s+(?:\d|and)|\bMay[’']s\b"
)
_SPLIT = re.compile(r"[,;:–—][”\"]?\s|\s[–—-]\s|\b(?:while|whereas|but|although|though|and|which|who|after|before|as)\b")
_NEGATOR = re.compile(
    r"\b(?:(?<!imagine )not(?! (?:only|just)\b)|never|no(?! (?:fewer|less|more|doubt)\b)|nor|neither|"
    r"without|hardly|barely|rarely|cannot|fail(?:s|ed|ing)? to|refus\w+|den(?:y|ies|ied|ying)|"
    r"declin(?:es|ed) to|rul(?:e|es|ed|ing) out|unlikely|stopp?(?:ed|s)? short)\b|n['’]t\b",
    re.I,
)
_DOUBTED = 1  # words more that must be said with a reservation than without
_OWNED = re.compile(r"\b[A-Z]\w+[’']s\b")
_WORD = re.compile(r"[a-z]+")
_TELLING = (
    r"said|says|told|warn(?:s|ed)|expects?|expected|believes?|predict(?:s|ed)|forecasts?|"
    r"reject(?:s|ed)|dismiss(?:es|ed)|argu(?:es|ed)|"
    r"called|calls|urg(?:es|ed)|stress(?:es|ed)|noted|added|thinks?|estimates?|explained|suggest(?:s|ed)|insist(?:s|ed)|asked"
)
_SAYS = re.compile(
    rf"(?P<who>[^,;“”]{{3,80}}?)(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bbeen)\s+(?:\w+ly\s+)?(?:{_TELLING})\b"
)
_TELLS = re.compile(rf"\b(?:{_TELLING}|according to)\b")
_BY_WHOM = re.compile(
    r"\b(?:was|were|been|is|are|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|ten|un|ought|old|aid|ut|et)\s+by\s+"
    r"(?P<doer>(?:(?:the|its|his|their)\s+)?(?:[A-Z][\w’'-]*(?:\s+[a-z]+){0,2}\s?){1,4})"
)
_REACH = 4  # words behind a negator
_IN_TIME = r"(?<!edged )(?<!pulled )(?<!moved )(?<!slightly )(?<!well )(?<!far )(?<!just )"  # "edged ahead of others"
_OPPOSITES = [
    tuple(re.compile(rf"\b(?:{words})\b", re.I) for words in pair)
    for pair in (
        (
            r"(?:higher|more|faster|stronger|better|greater|larger|bigger|longer)(?= (?:\w+ ){0,2}than)|above",
            r"(?:lower|less|fewer|slower|weaker|worse|smaller|shorter)(?= (?:\w+ ){0,2}than)|below",
        ),
        (
            rf"(?<!month )(?<!year )(?<!week )(?<!day )(?<!quarter )before|{_IN_TIME}ahead of|prior to",
            r"after|following",
        ),
        (r"buy(?:s|ing)?|bought|purchas\w+|acquir\w+", r"sell(?:s|ing)?|sold|divest\w+"),
        (r"exports?|exported", r"imports?|imported"),
        (r"winn?(?:s|er|ing)?|won|beat", r"los(?:e|es|er|ing)|lost"),
        (r"start(?:s|ed)?|beg(?:in|an|un)|launch\w*|resum\w+", r"stop\w*|end(?:s|ed)|halt\w*|suspend\w*|scrapp?\w*"),
        (r"approv\w+|accept\w*|support\w*|back(?:s|ed)", r"reject\w*|oppos\w+|criticis\w+|block\w*"),
        (r"enough|sufficient", r"insufficient|shortage|lack\w*"),
        (r"headline|overall", r"core|underlying|excluding|stripp\w+ out"),
        (r"oldest|earliest", r"newest|latest"),
        (r"permanent\w*", r"tempora\w+|provisional\w*"),
        (r"unanim\w+", r"dissent\w*|\d+-(?:to-)?[1-9]\b"),
        (r"long-term", r"short-term"),
        (r"direct(?:ly)?", r"indirect(?:ly)?"),
        (r"domestic\w*", r"foreign|overseas"),
        (r"public", r"private"),
        (r"minimum", r"maximum"),
        (r"guilty", r"innocent|acquitted|not guilty"),
    )
]
_ANY_OPPOSITE = re.compile("|".join(words.pattern for pair in _OPPOSITES for words in pair), re.I)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|driven by|caused by|as a result of|fuell?ed by|boosted by|helped by|attribut\w+|"
    r"put down to|blam\w+|led by|dragged down by|hurt by|on the back of)\b",
    re.I,
)
_ANY_CAUSE = re.compile(
    r"\b(?:because|due|owing|thanks|driven?|driv(?:es|ing)|"
    r"caus\w+|result\w*|fuel\w*|boost\w*|help\w*|attribut\w+|blam\w+|led|lead\w*|drag\w*|hurt\w*|"
    r"as|after|amid|on|following|since|with|"
    r"reflect\w*|factors?|reasons?|weigh\w*|impact|contribut\w+|behind|propell\w+|by|from|support\w*)\b",
    re.I,
)
_A_YEAR = re.compile(r"\b(?:annual(?:ly)?|a year|per year|each year|every year|yearly)\b", re.I)
_A_DAY = re.compile(r"\b(?:daily|a day|per day|each day|every day)\b", re.I)
_IN_ALL = re.compile(r"\b(?:in total|altogether|in all|combined|overall|total of)\b", re.I)


def hedged(body: str, sources: Sequence[str]) -> str:
    """What the sources say with a hedge, and the claim without any."""
    if _hedges(body):
        return ""
    said = {stem for word, stem in content(body) if word in body}  # in lower case: who it is said of is no part of it
    sure, unsure = set[str](), set[str]()
    for clause in (clause for source in sources for clause in _clauses(source)):
        held = frozenset(stem for _, stem in content(clause))
        (unsure if _hedges(clause) else sure).update(stem for stem in said if is_licensed(stem, held))
    return "The source says it with a reservation that is missing." if len(unsure) > len(sure) + _DOUBTED else ""


def _hedges(text: str) -> bool:
    return _HEDGE.search(_NOT_MAY.sub(" ", text)) is not None


def _clauses(text: str) -> Iterator[str]:
    yield from (part for part in _SPLIT.split(text) if part.strip())


def denied(body: str, sources: Sequence[str]) -> str:
    """A word that one side denies and the other does not."""
    said, ours = {stem for _, stem in content(body)}, _negated(body)
    for source in sources:
        theirs = _negated(source)
        if ours & theirs:
            continue
        held = {stem for _, stem in content(source)}
        for word in said & held:
            if (word in ours) != (word in theirs) and (word in theirs or not theirs):
                return "A denial is not kept, or is made up."
    return ""


def _negated(text: str) -> frozenset[str]:
    """The stems right behind a negator."""
    found: set[str] = set()
    for match in _NEGATOR.finditer(text):
        clause = _SPLIT.split(text[match.end() :])[0]
        found.update(stem for _, stem in content(" ".join(clause.split()[:_REACH])))
    return frozenset(found)


def without_teller(body: str) -> str:
    """What a claim tells, without who says so before it."""
    said = _SAYS.match(body)
    return body[said.end() :] if said and proper_names(said["who"]) else body


def told_by(body: str, sources: Sequence[str]) -> str:
    """Somebody who says a thing in the claim, and in none of the sentences that carry it nor in those they go on from."""
    said = _SAYS.match(body)
    if said is None:
        return ""
    names = proper_names(said["who"])
    whole = _OWNED.sub(" ", " ".join(sources))
    tellers = proper_names(whole)
    if (
        not names
        or not tellers
        or not _TELLS.search(whole)
        or names & frozenset(_WORD.findall(whole.lower()))
        or _OWNED.search(said["who"])
    ):
        return ""
    return "The source does not say it of that speaker."


def acted_on(body: str, sources: Sequence[str]) -> str:
    """Who does it in the claim, and has it done to him in the source: "was beaten by" of two that are named."""
    said = _BY_WHOM.search(body)
    if said is None:
        return ""
    doer, done_to = proper_names(f"- {said['doer']}"), proper_names(f"- {body[: said.start()]}")
    for source in sources:
        words = _WORD.findall(source.lower())
        first, second = (min((words.index(one) for one in names if one in words), default=-1) for names in (doer, done_to))
        if min(first, second) < 0 or (doer & done_to):
            continue
        passive = any(doer & proper_names(f"- {match['doer']}") for match in _BY_WHOM.finditer(source))
        return "" if passive or first < second else "The source says it of the other one."
    return ""


def opposed(body: str, sources: Sequence[str]) -> str:
    """A word of whose pair the sources have the other one only."""
    whole = " ".join(sources)
    if not _ANY_OPPOSITE.search(body):
        return ""
    for pair in _OPPOSITES:
        for ours, theirs in (pair, pair[::-1]):
            said = ours.search(body)
            if said and not theirs.search(body) and theirs.search(whole) and not ours.search(whole):
                return f"The source says the opposite of “{said.group()}”."
    return ""


def caused(body: str, sources: Sequence[str]) -> str:
    """A cause where the sources give none."""
    said = _CAUSE.search(body)
    if said is None or _ANY_CAUSE.search(" ".join(sources)):
        return ""
    return f"The source gives no cause where it says “{said.group()}”."


def counted_otherwise(body: str, sources: Sequence[str]) -> str:
    """A sum where the sources give a rate, "195 billion a year", or a rate where they give a sum."""
    whole = " ".join(sources)
    for rate in (_A_YEAR, _A_DAY):
        if _IN_ALL.search(body) and not rate.search(body) and rate.search(whole) and not _IN_ALL.search(whole):
            return "The source says it of each period, not of all."
    return ""
