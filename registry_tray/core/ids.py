"""The ids of what is kept."""

from typing import NewType
from uuid import uuid4

AppId = NewType("AppId", str)
InstanceId = NewType("InstanceId", str)
SessionId = NewType("SessionId", str)
JobId = NewType("JobId", str)
Identifier = NewType("Identifier", str)


def new_id() -> str:
    """A random id: 32 hexadecimal digits."""
    return uuid4().hex
