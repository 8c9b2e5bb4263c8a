"""Who may call: the right site, the right host, a known key. Decided before a body is read."""

import hashlib
import hmac
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.failures import error_response
from assistant.errors import BadSetting
from assistant.settings import Settings

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_NO_KEY = "This server asks for a key: send it as 'Authorization: Bearer <key>'."
_NOT_ALLOWED = "This key may not take anything in. Whoever runs the server names the keys that may in RALLY_ADMIN_KEYS."
_CROSS_SITE = "The request came from another web site, so it was refused. Open the page of this server itself."
_WRONG_HOST = "This server answers only as localhost. Set RALLY_API_KEYS to offer it under another name."


class Keys:
    """The configured keys as digests: comparing digests takes the same time for every wrong key."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._digests = [_digest(key) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def owner(self, authorization: str) -> str | None:
        """Whose key was presented, as a name that does not give the key away; None for no or an unknown key."""
        scheme, _, key = authorization.partition(" ")
        presented, found = _digest(key.strip()), None
        for digest in self._digests:
            if hmac.compare_digest(digest, presented):
                found = digest.hex()[:32]
        return found if scheme.lower() == "bearer" else None


def _digest(key: str) -> bytes:
    return hashlib.sha256(b"rally key " + key.encode("utf-8", "surrogatepass")).digest()


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that host name or address."""
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def check_exposure(settings: Settings) -> None:
    """Refuses to offer everything to the network without a key.

    Raises:
        BadSetting: the host is not this machine alone and no key is set, or a key is empty.
    """
    for variable, keys in (("RALLY_API_KEYS", settings.api_keys), ("RALLY_ADMIN_KEYS", settings.admin_keys)):
        if any(not key.get_secret_value().strip() for key in keys):
            raise BadSetting(f"{variable} holds an empty key. Remove it, or put a long random text there.")
    if not is_loopback(settings.host) and not settings.api_keys:
        raise BadSetting(
            f"Listening on {settings.host!r} would let anyone on the network read and ask without a key. "
            "Set RALLY_API_KEYS to a JSON list of keys, for example RALLY_API_KEYS='[\"a-long-random-text\"]', "
            "or listen on 127.0.0.1."
        )


def same_site(headers: Headers) -> bool:
    """Whether a browser sent this from a page of this very host; other clients send no Origin."""
    if headers.get("sec-fetch-site", "none") == "cross-site":
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower() != ""


class Access:
    """Lets a request in, with its owner noted, or answers it at once."""

    def __init__(self, app: ASGIApp, *, keys: Keys, admin_keys: Keys, local_only: bool) -> None:
        self._app = app
        self._keys = keys
        self._admin_keys = admin_keys
        self._local_only = local_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is None:
            await self._app(scope, receive, send)
            return
        code, message = refusal
        response = error_response(code, message, incident=scope["state"]["incident"], headers={"Connection": "close"})
        if code == "no_key":
            response.headers["WWW-Authenticate"] = "Bearer"
        await response(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[str, str] | None:
        headers = Headers(scope=scope)
        scope["state"]["owner"] = ""
        if self._local_only and not is_loopback(_host_name(headers)):
            return "wrong_host", _WRONG_HOST  # a foreign name that resolves to this machine
        if scope["method"] not in _READING and not same_site(headers):
            return "cross_site", _CROSS_SITE
        if self._keys and scope["path"].startswith("/api"):
            owner = self._keys.owner(headers.get("authorization", ""))
            if owner is None:
                return "no_key", _NO_KEY
            scope["state"]["owner"] = owner
            if scope["path"].startswith("/api/ingest") and self._admin_keys.owner(headers.get("authorization", "")) is None:
                return "not_allowed", _NOT_ALLOWED
        return None


def _host_name(headers: Headers) -> str:
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""
