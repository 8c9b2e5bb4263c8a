"""Voice: the program's own words as the reader of one answer is told them, with the question's names for the instruments."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.agent.events import CheckedFigure
from assistant.agent.reading import Reading
from assistant.agent.tongue import Script, figure_in, in_script, script_of
from assistant.figures.chinese import HAS_HAN
from assistant.figures.han import simplified
from assistant.market.instruments import Instrument, Instruments


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The script of an answer, where it is Chinese, and what the question calls the instruments it names."""

    script: Script | None = None
    names: dict[str, str] = field(default_factory=dict)

    def say(self, words: str) -> str:
        """Words of the program as they are shown."""
        return in_script(words, self.script, self.names)

    def figures(self, checked: Iterable[CheckedFigure], said: str) -> list[CheckedFigure]:
        """Checked figures as the sentence that is shown writes them."""
        return [one.model_copy(update={"text": figure_in(one.text, said, self.script)}) for one in checked]


def voice_of(reading: Reading, instruments: Instruments) -> Voice:
    """The voice in which a question is answered."""
    names: dict[str, str] = {}
    script = script_of(reading.asked)
    for mention in reading.mentions:
        listed = [one for ticker in mention.tickers if (one := instruments.get(ticker)) is not None]
        said = mention.text if HAS_HAN.search(mention.text) else ""
        names |= {one.name: said or _chinese(one, script) or one.name for one in listed if script is not None}
    return Voice(script=script, names=names)


def _chinese(instrument: Instrument, script: Script | None) -> str:
    """The name of an instrument in that script, where the question has it in English."""
    return next((name for name in instrument.chinese if (simplified(name) == name) is (script == "simplified")), "")
