"""A real server with a real model that knows nothing: llama.cpp over HTTP, random weights, and whatever they write."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.agent import events as ev
from assistant.agent.outcome import OWN_WORDS
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.loopback import drop_proxies, free_port
from tests.support.story import NOW, make_store

pytest.importorskip("xllamacpp", reason="llama.cpp is not installed")
pytest.importorskip("gguf", reason="the writer of model files is not installed")

ROOT = Path(__file__).parents[2]
QUESTION = "How did Baidu close on 17 September 2025?"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The server in a process of its own: native code that fails takes no test along."""
    command = [sys.executable, "-m", "tests.support.tiny_model", str(tmp_path_factory.mktemp("model")), str(free_port())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        found = next((line.strip() for line in process.stdout if line.startswith("http")), "")
        assert found, "the server did not start"
        yield f"{found}/v1"
        process.terminate()


def test_nothing_that_random_weights_write_is_shown(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The answer ends once, in time, and shows only our own words or sentences with a source."""
    drop_proxies(monkeypatch)
    settings = Settings(
        data_dir=make_store(tmp_path / "story"), model="openai:tiny", openai_base_url=address, fallback=False, deadline_s=60
    )

    with build_assistant(settings, now=lambda: NOW) as assistant, asyncio.Runner() as runner:

        async def asked() -> list[ev.Event]:
            told = [event async for event in assistant.answer(QUESTION, as_of=NOW, keep=False)]
            await assistant.chain[0].model.root_async_client.close()
            return told

        events = runner.run(asked())

    assert [type(event) for event in events if isinstance(event, ev.Done | ev.Failed)] == [type(events[-1])]
    shown = [event.text for event in events if isinstance(event, ev.Text)]
    assert all(re.search(r"\[\d+\]", text) or text.strip() in OWN_WORDS or not text.strip() for text in shown), shown
    assert sum(isinstance(event, ev.ToolCall) for event in events) <= settings.max_tool_calls
