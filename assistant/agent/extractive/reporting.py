"""Answers built from sentences of the news: whole sentences of the sources, each with its mark."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from assistant.agent.events import Reason
from assistant.agent.extractive.accounts import DIFFER, accounts
from assistant.agent.extractive.asks import Ask, asks
from assistant.agent.extractive.attribution import gone_on_from, spoken_run
from assistant.agent.extractive.coverage import Scales, rated
from assistant.agent.extractive.draft import Draft
from assistant.agent.extractive.evidence import Candidate, Similarity, candidates, owner
from assistant.agent.extractive.fitness import MOST
from assistant.agent.extractive.lines import gap_lines, growth_lines, line, missing_part, publication
from assistant.agent.extractive.names import Names
from assistant.agent.extractive.periods import quarter_of
from assistant.agent.extractive.premise import otherwise
from assistant.agent.extractive.recency import may_have_changed
from assistant.agent.extractive.selection import SAYING, Choice, choose, says_too
from assistant.agent.extractive.summary import summary
from assistant.agent.extractive.superlatives import asks_furthest, furthest
from assistant.agent.extractive.tables import cell_lines, table_rows
from assistant.agent.extractive.tellers import tellers
from assistant.agent.extractive.terms import Term, content_terms, covered, stem, stems
from assistant.agent.extractive.timeliness import of_its_time
from assistant.agent.foreign_days import is_foreign
from assistant.agent.reading import Reading, local_day
from assistant.agent.records import NewsFound, NumberedCalculation, NumberedStat, Passage
from assistant.figures.chinese import HAS_HAN
from assistant.figures.compare import agrees
from assistant.figures.figure import Figure
from assistant.figures.parse import parse

NOT_STATED = "The reports found do not say this."
_SILENT_DAY = "Of another of the days asked about, the reports found do not say it."
_LONG_SINCE = "No newer report held tells this; it may have changed since."
_AS_GOOD = 0.9  # what a second sentence must score where one would do
_SECOND = 0.8  # what a further sentence must score beside the best
_TOGETHER = 0.12  # how much more of the words two sentences must carry than one
_MOST = {"list": 3, "reason": 2, "definition": 2, "yesno": 2, "saying": 2}


def news_draft(
    reading: Reading,
    found: Sequence[NewsFound],
    *,
    names: Names,
    calculations: Sequence[NumberedCalculation] = (),
    stats: Sequence[NumberedStat] = (),
    similarity: Similarity | None = None,
    more: bool = False,
) -> Draft:
    """What the passages say to the question; it abstains where they do not say it. Two sentences together are looked at
    once no more can be looked up."""
    passages = list({passage.n: passage for one in found for passage in one.passages}.values())
    if not passages:
        return Draft(lines=(nothing_found(reading),), reason=why_nothing(reading))
    if reading.wants.aim == "published":
        return publication(passages[0], reading)
    foreign = is_foreign(reading)
    everything = candidates(passages, names)
    scales = Scales(
        part=reading.window.part if reading.window else None,
        similarity=similarity,
        rarity={stem(word): value for one in found for word, value in one.rarity.items()},
        chinese=bool(HAS_HAN.search(reading.question)),
    )
    tables = table_rows(everything)
    lines: list[str] = []
    failures: list[tuple[Ask, Choice]] = []
    silent = 0  # days of which nothing is said
    for one in reading.day_by_day:
        parts = asks(one.question, query=one.query, names=names, window=one.window)
        pool = of_its_time(everything, one, foreign=foreign)
        pairs = partial(_pairs, () if more else passages, names, one, foreign=foreign)
        if len(reading.day_by_day) == 1 and (row := otherwise(parts, pool)) is not None:
            return Draft(lines=("The reports found say otherwise:", line(row)), reason="conflict")
        said, failed = _told(parts, pool, pairs, tables=tables, scales=scales, calculations=calculations, stats=stats)
        lines += [line for line in said if line not in lines]
        failures += failed
        silent += not said
    if not lines and reading.bounded and not any(one.passages for one in found if not one.widened):
        return Draft(lines=(nothing_found(reading),), reason=why_nothing(reading))
    if not lines:
        return replace(_not_stated(reading, *failures[0]), whole=not more)
    half = len(reading.day_by_day) == 1 and 0 < len(failures) < len(parts)
    if len(reading.day_by_day) > 1:
        lines += [_SILENT_DAY] * bool(silent)
    elif half:
        lines.append(missing_part(failures[0][0], names))
    if may_have_changed(reading, lines, passages):
        lines.append(_LONG_SINCE)
    return Draft(lines=tuple(lines), partial=half, whole=not (more and failures))


def _told(
    parts: Sequence[Ask],
    pool: Sequence[Candidate],
    pairs: Callable[[], Sequence[Candidate]],
    *,
    tables: Sequence[Candidate],
    scales: Scales,
    calculations: Sequence[NumberedCalculation],
    stats: Sequence[NumberedStat],
) -> tuple[list[str], list[tuple[Ask, Choice]]]:
    """The lines that answer the parts of a question, by pairs of sentences where no sentence does, and the parts that
    nothing answers."""
    lines: list[str] = []
    failures: list[tuple[Ask, Choice]] = []
    used: set[int] = set()
    shown: list[Candidate] = []
    for ask in parts:
        by_quarter = bool(tables) and quarter_of(ask.whole) is not None  # which a row of a table does not name
        told = [row for row in pool if not row.text.startswith("|")] if by_quarter else pool
        written, choice = _answer(ask, told, scales=replace(scales, part=ask.part or scales.part), used=used)
        written = (
            cell_lines(ask, tables)
            or gap_lines(ask, pool, calculations)
            or written
            or growth_lines(ask, pool, stats, calculations)
        )
        written = written or [line(row) for row in choose(ask, pairs(), scales=scales, surely=_TOGETHER).chosen]
        lines += [line for line in written if line not in lines]
        if not written and not any(says_too(ask, row, scales) for row in shown):
            failures.append((ask, choice))
        shown += choice.chosen
    return lines, failures


def _pairs(passages: Sequence[Passage], names: Names, reading: Reading, *, foreign: bool) -> list[Candidate]:
    """The sentences of the window, each with the one behind it."""
    return of_its_time(candidates(passages, names, joined=True), reading, foreign=foreign)


def _answer(ask: Ask, pool: Sequence[Candidate], *, scales: Scales, used: set[int]) -> tuple[list[str], Choice]:
    if rows := tellers(ask, pool, scales):
        return [line(row) for row in rows], Choice(chosen=tuple(rows))
    if ask.of_each and (each := accounts(ask, pool, scales)):
        return each, Choice()
    if ask.either and ask.aim != "direction":
        both = [_alternative(ask, word, pool, scales) for word in ask.either]
        if all(both):
            rows = [row for row in both if row is not None]
            lead = [DIFFER] if rows[0].text != rows[1].text else []
            return [*lead, *dict.fromkeys(line(row) for row in rows)], Choice(chosen=tuple(rows))
        only = next((row for row in both if row is not None), None)
        if only is not None:
            return [line(only)], Choice(chosen=(only,))
    most = _MOST.get(ask.aim, _most_named(ask) if ask.terms or ask.unit or len(ask.keys) > 1 else 3)
    if ask.aim == "summary" and (told := summary(ask, pool, scales)):
        return [line(row) for row in told], Choice(chosen=tuple(told))
    if asks_furthest(ask):
        row = furthest(ask, rated(pool, ask, scales))
        return ([line(row)], Choice(chosen=(row,))) if row is not None else ([], Choice(missing="figure"))
    choice = choose(ask, pool, scales=scales, most=most)
    second = _SECOND if ask.aim in _MOST else _AS_GOOD
    rows = [row for row in choice.chosen if id(row) not in used and row.score >= second * choice.chosen[0].score]
    used.update(id(row) for row in rows)
    if ask.aim == "direction" and rows:
        return [_direction(ask, rows[0])], choice
    if not rows and len(ask.keys) > 1:
        rows = _one_each(ask, pool, scales)
    if ask.several and rows and not MOST.search(ask.text):
        rows = _all_of(ask, rows[0], pool)
    lines = [_spoken(row, pool) if ask.speaker else _led(row, pool) for row in rows]
    shown = {row.text for row in rows}
    if rows:
        lines += [f"Put differently ({why}): {line(row)}" for why, row in choice.others if row.text not in shown]
    return lines, choice


def _most_named(ask: Ask) -> int:
    """How many sentences answer an ask: two where a name, a time or a place is asked for, since another may have it better."""
    return 2 if ask.unit is None and (ask.named_answer or ask.aim in {"person", "time", "place", "fact", "source"}) else 1


def _one_each(ask: Ask, pool: Sequence[Candidate], scales: Scales) -> list[Candidate]:
    """For a question about several names that no sentence names together, a sentence of each; none unless each has one."""
    rows = []
    for group in ask.keys:
        chosen = choose(replace(ask, keys=(group,)), pool, scales=scales).chosen
        if not chosen:
            return []
        rows.append(chosen[0])
    return list({row.text: row for row in rows}.values())


def _all_of(ask: Ask, best: Candidate, pool: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence and those around it in the same passage that go on with the noun asked for, in order."""
    same = [one for one in pool if one.n == best.n and ask.focus is not None and covered(ask.focus, one.words)]
    rows = [
        one
        for one in same
        if one is best or (one.figures and (not one.keys or not ask.keys or any(group & one.keys for group in ask.keys)))
    ]
    return sorted(rows or [best], key=lambda one: one.sentence.start)[:4]


