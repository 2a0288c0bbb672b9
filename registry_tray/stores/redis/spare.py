"""What could not be written when the program ended, in a file of the data folder until the next start."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from registry_tray.core.models import Check, Job
from registry_tray.stores import lines
from registry_tray.stores.redis.backlog import Backlog

logger = logging.getLogger(__name__)

_STATE, _DELETED, _BOOT = "state", "deleted", "boot"


def write(file: Path, backlog: Backlog) -> None:
    """Keep all of it, for its owner's eyes only; OSError. Blocks."""
    new = file.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as out:
        out.writelines(_lines(backlog))
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def read(file: Path) -> Backlog:
    """What was kept, empty where nothing was; what cannot be understood is logged and left out. Blocks."""
    backlog = Backlog()
    try:
        kept = file.read_bytes().splitlines()
    except FileNotFoundError:
        return backlog
    except OSError as error:
        logger.warning("%s cannot be read: %s", file, error)
        return backlog
    for number, line in enumerate(kept, 1):
        try:
            _take(backlog, lines.read(line))
        except (msgspec.MsgspecError, ValueError) as error:
            logger.warning("line %d of %s cannot be understood: %s", number, file, error)
    return backlog


def _lines(backlog: Backlog) -> Iterator[bytes]:
    for deleted in backlog.deleted:
        yield msgspec.json.encode({"kind": _DELETED, "record": deleted}) + b"\n"
    if backlog.boot is not None:
        yield msgspec.json.encode({"kind": _BOOT, "record": backlog.boot}) + b"\n"
    history = (backlog.errors, backlog.events, backlog.outages, backlog.rollups)
    for record in (*backlog.records.values(), *(record for part in history for record in part.values()), *backlog.checks):
        yield lines.encode(record)
    for job in backlog.states.values():
        yield msgspec.json.encode({"kind": _STATE, "record": job}) + b"\n"


def _take(backlog: Backlog, line: lines.Line) -> None:
    if line.kind == _DELETED:
        kind, key = msgspec.json.decode(line.record, type=tuple[str, str])
        backlog.deleted[kind, key] = None
        return
    if line.kind == _BOOT:
        backlog.boot = msgspec.json.decode(line.record, type=str)
        return
    if line.kind == _STATE:
        job = msgspec.json.decode(line.record, type=Job)
        backlog.states[job.id] = job
        return
    record = lines.decode(line)
    if isinstance(record, Check):
        backlog.checks.append(record)
    else:
        backlog.save((record,))
