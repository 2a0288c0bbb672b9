"""mongodb:// is up when this server answers `hello`, which needs no log-in.

It speaks the wire itself: pymongo keeps its own watch over servers, waits two seconds before it tells a failure, and leaves
sockets open when it is told to stop.
"""

import struct
from typing import Annotated

from msgspec import Meta

from registry_tray.checks.connection import connect, speaking
from registry_tray.checks.driver import Encrypted
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, peer_certificate, tls_context
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.wire.strategy import Strategy, plain, said

OP_MSG = 2013
MOST = 1 << 20
BODY = b"\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0"
HELLO = struct.pack("<iBi", 0, 0, len(BODY) + 5) + BODY + b"\0"
SIZES = {1: 8, 7: 12, 8: 1, 9: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16}  # of the values of BSON that have a fixed one

Primary = Annotated[bool, Meta(description="it must be one that takes writes: no secondary of a replica set")]


class MongoOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """What must answer, and over what."""

    tls: Encrypted = False
    primary: Primary = False


async def check_mongodb(ask: Ask) -> Answer:
    """OP_MSG with `hello`, of this very server, whatever its replica set does."""
    options, address = MongoOptions.of(ask), address_of(ask.endpoint)
    tls = await tls_context(options) if options.tls else None
    async with connect(ask.endpoint, tls) as (reader, writer):
        with speaking("MongoDB", address, reader, "with the option tls"):
            writer.write(struct.pack("<iiii", 16 + len(HELLO), 1, 0, OP_MSG) + HELLO)
            length, _, to, kind = struct.unpack("<iiii", await reader.readexactly(16))
            if kind != OP_MSG or to != 1 or not 26 <= length <= MOST:
                raise ValueError("not an answer")
            said_of_itself = read_document((await reader.readexactly(length - 16))[5:])
        if said_of_itself.get("ok") != 1:
            raise ProbeError(Result.BODY, f"MongoDB at {address} says: {said(said_of_itself.get('errmsg', 'not ok'))}")
        if options.primary and not said_of_itself.get("isWritablePrimary", said_of_itself.get("ismaster")):
            raise ProbeError(Result.BODY, f"MongoDB at {address} takes no writes: it is no primary")
        return judge_certificate(peer_certificate(writer), options.expiry_days)


def read_document(data: bytes) -> dict[str, float | bool | str | None]:
    """The numbers, truths and texts at the top of a BSON document; ValueError where it is none."""
    found: dict[str, float | bool | str | None] = {}
    try:
        (length,) = struct.unpack_from("<i", data)
        if length != len(data) or data[-1]:
            raise ValueError("not a document")
        place = 4
        while kind := data[place]:
            end = data.index(0, place + 1)
            name, place = data[place + 1 : end].decode(), end + 1
            size = SIZES[kind] if kind in SIZES else _size(kind, data, place)
            found[name] = _value(kind, data[place : place + size])
            place += size
        return found
    except (struct.error, IndexError):
        raise ValueError("it breaks off") from None


def _size(kind: int, data: bytes, place: int) -> int:
    (length,) = struct.unpack_from("<i", data, place)
    match kind:
        case 2:
            size = 4 + length
        case 3 | 4:
            size = length
        case 5:
            size = 5 + length
        case _:
            raise ValueError(f"a value of the type {kind}")
    if length < 0 or place + size > len(data):
        raise ValueError("it breaks off")
    return int(size)


def _value(kind: int, raw: bytes) -> float | bool | str | None:
    match kind:
        case 1:
            return float(struct.unpack("<d", raw)[0])
        case 2:
            return raw[4:-1].decode("utf-8", "replace")
        case 8:
            return raw != b"\0"
        case 0x10 | 0x12:
            return int.from_bytes(raw, "little", signed=True)
    return None


STRATEGY = Strategy(
    name="mongodb",
    doc="A MongoDB server answers `hello`, for which nobody has to log in.",
    schemes=(Scheme("mongodb", 27017),),
    example="mongodb://localhost:27017",
    open=plain(check_mongodb),
    options=MongoOptions,
)
