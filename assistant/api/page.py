"""The web page: its files in memory, under addresses that change when any of them does, so that browsers may keep them.

What would hold up the first paint, a style sheet and a script, is put into the page itself: each is one way to the server less.
"""

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.api.headers import policy
from assistant.resources import folder

_INDEX = "index.html"
_WORTH_PACKING = 600  # bytes; below this a packet is a packet
_OWN = re.compile(rb'\b(href|src)="(?=(?:styles|modules|desk)/|icon\.svg")')
_BLOCKING = re.compile(
    rb'<script src="(?P<script>[^"]+)"(?P<rest>[^>]*)></script>|<link rel="stylesheet" href="(?P<style>[^"]+)">'
)
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class _File:
    """One file as it is sent."""

    data: bytes
    media_type: str
    policy: str = ""  # where it is another one than that of everything else

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.data).hexdigest()[:32]}"'

    @cached_property
    def packed(self) -> bytes | None:
        """The file in gzip, where that is shorter by enough to be worth it."""
        packed = gzip.compress(self.data, mtime=0) if len(self.data) > _WORTH_PACKING else self.data
        return packed if len(packed) < 0.9 * len(self.data) else None


class Page:
    """The page's files as they were when the server began; an address that is no file's is not found."""

    def __init__(self, root: Path) -> None:
        paths = sorted(path for path in root.rglob("*") if path.is_file())
        raw = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}
        self.stamp = hashlib.sha256(repr(sorted(raw.items())).encode()).hexdigest()[:16]
        self._files = {
            name: _File(data, _TYPES.get(Path(name).suffix, "application/octet-stream")) for name, data in raw.items()
        }
        if _INDEX in raw:
            self._files[_INDEX] = _index(raw, self.stamp)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError("the page is served over HTTP")
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(status_code=405, headers={"Allow": "GET, HEAD"})
        stamp, _, rest = scope["path"][1:].partition("/")
        kept = stamp == self.stamp and rest != _INDEX
        found = self._files.get((rest if kept else scope["path"][1:]) or _INDEX)
        if found is None:
            raise HTTPException(status_code=404)
        await _response(found, Headers(scope=scope), kept=kept)(scope, receive, send)


def _index(raw: Mapping[str, bytes], stamp: str) -> _File:
    """The page with what holds up its first paint in it, allowed by its digest, and the other files under the stamp."""
    digests: dict[str, list[str]] = {"script": [], "style": []}

    def put_in(found: re.Match[bytes]) -> bytes:
        tag = "script" if found["script"] else "style"
        text = raw.get(found[tag].decode().removeprefix(f"{stamp}/"))
        if text is None or b"</" in text:  # it could end the element it is put into
            return found[0]
        digests[tag].append(f"sha256-{b64encode(hashlib.sha256(text).digest()).decode()}")
        return b"<%b%b>%b</%b>" % (tag.encode(), found["rest"] or b"", text, tag.encode())

    data = _BLOCKING.sub(put_in, _OWN.sub(rb'\1="' + f"{stamp}/".encode(), raw[_INDEX]))
    return _File(data, _TYPES[".html"], policy(scripts=digests["script"], styles=digests["style"]))


def _response(file: _File, asked: Headers, *, kept: bool) -> Response:
    headers = {"ETag": file.etag, "Cache-Control": _FOREVER if kept else "no-cache", "Vary": "Accept-Encoding"}
    if file.policy:
        headers["Content-Security-Policy"] = file.policy  # with a 304 too: a browser takes over the headers of that
    if file.etag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    packed = file.packed if "gzip" in asked.get("accept-encoding", "") else None
    if packed is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(file.data if packed is None else packed, media_type=file.media_type, headers=headers)


def page() -> Page:
    """The page, served at the root."""
    return Page(folder("web"))
