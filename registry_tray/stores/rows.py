"""Between the records of the domain and the rows of the SQLite store."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.ports import Record
from registry_tray.core.status import AlertState, EventKind, Result

_encode = msgspec.json.Encoder().encode

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970; the store's unit of wall time."""
    return (moment - EPOCH) // MILLISECOND


def moment(stored: int) -> datetime:
    """The wall time of milliseconds since 1970."""
    return EPOCH + stored * MILLISECOND


def save(connection: sqlite3.Connection, record: Record) -> None:
    """Insert or replace one record."""
    match record:
        case Application():
            connection.execute("INSERT OR REPLACE INTO applications VALUES (?, ?)", (record.id, _encode(record)))
        case Instance():
            connection.execute(
                "INSERT INTO instances (id, doc) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET doc = excluded.doc",
                (record.id, _encode(record)),
            )
        case Session():
            _save_session(connection, record)
        case Job():
            connection.execute(
                "INSERT INTO jobs (id, epoch, doc) VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, doc = excluded.doc",
                (record.id, record.epoch, _encode(record)),
            )
        case Alert(state=AlertState.QUIET):
            connection.execute("DELETE FROM alerts WHERE instance = ?", (record.instance_id,))
        case Alert():
            connection.execute("INSERT OR REPLACE INTO alerts VALUES (?, ?)", (record.instance_id, _encode(record)))
        case StatusEvent():
            downtime = record.downtime // MILLISECOND if record.downtime is not None else None
            at = milliseconds(record.at)
            row = (record.number, at, record.instance_id, record.job_id, record.kind, record.description, downtime)
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def update_jobs(connection: sqlite3.Connection, jobs: list[Job]) -> None:
    """Write what checks have made of jobs. A job that was registered anew in the meantime is left as it is."""
    connection.executemany(
        "UPDATE jobs SET doc = ? WHERE id = ? AND epoch = ?", [(_encode(job), job.id, job.epoch) for job in jobs]
    )


def check_row(number: int, check: Check) -> tuple[int, int, int, int | None, int | None, str | None]:
    """A check as it is stored."""
    latency = check.latency // MICROSECOND if check.latency is not None else None
    return (number, milliseconds(check.at), check.result, latency, check.code, check.error or None)


def check_of(job_id: JobId, row: tuple[Any, ...]) -> Check:
    """A stored check; its epoch and tick are not kept."""
    at, result, latency, code, error = row
    return Check(job_id, 0, moment(at), Result(result), latency * MICROSECOND if latency is not None else None, code, error or "")


def event_of(row: tuple[Any, ...]) -> StatusEvent:
    """A stored row of the journal."""
    number, at, instance, job, kind, description, downtime = row
    lasted = downtime * MILLISECOND if downtime is not None else None
    return StatusEvent(
        InstanceId(instance), EventKind(kind), moment(at), description, JobId(job) if job else None, lasted, number
    )


def _save_session(connection: sqlite3.Connection, session: Session) -> None:
    if session.ended_at is None:
        # A new life ends the old one, which went without a word.
        connection.execute(
            "UPDATE sessions SET open = 0 WHERE instance = ? AND open = 1 AND id != ?", (session.instance_id, session.id)
        )
    connection.execute(
        "INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?)",
        (session.id, session.instance_id, milliseconds(session.started_at), session.ended_at is None, _encode(session)),
    )
