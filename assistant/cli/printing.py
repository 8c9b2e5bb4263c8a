"""An answer's events on a terminal: the words as they come, then where they come from."""

import typer

from assistant.agent.events import Citations, CitedSource, Event, ReadWindow, Status, Text, Withheld
from assistant.cli.failures import say


def print_event(event: Event) -> None:
    """What a person is shown of an event, if anything."""
    if isinstance(event, Text):
        typer.echo(plain(event.text), nl=False)
    elif isinstance(event, Status) and event.reading is not None:
        if line := reading_line(event.reading):
            say(f"({line})")
    elif isinstance(event, Withheld):
        say(f"(withheld: {plain(event.detail)})")
    elif isinstance(event, Citations):
        typer.echo("\n")
        for source in event.sources:
            typer.echo(source_line(source))


def reading_line(reading: ReadWindow) -> str:
    """`read as: 17 Sep 2025, Hong Kong time; 9888.HK`; nothing where the words name neither time nor instrument."""
    parts = [part for part in (reading.label, ", ".join(reading.tickers)) if part]
    return plain(f"read as: {'; '.join(parts)}") if parts else ""


def source_line(source: CitedSource) -> str:
    """`[1] Baidu leads · Our Paper · 2025-09-17 17:00 HKT · https://…`, by the source's own clock."""
    when = f"{source.published_at:%Y-%m-%d %H:%M} {source.published_at.tzname()}" if source.published_at else ""
    parts = (source.title or source.quote, source.publisher, when, source.url)
    return f"[{source.n}] " + " · ".join(plain(part) for part in parts if part)


def plain(text: str) -> str:
    """The text without what would steer a terminal."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
