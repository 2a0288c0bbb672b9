"""What the SQLite store is asked; each runs on the reading connection."""

import sqlite3
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.ports import Hour, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.stats import BEATS
from registry_tray.stores import rows

T = TypeVar("T")


def load(connection: sqlite3.Connection, first_hour: int) -> Snapshot:
    """Everything but history; hours from `first_hour` on."""

    def docs(sql: str, kind: type[T]) -> tuple[T, ...]:
        decoder = msgspec.json.Decoder(kind)
        return tuple(decoder.decode(doc) for (doc,) in connection.execute(sql))

    numbers = {number: JobId(job_id) for number, job_id in connection.execute("SELECT number, id FROM jobs")}
    newest = "SELECT result FROM checks WHERE job = ? ORDER BY at DESC LIMIT ?"
    beats = {
        job_id: bytes(result for (result,) in connection.execute(newest, (number, BEATS)))[::-1]
        for number, job_id in numbers.items()
    }
    recent = "SELECT job, start, observed, up, latencies FROM hours WHERE start > ? ORDER BY start"
    boot = connection.execute("SELECT value FROM meta WHERE name = 'boot'").fetchone()
    return Snapshot(
        docs("SELECT doc FROM applications", Application),
        docs("SELECT doc FROM instances ORDER BY number", Instance),
        docs("SELECT doc FROM sessions WHERE open = 1", Session),
        docs("SELECT doc FROM jobs ORDER BY number", Job),
        docs("SELECT doc FROM alerts", Alert),
        tuple(rows.hour_of(numbers[row[0]], row[1:]) for row in connection.execute(recent, (first_hour,)) if row[0] in numbers),
        beats,
        connection.execute("SELECT coalesce(max(number), 0) FROM events").fetchone()[0],
        boot[0] if boot else "",
    )


def checks(connection: sqlite3.Connection, job_id: JobId, limit: int, before: datetime | None) -> list[Check]:
    """Newest first."""
    found = connection.execute(
        "SELECT at, result, latency, code, error FROM checks WHERE job = (SELECT number FROM jobs WHERE id = ?) AND at < ? "
        "ORDER BY at DESC LIMIT ?",
        (job_id, rows.milliseconds(before) if before else 2**62, limit),
    )
    return [rows.check_of(job_id, row) for row in found]


def all_checks(connection: sqlite3.Connection, limit: int, before: datetime | None) -> list[Check]:
    """Of all jobs, newest first: the newest of each, then the newest of those."""
    last = rows.milliseconds(before) if before else 2**62
    found: list[Check] = []
    for number, job_id in connection.execute("SELECT number, id FROM jobs").fetchall():
        sql = "SELECT at, result, latency, code, error FROM checks WHERE job = ? AND at < ? ORDER BY at DESC LIMIT ?"
        found += [rows.check_of(job_id, row) for row in connection.execute(sql, (number, last, limit))]
    return sorted(found, key=lambda check: check.at, reverse=True)[:limit]


def count_checks(connection: sqlite3.Connection, job_id: JobId | None) -> int:
    """How many are kept, of one job or of all."""
    if job_id is None:
        found = connection.execute("SELECT count(*) FROM checks")
    else:
        found = connection.execute("SELECT count(*) FROM checks WHERE job = (SELECT number FROM jobs WHERE id = ?)", (job_id,))
    return int(found.fetchone()[0])


def events(connection: sqlite3.Connection, limit: int, before: int | None, filters: dict[str, Any]) -> list[StatusEvent]:
    """Newest first. `filters` are conditions with one placeholder, and their values; None leaves a condition out."""
    given = {condition: value for condition, value in filters.items() if value is not None}
    where = " AND ".join(("number < ?", *given))
    values = (before if before is not None else 2**62, *given.values(), limit)
    found = connection.execute(f"SELECT * FROM events WHERE {where} ORDER BY number DESC LIMIT ?", values)
    return [rows.event_of(row) for row in found]


def hours(connection: sqlite3.Connection, job_id: JobId, first: int) -> list[Hour]:
    """The oldest first."""
    found = connection.execute(
        "SELECT start, observed, up, latencies FROM hours WHERE job = (SELECT number FROM jobs WHERE id = ?) AND start >= ? "
        "ORDER BY start",
        (job_id, first),
    )
    return [rows.hour_of(job_id, row) for row in found]


def errors(connection: sqlite3.Connection, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
    """Newest first."""
    sql = "SELECT count, first, doc FROM errors WHERE instance = ? ORDER BY last DESC LIMIT ?"
    return [rows.error_of(row) for row in connection.execute(sql, (instance_id, limit))]


def sessions(connection: sqlite3.Connection, instance_id: InstanceId, limit: int) -> list[Session]:
    """Newest first."""
    decoder = msgspec.json.Decoder(Session)
    sql = "SELECT doc FROM sessions WHERE instance = ? ORDER BY started DESC, id LIMIT ?"
    return [decoder.decode(doc) for (doc,) in connection.execute(sql, (instance_id, limit))]
