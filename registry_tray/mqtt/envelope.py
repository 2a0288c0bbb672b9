"""What every publish of ours carries."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec

from registry_tray import wire

CLIENT = "registry-service"


def sealed(body: dict[str, Any], now: datetime) -> bytes:
    """The body with a `uuid` and a `timestamp` in milliseconds since 1970."""
    return wire.encode(body | {"uuid": str(uuid4()), "timestamp": round(now.timestamp() * 1000)})


def service_news(action: str, now: datetime) -> bytes:
    """That we came (`up`) or went (`down`)."""
    return sealed({"action": action, "client": CLIENT}, now)


def encoded(value: Any) -> msgspec.Raw:
    """A part of a body that is used more than once."""
    return msgspec.Raw(wire.encode(value))
