"""Documents: what a citation opens."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.api.dependencies import AssistantDep
from assistant.errors import NotFound

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
    return {name: fields[name] for name in _SHOWN}
