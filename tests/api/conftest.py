"""The application around a fake assistant."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.settings import Settings
from tests.support.assistants import NOW, FakeAssistant, make_assistant


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[FakeAssistant]:
    assistant, database = make_assistant(tmp_path)
    yield assistant
    database.close()


@pytest.fixture
def app(assistant: FakeAssistant, settings: Settings) -> FastAPI:
    return create_app(assistant, settings, now=lambda: NOW)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://localhost") as client:
        yield client
