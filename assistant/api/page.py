"""The web page: files as they lie in the folder `web`, with no part built or fetched from elsewhere."""

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from assistant.resources import folder


class Page(StaticFiles):
    """The page's files; an address that cannot be a file's is not found."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not path.isprintable() or "\\" in path or len(path) > 300:
            raise HTTPException(status_code=404)
        return await super().get_response(path, scope)


def page() -> Page:
    """The page, served at the root."""
    return Page(directory=folder("web"), html=True, check_dir=False)
