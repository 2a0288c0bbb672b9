"""Deleting the oldest history of the SQLite store in short steps, and what the file weighs."""

import sqlite3
from datetime import UTC, datetime

from registry_tray.core.ports import Kept
from registry_tray.core.rollup import Period
from registry_tray.stores import rows

SPARE = 1000  # free pages that the file keeps for what comes next
FREED = 50  # pages that a step gives back to the disk

_PERIODS = {Kept.MINUTES: Period.MINUTE, Kept.HOURS: Period.HOUR, Kept.DAYS: Period.DAY}


def prune(connection: sqlite3.Connection, kind: Kept, before: datetime, limit: int) -> int:
    """Delete about `limit` rows that were over before then. How many are gone."""
    gone = _prune(connection, kind, before, limit)
    if kind is Kept.CHECKS:
        rows.count_in(connection, -gone)
    if _pragma(connection, "freelist_count") > SPARE:
        for _ in range(FREED):  # Python's sqlite3 runs only the first page of a larger number
            connection.execute("PRAGMA incremental_vacuum(1)")
    return gone


def oldest(connection: sqlite3.Connection, kind: Kept) -> datetime | None:
    """When the oldest row of a kind began."""
    match kind:
        case Kept.CHECKS:
            sql, size = "SELECT min((SELECT min(at) FROM checks WHERE job = number)) FROM jobs", 1
        case Kept.EVENTS:
            sql, size = "SELECT at FROM events ORDER BY number LIMIT 1", 1
        case Kept.OUTAGES:
            sql, size = "SELECT min(began) FROM outages", 1
        case _:
            length = _PERIODS[kind].value
            size = length * 1000
            sql = f"SELECT min((SELECT min(start) FROM rollups WHERE job = number AND period = {length})) FROM jobs"
    found = connection.execute(sql).fetchone()
    return rows.moment(found[0] * size) if found and found[0] is not None else None


def size(connection: sqlite3.Connection) -> int:
    """Bytes of the pages in use."""
    used = _pragma(connection, "page_count") - _pragma(connection, "freelist_count")
    return used * _pragma(connection, "page_size")


def _prune(connection: sqlite3.Connection, kind: Kept, before: datetime, limit: int) -> int:
    last = rows.milliseconds(before)
    match kind:
        case Kept.CHECKS:
            keys = "SELECT job, at FROM jobs CROSS JOIN checks ON job = number WHERE at < ? LIMIT ?"
            return _delete(connection, f"checks WHERE (job, at) IN ({keys})", last, limit)
        case Kept.OUTAGES:
            keys = "SELECT job, began FROM outages WHERE ended < ? LIMIT ?"
            return _delete(connection, f"outages WHERE (job, began) IN ({keys})", last, limit)
        case Kept.EVENTS:
            gone = _prune_journal(connection, last, limit)
            gone += _prune_sessions(connection, before, limit - gone)
            return gone + _prune_errors(connection, last, limit - gone)
    length = _PERIODS[kind].value
    keys = f"SELECT job, period, start FROM jobs CROSS JOIN rollups ON job = number WHERE period = {length} AND start < ? LIMIT ?"
    return _delete(connection, f"rollups WHERE (job, period, start) IN ({keys})", _PERIODS[kind].number(before), limit)


def _prune_journal(connection: sqlite3.Connection, last: int, limit: int) -> int:
    # The journal is in the order of time, so what is old is at its beginning.
    keys = "SELECT number FROM (SELECT number, at FROM events ORDER BY number LIMIT ?) WHERE at < ?"
    return _delete(connection, f"events WHERE number IN ({keys})", limit, last)


def _prune_sessions(connection: sqlite3.Connection, before: datetime, limit: int) -> int:
    # One that went without a word has no end.
    over = "coalesce(CAST(doc AS TEXT) ->> 'ended_at', CAST(doc AS TEXT) ->> 'started_at') < ?"
    keys = f"SELECT id FROM sessions WHERE open = 0 AND {over} LIMIT ?"
    return _delete(connection, f"sessions WHERE id IN ({keys})", f"{before.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", limit)


def _prune_errors(connection: sqlite3.Connection, last: int, limit: int) -> int:
    keys = "SELECT instance, fingerprint FROM errors WHERE last < ? LIMIT ?"
    return _delete(connection, f"errors WHERE (instance, fingerprint) IN ({keys})", last, limit)


def _delete(connection: sqlite3.Connection, what: str, *values: int | str) -> int:
    return connection.execute(f"DELETE FROM {what}", values).rowcount


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])
