"""The breaker: a language model that keeps failing is left alone for a while, so that nobody waits for it in vain. Pure."""

import math
from collections.abc import Callable

from assistant.errors import ModelUnavailable


class Breaker:
    """Opens after some failures in a row; from then on one call in each rest tries whether the model is back."""

    def __init__(self, *, clock: Callable[[], float], failures: int = 4, rest_s: float = 20.0) -> None:
        self._clock, self._allowed, self._rest_s = clock, failures, rest_s
        self._failures = 0
        self._shut_until = 0.0

    def check(self) -> None:
        """Lets a call through.

        Raises:
            ModelUnavailable: the model has failed too often and is left alone for now.
        """
        if self._failures < self._allowed:
            return
        left = self._shut_until - self._clock()
        if left > 0:
            raise ModelUnavailable(
                "The language model cannot be reached at the moment; it failed several times in a row. "
                f"It is tried again in {math.ceil(left)} seconds."
            )
        self._shut_until = self._clock() + self._rest_s  # this call is the one that tries; the others wait for it

    def failed(self) -> None:
        """Notes that the model gave no answer."""
        self._failures += 1
        if self._failures >= self._allowed:
            self._shut_until = self._clock() + self._rest_s

    def succeeded(self) -> None:
        """Notes that the model answered."""
        self._failures = 0
