"""Events as server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html"""

from collections.abc import AsyncIterator, Sequence

from assistant.agent.events import Done, Event, Failed
from assistant.api.streams import AnswerStream

HEARTBEAT_S = 15.0
_HEARTBEAT = b": still working\n\n"


def encode(event: Event, *, event_id: str) -> bytes:
    """One event on the wire; JSON keeps its data on one line."""
    data = event.model_dump_json(exclude={"type"})
    return f"id: {event_id}\nevent: {event.type}\ndata: {data}\n\n".encode()


async def transcript(stream: AnswerStream, *, turn_id: str, after: int = 0) -> AsyncIterator[bytes]:
    """The events after that number as bytes until `done` or `error`, with a comment whenever it has been silent for long."""
    with stream.reading():
        n = after
        while True:
            event = await stream.event(n, within_s=HEARTBEAT_S)
            if event is None:
                yield _HEARTBEAT
                continue
            n += 1
            yield encode(event, event_id=f"{turn_id}:{n}")
            if isinstance(event, Done | Failed):
                return


async def replay(events: Sequence[Event], *, turn_id: str, after: int = 0) -> AsyncIterator[bytes]:
    """A stored answer's events after that number; its last one comes in any case."""
    for n, event in enumerate(events, start=1):
        if n > min(after, len(events) - 1):
            yield encode(event, event_id=f"{turn_id}:{n}")
