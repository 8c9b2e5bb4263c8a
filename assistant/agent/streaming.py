"""Streaming: a model's text cut into sentences as it arrives, each held until it is whole."""

import re

from assistant.agent.citations import as_marks
from assistant.agent.extractive.sentences import split

_ABSTAIN = re.compile(r"^\s*ABSTAIN\((\w+)\)\s*$")
_MARKS = re.compile(r"(?:\s*\[\d{1,4}\])+[.。]?")
_ITEM = re.compile(r"\s*\d{1,2}[.)]\s*")  # the number of an item goes with it
_LONGEST_LINE = 8_000


class SentenceBuffer:
    """Takes pieces of text and gives back whole sentences with the white space that follows them.

    A sentence is whole when its line ends or when the next one has begun; marks after its full stop belong to it.
    """

    def __init__(self, *, written: bool = False) -> None:
        self._written = written  # by a language model, which may cite in ways of its own
        self._held = ""
        self.reason: str | None = None  # of an abstention, where the first line states one
        self._first = True

    def feed(self, piece: str) -> list[str]:
        self._held += piece
        if self._written:
            self._held = as_marks(self._held)
        done: list[str] = []
        while "\n" in self._held:
            line, _, self._held = self._held.partition("\n")
            done += self._line(line, end="\n")
        if len(self._held) > _LONGEST_LINE:
            done += self._line(self._held, end="")
            self._held = ""
        elif not self._may_abstain():
            whole = whole_sentences(self._held)
            if len(whole) > 2:  # the last may go on, and marks may still follow the one before it
                ready = whole[:-2]
                done += ready
                self._held = self._held[sum(len(one) for one in ready) :]
        return done

    def _may_abstain(self) -> bool:
        """Whether what is held could still become the line that says the answer abstains."""
        start = self._held.lstrip()[:8]
        return self._first and "ABSTAIN(".startswith(start)

    def flush(self) -> list[str]:
        """What is left when the text has ended."""
        rest, self._held = self._held, ""
        return self._line(rest, end="") if rest.strip() else []

    def _line(self, line: str, *, end: str) -> list[str]:
        if self._first and line.strip():
            self._first = False
            match = _ABSTAIN.match(line)
            if match:
                self.reason = match.group(1)
                return []
        pieces = whole_sentences(line)
        if not pieces:
            return []
        return [*pieces[:-1], pieces[-1] + end]


def whole_sentences(text: str) -> list[str]:
    """The sentences of a line, each with its trailing marks and spaces; together they are the line."""
    found: list[str] = []
    begin = 0
    for sentence in split(text):
        end = sentence.end
        marks = _MARKS.match(text, end)
        if sentence.end <= begin:
            continue
        if marks:
            end = marks.end()
        while end < len(text) and text[end] == " ":
            end += 1
        if text[begin:end].strip() and not _ITEM.fullmatch(text, begin, end):
            found.append(text[begin:end])
            begin = end
    if text[begin:].strip():
        found.append(text[begin:])
    return found
