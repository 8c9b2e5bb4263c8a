"""Speech: who says the sentences of a report, and whose words a question asks for."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.agent.extractive.names import NameSpan, proper_names
from assistant.agent.extractive.sentences import Sentence, split
from assistant.agent.extractive.terms import Term, content_terms, word_list

_ASKED = re.compile(
    r"\b(?:what|how)\s+(?:else\s+)?(?:did|does|do|has|have|had|is|was|are|were)\s+(?P<who>.{2,80}?)\s+"
    r"(?:(?:also|still|now|then|have|been)\s+)*"
    r"(?:say|said|saying|think|warn|warned|argue|expect|predict|comment|note|noted|tell|told|believe|describe|explain|react|"
    r"respond)\b(?P<rest>.*)",
    re.I,
)
_VERBS = (
    r"\b(?:said|says|say|told|tells|add(?:ed|s)|not(?:ed|es)|wr(?:ote|ites)|writing|warn(?:ed|s)|argue[ds]?|believe[ds]?|thinks?|"
    r"thought|expect(?:s|ed)?|commented|called(?=\s+(?:it|him|her|them|the|for|on)\b)|describe[sd]|stressed|explain(?:s|ed)|urge[ds]|announce[ds]?|pledged|vowed|"
    r"predict(?:s|ed)?|forecast|estimated?|see|saw|reiterated|acknowledged|cautioned|declined|suggest(?:s|ed)?|"
    r"indicated|signall?ed|mentioned|advise[sd]|recommend(?:s|ed)?|insist(?:s|ed)|conceded|admitted|claim(?:s|ed)|"
    r"point(?:s|ed) (?:out|to)|emphasi[sz]ed|highlighted|remarked|promised|threatened|denied|confirmed|hope[sd]|upgraded|"
    r"(?:did|has|have) not (?:immediately )?(?:respond|repl(?:y|ied)|comment)(?:ed)?|"
    r"downgraded|reported|concluded|state[sd]|observed|joked|replied|responded|criticised|criticized|praised|"
    r"rejected|reckons?|projected|testified|guided|guides|rule[sd] out|attributed|blamed|"
    r"(?:forecasts|estimates|sees|rates|reports|calls|projects)(?=\s+(?:that|the|an?|its?|in|on)\b|\s+(?-i:[A-Z]))|"
    r"(?:raised|lifted|cut|lowered|boosted)(?=[^.]{0,60}\b(?:ratings?|targets?|forecasts?|estimates?|outlook|guidance)\b))(?!\w)"
)
_BEFORE = re.compile(
    rf"(?P<who>\S[^;]{{0,140}}?)[\s,]+(?:(?:also|has|had|have|even|further|still|then|later|already|previously)\s+)*"
    rf"(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )(?<!\bbe )(?<!\bbeen )(?:{_VERBS})",
    re.I,
)
_AFTER = re.compile(
    r"(?:,\s*(?:said|says|added|adds|noted|notes|wrote|warned|argued|explained)|\baccording to|\bAccording to)\s+"
    r"(?P<who>(?:the\s+|an?\s+)?(?:[a-z][\w-]+\s+){0,5}?[A-Z].{1,120})",
    re.S,
)
_CUT = re.compile(r"\b(?:after|while|because|when|that|than|since|but)\s+(?=[A-Z])")
_BACK = re.compile(
    r"\b(?:he|she|they|it|the (?:\w+ )?(?:analysts?|strategists?|economists?|company|firm|bank|group|official|executive|"
    r"minister|president|chief|ceo|manager|author|researchers?))$",
    re.I,
)
_SUBJECTIVE = re.compile(r"(?-i:[A-Z])|(?:he|she|they|it|the|an?|one|two|some|both)\b", re.I)
_MARKS = re.compile(r"([“”\"])")
_MARKS_OF = frozenset('“”"')
_OPENING = '“"‘'
_SHORT = 4  # words of a subject that ends a sentence: "..., Son told investors"
_SUBJECT = 90  # characters in which a sentence names whom the next "he said" may mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Whose words a question asks for, and on what."""

    names: tuple[str, ...]
    keys: frozenset[str]  # of the catalogued ones
    roles: tuple[Term, ...]  # what else the question says of them
    topic: tuple[Term, ...]
    about: tuple[str, ...]  # the names of the topic
    about_keys: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence of a report with the words that tell who says it; none where it is the report's own."""

    sentence: Sentence
    who: str
    leader: Sentence | None = None  # the sentence that names the speaker, where this one does not


