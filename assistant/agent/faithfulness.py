"""Faithfulness: whether a model's sentence says no more than the sentences of its sources that carry it."""

import re
from collections.abc import Sequence

from assistant.agent import han_senses, senses
from assistant.agent.han_licensing import best_of as best_of_han
from assistant.agent.han_licensing import unlicensed as unlicensed_han
from assistant.agent.licensing import Carrier, best_of, plain, told_in, unlicensed, widened
from assistant.figures.chinese import HAS_HAN
from assistant.figures.passages import Passage, read_passage
from assistant.figures.subjects import Entities
from assistant.figures.verify import Evidence, Verdict, stands_in

_LEAD = re.compile(  # "Yes.", "Based on the provided sources,"
    r"^\W*(?:(?:Yes|No)[.,:]\s+)?(?:(?:Based on|According to|As per|Per|From) (?:the )?(?:\w+ )?"
    r"(?:sources?|documents?|passages?|information|context|articles?|reports?)(?: provided| available| above)?,\s+)?"
)
_ENGLISH = (senses.denied, senses.opposed, senses.caused, senses.counted_otherwise, senses.acted_on)


def unfaithful(body: str, verdict: Verdict, evidence: Sequence[Evidence], entities: Entities) -> str:
    """What a sentence whose figures hold says beyond its sources, in words; empty when nothing."""
    passages = [read_passage(one.n, one.text, one.day, one.title, one.kind, one.header) for one in evidence]
    chinese = bool(HAS_HAN.search(body))
    if chinese != any(HAS_HAN.search(passage.text) for passage in passages):
        return ""  # between two languages words cannot be compared
    if any(stands_in(body, passage) for passage in passages):
        return ""
    body = _LEAD.sub("", body)
    told = body if chinese else senses.without_teller(body)
    carriers = _carriers(verdict, passages, dated=False) or (best_of_han if chinese else best_of)(told, passages)
    dated = _carriers(verdict, passages, dated=True)
    nearest = [one.sentence.text for one in carriers]
    if chinese:
        strange = unlicensed_han(body, [*carriers, *dated], passages)
    else:
        carriers = widened(told, carriers, passages)
        strange = unlicensed(body, [check.figure for check in verdict.checks], [*carriers, *dated], passages)
    if strange and not chinese:
        named = entities(" ".join(one.sentence.text for one in carriers))
        strange = [word for word in strange if not entities(word if word in body else word.upper()) & named]
    if strange:
        return f"“{strange[0]}” is not said of it in the source."
    if chinese:
        return han_senses.hedged(body, nearest) or han_senses.denied(body, nearest)
    body = plain(body)
    if other := senses.told_by(body, told_in([*carriers, *dated])):
        return other
    reserved = senses.hedged(body, [one.sentence.text for one in carriers])
    return reserved or next(filter(None, (check(body, nearest) for check in _ENGLISH)), "")


def _carriers(verdict: Verdict, passages: Sequence[Passage], *, dated: bool) -> list[Carrier]:
    """The sentences in which the dates or the other figures were found, each once."""
    quoted = {(check.n, check.quote) for check in verdict.checks if (check.figure.kind == "date") is dated}
    return [
        Carrier(passage, one)
        for passage in passages
        for one in passage.sentences
        if one.start >= 0 and (passage.n, one.text) in quoted
    ]
