"""Foreign days: a report from Hong Kong's morning tells of New York's session the evening before, and of Europe's and oil's."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.agent.kinds import speaks_of_trading
from assistant.agent.reading import Reading
from assistant.figures.han import simplified
from assistant.knowledge.documents import Document, Hit
from assistant.knowledge.windows import Window
from assistant.market.calendars import last_session

_NEW_YORK, _LONDON = "XNYS", "XLON"
_ABROAD = re.compile(
    r"\b(?:wall street|us (?:stocks|shares|markets)|nasdaq|dow|s&p 500)\b|美股|纳指|纳斯达克|道指|道琼斯|标普|"
    r"欧洲.{0,4}股|欧股|富时|dax|cac ?40|[布期]油|油价|布[兰伦]特",
    re.I,
)
_EUROPE = re.compile(r"\b(?:ftse|dax|cac 40|european (?:stocks|shares))\b|欧洲.{0,4}股|欧股|富时|法兰克福|巴黎", re.I)
_WEST = ("America/", "Europe/")
_NOON = time(12)
_LEAD = 200  # characters in which a report says of what market it tells


def is_foreign(reading: Reading) -> bool:
    """Whether the question is about trading that ends in Hong Kong's night, on days it names."""
    window = reading.window if reading.bounded else None
    if window is None or window.first is None or window.last is None or window.since or window.until:
        return False
    abroad = reading.zone.startswith(_WEST) or (not reading.tickers and bool(_ABROAD.search(simplified(reading.question))))
    return abroad and speaks_of_trading(reading.question)


def names_abroad(text: str) -> bool:
    """Whether a text names a market whose trading ends in Hong Kong's night: Wall Street, the FTSE."""
    return bool(_ABROAD.search(simplified(text)))


def widened(reading: Reading, window: Window | None) -> Window | None:
    """The window of publication in which the reports of the window's sessions stand."""
    if window is None or window.last is None or not is_foreign(reading):
        return window
    return replace(window, last=window.last + timedelta(days=1))


def of_its_days(hits: Iterable[Hit], reading: Reading, window: Window | None) -> list[Hit]:
    """The hits whose session lies in the window."""
    if window is None or not is_foreign(reading):
        return list(hits)
    return [hit for hit in hits if told_in(hit.document, window)]


def tells_of_abroad(document: Document) -> bool:
    """Whether a report from before noon tells, by its title or opening, of trading that ended in the night."""
    at = document.published_at
    early = at is not None and document.precision == "minute" and at.astimezone(ZoneInfo(document.zone)).time() < _NOON
    return early and bool(_ABROAD.search(simplified(f"{document.title}\n{document.text[:_LEAD]}")))


def told_in(document: Document, window: Window) -> bool:
    """Whether the session abroad that a document tells of lies in the window."""
    day = session_told(document)
    return day is not None and (window.first is None or day >= window.first) and (window.last is None or day <= window.last)


def session_told(document: Document) -> date | None:
    """The session abroad that a document tells of: for one from another part of the world, the newest that had ended."""
    if document.published_date is None or document.zone.startswith(_WEST):
        return document.published_date
    at = document.published_at
    if at is None or document.precision != "minute":
        at = datetime.combine(document.published_date, _NOON, ZoneInfo(document.zone))
    lead = simplified(f"{document.title}\n{document.text[:_LEAD]}")
    return last_session(_LONDON if _EUROPE.search(lead) else _NEW_YORK, at)
