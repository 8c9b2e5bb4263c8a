"""`rally serve` and `rally demo`: the web chat and the API in one process."""

import socket

from assistant.api.access import check_exposure
from assistant.api.app import create_app
from assistant.api.logs import set_up_logging
from assistant.api.server import Server, listen
from assistant.bootstrap import build_assistant, warm
from assistant.cli.failures import say
from assistant.settings import Settings, read_settings


def run(*, host: str | None, port: int | None, sample: bool = False) -> int:
    """Serves until the process is told to stop."""
    settings = read_settings()
    chosen = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = settings.model_copy(update=chosen)
    check_exposure(settings)
    set_up_logging(settings)
    bound = listen(settings.host, settings.port)  # before anything is opened: a taken port is told at once
    try:
        if sample:
            from assistant.cli.samples import ingest_sample  # serving alone needs nothing of ingest

            ingest_sample(settings)
        _serve(settings, bound.getsockname()[1], bound)
    finally:
        bound.close()
    return 0


def _serve(settings: Settings, port: int, bound: socket.socket) -> None:
    with build_assistant(settings, serving=True) as assistant:
        server = Server(create_app(assistant, settings, prepare=warm), host=settings.host, port=port)
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        say(f"rally is at http://{shown}:{port} (Ctrl-C stops it)")
        server.run(sockets=[bound])
