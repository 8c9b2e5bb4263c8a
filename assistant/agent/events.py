"""The events of an answer's stream. These models are the wire schema of every front door."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Reason = Literal[
    "no_evidence",
    "not_stated",
    "out_of_window",
    "no_session",
    "unknown_instrument",
    "ambiguous_instrument",
    "future",
    "stale",
    "conflict",
    "advice",
]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CitedSource(_Record):
    """A numbered source that the answer used; `quote` is text[start:end] of that version for news."""

    n: int
    kind: Literal["news", "price", "stat", "calculation"]
    doc_id: str | None = None
    version: int | None = None
    title: str = ""
    publisher: str = ""
    url: str = ""
    published_at: datetime | None = None
    known_at: datetime | None = None
    quote: str = ""
    start: int | None = None
    end: int | None = None


class CheckedFigure(_Record):
    """A figure of the answer and the source it was checked against."""

    text: str
    value: str
    unit: str
    source: int | None
    status: Literal["verified", "withheld"]


class ReadWindow(_Record):
    """How the question was read: shown to the person, who may change it."""

    label: str = ""  # "17 Sep 2025, Hong Kong time"
    first: str | None = None
    last: str | None = None
    part: Literal["open", "midday", "close"] | None = None
    tickers: tuple[str, ...] = ()
    note: str = ""  # "Relative dates are read from 17 Sep 2025, the newest report held."


class Status(_Record):
    type: Literal["status"] = "status"
    stage: Literal["reading", "searching", "pricing", "writing", "checking"]
    reading: ReadWindow | None = None


class ToolCall(_Record):
    type: Literal["tool"] = "tool"
    name: str
    args: dict[str, Any]
    summary: str


class Text(_Record):
    type: Literal["text"] = "text"
    text: str


class Withheld(_Record):
    type: Literal["withheld"] = "withheld"
    reason: str
    detail: str


class Citations(_Record):
    type: Literal["citations"] = "citations"
    sources: tuple[CitedSource, ...]


class Figures(_Record):
    type: Literal["figures"] = "figures"
    figures: tuple[CheckedFigure, ...]


class Chart(_Record):
    type: Literal["chart"] = "chart"
    title: str
    spec_url: str
    png_url: str


class Usage(_Record):
    """What an answer took of its chat model; the keyless one takes no tokens."""

    model_calls: int = 0
    tool_calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: str = ""  # "0.004321 USD"; "unknown" where a price or the tokens are not known, empty without a language model


class Done(_Record):
    type: Literal["done"] = "done"
    turn_id: str
    session_id: str
    abstained: bool
    reason: Reason | None
    as_of: datetime
    newest_evidence_at: datetime | None
    model: str
    elapsed_ms: float
    usage: Usage = Usage()


class Failed(_Record):
    type: Literal["error"] = "error"
    code: str
    message: str
    retryable: bool
    incident: str


Event = Annotated[
    Status | ToolCall | Text | Withheld | Citations | Figures | Chart | Done | Failed,
    Field(discriminator="type"),
]
