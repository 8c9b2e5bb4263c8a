"""Instruments: which listings a ticker, a name or a whole text speaks of."""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.market import unknowns
from assistant.market.catalogue import Catalogue, bare_instruments, read_catalogue
from assistant.market.listings import Instrument, Kind, Mention
from assistant.market.misspelt import Misspelling, SlipIndex
from assistant.market.names import NameIndex
from assistant.market.symbols import bare, shaped, spelling
from assistant.market.venues import named_venue

__all__ = ["Instrument", "Instruments", "Kind", "Mention"]

# Tickers that are words, initials or names: only "$IQ" or "NASDAQ:IQ" is the listing.
_NEVER_BARE = frozenset("C BA MS TM IQ LI EDU KC ZH CHA BZ TME TAL PONY DIA F DIS COIN GM DELL NKE".split())
# In capitals only; longer ones are recognised however they are typed ("baba").
_CAPITALS_ONLY = frozenset("META SONY VIPS BILI FUTU TIGR BEKE FTSE SPY ARM".split())
_OVER_THE_COUNTER = "PINX"

_LONGEST_REMEMBERED = 1_000  # characters


class Instruments:
    """The instruments we know, by ticker and by name."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_ticker = {instrument.ticker: instrument for instrument in catalogue.instruments}
        self._companies: dict[str, tuple[Instrument, ...]] = {}
        for instrument in catalogue.instruments:
            self._companies[instrument.company] = (*self._companies.get(instrument.company, ()), instrument)
        self._names = self._company_names()
        self._index = self._name_index()
        self._slips = SlipIndex({name: self._names[name.casefold()] for name in self._written()})
        self._remembered = lru_cache(maxsize=8_192)(self._mentions)  # an answer asks about its sentences again and again

    def __reduce__(self) -> tuple[type["Instruments"], tuple[Catalogue]]:
        return Instruments, (self._catalogue,)

    @classmethod
    def load(cls, extra: Path | None = None) -> "Instruments":
        """The shipped catalogue, with the entries of the file `extra` added."""
        return cls(read_catalogue(extra))

    def including(self, tickers: Iterable[str]) -> "Instruments":
        """These instruments and, by ticker alone, those of `tickers` that are not among them."""
        missing = [ticker for ticker in dict.fromkeys(tickers) if ticker not in self._by_ticker]
        if not missing:
            return self
        known = self._catalogue
        every = (*known.instruments, *bare_instruments(missing))
        return Instruments(Catalogue(instruments=every, symbols=known.symbols, others=known.others))

    def get(self, ticker: str) -> Instrument | None:
        """The instrument with exactly this ticker."""
        return self._by_ticker.get(ticker)

    def all(self) -> tuple[Instrument, ...]:
        """Every instrument, in the catalogue's order."""
        return self._catalogue.instruments

    def canonical(self, ticker_text: str) -> str | None:
        """The ticker that is meant by one way to write it, or None where none is known: "00700.HK" is "0700.HK"."""
        text = ticker_text.strip().removeprefix("$")
        for known in (text, text.upper()):
            if known in self._by_ticker:
                return known
            if known in self._catalogue.symbols:
                return self._catalogue.symbols[known]
        candidates = bare(text) if text.isascii() and text.isdigit() else (spelling(text),)
        for candidate in candidates:
            if candidate in self._by_ticker:
                return candidate
            if candidate in self._catalogue.symbols:
                return self._catalogue.symbols[candidate]
        return None

    def listings(self, company: str) -> tuple[Instrument, ...]:
        """Every listing of a company, most usual first; the company by its id, a name of it, or one of its tickers."""
        if found := self._companies.get(company):
            return found
        if keys := self._names.get(company.strip().casefold()):
            return self._companies[keys[0]]
        ticker = self.canonical(company)
        return self._companies[self._by_ticker[ticker].company] if ticker else ()

    def mentions(self, text: str) -> list[Mention]:
        """What the text names, in order; a later mention never overlaps an earlier one."""
        return list(self._remembered(text) if len(text) <= _LONGEST_REMEMBERED else self._mentions(text))

    def tickers(self, text: str) -> tuple[str, ...]:
        """The tickers of all that it names, each once: those of its mentions, without looking for companies nobody knows."""
        found = _narrowed(sorted(self._known(text), key=lambda mention: mention.start), text)
        return tuple(dict.fromkeys(ticker for mention in found for ticker in mention.tickers))

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        found = self._known(text)
        for start, end in unknowns.companies(text):
            mention = Mention(text=text[start:end], start=start, end=end, tickers=(), certain=False)
            if not _overlaps(mention, found):
                found.append(mention)
        return tuple(_narrowed(sorted(found, key=lambda mention: mention.start), text))

    def _known(self, text: str) -> list[Mention]:
        """What it names that may be in the catalogue; by what shows it, not by where it stands."""
        found = self._shaped(text)
        found += [mention for mention in self._named(text) if not _overlaps(mention, found)]
        found += [mention for mention in self._numbered(text) if not _overlaps(mention, found)]
        found += [mention for mention in self._linked(text, found) if not _overlaps(mention, found)]
        return found

    def near(self, text: str, *, limit: int = 3) -> list[Instrument]:
        """Instruments with a name or a ticker much like the text, best first: one a company."""
        wanted = text.strip().casefold()
        spellings = dict(self._names) | {ticker.casefold(): (known.company,) for ticker, known in self._by_ticker.items()}
        close = difflib.get_close_matches(wanted, spellings, n=3 * limit, cutoff=0.72)
        companies = dict.fromkeys(company for name in close for company in spellings[name])
        return [self._companies[company][0] for company in companies][:limit]

    def misspelt(self, text: str, *, is_word: Callable[[str], bool]) -> list[Misspelling]:
        """The names that the text misspells by one slip, where what was typed is no word."""
        taken = [(mention.start, mention.end) for mention in self.mentions(text) if mention.tickers]
        return self._slips.find(text, taken=taken, is_word=is_word)

    def _written(self) -> set[str]:
        return {name for first, *_ in self._companies.values() for name in (first.name, *first.aliases, *first.chinese)}

    def _company_names(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, tuple[str, ...]] = {}
        for company, (first, *_) in self._companies.items():
            for name in (first.name, *first.aliases, *first.chinese):
                names[name.casefold()] = tuple(dict.fromkeys((*names.get(name.casefold(), ()), company)))
        return names

    def _name_index(self) -> NameIndex:
        names = {name: self._names[name.casefold()] for name in self._written()}
        letters = [ticker for ticker in self._by_ticker if ticker.isalnum() and not ticker[0].isdigit()]
        tickers = [ticker for ticker in letters if ticker not in _NEVER_BARE and ticker.casefold() not in self._names]
        names |= {ticker: (f"={ticker}",) for ticker in tickers}
        exact = {ticker for ticker in tickers if ticker in _CAPITALS_ONLY or (len(ticker) < 4 and _is_sayable(ticker))}
        return NameIndex(names, masks=self._catalogue.others, exact=exact)

    def _shaped(self, text: str) -> list[Mention]:
        mentions = []
        for match in shaped(text):
            ticker = self.canonical(match.group())
            tickers = (ticker,) if ticker else ()
            if match["dotted"] and not ticker and not match.group().rpartition(".")[2].isupper():
                continue  # "end.Sh" or a web address
            mentions.append(_mention(text, *match.span(), tickers, certain=True, shape="ticker"))
        return mentions

    def _named(self, text: str) -> list[Mention]:
        found = list(self._index.find(text))
        mentions: list[Mention] = []
        following: tuple[int, frozenset[str]] | None = None  # where the mention after this one starts, and its venue
        for at in range(len(found) - 1, -1, -1):
            start, end, keys = found[at]
            until = found[at + 1][0] if at + 1 < len(found) else len(text)
            venue = named_venue(text, start, end, until=until)
            if (
                venue is None
                and following
                and text[end : following[0]].strip(" ,、") in ("", "and", "or", "和", "及", "與", "与")
            ):
                venue = (following[1], False)
            mentions.append(self._mention_of(text, start, end, keys, venue))
            following = (start, venue[0]) if venue else None
        return mentions

    def _mention_of(
        self, text: str, start: int, end: int, keys: tuple[str, ...], venue: tuple[frozenset[str], bool] | None
    ) -> Mention:
        if keys and keys[0].startswith("="):
            return _mention(text, start, end, (keys[0][1:],), certain=True, shape="ticker")
        listed = [instrument for key in keys for instrument in self._companies[key]]
        if venue and (there := [one for one in listed if one.exchange in venue[0]]):
            return _mention(text, start, end, tuple(one.ticker for one in there), certain=len(there) == 1)
        if venue and venue[1] and all(one.kind in ("share", "adr") for one in listed):
            listed = []  # "Kuaishou ADRs": there are none
        elif exchanges := [one for one in listed if one.exchange != _OVER_THE_COUNTER]:
            listed = exchanges  # nobody means the unsponsored receipt who does not say so
        return _mention(text, start, end, tuple(one.ticker for one in listed), certain=len(listed) == 1)

    def _numbered(self, text: str) -> list[Mention]:
        mentions = []
        for (start, end), sure in unknowns.numbers(text).items():
            ticker = self.canonical(text[start:end])
            if ticker or sure:
                mentions.append(
                    _mention(text, start, end, (ticker,) if ticker else (), certain=ticker is not None, shape="number")
                )
        return mentions

    def _linked(self, text: str, found: list[Mention]) -> list[Mention]:
        """Known numbers in a row with what is named: "0388.HK, 9888 and Trip.com"."""
        spans = {span for mention in found if mention.tickers for span in unknowns.linked(text, mention.end)}
        known = [(*span, ticker) for span in sorted(spans) if (ticker := self.canonical(text[slice(*span)]))]
        return [_mention(text, start, end, (ticker,), certain=True, shape="number") for start, end, ticker in known]


def _mention(text: str, start: int, end: int, tickers: tuple[str, ...], *, certain: bool, shape: str = "name") -> Mention:
    return Mention(text=text[start:end], start=start, end=end, tickers=tickers, certain=certain, shape=shape)  # type: ignore[arg-type]


def _narrowed(mentions: list[Mention], text: str) -> list[Mention]:
    """A name with one of its tickers right behind it means that listing: "Alibaba (9988.HK)"."""
    narrowed = list(mentions)
    for at, (mention, following) in enumerate(pairwise(mentions)):
        beside = text[mention.end : following.start].strip() in ("", "(", "（")
        if beside and mention.shape == "name" and following.shape != "name" and set(following.tickers) & set(mention.tickers):
            narrowed[at] = replace(mention, tickers=following.tickers, certain=True)
    return narrowed


def _overlaps(mention: Mention, others: list[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def _is_sayable(ticker: str) -> bool:
    """A short ticker with a vowel reads like a word: lower case is the word."""
    return len(ticker) < 3 or any(letter in "AEIOUY" for letter in ticker)
