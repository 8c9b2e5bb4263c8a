"""Settings: the only reader of the environment."""

from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import BadSetting


class Settings(BaseSettings):
    """What a front door reads once and hands down; every field can be set as `RALLY_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="RALLY_", frozen=True, extra="ignore")

    data_dir: Annotated[Path, Field(description="Where everything the program keeps lives.")] = user_data_path("rally")
    database_url: Annotated[str | None, Field(description="The record of truth; SQLite in the data folder by default.")] = None
    chroma_url: Annotated[str | None, Field(description="A Chroma server to use in place of the embedded index.")] = None
    model: Annotated[
        str, Field(description="`auto`, `extractive` or `openai:<name>`; `auto`: OpenAI where a key is set, else extractive.")
    ] = "auto"
    openai_base_url: Annotated[str | None, Field(description="Any OpenAI-compatible address.")] = None
    openai_api_key: Annotated[
        SecretStr | None,
        Field(validation_alias="OPENAI_API_KEY", description="The provider's key (read from `OPENAI_API_KEY`)."),
    ] = None
    fallback_models: Annotated[
        tuple[Annotated[str, Field(max_length=200)], ...],
        Field(
            max_length=8,
            description="Models to ask in order while the first cannot be reached (JSON list of `openai:<name>`).",
        ),
    ] = ()
    fallback: Annotated[
        bool,
        Field(description="While the language model cannot be reached, answer without one and say so; a refused key is told."),
    ] = True
    embedder: Annotated[str, Field(description="`wordllama` or `openai:<name>`.")] = "wordllama"
    reranker: Annotated[
        str | None,
        Field(
            description="Reorders what is found first: `rerankers:<model>`, or an address that takes `query` and `documents`."
        ),
    ] = None
    reranker_model: Annotated[str | None, Field(description="The model that the reranker's address is asked for.")] = None
    reranker_key: Annotated[SecretStr | None, Field(description="The key that the reranker's address wants.")] = None
    half_life_days: Annotated[
        float, Field(gt=0, le=36_500, description="After how many days a report has lost half of what being recent is worth.")
    ] = 90.0
    zone: Annotated[str, Field(description="The reader's time zone, for questions about no exchange.")] = "Asia/Hong_Kong"
    price_sources: Annotated[
        tuple[str, ...],
        Field(description="Where `rally prices update` asks, in order (JSON list of `stooq`, `endpoint`, `yfinance`)."),
    ] = ()
    price_endpoint: Annotated[
        dict[str, Any] | None,
        Field(
            repr=False,  # its headers may hold a key
            description="An HTTP address with daily bars (JSON: `url` with `{symbol}`, `form`, `columns`, `rows`, `adjusted`).",
        ),
    ] = None
    host: Annotated[str, Field(description="The address the server listens on.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="The port the server listens on.")] = 8000
    api_keys: Annotated[
        tuple[SecretStr, ...],
        Field(description="Keys that clients must present (JSON list); needed to listen beyond loopback."),
    ] = ()
    admin_keys: Annotated[
        tuple[SecretStr, ...],
        Field(description="Keys that may also take in files, addresses and feeds (JSON list); where no key is set, all may."),
    ] = ()
    deadline_s: Annotated[float, Field(gt=0, le=600, description="The time one question may take, in seconds.")] = 60.0
    max_model_calls: Annotated[int, Field(ge=1, le=20, description="Model calls one question may make.")] = 6
    max_tool_calls: Annotated[int, Field(ge=1, le=50, description="Tool calls one question may make.")] = 8
    history_chars: Annotated[
        int,
        Field(ge=500, le=200_000, description="Characters of earlier questions that a language model is told."),
    ] = 6_000
    max_question_chars: Annotated[int, Field(ge=1, le=100_000, description="The longest question taken.")] = 4_000

    @property
    def database_address(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'rally.sqlite'}"


def read_settings() -> Settings:
    """The settings of this process.

    Raises:
        BadSetting: a variable holds something unusable; the message names it.
    """
    try:
        return Settings()
    except ValidationError as exc:
        first = exc.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        variable = name if name.startswith("OPENAI") else f"RALLY_{name}"
        raise BadSetting(f"The setting {variable} cannot be used: {first['msg']}.") from exc
