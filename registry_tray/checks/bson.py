"""The little of BSON that MongoDB's first answers need."""

import struct
from collections.abc import Mapping

Value = float | bool | str | bytes | None
SIZES = {1: 8, 7: 12, 8: 1, 9: 8, 0x0A: 0, 0x10: 4, 0x11: 8, 0x12: 8, 0x13: 16}  # of the values that have a fixed one


def write_document(values: Mapping[str, int | bool | str | bytes | Mapping[str, bool]]) -> bytes:
    """A document; bytes are binary data."""
    body = b"".join(_element(name.encode() + b"\0", value) for name, value in values.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


def read_document(data: bytes) -> dict[str, Value]:
    """The numbers, truths and texts at the top of a document; of what is in it, and of binary data, the bytes.

    ValueError where it is none.
    """
    found: dict[str, Value] = {}
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


def _element(name: bytes, value: int | bool | str | bytes | Mapping[str, bool]) -> bytes:
    match value:
        case bool():
            return b"\x08" + name + bytes((value,))
        case int():
            return b"\x10" + name + struct.pack("<i", value)
        case str():
            text = value.encode() + b"\0"
            return b"\x02" + name + struct.pack("<i", len(text)) + text
        case bytes():
            return b"\x05" + name + struct.pack("<iB", len(value), 0) + value
    return b"\x03" + name + write_document(value)


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


def _value(kind: int, raw: bytes) -> Value:
    match kind:
        case 1:
            return float(struct.unpack("<d", raw)[0])
        case 2:
            return raw[4:-1].decode("utf-8", "replace")
        case 3 | 4:
            return raw
        case 5:
            return raw[5:]
        case 8:
            return raw != b"\0"
        case 0x10 | 0x12:
            return int.from_bytes(raw, "little", signed=True)
    return None
