"""Every answer is JSON, in one envelope."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from aiohttp import web

from registry_tray import wire
from registry_tray.core.errors import Fault

JSON = "application/json"


def success(value: Any) -> web.Response:
    """`{"success": true, "value": ...}`"""
    return web.Response(body=wire.encode({"success": True, "value": value}), content_type=JSON)


def failure(status: int, message: str, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None) -> web.Response:
    """`{"success": false, "message": ..., "errors": [{"path", "message"}]}`"""
    errors = [{"path": fault.path, "message": fault.message} for fault in faults]
    body = {"success": False, "message": message, "errors": errors}
    return web.Response(status=status, body=wire.encode(body), content_type=JSON, headers=headers)


def tag(body: bytes) -> str:
    """The ETag of a body."""
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def tagged(request: web.Request, body: bytes, etag: str) -> web.Response:
    """The body, or 304 where the client has it already."""
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    known = [part.strip().removeprefix("W/") for part in request.headers.get("If-None-Match", "").split(",")]
    if etag in known or "*" in known:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=JSON, headers=headers)
