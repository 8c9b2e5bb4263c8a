"""The charts of kept answers, drawn again for what is exported: what was known at the answer's moment does not change."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import parse_qs, unquote

from assistant.api.charts import read_lines, read_marks
from assistant.api.instants import read_days, read_instant
from assistant.errors import AssistantError
from assistant.knowledge.store import DocumentStore
from assistant.market.chart_pictures import draw
from assistant.market.charts import MOST_LINES, MOST_MARKS, chart
from assistant.market.instruments import Instruments
from assistant.market.prices import PriceBook
from assistant.sessions.exports.report import Chart, clean
from assistant.sessions.exports.words import Language, say
from assistant.sessions.records import Turn

_ADDRESS = re.compile(r"/api/charts/([^/?]{1,60})\?(.{1,4000})")
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")  # a sentence's own day
_MOST = 20  # of one export: each takes a second to draw
_REMEMBERED = 32


def charts_of(
    turns: Sequence[Turn],
    documents: DocumentStore,
    instruments: Instruments,
    prices: PriceBook,
    *,
    drawn: bool,
    language: Language = "en",
) -> dict[str, tuple[Chart, ...]]:
    """The charts of each turn, by its id, as pictures where they are to be `drawn`; one that cannot be had is left out."""
    offered = ((turn.turn_id, event) for turn in turns for event in turn.events if event.get("type") == "chart")
    found: dict[str, tuple[Chart, ...]] = {}
    for turn_id, event in islice(offered, _MOST):
        specification = _specification(str(event.get("spec_url", "")), documents, instruments, prices)
        if specification is not None:
            made = _made(clean(event.get("title")), specification, drawn=drawn, language=language)
            found[turn_id] = (*found.get(turn_id, ()), made)
    return found


def _specification(
    address: str, documents: DocumentStore, instruments: Instruments, prices: PriceBook
) -> dict[str, Any] | None:
    asked = _ADDRESS.fullmatch(address)
    if asked is None:
        return None
    query = parse_qs(asked[2])
    tickers = [unquote(asked[1]), *query.get("with", ())][:MOST_LINES]
    try:
        as_of = read_instant(query["as_of"][0], zone="UTC")
        days = read_days(query["from"][0], query["to"][0])
        lines = read_lines(tickers, days, as_of=as_of, instruments=instruments, prices=prices)
        return chart(lines, read_marks(documents, query.get("cite", [])[:MOST_MARKS], as_of=as_of))
    except (AssistantError, KeyError):
        return None


def _made(title: str, specification: dict[str, Any], *, drawn: bool, language: Language) -> Chart:
    """The chart; in words alone where no picture is wanted, or none comes of it."""
    words = str(specification["description"])
    if language == "zh":
        said = specification["usermeta"]["description"]
        words = "".join(
            say(one, language, **{name: _DAY.sub(_in_chinese, value) for name, value in of.items()}) for one, of in said
        )
    try:
        return Chart(title=title, words=words, picture=_picture(json.dumps(specification)) if drawn else b"")
    except AssistantError:
        return Chart(title=title, words=words, picture=b"")


def _in_chinese(day: re.Match[str]) -> str:
    return f"{day[1]}年{int(day[2])}月{int(day[3])}日"


@lru_cache(maxsize=_REMEMBERED)
def _picture(specification: str) -> bytes:
    """The same chart is drawn once, however often a shared session is looked at."""
    return draw(json.loads(specification), "png")
