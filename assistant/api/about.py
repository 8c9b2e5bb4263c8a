"""What this installation is: its model and how much it holds."""

from typing import Any

from fastapi import APIRouter

from assistant.api.dependencies import AssistantDep, ClockDep, SettingsDep

router = APIRouter(prefix="/api", tags=["about"])


@router.get("/about")
def about(assistant: AssistantDep, now: ClockDep, settings: SettingsDep) -> dict[str, Any]:
    """The model, the number of documents and bars, and the newest evidence."""
    documents = assistant.knowledge.documents
    newest = documents.newest_known_at(now())
    return {
        "model": assistant.model_name,
        "language_model": assistant.model_name != "extractive",
        "documents": documents.counts()["documents"],
        "bars": assistant.prices.count(),
        "newest_evidence_at": newest.isoformat() if newest else None,
        "zone": settings.zone,
    }
