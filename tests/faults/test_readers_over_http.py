"""Readers of a served answer that a language model is writing: leaving, asking again, asking five at once."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.api.app import create_app
from assistant.api.server import Server, listen
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.loopback import drop_proxies
from tests.support.openai_replies import Call, Reply, always
from tests.support.openai_scripts import honest
from tests.support.openai_server import MODEL, OpenAIServer, openai_server
from tests.support.story import NOW

pytestmark = pytest.mark.faults

QUESTION = "How did Baidu close on 17 September 2025?"
JSON = {"Accept": "application/json"}
STREAM = {"Accept": "text/event-stream"}
TIMES = 60 if os.environ.get("RALLY_FAULTS") == "full" else 5
HELD = always(Reply(calls=(Call(name="get_price", args={"instrument": "Baidu"}),), hold_after=2))


@pytest.fixture
def model() -> Iterator[OpenAIServer]:
    with pytest.MonkeyPatch.context() as patch, openai_server(honest) as server:
        drop_proxies(patch)
        yield server
        server.release()


@asynccontextmanager
async def served(store: Path, model: OpenAIServer) -> AsyncIterator[httpx.AsyncClient]:
    """The application on a loopback port in this loop, and a client of it."""
    settings = Settings(data_dir=store, model=f"openai:{MODEL}", openai_base_url=model.base_url, fallback=False, deadline_s=20)
    with build_assistant(settings, now=lambda: NOW) as assistant:
        app = create_app(assistant, settings, now=lambda: NOW)
        bound = listen("127.0.0.1", 0)
        server = Server(app, host="127.0.0.1", port=0)
        serving = asyncio.create_task(server._serve([bound]))  # `serve` would take over the signals of the test's process
        try:
            address = f"http://127.0.0.1:{bound.getsockname()[1]}"
            async with httpx.AsyncClient(base_url=address, timeout=30, limits=httpx.Limits(max_connections=10)) as client:
                yield client
        finally:
            model.release()
            server.should_exit = True
            await serving
            await assistant.chain[0].model.root_async_client.close()


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110  a server in a thread sets no event of this loop
            await asyncio.sleep(0.005)


async def ask(
    client: httpx.AsyncClient, question: str = QUESTION, *, session: str | None = None, **options: Any
) -> httpx.Response:
    body = {"question": question, "as_of": NOW.isoformat()} | ({"session_id": session} if session else {})
    return await client.post("/api/chat", json=body, headers=options.get("headers", JSON))


async def turns(client: httpx.AsyncClient, session: str) -> list[tuple[str, str]]:
    found = (await client.get(f"/api/sessions/{session}")).json()
    return [(turn["question"], turn["state"]) for turn in found["turns"]]


async def leaves(model: OpenAIServer, leaving: Callable[[], Awaitable[Any]]) -> None:
    """A reader goes while the model writes; the model's server must see it within a second."""
    task = asyncio.ensure_future(leaving())
    await until(lambda: model.chats)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await asyncio.to_thread(model.chats[-1].finished.wait, 1.0)
    assert model.chats[-1].left


@pytest.mark.parametrize("headers", [STREAM, JSON], ids=["stream", "json"])
def test_a_closed_tab_ends_the_models_request(store: Path, model: OpenAIServer, headers: dict[str, str]):
    """Within a second of the reader's leaving the model's server sees the client go, and no tool runs afterwards.

    The moment falls differently each time: before the first byte, together with a piece of the model's answer, after it.
    """

    async def run() -> None:
        async with served(store, model) as client:
            for _ in range(TIMES):
                model.script = HELD
                model.seen.clear()
                await leaves(model, lambda: ask(client, headers=headers))
                assert len(model.chats) == 1

    asyncio.run(run())


@pytest.mark.parametrize("headers", [STREAM, JSON], ids=["stream", "json"])
def test_a_question_that_was_left_does_not_harm_its_session(store: Path, model: OpenAIServer, headers: dict[str, str]):
    """The next question of the session is answered, and both are kept in order."""

    async def run() -> None:
        async with served(store, model) as client:
            session = (await ask(client)).json()["session_id"]
            model.seen.clear()
            model.script = HELD
            await leaves(model, lambda: ask(client, "And on the day before?", session=session, headers=headers))
            model.script = honest
            async with asyncio.timeout(10):
                while (told := await ask(client, f"{QUESTION} Again.", session=session)).status_code == 409:
                    pass  # the stopped turn is being put away
            assert "131" in told.json()["answer"]
            assert [state for _, state in await turns(client, session)] == ["done", "stopped", "done"]

    asyncio.run(run())


def test_five_questions_at_once_are_answered_or_told_to_wait(store: Path, model: OpenAIServer):
    """One session takes one question at a time: each of the others gets 409 and leaves nothing behind."""

    async def run() -> None:
        async with served(store, model) as client:
            session = (await ask(client)).json()["session_id"]
            told = await asyncio.gather(*(ask(client, f"{QUESTION} ({n})", session=session) for n in range(5)))
            answered = [n for n, one in enumerate(told) if one.status_code == 200]

            assert sorted({one.status_code for one in told}) in ([200], [200, 409])
            assert all("131" in told[n].json()["answer"] for n in answered)
            kept = await turns(client, session)
            assert sorted(question for question, _ in kept[1:]) == [f"{QUESTION} ({n})" for n in answered]
            assert {state for _, state in kept} == {"done"}

    asyncio.run(run())


def test_a_crashed_answer_does_not_harm_its_session(store: Path, model: OpenAIServer):
    """After an answer that broke in the model's hands the session takes the next question."""

    async def run() -> None:
        async with served(store, model) as client:
            session = (await ask(client)).json()["session_id"]
            model.script = always(Reply(text="The index rose. Then", ending="cut"))
            broken = await ask(client, "And the day before?", session=session)
            assert broken.status_code >= 500
            model.script = honest
            told = await ask(client, f"{QUESTION} Again.", session=session)
            assert "131" in told.json()["answer"]
            assert [state for _, state in await turns(client, session)] == ["done", "failed", "done"]

    asyncio.run(run())
