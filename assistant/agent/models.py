"""Chat models: the extractive one, or any behind an OpenAI-compatible address."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.errors import BadSetting
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.agent.extractive.names import Names
    from assistant.knowledge.embedders import Embedder

EXTRACTIVE = "extractive"


def model_name(settings: Settings) -> str:
    """`extractive` or `openai:<name>`: what `auto` comes to with these settings.

    Raises:
        BadSetting: the model's name is of no kind we know, or its key is missing.
    """
    if settings.model == "auto":
        return "openai:gpt-5-mini" if settings.openai_api_key is not None else EXTRACTIVE
    if settings.model == EXTRACTIVE:
        return EXTRACTIVE
    return _known(settings.model, settings, "RALLY_MODEL", "auto, extractive or ")


def model_names(settings: Settings) -> list[str]:
    """The models that may answer, in order: the one set, those to fall back on, and the extractive one last where it may.

    Raises:
        BadSetting: a model's name is of no kind we know, or its key is missing.
    """
    first = model_name(settings)
    if first == EXTRACTIVE:
        return [EXTRACTIVE]
    others = [_known(name, settings, "RALLY_FALLBACK_MODELS") for name in settings.fallback_models]
    return list(dict.fromkeys([first, *others, *([EXTRACTIVE] if settings.fallback else [])]))


def _known(model: str, settings: Settings, variable: str, others: str = "") -> str:
    kind, _, name = model.partition(":")
    if kind != "openai" or not name:
        raise BadSetting(f"{variable}={model!r} is not known; use {others}openai:<name>.")
    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise BadSetting(f"{variable}={model!r} needs OPENAI_API_KEY, or RALLY_OPENAI_BASE_URL for a server of your own.")
    return model


def build_chat_model(name: str, settings: Settings, *, names: "Names", embedder: "Embedder") -> Any:
    """The chat model of that name; `names` and `embedder` are what the extractive one composes with."""
    if name == EXTRACTIVE:
        from assistant.agent.extractive.model import ExtractiveChatModel

        return ExtractiveChatModel(names=names, similarity=partial(_likeness, embedder))
    from assistant.agent.strict import StrictChatOpenAI

    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key is not None else "none"
    return StrictChatOpenAI(
        model=name.removeprefix("openai:"),
        api_key=key,  # type: ignore[arg-type]
        base_url=settings.openai_base_url,
        timeout=min(settings.deadline_s, 60.0),
        max_retries=0,
        stream_usage=True,
        streaming=True,
        # Its wait_for loses a cancellation that comes together with a chunk (Python 3.11); the deadline and `timeout` bound it.
        stream_chunk_timeout=None,
    )


def _likeness(embedder: "Embedder", question: str, sentences: Sequence[str]) -> list[float]:
    """The cosine of a question with each sentence."""
    vectors = embedder.embed([question, *sentences])
    return [float(one) for one in vectors[1:] @ vectors[0]]
