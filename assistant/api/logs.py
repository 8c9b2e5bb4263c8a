"""Logging of a serving process: short lines on stderr, no secrets in them."""

import logging
import re

from assistant.settings import Settings

_PROVIDER_KEY = re.compile(r"\bsk-[\w*-]{6,}")


class MaskingFormatter(logging.Formatter):
    """Formats a record and strikes out every key it might quote."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return _PROVIDER_KEY.sub("***", line)


def set_up_logging(settings: Settings) -> None:
    """Our own lines from INFO, the libraries' from WARNING: theirs quote addresses and requests."""
    keys = [*settings.api_keys, *([settings.openai_api_key] if settings.openai_api_key else [])]
    handler = logging.StreamHandler()
    handler.setFormatter(MaskingFormatter(tuple(key.get_secret_value() for key in keys)))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("rally").setLevel(logging.INFO)
