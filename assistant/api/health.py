"""Whether the process lives and whether it can answer; both without a key, and neither says what is stored."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

from assistant.api.dependencies import AssistantDep

_WARMING = "The program loads what the first question needs."

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Answers as long as the process takes requests."""
    return {"status": "ok"}


@router.get("/readyz")
def ready(request: Request, assistant: AssistantDep) -> JSONResponse:
    """200 when questions are answered at once, else 503 with the reason."""
    warming = request.app.state.warming  # what a first question asked meanwhile would wait for
    is_ready, reason = assistant.knowledge.ready() if warming is None or warming.done() else (False, _WARMING)
    return JSONResponse({"ready": is_ready, "reason": reason}, status_code=200 if is_ready else 503)
