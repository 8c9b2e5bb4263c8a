"""The Slack example answers mentions in their thread, through a fake Slack and a fake assistant."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_bolt import App, BoltRequest

from examples.slack_bot import build, posts
from tests.support.loopback import Asked, Given, drop_proxies, loopback
from tests.support.slack_server import RATE_LIMITED, REFUSALS, SECRET, SERVER_ERROR, TOKEN, Slack, mention, signed, slack_server

SOURCE = {
    "n": 1,
    "publisher": "Harbour Ledger",
    "title": "At the <close>",
    "published_at": "2025-09-17T10:20:00Z",
    "url": "https://h.example/1",
}


@dataclass
class FakeAssistant:
    """Stands where rally's API stands."""

    url: str = ""
    given: Given | None = None
    reading: dict[str, Any] | None = None
    text: str = "Baidu rose 15.72 % [1]."
    asked: list[tuple[Asked, dict[str, Any]]] = field(default_factory=list)

    def answer(self, asked: Asked) -> Given:
        self.asked.append((asked, json.loads(asked.body)))
        body = {"answer": self.text, "citations": [SOURCE], "session_id": f"s{len(self.asked)}", "reading": self.reading}
        return self.given or Given(body=json.dumps(body).encode())


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slack]:
    drop_proxies(monkeypatch)
    with slack_server() as slack:
        yield slack


@pytest.fixture
def assistant() -> Iterator[FakeAssistant]:
    assistant = FakeAssistant()
    with loopback(assistant.answer) as assistant.url:
        yield assistant


@pytest.fixture
def bot(slack: Slack, assistant: FakeAssistant) -> App:
    environment = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": slack.url}
    return build(environment | {"RALLY_URL": assistant.url, "RALLY_API_KEY": "k"})


@pytest.fixture
def deliver(bot: App) -> Iterator[Callable[..., int]]:
    def send(body: str, **signing: Any) -> int:
        headers: Any = signed(body, at=int(time.time()), **signing)
        return int(bot.dispatch(BoltRequest(body=body, headers=headers)).status)

    yield send
    bot.listener_runner.listener_executor.shutdown(wait=True)


def test_a_mention_is_answered_in_its_thread(slack: Slack, assistant: FakeAssistant, deliver: Callable[..., int]):
    """The question goes to the assistant without the mention; the answer is posted with its sources and no previews."""
    assert deliver(mention("How far did Baidu rise?")) == 200

    [post] = slack.wait_for(1)
    assert (post["channel"], post["thread_ts"]) == ("C1", "1758099999.000100")
    assert post["text"] == "Baidu rose 15.72 % [1].\n[1] Harbour Ledger, At the &lt;close&gt;, 2025-09-17, https://h.example/1"
    assert [post["unfurl_links"], post["unfurl_media"]] in ([False, False], ["0", "0"], ["False", "False"], ["false", "false"])
    [(asked, body)] = assistant.asked
    assert (asked.path, body) == ("/api/chat", {"question": "How far did Baidu rise?"})
    assert (asked.headers["accept"], asked.headers["authorization"]) == ("application/json", "Bearer k")


def test_the_reading_stands_above_the_answer(slack: Slack, assistant: FakeAssistant, deliver: Callable[..., int]):
    """The window and the instruments that were read, and what is to be said of them, in lines of their own."""
    note = "Relative dates are read from <today>."
    assistant.reading = {"label": "17 Sep 2025, Hong Kong time", "tickers": ["9888.HK", "BIDU"], "note": note}
    deliver(mention("How far did Baidu rise?"))

    lines = slack.wait_for(1)[0]["text"].splitlines()
    read = ["Read as: 17 Sep 2025, Hong Kong time; 9888.HK, BIDU", "Relative dates are read from &lt;today&gt;."]
    assert lines[:3] == [*read, "Baidu rose 15.72 % [1]."]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Why? from:2025-09-15 to:2025-09-19", {"window": {"first": "2025-09-15", "last": "2025-09-19"}}),
        ("Why? to:2025-09-19 ticker:9888.HK ticker:BABA", {"window": {"last": "2025-09-19"}, "tickers": ["9888.HK", "BABA"]}),
        ("ticker:any time:any Why?", {"window": {}, "tickers": []}),
    ],
)
def test_the_reading_is_changed_in_the_mention(
    slack: Slack, assistant: FakeAssistant, deliver: Callable[..., int], text: str, body: dict[str, Any]
):
    """Words of the mention set the window and the instruments, or leave them out, and are no part of the question."""
    deliver(mention(text))
    slack.wait_for(1)

    assert [asked for _, asked in assistant.asked] == [{"question": "Why?", **body}]


