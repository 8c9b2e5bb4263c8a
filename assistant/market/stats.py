"""Market statistics: a value of a metric of a subject over a period, with its source."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Stat:
    stat_id: str
    doc_id: str  # the document that carries it into the index
    subject: str  # "Hang Seng Tech Index"
    ticker: str | None
    metric: str  # "forward_pe"
    value: Decimal
    unit: str  # "times", "%", "USD bn"
    currency: str | None
    period: str  # "2025", "2025-09-17", "12 months forward"
    source: str
    published_at: datetime | None
    known_at: datetime
