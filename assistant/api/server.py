"""The process that serves: uvicorn with an ending that open streams are told about."""

import signal
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from assistant.errors import BadSetting

_GRACE_S = 15
_BACKLOG = 2048


class Server(uvicorn.Server):
    """Ends the open streams with an event as soon as it is asked to stop, then waits for them to be delivered."""

    def __init__(self, app: FastAPI, *, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                access_log=False,
                log_config=None,
                ws="none",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_GRACE_S,
            )
        )
        self._answers = app.state.answers

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Not the parent's: it would raise the signal again at the end, and the process would not end with 0.
        self._answers.shut_down_soon()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; port 0 takes any free one.

    Raises:
        BadSetting: the address is taken or is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(_BACKLOG)  # from now on a reader waits instead of being refused
    except (OSError, OverflowError) as exc:
        bound.close()
        reason = getattr(exc, "strerror", None) or "it cannot be used"
        raise BadSetting(f"Cannot listen on {host}:{port}: {reason}. Choose another with --port or RALLY_PORT.") from exc
    return bound
