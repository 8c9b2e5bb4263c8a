"""Events as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html"""

from collections.abc import AsyncIterator

from assistant.agent.events import Done, Event, Failed
from assistant.api.streams import AnswerStream

HEARTBEAT_S = 15.0
_HEARTBEAT = b": still working\n\n"


def encode(event: Event, *, event_id: str) -> bytes:
    """One event on the wire; JSON keeps its data on one line."""
    data = event.model_dump_json(exclude={"type"})
    return f"id: {event_id}\nevent: {event.type}\ndata: {data}\n\n".encode()


async def transcript(stream: AnswerStream, first: Event | None, *, turn_id: str) -> AsyncIterator[bytes]:
    """The stream's events as bytes until `done` or `error`, with a comment whenever it has been silent for long."""
    with stream:
        event, n = first, 0
        while True:
            if event is None:
                yield _HEARTBEAT
            else:
                n += 1
                yield encode(event, event_id=f"{turn_id}:{n}")
                if isinstance(event, Done | Failed):
                    return
            event = await stream.next(within_s=HEARTBEAT_S)
