"""`rally export`: a session as a file."""

import sys
from pathlib import Path

from assistant.api.reports import report_of
from assistant.bootstrap import load_instruments, utc_now
from assistant.cli.failures import say
from assistant.database import open_database
from assistant.errors import BadInput, NotFound
from assistant.market.prices import PriceBook
from assistant.sessions.exports.formats import format_of
from assistant.sessions.store import SessionStore
from assistant.settings import read_settings


def run(session_id: str, *, name: str, out: Path | None) -> int:
    """Writes the session to the file, or to stdout."""
    format_ = format_of(name)
    settings = read_settings()
    database = open_database(settings.database_address)
    try:
        store = SessionStore(database)
        session = store.get(session_id)
        turns = [turn for turn in store.turns(session_id) if turn.state != "running"]
        prices = PriceBook(database)
        instruments = load_instruments(settings).including(prices.tickers())
        report = report_of(
            database,
            session,
            turns,
            now=utc_now(),
            instruments=instruments,
            prices=prices,
            drawn=format_.pictures,
            zone=settings.zone if format_.zoned else "UTC",
        )
    finally:
        database.close()
    if not turns:
        raise NotFound("The session holds no answer yet.")
    data = format_.write(report)
    if out is None:
        sys.stdout.buffer.write(data)
        return 0
    try:
        out.write_bytes(data)
    except OSError as exc:
        raise BadInput(f"The file {str(out)!r} cannot be written: {exc.strerror}.") from exc
    say(f"{len(turns)} {'answer' if len(turns) == 1 else 'answers'} written to {out}.")
    return 0
