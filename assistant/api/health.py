"""Whether the process lives and whether it can answer; both without a key, and neither says what is stored."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from assistant.api.dependencies import AssistantDep

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Answers as long as the process takes requests."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(assistant: AssistantDep) -> JSONResponse:
    """200 when questions can be answered, else 503 with the reason."""
    is_ready, reason = assistant.knowledge.ready()
    return JSONResponse({"ready": is_ready, "reason": reason}, status_code=200 if is_ready else 503)