def speaker_of(question: str, spans: Sequence[NameSpan]) -> Speaker | None:
    """Whose words a question asks for, where it names somebody."""
    match = _ASKED.search(question)
    if match is None:
        return None
    end = match.end("who")
    within = [span for span in spans if match.start("who") <= span.start and span.end <= end]
    behind = [span for span in spans if span.start >= end]
    names = _named(question, match["who"], within)
    if not names:
        return None
    about = _named(question, match["rest"], behind)
    return Speaker(
        names=names,
        keys=frozenset(span.key for span in within),
        roles=_without(match["who"], names),
        topic=_without(match["rest"], about),
        about=about,
        about_keys=frozenset(span.key for span in behind),
    )


def _named(question: str, part: str, spans: Sequence[NameSpan]) -> tuple[str, ...]:
    known = [question[span.start : span.end] for span in spans]
    others = [name for name in proper_names(f"- {part}", []) if not any(name in one or one in name for one in known)]
    return tuple(dict.fromkeys([*known, *others]))


def _without(part: str, names: Sequence[str]) -> tuple[Term, ...]:
    for name in names:
        part = part.replace(name, " ")
    return tuple(content_terms(part))


@lru_cache(maxsize=128)
def speeches(text: str) -> Mapping[str, tuple[Said, ...]]:
    """The sentences of a report, each with its neighbours of the same speaker: itself first, then the one before and behind."""
    rows = _attributed(text)
    found: dict[str, tuple[Said, ...]] = {}
    for place, row in enumerate(rows):
        beside = [rows[near] for near in (place - 1, place + 1) if 0 <= near < len(rows)]
        found.setdefault(row.sentence.text, (row, *(one for one in beside if row.who and one.who and _same(one, row))))
    return found


def _same(one: Said, two: Said) -> bool:
    return one.who == two.who or bool(_BACK.search(one.who)) or bool(_BACK.search(two.who)) or one.leader is not None


def _attributed(text: str) -> list[Said]:
    sentences = split(text)
    names = list(_speakers(sentences))
    rows: list[Said] = []
    speaker, leader, subject = "", None, ""
    for place, (sentence, (who, quoted)) in enumerate(zip(sentences, names, strict=True)):
        if who:
            speaker, leader = _meant(who, speaker or subject), sentence
            rows.append(Said(sentence=sentence, who=speaker))
        elif quoted:
            own = leader is not None and leader.paragraph == sentence.paragraph
            ahead = None if own else _ahead(sentences, names, place)
            if ahead is not None:
                rows.append(Said(sentence=sentence, who=_meant(names[ahead][0], speaker or subject), leader=sentences[ahead]))
            else:
                rows.append(Said(sentence=sentence, who=speaker, leader=leader))
        else:
            rows.append(Said(sentence=sentence, who=""))
            subject, speaker, leader = sentence.text[:_SUBJECT], "", None
    return rows


def _meant(who: str, before: str) -> str:
    """The words for a speaker, with those for whom was spoken of before where they only point back: "he", "the company"."""
    named = [name for name in proper_names(f"- {who}", []) if name.lower() not in word_list("stop")]
    return f"{who} {before}" if _BACK.search(who.strip(" ,")) and not named else who


def _ahead(sentences: Sequence[Sentence], names: Sequence[tuple[str, bool]], place: int) -> int | None:
    """The place of the next sentence of the same paragraph that names a speaker."""
    for later in range(place + 1, len(sentences)):
        if sentences[later].paragraph != sentences[place].paragraph:
            return None
        if names[later][0]:
            return later
    return None


def _speakers(sentences: Sequence[Sentence]) -> Iterator[tuple[str, bool]]:
    """For each sentence the words that name its speaker, and whether it is quoted."""
    inside, paragraph = False, -1
    for sentence in sentences:
        inside = inside and sentence.paragraph == paragraph  # a quotation that goes on opens its next paragraph anew
        paragraph = sentence.paragraph
        quoted = inside or sentence.text[:1] in _OPENING
        bare, inside = _unquoted(sentence.text, inside)
        yield _who(bare), quoted


def _unquoted(text: str, inside: bool) -> tuple[str, bool]:
    """A text without what is quoted in it, and whether a quotation is open at its end."""
    kept: list[str] = []
    for piece in _MARKS.split(text):
        if piece in _MARKS_OF:
            inside = not inside if piece == '"' else piece == "“"
            kept.append(" , ")
        elif not inside:
            kept.append(piece)
    return "".join(kept), inside


def _who(text: str) -> str:
    """The words that name the speaker of a sentence without its quotations."""
    before, after = _BEFORE.search(text), _AFTER.search(text)
    found = []
    if before is not None:
        subject = _CUT.split(before["who"])[-1].strip(" ,")
        last = subject.rsplit(",", 1)[-1].strip()
        short = len(last.split()) <= _SHORT and bool(_SUBJECTIVE.match(last))
        found.append(last if short else subject)
    if after is not None:
        found.append(after["who"].strip(" ,."))
    return " / ".join(one for one in found if one)
