"""What the words around a number say of it: direction, strength, forecast, denial, and which end of a movement it is."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from assistant.figures import chinese, cues
from assistant.figures.drafts import Draft
from assistant.figures.figure import Role, Strength
from assistant.figures.spelled import NUMBER_WORDS

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_STOP = re.compile(r"[;:!?\n。；！？]|\.(?=\s|$)")
_BREAK = re.compile(
    r"[,，、—–(]|\b(?:while|whereas|but|after|as|with|despite|although|though|when|before|since|than|compared)\b"
)
_LINK = re.compile(r"\s*(?:,?\s*or|,?\s*and|/|\(|,)\s*(?:by\s|about\s|around\s|nearly\s|over\s)?\s*\(?[+-]?$")
_HAN_STOP = re.compile(r"[，。；！？、\n]")
_BEHIND = re.compile(r"[ -]+(?:(?:[A-Za-z-]+)[ ]+)??([A-Za-z]+)")
_BOUND_PHRASE = re.compile(r"\b(?:as (?:much|many|high|low) as|(?:more|less|fewer|higher|lower) than)\s*$")
_HAPPENED = re.compile(
    r"\band (?:\w+ ){0,2}?(?:is|are|has|have|had|was|were|did|rose|fell|gained|lost|"
    r"agreed|said|announced|closed|ended|added|bought|sold)\b"
)
_NUMERIC = re.compile(r"[\d%]")  # "up 0.5 % to 16,819" is not "up to"
_EXPECTED_BEHIND = re.compile(
    r"(?: (?:that|which|who))?(?: [\w-]+){0,3} (?:had|have|has|were|was|is|are)(?: been)? "
    r"(?:expected|forecast|predicted|estimated|projected)\b|"
    r"(?: [\w-]+){0,2} (?:expected|forecast|predicted|estimated|projected)(?: by\b|\s*(?:[.,;\[]|$))"
)
_PACED = re.compile(r"(.*)(?:加快|放緩|放缓|擴大|扩大|收窄|減慢|减慢)(?:至|到)$", re.S)  # "增長加快至12%" is a growth of 12 %
_AGAINST = re.compile(r"[較较比][^，。；]{1,14}?(?<![最新])[高低]$")
_PACE = re.compile(  # "growth slowed to 1.8 percent" is a growth of 1.8 percent
    r"\b(?:(?P<up>growth|inflation|expansion|increases?|rises?|gains?)|(?P<down>declines?|contraction|falls?|drops?|losses))\b"
    r"[^,;.%]{0,30}?(?:\b(?:slow|cool|eas|moderat|soften|quicken|accelerat|decelerat|pick|sp[eé]d|widen|narrow|steepen)\w*"
    r"(?: up)?(?: (?:slightly|sharply|further|markedly|a little))?|(?<=gain)[^,;.%]{0,50})"
    r" to (?:about |around |nearly |just |only )?$"
)
_PACED_TO = re.compile(r"\b(?:slowdown|acceleration|deceleration|pick-?up|cooling) to (?:about |around |nearly |just |only )?$")
_LEVEL_OF = re.compile(
    r"\b(?:close|closing|level|high|low|peak|finish|total|value|valuation|price|size) "
    r"(?:of|at) (?:about |around |nearly |over )?$"
)
_FURTHEST = 60
_COMPARED = frozenset({"more", "less", "higher", "lower"})
_FORECAST_REACH = 120


@dataclass(slots=True)
class Landmarks:
    """Positions of the words of a text that matter to its figures, in order."""

    cue_ends: list[int] = field(default_factory=list)
    cue_starts: list[int] = field(default_factory=list)
    cue_words: list[str] = field(default_factory=list)
    forecast_ends: list[int] = field(default_factory=list)
    modal_starts: list[int] = field(default_factory=list)
    negator_ends: list[int] = field(default_factory=list)
    number_starts: list[int] = field(default_factory=list)


_ON = frozenset({"course", "pace"})  # "on course for a seventh gain"
_KNOWN = _ON | frozenset(cues.DIRECTION) | cues.FORECAST | cues.NEGATORS | NUMBER_WORDS


def read_landmarks(text: str) -> Landmarks:
    """One pass over the words of a text."""
    marks, previous = Landmarks(), ""
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word in _KNOWN or "'" in word or "’" in word:
            _place(marks, match, word, previous)
        previous = word
    return marks


def _place(marks: Landmarks, match: re.Match[str], word: str, previous: str) -> None:
    start, end = match.span()
    if word in cues.DIRECTION:
        marks.cue_starts.append(start)
        marks.cue_ends.append(end)
        marks.cue_words.append(word)
    if word in NUMBER_WORDS:
        marks.number_starts.append(start)
    foretells = word in cues.FORECAST and match.group() != "May" and previous not in cues.NOT_FORECAST_AFTER
    if foretells or (word in _ON and previous == "on") or word.endswith(("'ll", "’ll")):
        marks.forecast_ends.append(end)
        if word in cues.MODALS:
            marks.modal_starts.append(start)
    if word in cues.NEGATORS or word.endswith(("n't", "n’t")):
        marks.negator_ends.append(end)


@dataclass(slots=True)
class Context:
    """What was read around one number."""

    sign: int = 0
    strength: Strength = "exact"
    role: Role = ""
    forecast: bool = False
    negated: bool = False
    governed: bool = False  # a direction word governs it: it is a change


def read_context(text: str, draft: Draft, marks: Landmarks, previous: tuple[Draft, Context] | None) -> Context:
    """The context of one number; `previous` is the number before it, whose verb it may share."""
    if draft.han:
        return _chinese(text, draft)
    words = _words_before(text, draft.start)
    strength, length = cues.strength_before(words)
    if draft.kind == "count" and "-" in text[draft.start : draft.end] and words[-1:] in (["a"], ["an"], ["the"]):
        strength, length = "exact", 0  # "below a five-year mean" bounds the mean, not the years
    if length:
        words = words[:-length]
    context = Context(strength=strength)  # type: ignore[arg-type]
    last = words[-1] if words else ""
    if last in ("from", "to"):
        context.role = last  # type: ignore[assignment]
    context.forecast = _is_forecast(text, draft, marks)
    context.negated = bool(words) and any(w in cues.NEGATORS or w.endswith(("n't", "n’t")) for w in words[-2:])
    behind = _behind(text, draft)
    paced = _PACE.search(text, max(0, draft.start - 90), draft.start) if context.role == "to" else None
    if context.role == "to" and _PACED_TO.search(text, max(0, draft.start - 40), draft.start):
        context.role = ""
    elif paced and draft.unit == "%":
        context.sign, context.governed, context.role = 1 if paced["up"] else -1, True, ""
    elif draft.sign:
        context.sign, context.governed = draft.sign, True
    elif behind:
        context.sign, context.governed = behind, True
    elif last not in cues.LEVEL and last != "for" and not _LEVEL_OF.search(text, max(0, draft.start - 40), draft.start):
        _before(text, draft, marks, previous, context)
    return context


def _words_before(text: str, start: int) -> list[str]:
    window = _NUMERIC.split(_STOP.split(text[max(0, start - 40) : start])[-1])[-1].rstrip()
    return _WORD.findall(window.lower()) if window and window[-1] not in ",(" else []


def _behind(text: str, draft: Draft) -> int:
    found = _BEHIND.match(text, draft.end)
    if found is None:
        return 0
    for word in (text[draft.end : found.end()].strip(" -").split() or [""])[:2]:
        lowered = word.lower()
        if lowered in cues.BEHIND and lowered in cues.DIRECTION:
            return cues.DIRECTION[lowered]
        if lowered in cues.LEVEL or lowered in (
            "of",
            "in",
            "on",
            "and",
            "or",
            "by",
            "for",
            "after",
            "as",
            "while",
            "this",
            "than",
        ):
            return 0
    return 0


def _before(text: str, draft: Draft, marks: Landmarks, previous: tuple[Draft, Context] | None, context: Context) -> None:
    index = bisect_right(marks.cue_ends, draft.start) - 1
    while index >= 0 and draft.start - marks.cue_ends[index] <= _FURTHEST:
        word, start, end = marks.cue_words[index], marks.cue_starts[index], marks.cue_ends[index]
        gap = _BOUND_PHRASE.sub("", text[end : draft.start])
        index -= 1
        if previous and previous[0].start >= end:
            break
        if _STOP.search(gap) or _BREAK.search(gap.rstrip("( ")):
            return
        if word == "up" and gap.startswith(" to ") and not gap.strip(" to"):
            continue
        if word in ("above", "below") or (word in _COMPARED and (gap.startswith(" than") or not gap.strip(" the"))):
            continue  # a strength, or a comparison with another's figure, not a direction
        if word in cues.NAMES_ONLY and gap.strip() not in (
            "of",
            "of about",
            "of around",
            "of over",
            "of more than",
            "of nearly",
        ):
            return
        # "a profit of HK$15.77 billion" is how much there is, not by how much it grew
        context.sign, context.governed = cues.DIRECTION[word], word not in cues.NAMES_ONLY
        context.negated = context.negated or is_negated(text, start, marks)
        return
    if (
        previous
        and previous[1].governed
        and previous[0].end <= draft.start
        and draft.start - previous[0].end < 24
        and _LINK.fullmatch(text, previous[0].end, draft.start)
    ):
        context.sign, context.governed, context.negated = previous[1].sign, True, previous[1].negated
        context.forecast = context.forecast or previous[1].forecast


def is_negated(text: str, start: int, marks: Landmarks) -> bool:
    """Whether the word at `start` is denied: "did not rise", "failed to gain"."""
    index = bisect_right(marks.negator_ends, start) - 1
    if index < 0 or start - marks.negator_ends[index] > 24:
        return False
    gap = text[marks.negator_ends[index] : start]
    return not _STOP.search(gap) and "," not in gap and len(gap.split()) <= 2


def _is_forecast(text: str, draft: Draft, marks: Landmarks) -> bool:
    """Whether the number is said of what is to come: "is set to hit $32 billion", "a cut of 25 basis points could follow"."""
    index = bisect_right(marks.forecast_ends, draft.start) - 1
    if index >= 0 and draft.start - marks.forecast_ends[index] <= _FORECAST_REACH:
        gap = text[marks.forecast_ends[index] : draft.start]
        if "," not in gap and not _STOP.search(gap) and not _HAPPENED.search(gap):
            return True
    if _EXPECTED_BEHIND.match(text, draft.end):
        return True
    index = bisect_right(marks.modal_starts, draft.end)
    if index == len(marks.modal_starts) or marks.modal_starts[index] - draft.end > 20:
        return False
    gap = text[draft.end : marks.modal_starts[index]]
    return not re.search(r"[,;.]|\b(?:and|but|that|which|who|as|or|it|they|he|she)\b", gap) and len(gap.split()) <= 4


def _chinese(text: str, draft: Draft) -> Context:
    clause = _HAN_STOP.split(text[max(0, draft.start - 40) : draft.start])[-1]
    context = Context(strength=draft.strength)
    before = clause.rstrip()
    for endings, strength in chinese.STRENGTH:
        if before.endswith(endings):
            ending = max((e for e in endings if before.endswith(e)), key=len)
            context.strength, before = strength, before[: -len(ending)]  # type: ignore[assignment]
            break
    for beginnings, strength in chinese.STRENGTH_AFTER:
        if text.startswith(beginnings, draft.end):
            context.strength = strength  # type: ignore[assignment]
    if draft.sign:
        context.sign = draft.sign
    else:
        paced = _PACED.search(before)
        bare = (paced[1] if paced else before).removesuffix("了").removesuffix("持")
        context.sign = 1 if bare.endswith(chinese.UP) else -1 if bare.endswith(chinese.DOWN) else 0
        if _AGAINST.search(bare):  # "較上周五低11點子"
            context.sign = 1 if bare[-1] == "高" else -1
    context.governed = context.sign != 0
    context.role = "from" if before.endswith(("由", "從", "从", "自")) else "to" if before.endswith(("至", "到")) else ""
    if context.role == "to" and _PACED.search(before):
        context.role = ""
    context.negated = chinese.NEGATION.search(before[-12:]) is not None
    context.forecast = chinese.FORECAST.search(clause) is not None
    return context
