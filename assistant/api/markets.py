"""Markets: what the exchanges of the story are doing, now or at another moment."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import ClockDep, SettingsDep
from assistant.api.instants import read_instant
from assistant.market import calendars

_EXCHANGES = {"XHKG": "Hong Kong", "XSHG": "Shanghai", "XNYS": "New York"}

router = APIRouter(prefix="/api/markets", tags=["markets"])


@router.get("")
def read_markets(
    now: ClockDep, settings: SettingsDep, as_of: Annotated[str | None, Query(max_length=40)] = None
) -> dict[str, Any]:
    """Each exchange's state and its last whole session."""
    moment = read_instant(as_of, zone=settings.zone) if as_of else now()
    return {"as_of": moment, "markets": [_market(exchange, name, moment) for exchange, name in _EXCHANGES.items()]}


def _market(exchange: str, name: str, moment: datetime) -> dict[str, Any]:
    return {
        "exchange": exchange,
        "name": name,
        "state": calendars.state(exchange, moment),
        "last_session": calendars.last_session(exchange, moment).isoformat(),
    }