def _spoken(row: Candidate, pool: Sequence[Candidate]) -> str:
    """The line of something said; a sentence that only quotes is shown with the one that names its speaker."""
    texts = spoken_run(row)
    run = [one for text in texts for one in pool if one.text == text]
    if len(run) < len(texts) or not run:
        return _led(row, pool)
    return " ".join([line(run[0]), *(f"{' '.join(one.text.split())} [{one.n}]" for one in run[1:])])


def _led(row: Candidate, pool: Sequence[Candidate]) -> str:
    """The line of a sentence; one that goes on quoting, or on "That has helped ...", is led by the sentence it goes on from."""
    before = [one for one in pool if one.n == row.n and one.sentence.end <= row.sentence.start]
    leader: Candidate | None = None
    if row.text.lstrip()[:1] in '“"‘' and not SAYING.search(row.text):
        same = [one for one in before if one.sentence.paragraph == row.sentence.paragraph]
        leader = next((one for one in reversed(same) if SAYING.search(one.text)), None)
    else:
        leader = gone_on_from(row)
    return line(row) if leader is None else f"{line(leader)} {' '.join(row.text.split())} [{row.n}]"


def _alternative(ask: Ask, word: str, pool: Sequence[Candidate], scales: Scales) -> Candidate | None:
    """The best sentence that says one of two alternatives of whom the question is about."""
    wanted = tuple(content_terms(word)) or (Term(word.lower(), frozenset(stems(word))),)
    both = frozenset(stems(" ".join(ask.either or ())))
    terms = tuple(term for term in ask.terms if not covered(term, both))
    amounts = [figure for figure in parse(word) if figure.unit]
    holding = [
        row
        for row in pool
        if (
            any(_is_amount(said, figure) for said in amounts for figure in row.figures)
            if amounts
            else all(covered(term, row.words) for term in wanted)
        )
    ]
    narrowed = Ask(text=ask.text, aim="fact", unit=None, terms=(*terms, *wanted), keys=ask.keys, proper=ask.proper, moves=False)
    return next(iter(choose(narrowed, holding, scales=scales).chosen), None)


