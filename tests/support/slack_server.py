"""A fake Slack: a Web API over loopback that keeps every call and can fail, and events signed as Slack signs them."""

import hashlib
import hmac
import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.support.loopback import Asked, Given, loopback

TOKEN = "xoxb-test"
SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
BOT = "U0BOT"
WRITING = frozenset({"chat.postMessage", "chat.update"})


def refused(error: str) -> Given:
    """Slack's way of saying no: 200, and a code."""
    return Given(body=json.dumps({"ok": False, "error": error}).encode())


RATE_LIMITED = Given(
    status=429, body=b'{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "0", "content-type": "application/json"}
)
SERVER_ERROR = Given(status=500, body=b"<html>oops</html>", headers={"content-type": "text/html"})
REFUSALS = tuple(
    refused(code) for code in ("channel_not_found", "not_in_channel", "msg_too_long", "invalid_blocks", "token_revoked")
)


@dataclass(slots=True)
class Slack:
    """The fake's state: what was called, and what is to fail."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, list[Given]] = field(default_factory=lambda: defaultdict(list))
    changed: threading.Condition = field(default_factory=threading.Condition)

    @property
    def posts(self) -> list[dict[str, Any]]:
        """Messages posted or updated, refused ones among them."""
        return [params for method, params in self.calls if method in WRITING]

    def fail(self, method: str, *faults: Given) -> None:
        """The next calls of that method get these answers."""
        self.faults[method] += faults

    def wait_for(self, posts: int, *, seconds: float = 10) -> list[dict[str, Any]]:
        """The messages once there are that many."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.posts) >= posts, seconds), self.calls
        return self.posts

    def answer(self, asked: Asked) -> Given:
        method = asked.path.removeprefix("/api/").partition("?")[0]
        kind = asked.headers.get("content-type", "")
        params = json.loads(asked.body or b"{}") if "json" in kind else dict(parse_qsl(asked.body.decode()))
        with self.changed:
            self.calls.append((method, params))
            self.changed.notify_all()
            if self.faults[method]:
                return self.faults[method].pop(0)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}" and params.get("token") != TOKEN:
            return refused("invalid_auth")
        return Given(body=json.dumps(self._accepted(method, params)).encode())

    def _accepted(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        if method == "auth.test":
            team = {"url": self.url, "team": "Test", "team_id": "T0", "user": "rally"}
            return {"ok": True, "user_id": BOT, "bot_id": "B0BOT", **team}
        if method in WRITING:
            return {"ok": True, "channel": params.get("channel"), "ts": f"1758100000.{len(self.calls):06}", "message": params}
        return {"ok": False, "error": "unknown_method"}


@contextmanager
def slack_server() -> Iterator[Slack]:
    """A running fake; its `url` is where the client's `base_url` points."""
    slack = Slack()
    with loopback(slack.answer) as address:
        slack.url = f"{address}/api/"
        yield slack


def signed(body: str, *, at: int, secret: str = SECRET) -> dict[str, str]:
    """The headers of a delivery whose body Slack signed at that moment."""
    digest = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"content-type": "application/json", "x-slack-request-timestamp": str(at), "x-slack-signature": f"v0={digest}"}


def mention(text: str, *, event_id: str = "Ev1", **event: Any) -> str:
    """The body of a delivery in which a person mentions the bot."""
    told = {"type": "app_mention", "user": "U1", "text": f"<@{BOT}> {text}", "ts": "1758099999.000100", "channel": "C1"} | event
    return json.dumps({"type": "event_callback", "event_id": event_id, "team_id": "T0", "api_app_id": "A0", "event": told})
