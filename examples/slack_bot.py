"""A Slack bot over rally's API: a mention is a question, and its answer comes back in the thread with its sources.

How the question was read stands above the answer. Words of the mention change it: `from:2025-09-15 to:2025-09-19`,
`ticker:9888.HK` (again for another), `time:any` and `ticker:any`.
"""

import json
import os
import re
import textwrap
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

_CHANGE = re.compile(r"(?:^|\s)(from|to|time|ticker):(\S+)")
_LONGEST_POST = 3_900  # characters: Slack cuts longer messages


def build(environment: Mapping[str, str]) -> App:
    """The bot as its environment describes it."""
    client = WebClient(token=environment["SLACK_BOT_TOKEN"], base_url=environment.get("SLACK_API_URL", WebClient.BASE_URL))
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=2))
    app = App(client=client, signing_secret=environment["SLACK_SIGNING_SECRET"])
    seen: dict[str, object] = {}  # Slack sends an event again when it thinks the first was lost
    sessions: dict[str, str] = {}  # a thread is a conversation

    @app.event("app_mention")
    def answer(body: dict[str, Any], event: dict[str, Any], say: Any) -> None:
        delivery = object()
        if seen.setdefault(body["event_id"], delivery) is not delivery or event.get("bot_id") or event.get("edited"):
            return
        thread = event.get("thread_ts") or event["ts"]
        place = f"{event['channel']} {thread}"
        reply = ask(environment, re.sub(r"<@\w+>", "", event["text"]).strip(), session_id=sessions.get(place))
        if "session_id" in reply:
            sessions[place] = reply["session_id"]
        for post in posts(reply):
            say(text=post, thread_ts=thread, unfurl_links=False, unfurl_media=False)

    return app


def ask(environment: Mapping[str, str], question: str, *, session_id: str | None) -> dict[str, Any]:
    """What the assistant answers, or the error it gives."""
    address = environment.get("RALLY_URL", "http://127.0.0.1:8000") + "/api/chat"
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key := environment.get("RALLY_API_KEY"):
        headers["Authorization"] = f"Bearer {key}"
    body = asked(question) | ({"session_id": session_id} if session_id else {})
    try:
        with urlopen(Request(address, json.dumps(body).encode(), headers), timeout=90) as response:  # noqa: S310  our own server
            return dict(json.load(response))
    except HTTPError as exc:
        with exc:
            return dict(json.load(exc)) if "json" in exc.headers.get("content-type", "") else {}
    except (OSError, ValueError):
        return {}


def asked(text: str) -> dict[str, Any]:
    """The question of a mention, with the window and the instruments that its words set."""
    changes = _CHANGE.findall(text)
    body: dict[str, Any] = {"question": _CHANGE.sub(" ", text).strip()}
    days = {{"from": "first", "to": "last"}[name]: value for name, value in changes if name in ("from", "to")}
    if days or ("time", "any") in changes:
        body["window"] = days
    if tickers := [value for name, value in changes if name == "ticker"]:
        body["tickers"] = [] if "any" in tickers else tickers
    return body


def posts(reply: Mapping[str, Any]) -> list[str]:
    """The messages that show a reply whole; what other people wrote cannot mention anyone or format anything."""
    if "answer" not in reply:
        return [escape(reply.get("error", {}).get("message", "The assistant cannot be reached just now."), quote=False)]
    lines = [*_reading(reply), *reply["answer"].splitlines(), *(_source(source) for source in reply["citations"])]
    found = [""]
    for line in lines:
        for piece in textwrap.wrap(escape(line, quote=False), _LONGEST_POST, break_on_hyphens=False) or [""]:
            if len(found[-1]) + len(piece) >= _LONGEST_POST:
                found.append("")
            found[-1] += piece + "\n"
    return [post.strip() for post in found if post.strip()] or ["The assistant had nothing to say."]


def _reading(reply: Mapping[str, Any]) -> list[str]:
    """How the question was read, in a line, and what is to be said of it."""
    reading = reply.get("reading") or {}
    parts = [part for part in (reading.get("label"), ", ".join(reading.get("tickers") or ())) if part]
    return [line for line in (f"Read as: {'; '.join(parts)}" if parts else "", reading.get("note") or "") if line]


def _source(source: Mapping[str, Any]) -> str:
    parts = (source["publisher"], source["title"], (source["published_at"] or "")[:10], source["url"])
    return f"[{source['n']}] " + ", ".join(part for part in parts if part)


if __name__ == "__main__":
    build(os.environ).start(port=int(os.environ.get("PORT", "3000")))
