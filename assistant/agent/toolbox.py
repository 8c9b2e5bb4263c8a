"""The toolbox of one answer: what the tools do, within the answer's moment, on the answer's ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.agent.comparisons import ComparisonDesk
from assistant.agent.extractive.names import Names
from assistant.agent.fencing import attribute, fenced, without_marks_of_its_own
from assistant.agent.following import apart, follow, told_course
from assistant.agent.holdings import (
    told_articles,
    told_first_and_last,
    told_instruments,
    told_prices,
    told_published,
    told_publishers,
)
from assistant.agent.identities import told_identity, told_sameness
from assistant.agent.permission import may_look_up, strange_numbers
from assistant.agent.pricing import PriceDesk
from assistant.agent.reading import Reading
from assistant.agent.records import (
    ComparisonFound,
    CountFound,
    CourseFound,
    HoldingsFound,
    NewsFound,
    NumberedCalculation,
    NumberedStat,
    Passage,
    PriceFound,
    StatsFound,
)
from assistant.agent.reported_closes import ReportedCloses
from assistant.agent.searching import PASSAGES, news_search, read_date, search, window_of
from assistant.agent.sources import SourceLedger
from assistant.agent.stat_desk import change_words, told
from assistant.errors import BadInput
from assistant.figures.derive import evaluate
from assistant.knowledge.base import KnowledgeBase
from assistant.knowledge.documents import Hit
from assistant.market.instruments import Instruments
from assistant.market.metrics import spoken_metric
from assistant.market.prices import PriceBook
from assistant.market.stat_store import StatStore, stats_of
from assistant.market.stats import Stat


@dataclass(slots=True, kw_only=True)
class Toolbox:
    """Each method gives a text for the model and the record code composes from."""

    knowledge: KnowledgeBase
    instruments: Instruments
    prices: PriceBook
    stats: StatStore
    names: Names
    reading: Reading
    ledger: SourceLedger
    history: Sequence[str] = ()  # the questions before this one

    def search_news(
        self, query: str, from_date: str | None = None, to_date: str | None = None, instruments: Sequence[str] = ()
    ) -> tuple[str, NewsFound]:
        looked_for = news_search(self.reading, self.instruments, query, from_date, to_date, instruments)
        hits = search(self.knowledge, looked_for, reading=self.reading)
        asked, window = self.reading.window if self.reading.bounded else None, looked_for.window
        later = bool(asked and asked.last and window and (window.last is None or window.last > asked.last))
        found = NewsFound(
            query=query, passages=self._numbered_passages(hits), widened=later, rarity=self.knowledge.rarity(looked_for.query)
        )
        return _news_text(found), found

    def follow_news(self, query: str, from_date: str | None = None, to_date: str | None = None) -> tuple[str, CourseFound]:
        looked_for = news_search(self.reading, self.instruments, apart(query), from_date, to_date, openings=True)
        hits = search(self.knowledge, looked_for, reading=self.reading)
        rarity = self.knowledge.rarity(looked_for.query)
        course = follow(hits, self.reading, rarity=rarity, mentions=self.instruments.mentions)
        words = told_course(course, looked_for.window, end=self.reading.wants.end)
        n = self.ledger.row("calculation", key=f"course {words}", text=words, title="Reports found").n
        passages = self._numbered_passages(course.told)
        return f"[{n}] {words}\n\n{_passages_text(passages)}", CourseFound(n=n, words=words, passages=passages)

    def get_price(self, instrument: str, from_date: str | None = None, to_date: str | None = None) -> tuple[str, PriceFound]:
        self._check_named(instrument)
        first, last = self._price_days(from_date, to_date)
        found = self._reported.instead_of(self._desk.look_up(instrument, first=first, last=last))
        return self._rows_text(_numbers(found)) or f"No price: {found.state}.", found

    def compare_prices(
        self, instruments: Sequence[str] = (), from_date: str | None = None, to_date: str | None = None
    ) -> tuple[str, ComparisonFound]:
        for instrument in instruments:
            self._check_named(instrument)
        if not instruments and not (self.reading.wants.ranks and self.reading.wants.any_of_all):
            raise BadInput("Name the instruments to compare: the question does not ask about all of them.")
        first, last = self._price_days(from_date, to_date)
        found = ComparisonDesk(desk=self._desk).compare(instruments, first=first, last=last)
        if found.n is None:
            found = replace(found, rows=tuple(self._reported.instead_of(row) for row in found.rows))
        numbers = [found.n] if found.n is not None else []
        numbers += [n for row in found.rows for n in _numbers(row)]
        return self._rows_text(numbers) or "None of them has a price.", found

    def get_stat(self, subject: str, metric: str) -> tuple[str, StatsFound]:
        known = self.stats.all(as_of=self.reading.as_of)
        rows = [self._numbered_stat(stat) for stat in self._stats(known, subject, metric)[:PASSAGES]]
        before = self.history[-1] if self.history else ""
        named = told(self.reading, known, before=before)
        found = StatsFound(subject=subject, metric=metric, stats=tuple(rows))
        if named is not None:
            change = None
            if named.change is not None:
                words = change_words(named.change)
                change = (
                    self.ledger.row("calculation", key=f"stat {words}", text=words, title="Change of a statistic").n,
                    words,
                )
            stats = tuple(map(self._numbered_stat, named.stats))
            found = replace(found, told=stats, change=change, missing=named.missing)
        numbers = [one.n for one in (*found.told, *found.stats)] + ([found.change[0]] if found.change else [])
        return self._rows_text(numbers) or "No such statistic is held.", found

    def _numbered_passages(self, hits: Iterable[Hit]) -> tuple[Passage, ...]:
        return tuple(Passage(n=self.ledger.news(hit).n, hit=hit) for hit in map(without_marks_of_its_own, hits))

    def _numbered_stat(self, stat: Stat) -> NumberedStat:
        value = f"{stat.value.normalize():,f} {stat.unit}"
        source = self.ledger.row(
            "stat",
            key=f"stat {stat.stat_id}",
            text=f"{stat.subject}, {stat.metric.replace('_', ' ')}: {value} ({stat.period}; {stat.source})",
            title=stat.subject,
            publisher=stat.source,
            doc_id=stat.doc_id,
            published_at=stat.published_at,
            known_at=stat.known_at,
            day=stat.published_at.date() if stat.published_at else None,
        )
        return NumberedStat(n=source.n, stat=stat)

    def count_news(self, name: str, from_date: str | None = None, to_date: str | None = None) -> tuple[str, CountFound]:
        ticker = self.instruments.canonical(name)
        listings = self.instruments.listings(ticker or name)
        if not listings and not any(name.casefold() in question.casefold() for question in self._questions):
            raise BadInput(f"The question does not say {name!r}; count only what it asks about.")
        window = window_of(self.reading, from_date, to_date)
        first, last = (window.first, window.last) if window is not None else (None, None)
        within: dict[str, Any] = {"first": first, "last": last, "as_of": self.reading.as_of}
        documents = self.knowledge.documents
        if listings:
            count, days = documents.count_mentioning([one.ticker for one in listings], **within)
        else:
            count, days = documents.count_saying(name, **within)
        whom = f"name {listings[0].name} or another of its listings" if listings else f"say “{name}”"
        words = f"{count:,} of the articles held{told_published(first, last)} {whom}{told_first_and_last(days)}"
        source = self.ledger.row("calculation", key=f"count {words}", text=words, title="Count of articles")
        return f"[{source.n}] {words}", CountFound(n=source.n, words=words)

    def describe_instruments(self, instruments: Sequence[str]) -> tuple[str, HoldingsFound]:
        for name in instruments:
            self._check_named(name)
        named = [one for name in instruments if (one := self._desk.instrument(name)) is not None]
        if not named:
            raise BadInput("The catalogue knows no such instrument.")
        companies = dict.fromkeys(one.company for one in named)
        same = told_sameness(self.reading.question, named)
        listed = (
            self.instruments.listings(next(one.ticker for one in named if one.company == company)) for company in companies
        )
        lines = (*([same] if same else []), *map(told_identity, listed))
        text = f"Instrument catalogue. {'. '.join(lines)}."
        n = self.ledger.row("calculation", key=text, text=text, title="Instrument catalogue").n
        return self._rows_text([n]), HoldingsFound(n=n, lines=tuple(lines))

    def describe_holdings(self, instrument: str = "") -> tuple[str, HoldingsFound]:
        as_of = self.reading.as_of
        listings = self.instruments.listings(self.instruments.canonical(instrument) or instrument) if instrument else ()
        if instrument and not listings:
            raise BadInput(f"No instrument {instrument!r} is known here.")
        name = listings[0].name if listings else ""
        count, span = self.knowledge.documents.articles_held([one.ticker for one in listings] or None, as_of=as_of)
        lines = [told_articles(name, count, span)]
        if listings:
            spans = [(one, self.prices.span(one.ticker)) for one in listings]
            priced = [(one, days) for one, days in spans if days] or spans[:1]
            lines += [told_prices(f"{one.name} ({one.ticker})", days) for one, days in priced]
        else:
            publishers = self.knowledge.documents.publishers(as_of=as_of)
            lines += [told_publishers(publishers)] if publishers else []
            lines.append(told_instruments(len(self.prices.tickers())))
        source = self.ledger.row("calculation", key=f"holdings {name}", text=". ".join(lines), title="What is held")
        return f"[{source.n}] {source.text}", HoldingsFound(n=source.n, lines=tuple(lines))

    def _stats(self, known: Sequence[Stat], subject: str, metric: str) -> list[Stat]:
        """The statistics of a subject (of each of its listings); without one, those of the metric the words name."""
        if not subject:
            name = spoken_metric(metric)
            return [stat for stat in known if name is not None and stat.metric == name]
        ticker = self.instruments.canonical(subject)
        mentioned = [one for mention in self.instruments.mentions(subject) for one in mention.tickers]
        names = dict.fromkeys([subject, *([ticker] if ticker else []), *mentioned])
        return list({stat.stat_id: stat for name in names for stat in stats_of(known, name, metric or None)}.values())

    def calculate(self, expression: str) -> tuple[str, NumberedCalculation]:
        calculation = evaluate(expression)
        if calculation.value in calculation.inputs and len(set(calculation.inputs)) <= 2:
            raise BadInput("This calculates nothing; copy the figure from its source and cite that.")
        texts = [*self._questions, *(source.text for source in self.ledger)]
        strange = strange_numbers(calculation.inputs, texts=texts)
        if strange:
            raise BadInput(f"{strange[0]:f} is a figure of no source; calculate only with figures the tools gave.")
        source = self.ledger.row("calculation", key=f"calculation {expression}", text=calculation.text, title="Calculation")
        return f"[{source.n}] {calculation.text}", NumberedCalculation(n=source.n, calculation=calculation)

    def _price_days(self, from_date: str | None, to_date: str | None) -> tuple[date | None, date | None]:
        """The days of the call; the question's own where the call names none: the newest price would pass for one of then."""
        first, last, window = read_date(from_date), read_date(to_date), self.reading.window
        if first is not None or last is not None or window is None:
            return first, last
        return window.first or (min(window.days) if len(window.days) > 1 else None), window.last

    def _check_named(self, instrument: str) -> None:
        if not may_look_up(instrument, questions=self._questions, tickers=self.reading.tickers, instruments=self.instruments):
            raise BadInput("The question does not name this instrument, so its price is not looked up. Answer what was asked.")

    @property
    def _desk(self) -> PriceDesk:
        return PriceDesk(instruments=self.instruments, prices=self.prices, reading=self.reading, ledger=self.ledger)

    @property
    def _reported(self) -> ReportedCloses:
        return ReportedCloses(knowledge=self.knowledge, names=self.names, reading=self.reading, ledger=self.ledger)

    @property
    def _questions(self) -> Sequence[str]:
        return (self.reading.question, self.reading.asked, *self.history)

    def _rows_text(self, numbers: Sequence[int]) -> str:
        """The rows and calculations of those numbers; a report that one rests on is text of strangers and stays out."""
        rows = (self.ledger.get(n) for n in dict.fromkeys(numbers))
        return "\n".join(f"[{row.n}] {row.text}" for row in rows if row is not None and row.kind != "news")


def _numbers(found: PriceFound) -> list[int]:
    """The sources of a look-up, in the order in which they are told."""
    numbers = [one.n for one in found.bars] + [one.n for one in found.calculations]
    numbers += [found.previous.n] if found.previous else []
    numbers += [one.n for one in (found.measure, found.measure.beside if found.measure else None) if one is not None]
    return numbers + ([found.calendar_n] if found.calendar_n else [])


def _news_text(found: NewsFound) -> str:
    return _passages_text(found.passages) or "Nothing was found within the window and the moment the answer speaks from."


def _passages_text(passages: Sequence[Passage]) -> str:
    return "\n\n".join(_passage_text(passage) for passage in passages)


def _passage_text(passage: Passage) -> str:
    document = passage.hit.document
    when = document.published_at.isoformat() if document.published_at else "undated"
    header = (
        f'n="{passage.n}" publisher="{attribute(document.publisher)}" published="{when}" title="{attribute(document.title)}"'
    )
    return f"<passage {header}>\n{fenced(passage.hit.chunk.text)}\n</passage>"
