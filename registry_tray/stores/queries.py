"""What the SQLite store is asked; each runs on the reading connection."""

import sqlite3
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.stats import BEATS, HOURS
from registry_tray.core.tally import Tally
from registry_tray.stores import rows

T = TypeVar("T")


def load(connection: sqlite3.Connection, now: datetime) -> Snapshot:
    """Everything but history."""

    def docs(sql: str, kind: type[T]) -> tuple[T, ...]:
        decoder = msgspec.json.Decoder(kind)
        return tuple(decoder.decode(doc) for (doc,) in connection.execute(sql))

    numbers = {number: JobId(job_id) for number, job_id in connection.execute("SELECT number, id FROM jobs")}
    newest = "SELECT result FROM checks WHERE job = ? ORDER BY at DESC LIMIT ?"
    beats = {
        job_id: bytes(result for (result,) in connection.execute(newest, (number, BEATS)))[::-1]
        for number, job_id in numbers.items()
    }
    recent = (
        "SELECT rollups.* FROM jobs JOIN rollups ON job = jobs.number WHERE period = 3600 AND start > ? "
        "UNION ALL SELECT rollups.* FROM jobs JOIN rollups ON job = jobs.number WHERE period = 60 AND start >= ?"
    )
    first = (Period.HOUR.number(now) - HOURS, Period.MINUTE.number(now) - 1)
    meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    return Snapshot(
        docs("SELECT doc FROM applications", Application),
        docs("SELECT doc FROM instances ORDER BY number", Instance),
        docs("SELECT doc FROM sessions WHERE open = 1", Session),
        docs("SELECT doc FROM jobs ORDER BY number", Job),
        docs("SELECT doc FROM alerts", Alert),
        tuple(rows.rollup_of(numbers[row[0]], row[1:]) for row in connection.execute(recent, first)),
        beats,
        connection.execute("SELECT coalesce(max(number), 0) FROM events").fetchone()[0],
        meta.get("boot", ""),
        msgspec.json.decode(meta["tally"], type=Tally) if "tally" in meta else Tally(),
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
    """Of all jobs, newest first: out of a stretch of time that is made longer until there are enough."""
    newest = connection.execute("SELECT max((SELECT max(at) FROM checks WHERE job = number)) FROM jobs").fetchone()[0]
    if newest is None:
        return []
    last = min(rows.milliseconds(before), newest + 1) if before else newest + 1
    found: list[Any] = []
    for span in (*(1000 * 4**step for step in range(10)), 2**62):
        found = connection.execute(
            "SELECT id, at, result, latency, code, error FROM jobs CROSS JOIN checks ON job = number "
            "WHERE at >= ? AND at < ? ORDER BY at DESC LIMIT ?",
            (last - span, last, limit),
        ).fetchall()
        if len(found) == limit:
            break
    return [rows.check_of(JobId(job_id), row) for job_id, *row in found]


def count_checks(connection: sqlite3.Connection, job_id: JobId | None) -> int:
    """How many are kept, of one job or of all."""
    if job_id is None:
        found = connection.execute("SELECT value FROM meta WHERE name = 'checks'")
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


def rollups(
    connection: sqlite3.Connection, job_id: JobId, period: Period, since: datetime, until: datetime | None
) -> list[Rollup]:
    """The oldest first."""
    found = connection.execute(
        "SELECT period, start, observed, up, latencies FROM rollups WHERE job = (SELECT number FROM jobs WHERE id = ?) "
        "AND period = ? AND start >= ? AND start < ? ORDER BY start",
        (job_id, period.value, period.ceiling(since), period.ceiling(until) if until else 2**62),
    )
    return [rows.rollup_of(job_id, row) for row in found]


def observed(connection: sqlite3.Connection, period: Period, since: datetime) -> tuple[float, float]:
    """Observed and up in seconds, of all jobs."""
    sums = connection.execute(
        "SELECT coalesce(sum(observed), 0), coalesce(sum(up), 0) FROM jobs CROSS JOIN rollups ON job = jobs.number "
        "WHERE period = ? AND start >= ?",
        (period.value, period.ceiling(since)),
    ).fetchone()
    return sums[0] / 1000, sums[1] / 1000


def outages(connection: sqlite3.Connection, job_id: JobId, limit: int, since: datetime | None) -> list[Outage]:
    """The newest first."""
    found = connection.execute(
        "SELECT began, ended, reason FROM outages WHERE job = (SELECT number FROM jobs WHERE id = ?) "
        "AND (ended IS NULL OR ended > ?) ORDER BY began DESC LIMIT ?",
        (job_id, rows.milliseconds(since) if since else -(2**62), limit),
    )
    return [rows.outage_of(job_id, row) for row in found]


def errors(connection: sqlite3.Connection, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
    """Newest first."""
    sql = "SELECT count, first, doc FROM errors WHERE instance = ? ORDER BY last DESC LIMIT ?"
    return [rows.error_of(row) for row in connection.execute(sql, (instance_id, limit))]


def sessions(connection: sqlite3.Connection, instance_id: InstanceId, limit: int) -> list[Session]:
    """Newest first."""
    decoder = msgspec.json.Decoder(Session)
    sql = "SELECT doc FROM sessions WHERE instance = ? ORDER BY started DESC, id LIMIT ?"
    return [decoder.decode(doc) for (doc,) in connection.execute(sql, (instance_id, limit))]
