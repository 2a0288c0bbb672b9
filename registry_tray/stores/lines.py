"""Records as lines of JSON: {"kind": ..., "record": ...}."""

from typing import Any, get_args

import msgspec

from registry_tray.core.models import Check
from registry_tray.core.ports import Record
from registry_tray.core.rollup import Rollup
from registry_tray.phrases import plain

_KINDS: dict[str, Any] = {kind.__name__.lower(): kind for kind in (*get_args(Record), Check)}
_NAMES = {kind: name for name, kind in _KINDS.items()}


class Line(msgspec.Struct):
    """A line, its record not looked at yet."""

    kind: str
    record: msgspec.Raw = msgspec.Raw(b"null")
    version: int = 0


class _Buckets(msgspec.Struct):
    buckets: dict[int, int] = {}


class _Before(msgspec.Struct):
    """A roll-up as it was written until its buckets became two rows of numbers."""

    latencies: _Buckets


def encode(record: Record | Check) -> bytes:
    """A line with its end."""
    return msgspec.json.encode({"kind": _NAMES[type(record)], "record": record}, enc_hook=plain) + b"\n"


def decode(line: Line) -> Record | Check:
    """The record of a line; ValueError, msgspec.MsgspecError."""
    if line.kind not in _KINDS:
        raise ValueError(f"{line.kind!r} is not known")
    record: Record | Check = msgspec.json.decode(line.record, type=_KINDS[line.kind])
    if isinstance(record, Rollup) and b'"buckets"' in bytes(line.record):
        record.latencies.add_buckets(msgspec.json.decode(line.record, type=_Before).latencies.buckets)
    return record


def read(line: bytes) -> Line:
    """A line as far as its kind; msgspec.MsgspecError."""
    return msgspec.json.decode(line, type=Line)
