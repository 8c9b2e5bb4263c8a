"""Everything that can go wrong and that the person asking can be told about.

AssistantError
├── BadInput              the request itself is unusable (HTTP 400, exit 2)
│   └── BadSetting        a setting or key is missing or contradicts another
├── NotFound              a session, turn or document that is not there (HTTP 404)
├── Busy                  somebody else holds what is needed (HTTP 409, exit 75)
├── StoreError            the database or an index cannot be used (HTTP 503)
│   └── EmbedderChanged   the store was made with another embedder
└── ModelError            the language model cannot be used (HTTP 502)
    ├── ModelRefused      key, quota, model name or request refused: asking again will not help
    ├── ModelUnavailable  unreachable, overloaded or broken: asking again may help
    └── DeadlineExceeded  the question's time ran out
"""


class AssistantError(Exception):
    """Something the person asking can be told about: what happened and what to do."""

    code = "assistant_error"
    retryable = False

    def __init__(self, public_message: str) -> None:
        super().__init__(public_message)
        self.public_message = public_message


class BadInput(AssistantError):
    code = "bad_input"


class BadSetting(BadInput):
    code = "bad_setting"


class NotFound(AssistantError):
    code = "not_found"


class Busy(AssistantError):
    code = "busy"
    retryable = True


class StoreError(AssistantError):
    code = "store_error"
    retryable = True


class EmbedderChanged(StoreError):
    code = "embedder_changed"
    retryable = False


class ModelError(AssistantError):
    code = "model_error"


class ModelRefused(ModelError):
    code = "model_refused"


class ModelUnavailable(ModelError):
    code = "model_unavailable"
    retryable = True


class DeadlineExceeded(ModelError):
    code = "deadline_exceeded"
    retryable = True
