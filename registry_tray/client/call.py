"""One request to the registry."""

import json
import urllib.error
import urllib.request
from typing import Any

TIMEOUT = 2.0  # seconds; the registry is on this machine

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class RefusedError(Exception):
    """The registry has answered, and does not accept what it was sent."""


def call(base: str, path: str, payload: dict[str, Any] | None, token: str | None = None, method: str | None = None) -> Any:
    """The `value` of the answer; a GET without a payload, else a POST, but for another `method`.

    OSError where nobody answers, RefusedError with the registry's words where it refuses."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    data = json.dumps(payload).encode() if payload is not None else None
    request = urllib.request.Request(f"{base.rstrip('/')}/api/{path}", data, headers, method=method)
    try:
        with _direct.open(request, timeout=TIMEOUT) as answer:
            return json.load(answer).get("value")
    except urllib.error.HTTPError as error:
        raise RefusedError(_words(error)) from None
    except (ValueError, AttributeError) as error:
        raise RefusedError(f"{base} is not a registry: {error}") from None


def _words(error: urllib.error.HTTPError) -> str:
    try:
        answer = json.load(error)
        faults = "; ".join(f"{fault['path']}: {fault['message']}" for fault in answer.get("errors", ()))
        return faults or str(answer["message"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{error.code} {error.reason}"
