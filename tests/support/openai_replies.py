"""What the scripted model server can say, and every way in which it can misbehave."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Message = dict[str, Any]
Tool = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A tool call; `cut` keeps only that many characters of its arguments."""

    name: str
    args: Mapping[str, Any]
    cut: int | None = None

    @property
    def arguments(self) -> str:
        return json.dumps(dict(self.args), ensure_ascii=False)[: self.cut]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One completion. What is not said is what a well-behaved server does."""

    text: str | None = ""
    calls: tuple[Call, ...] = ()
    finish: str | None = ""  # empty: "stop", or "tool_calls" where there are calls; None: left out
    refusal: str | None = None
    choices: Literal["one", "none", "null"] = "one"
    ending: Literal["whole", "early", "cut", "reset", "error"] = "whole"
    after: int = 2  # pieces sent before an ending that is not "whole"
    hold_after: int | None = None  # pieces sent before it waits for `release()` or for the client to leave
    extra: Mapping[str, Any] = field(default_factory=dict)  # fields no client knows

    @property
    def finish_reason(self) -> str | None:
        return ("tool_calls" if self.calls else "stop") if self.finish == "" else self.finish


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """An HTTP answer as it stands."""

    status: int = 200
    body: str = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silent:
    """The server takes the request and never answers."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset before the first byte."""


Answer = Reply | Raw | Silent | Reset
Script = Callable[[list[Message], list[Tool]], Answer]


def failure(status: int, code: str, message: str, **headers: str) -> Raw:
    """An error in OpenAI's form."""
    body = json.dumps({"error": {"message": message, "type": code, "param": None, "code": code}})
    return Raw(status=status, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()})


_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>nginx</p></body></html>"
_TEXT = "The index rose. It rose again. Then it closed at its best level of the year, and people went home."


def page(status: int, title: str) -> Raw:
    """What a proxy answers in the model's place."""
    return Raw(status=status, body=_PAGE.format(title), content_type="text/html")


# A status other than 200: nothing to tell apart between streamed and not.
REFUSALS: dict[str, Answer] = {
    "bad_key": failure(401, "invalid_api_key", "Incorrect API key provided."),
    "forbidden": failure(403, "unsupported_country_region_territory", "Country, region, or territory not supported."),
    "no_model": failure(404, "model_not_found", "The model does not exist or you do not have access to it."),
    "quota": failure(429, "insufficient_quota", "You exceeded your current quota, please check your plan."),
    "bad_request": failure(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."),
}
OUTAGES: dict[str, Answer] = {
    "rate_limit": failure(429, "rate_limit_exceeded", "Rate limit reached.", retry_after="1"),
    "error_500": failure(500, "server_error", "The server had an error."),
    "page_502": page(502, "Bad Gateway"),
    "error_503": failure(503, "overloaded", "The engine is currently overloaded."),
    "page_503": page(503, "Service Unavailable"),
    "page_504": page(504, "Gateway Time-out"),
    "reset": Reset(),
}
BROKEN: dict[str, Answer] = {
    "page_200": page(200, "Sign in to the network"),
    "empty": Raw(body=""),
    "half_json": Raw(body='{"id": "chatcmpl-1", "object": "chat.completion", "choices": [{"index": 0, "mess'),
    "error_200": Raw(body='{"error": {"message": "upstream failed", "code": "server_error"}}'),
    "wrong_types": Raw(body='{"id": 7, "choices": {"0": "no"}, "usage": "none"}'),
    "no_choices": Reply(text=_TEXT, choices="none"),
    "null_choices": Reply(text=_TEXT, choices="null"),
}
# Answers that begin well.
UNFINISHED: dict[str, Answer] = {
    "cut": Reply(text=_TEXT, ending="cut"),
    "reset_midway": Reply(text=_TEXT, ending="reset"),
    "early_end": Reply(text=_TEXT, ending="early"),
    "error_midway": Reply(text=_TEXT, ending="error"),
    "length": Reply(text=_TEXT, finish="length"),
}
WORDLESS: dict[str, Answer] = {
    "null_content": Reply(text=None),
    "empty_content": Reply(text=""),
    "refusal": Reply(text=None, refusal="I cannot help with that."),
    "content_filter": Reply(text="", finish="content_filter"),
}
HUGE = Reply(text="word " * 4_000_000)  # 20 MB


def always(answer: Answer) -> Script:
    """The same answer to every request."""
    return lambda messages, tools: answer


def once(answer: Answer, *, then: Script) -> Script:
    """That answer to the first request, and the other script from then on."""
    return in_turn(answer, then=then)


def in_turn(*answers: Answer, then: Script) -> Script:
    """One answer a request, and the other script from then on."""
    waiting = list(answers)

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        return waiting.pop(0) if waiting else then(messages, tools)

    return script


def endless(name: str, args: Mapping[str, Any], *, at_once: int = 1, changing: str = "") -> Script:
    """A model that calls a tool whatever it is told; `changing` names an argument that differs each time."""
    made = 0

    def script(messages: list[Message], tools: list[Tool]) -> Answer:
        nonlocal made
        calls = []
        for _ in range(at_once):
            made += 1
            calls.append(Call(name=name, args={**args, changing: f"{args.get(changing, '')} {made}"} if changing else args))
        return Reply(calls=tuple(calls))

    return script


def cut_arguments(name: str, args: Mapping[str, Any], *, at: int, finish: str | None = "") -> Reply:
    """A tool call whose arguments end in the middle, under whatever finish reason."""
    return replace(Reply(finish=finish), calls=(Call(name=name, args=args, cut=at),))