def _is_amount(said: Figure, figure: Figure) -> bool:
    """Whether a figure is the amount of an alternative, be it paid, aimed at or foreseen."""
    return agrees(replace(said, forecast=figure.forecast, role=figure.role), figure)


def _direction(ask: Ask, row: Candidate) -> str:
    """The direction in a word, where the figure's own verb says it, then the sentence."""
    wanted = {key for group in ask.keys for key in group}
    signs = [figure.sign for figure in row.figures if figure.sign and (not wanted or owner(row, figure) & wanted)]
    word = {1: "Up. ", -1: "Down. "}.get(signs[0], "") if signs else ""
    return f"{word}{line(row)}"


def _not_stated(reading: Reading, ask: Ask, choice: Choice) -> Draft:
    """What was looked for and the nearest thing that is known."""
    reason: Reason = "no_evidence" if choice.missing == "name" else "not_stated"
    if reading.wants.future and choice.missing != "figure":
        reason = "future"
    lines = [
        {
            "name": "The news held does not speak of this.",
            "figure": "The reports found speak of it but do not state the figure.",
            "words": NOT_STATED,
        }.get(choice.missing, NOT_STATED)
    ]
    known = choice.near is not None and all(covered(theme, choice.near.passage_words) > 0 for theme in ask.themes[:1])
    if choice.near is not None and known and choice.missing == "figure" and choice.near.coverage >= 0.3:
        lines.append(f"Nearest: {line(choice.near)}")
    return Draft(lines=tuple(lines), reason=reason)


def why_nothing(reading: Reading) -> Reason:
    """Why a search gave nothing: it lies ahead, outside of what is held, or nobody reported on it."""
    window = reading.window
    if window is not None and window.first is not None and window.first > local_day(reading.as_of, reading.zone):
        return "future"
    return "out_of_window" if reading.bounded else "no_evidence"


def nothing_found(reading: Reading) -> str:
    """The sentence for a search that gave nothing."""
    if why_nothing(reading) == "future":
        return "The time asked about has not come yet; nothing can be known of it."
    if reading.bounded:
        return "The news held has nothing for the time asked about."
    return "The news held has nothing on this."
