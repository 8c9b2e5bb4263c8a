"""Sources: how reading each feed, page list and folder of the watch list goes."""

from typing import Any

from fastapi import APIRouter

from assistant.api.dependencies import AssistantDep, ClockDep
from assistant.knowledge.source_store import SourceStore

router = APIRouter(prefix="/api", tags=["about"])


@router.get("/sources")
def sources(assistant: AssistantDep, now: ClockDep) -> dict[str, Any]:
    """A row a source: state, last success, how old its newest article is, items taken in, the last error."""
    found = SourceStore(assistant.knowledge.documents.database).all()
    return {"sources": [health.as_dict(now=now()) for health in found]}
