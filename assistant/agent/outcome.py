"""The outcome of an answer: what was shown, on which sources it rests, and the words of our own it may say."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.agent import events as ev
from assistant.agent.citations import numbered

NOTHING = "Nothing of the answer could be tied to a source, so nothing is shown."
STANDS_IN = "The language model cannot be reached, so this answer is put together from the sources' own sentences."

# What an answer says that abstains and of which no sentence could be shown.
MISSING = {
    "no_evidence": "The news and prices held say nothing about this.",
    "not_stated": "The sources held do not state this.",
    "out_of_window": "Nothing is held from the time asked about.",
    "no_session": "There was no trading session then.",
    "unknown_instrument": "No such instrument is known here.",
    "ambiguous_instrument": "It is not clear which instrument is meant; name its ticker.",
    "future": "This lies in the future and cannot be known yet.",
    "stale": "What is held is too old to answer this.",
    "conflict": "The sources contradict each other, and none of them settles it.",
    "advice": "This program gives no advice on buying, selling or holding.",
}
OWN_WORDS = frozenset({NOTHING, STANDS_IN, *MISSING.values()})


@dataclass(slots=True)
class Outcome:
    """What became of an answer."""

    reason: ev.Reason | None = None
    places: dict[int, int] = field(default_factory=dict)  # of the sources used, by their number in the ledger: 1, 2, ...
    figures: list[ev.CheckedFigure] = field(default_factory=list)
    withheld: list[ev.Withheld] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)  # with the ledger's numbers, as the chat model knows them
    model: str = ""  # where another than the assistant's own answered
    noted: int | None = None  # the source of the note on the moment relative dates are read from
    notes: int = 0  # texts of our own that were shown before the answer

    def note(self, text: str) -> ev.Text:
        """Notes that a text of our own is shown, and gives its event."""
        self.notes += 1
        return self.say(text)

    def use(self, numbers: Iterable[int]) -> None:
        """Gives sources their places in the answer, in the order in which they are first cited."""
        for n in numbers:
            self.places.setdefault(n, len(self.places) + 1)

    def say(self, text: str) -> ev.Text:
        """Notes that a text is shown, and gives its event, numbered as a reader counts."""
        self.shown.append(text)
        return ev.Text(text=numbered(text, self.places))

    def check(self, figures: Iterable[ev.CheckedFigure]) -> None:
        """Keeps checked figures, with the places of their sources."""
        for one in figures:
            place = None if one.source is None else self.places[one.source]
            self.figures.append(one.model_copy(update={"source": place}))

    @property
    def rests(self) -> bool:
        """Whether it rests on any source but that of its note."""
        return any(n != self.noted for n in self.places)

    def was_shown(self, sentence: str) -> bool:
        """Whether a sentence was shown before."""
        return sentence.strip() in {one.strip() for one in self.shown}

    @property
    def spoke(self) -> bool:
        """Whether anything but notes of our own was shown."""
        return bool("".join(self.shown[self.notes :]).strip())
