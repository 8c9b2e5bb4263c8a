"""Documents: what a citation opens."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import AssistantDep, ClockDep
from assistant.errors import NotFound
from assistant.knowledge.independence import independent
from assistant.knowledge.story_marks import StoryMarks
from assistant.knowledge.tellings import tellings_of
from assistant.knowledge.unsettled import is_unsettled

_SHOWN = (
    "doc_id version kind url title publisher byline language text published_at published_date precision zone "
    "updated_at known_at superseded_at tickers"
).split()

router = APIRouter(prefix="/api/documents", tags=["documents"])


@router.get("/{doc_id}")
def read_document(
    doc_id: str, assistant: AssistantDep, version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None
) -> dict[str, Any]:
    """One version of a document, the newest by default."""
    document = assistant.knowledge.documents.get(doc_id, version=version) if doc_id.isprintable() else None
    if document is None or document.withdrawn_at is not None:
        raise NotFound("There is no such document, or not in that version; it may have been withdrawn.")
    fields = asdict(document)
    return {name: fields[name] for name in _SHOWN} | {"dates": document.details.get("dates", [])}


@router.get("/{doc_id}/story")
def read_story(doc_id: str, assistant: AssistantDep, now: ClockDep) -> dict[str, Any]:
    """What else tells the document's story, which of it are copies, and how many independent sources all of them are.

    As long as a version of it is to be read once more nobody knows, and `settled` is false.
    """
    if not doc_id.isprintable():
        return {"tellings": [], "sources": 0, "settled": True}
    database = assistant.knowledge.documents.database
    if is_unsettled(database, doc_id):
        return {"tellings": [], "sources": 0, "settled": False}
    return {
        "tellings": [asdict(one) for one in tellings_of(database, doc_id, as_of=now())],
        "sources": independent(StoryMarks(database).story(doc_id, as_of=now())),
        "settled": True,
    }