def test_a_thread_is_one_session(slack: Slack, assistant: FakeAssistant, deliver: Callable[..., int]):
    """A second question in the thread carries the session of the first; another thread does not."""
    deliver(mention("How far did Baidu rise?", event_id="Ev1", ts="1.1"))
    slack.wait_for(1)
    deliver(mention("And Alibaba?", event_id="Ev2", ts="1.2", thread_ts="1.1"))
    slack.wait_for(2)
    deliver(mention("And JD?", event_id="Ev3", ts="2.1"))
    slack.wait_for(3)

    assert [body.get("session_id") for _, body in assistant.asked] == [None, "s1", None]


def test_a_repeated_delivery_is_answered_once(slack: Slack, assistant: FakeAssistant, deliver: Callable[..., int], bot: App):
    """Slack sends an event again when it hears nothing: it is acknowledged and not answered again."""
    assert [deliver(mention("How far did Baidu rise?")) for _ in range(4)] == [200] * 4
    slack.wait_for(1)
    bot.listener_runner.listener_executor.shutdown(wait=True)

    assert len(slack.posts) == len(assistant.asked) == 1


def test_a_forged_delivery_is_refused(assistant: FakeAssistant, deliver: Callable[..., int]):
    """A body signed with another secret reaches nobody."""
    assert deliver(mention("How far did Baidu rise?"), secret="another") == 401
    assert assistant.asked == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (Given(status=409, body=b'{"error": {"message": "Still <answering>."}}'), "Still &lt;answering&gt;."),
        (Given(status=502, body=b"<html>", headers={"content-type": "text/html"}), "The assistant cannot be reached just now."),
        (Given(body=b"half"), "The assistant cannot be reached just now."),
    ],
)
def test_failures_are_told(slack: Slack, assistant: FakeAssistant, deliver: Callable[..., int], given: Given, said: str):
    """The person who asked hears what the assistant says went wrong, or that it cannot be reached."""
    assistant.given = given
    deliver(mention("How far did Baidu rise?"))

    assert slack.wait_for(1)[0]["text"] == said


def test_a_rate_limit_is_waited_out(slack: Slack, deliver: Callable[..., int], monkeypatch: pytest.MonkeyPatch):
    """A post that Slack puts off is made again after the time Slack names."""
    waited: list[float] = []
    monkeypatch.setattr("slack_sdk.http_retry.builtin_handlers.time.sleep", waited.append)
    slack.fail("chat.postMessage", RATE_LIMITED)
    deliver(mention("How far did Baidu rise?"))

    first, second = slack.wait_for(2)
    assert first["text"] == second["text"]
    assert len(waited) == 1


@pytest.mark.parametrize("fault", [*REFUSALS, SERVER_ERROR])
def test_a_refused_post_is_not_repeated(slack: Slack, deliver: Callable[..., int], bot: App, fault: Given):
    """What Slack refuses for good is tried once; the bot goes on to the next mention."""
    slack.fail("chat.postMessage", fault)
    deliver(mention("How far did Baidu rise?", event_id="Ev1"))
    slack.wait_for(1)
    deliver(mention("And Alibaba?", event_id="Ev2"))
    slack.wait_for(2)
    bot.listener_runner.listener_executor.shutdown(wait=True)

    assert len(slack.posts) == 2


@pytest.mark.parametrize("length", [2_999, 3_900, 13_500, 45_000])
def test_long_answers_are_split(length: int):
    """An answer of any length arrives whole, in posts that Slack takes."""
    words = ["word"] * (length // 5)
    found = posts({"answer": " ".join(words), "citations": []})

    assert all(len(post) <= 3_900 for post in found)
    assert " ".join(found).split() == words


def test_nobody_is_mentioned_by_a_source():
    """Slack's commands in an answer are shown as they are written."""
    assert posts({"answer": "<!channel> & <@U1>", "citations": []}) == ["&lt;!channel&gt; &amp; &lt;@U1&gt;"]
