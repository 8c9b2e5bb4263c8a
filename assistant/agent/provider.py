"""What a language model's provider can answer in place of an answer, in words for the person asking."""

import socket
import ssl

from assistant.errors import AssistantError, ModelRefused, ModelUnavailable

_DEEPEST = 10  # causes looked at
_CONNECTIONS: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, ": no such host is known"),
    (ssl.SSLError, ": no secure connection could be made"),
    (ConnectionRefusedError, ": nothing listens at its address"),
    (ConnectionResetError, ": the connection was cut"),
)


def as_told(error: BaseException) -> AssistantError | None:
    """The error a provider's exception comes to; None for one that is not the provider's."""
    import openai

    if isinstance(error, AssistantError):
        return error
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelRefused(
            "The language model's provider refused the key. Check OPENAI_API_KEY, or unset it to answer without a model."
        )
    if isinstance(error, openai.NotFoundError):
        return ModelRefused("The provider does not know this model. Check RALLY_MODEL and RALLY_OPENAI_BASE_URL.")
    if isinstance(error, openai.RateLimitError):
        code = str(getattr(error, "code", "") or "")
        if "quota" in code:
            return ModelRefused("The account's quota with the language model's provider is used up.")
        return ModelUnavailable("The language model's provider is limiting requests. Wait a little and ask again.")
    if isinstance(error, openai.BadRequestError):
        return ModelRefused("The provider refused the request. The question may be too long for this model.")
    if isinstance(error, openai.APITimeoutError):
        return ModelUnavailable("The language model did not answer in time. Ask again.")
    if isinstance(error, openai.APIConnectionError):
        return ModelUnavailable(
            f"The language model cannot be reached{_why(error)}. Check the address in RALLY_OPENAI_BASE_URL and the network."
        )
    if isinstance(error, openai.OpenAIError):
        return ModelUnavailable("The language model's provider answered with an error. Ask again.")
    return None


def _why(error: BaseException) -> str:
    """What the connection failed at, as far as the causes of the error tell."""
    causes: list[BaseException] = [error]
    while len(causes) < _DEEPEST and (cause := causes[-1].__cause__ or causes[-1].__context__) is not None:
        causes.append(cause)
    for kind, words in _CONNECTIONS:
        if any(isinstance(cause, kind) for cause in causes):
            return words
    return ""
