"""Every answer is JSON, in one envelope."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from aiohttp import web

from registry_tray import wire
from registry_tray.core.errors import Fault

JSON = "application/json"


def success(value: Any, request: web.Request | None = None) -> web.Response:
    """`{"success": true, "value": ...}`; with the request that asked, 304 where the client has it already."""
    body = wire.encode({"success": True, "value": value})
    return tagged(request, body, tag(body)) if request is not None else web.Response(body=body, content_type=JSON)


def taken(value: Any, warnings: Sequence[Fault]) -> web.Response:
    """As `success`, with `warnings` beside the value where something was taken and not used."""
    said = {"warnings": _faults(warnings)} if warnings else {}
    return web.Response(body=wire.encode({"success": True, "value": value} | said), content_type=JSON)


def page(request: web.Request, value: list[Any], following: object) -> web.Response:
    """A page of a list; `next` is what asks for the following one, and is missing on the last."""
    envelope: dict[str, Any] = {"success": True, "value": value}
    if following is not None:
        envelope["next"] = following
    body = wire.encode(envelope)
    return tagged(request, body, tag(body))


def failure(status: int, message: str, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None) -> web.Response:
    """`{"success": false, "message": ..., "errors": [{"path", "message"}]}`"""
    body = {"success": False, "message": message, "errors": _faults(faults)}
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


def _faults(faults: Sequence[Fault]) -> list[dict[str, str]]:
    return [{"path": fault.path, "message": fault.message} for fault in faults]
