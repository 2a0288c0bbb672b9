"""The ids of what is kept."""

from random import Random
from typing import NewType
from uuid import UUID, uuid5

AppId = NewType("AppId", str)
InstanceId = NewType("InstanceId", str)
SessionId = NewType("SessionId", str)
JobId = NewType("JobId", str)
Identifier = NewType("Identifier", str)


_NAMES = UUID("6f9d5c1e-52a8-4c0e-9a57-3d6c2b7f1a40")
_bits = Random().getrandbits


def id_of(name: str) -> str:
    """The id that this name always has: what registers while the store is away is the same as what the store holds."""
    return uuid5(_NAMES, name).hex


def new_id() -> str:
    """A random id: 32 hexadecimal digits. It names something and guards nothing, so it need not ask the system each time."""
    return f"{_bits(128):032x}"
