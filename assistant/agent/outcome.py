"""The outcome of an answer: what was shown, on which sources it rests, and the words of our own it may say."""

from dataclasses import dataclass, field

from assistant.agent import events as ev

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
    numbers: dict[int, None] = field(default_factory=dict)  # the sources used, in order
    figures: list[ev.CheckedFigure] = field(default_factory=list)
    withheld: list[ev.Withheld] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    model: str = ""  # where another than the assistant's own answered
    noted: int | None = None  # the source of the note on the moment relative dates are read from
    notes: int = 0  # texts of our own that were shown before the answer

    def note(self, text: str) -> ev.Text:
        """Notes that a text of our own is shown, and gives its event."""
        self.notes += 1
        return self.say(text)

    def say(self, text: str) -> ev.Text:
        """Notes that a text is shown, and gives its event."""
        self.shown.append(text)
        return ev.Text(text=text)

    def was_shown(self, sentence: str) -> bool:
        """Whether a sentence was shown before."""
        return sentence.strip() in {one.strip() for one in self.shown}

    @property
    def spoke(self) -> bool:
        """Whether anything but notes of our own was shown."""
        return bool("".join(self.shown[self.notes :]).strip())
