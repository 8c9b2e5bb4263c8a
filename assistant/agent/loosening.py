"""Loosening: what a question says of one of several reports, or of time to come, bounds no search."""

from dataclasses import replace

from assistant.agent.reading import Reading, local_day

_OF_ONE = "Several reports are told apart, so what is said of one bounds none of the others."
_AHEAD = "The time named had not come, so no report can be of then."


def loosened(reading: Reading, reports: int) -> Reading:
    """The reading for a search, without what cannot hold for all that is looked for.

    Args:
        reports: how many reports the question tells apart by their outlets.
    """
    several = reports > 1
    if several and reading.tickers:
        reading = replace(reading, tickers=(), note=_noted(reading, _OF_ONE))
    window = reading.window
    if window is None or reading.overridden or not (reading.bounded or window.latest):
        return reading
    if several and len(window.words) < reports:
        why = _OF_ONE
    elif _is_ahead(reading):
        why = _AHEAD
    else:
        return reading
    return replace(reading, window=replace(window, topical=True), query=reading.question, note=_noted(reading, why))


def _is_ahead(reading: Reading) -> bool:
    window = reading.window
    if window is None or not window.relative or window.first is None or reading.anchor is None:
        return False
    return window.first > local_day(reading.anchor, reading.zone)


def _noted(reading: Reading, why: str) -> str:
    return reading.note if why in reading.note else f"{reading.note} {why}".strip()
