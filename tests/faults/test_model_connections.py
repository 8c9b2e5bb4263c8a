"""A provider that cannot be connected to: each way is named, and is told in words with the next step."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.agent import events as ev
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support import openai_replies as replies
from tests.support.loopback import drop_proxies, free_port
from tests.support.openai_server import openai_server
from tests.support.story import NOW, gather

pytestmark = pytest.mark.faults

QUESTION = "How did Baidu close on 17 September 2025?"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    drop_proxies(monkeypatch)


@pytest.fixture(scope="module")
def cutting() -> Iterator[str]:
    with openai_server(replies.always(replies.OUTAGES["reset"])) as server:
        yield server.base_url


def told(store: Path, address: str) -> dict[str, Any]:
    settings = Settings(data_dir=store, model="openai:any", openai_base_url=address, fallback=False, deadline_s=20)

    async def asked() -> dict[str, Any]:
        with build_assistant(settings, now=lambda: NOW) as assistant:
            answer = await gather(assistant, QUESTION, as_of=NOW)
            await assistant.chain[0].model.root_async_client.close()
            return answer

    return asyncio.run(asked())


def unknown_host(*args: Any, **kwargs: Any) -> Any:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


@pytest.mark.parametrize("kind", ["refused", "unknown host", "no TLS", "cut"])
def test_each_way_of_not_connecting_is_named(store: Path, cutting: str, monkeypatch: pytest.MonkeyPatch, kind: str):
    """The message names what failed and which setting to look at; no address, class or path of the machine is in it."""
    address = {
        "refused": f"http://127.0.0.1:{free_port()}/v1",
        "unknown host": "http://model.invalid/v1",
        "no TLS": cutting.replace("http:", "https:"),
        "cut": cutting,
    }[kind]
    if kind == "unknown host":
        monkeypatch.setattr(socket, "getaddrinfo", unknown_host)
    last = told(store, address)["events"][-1]
    words = {
        "refused": "nothing listens at its address",
        "unknown host": "no such host is known",
        "no TLS": "no secure connection could be made",
        "cut": "the connection was cut",
    }

    assert isinstance(last, ev.Failed)
    assert (last.code, last.retryable) == ("model_unavailable", True)
    assert f"cannot be reached: {words[kind]}. Check the address in RALLY_OPENAI_BASE_URL" in last.message
    assert "Error" not in last.message
    assert address not in last.message
