"""What the tests of faults share: one story's store, a scripted model, and a loop that both live in."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.support.loopback import drop_proxies
from tests.support.openai_scripts import honest
from tests.support.openai_server import MODEL, OpenAIServer, openai_server
from tests.support.story import make_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def server() -> Iterator[OpenAIServer]:
    with pytest.MonkeyPatch.context() as patch, openai_server(honest) as server:
        drop_proxies(patch)
        yield server


@pytest.fixture(scope="module")
def runner(server: OpenAIServer, store: Path) -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner
        settings = Settings(data_dir=store, model=f"openai:{MODEL}", openai_base_url=server.base_url)
        with build_assistant(settings) as assistant:  # the client is one for all of this address
            runner.run(assistant.chain[0].model.root_async_client.close())
