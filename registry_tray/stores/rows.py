"""Between the records of the domain and the rows of the SQLite store."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Record
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.status import AlertState, EventKind, Result
from registry_tray.core.tally import Tally
from registry_tray.phrases import plain

_encode = msgspec.json.Encoder(enc_hook=plain).encode
_decode_error = msgspec.json.Decoder(ErrorReport).decode

RollupRow = tuple[int, int, int, int, bytes]

MOST_ERRORS = 100  # kinds of errors kept an instance

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
                "ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, doc = excluded.doc WHERE excluded.epoch >= epoch",
                (record.id, record.epoch, _encode(record)),
            )
        case Alert(state=AlertState.QUIET):
            connection.execute("DELETE FROM alerts WHERE instance = ?", (record.instance_id,))
        case Alert():
            connection.execute("INSERT OR REPLACE INTO alerts VALUES (?, ?)", (record.instance_id, _encode(record)))
        case Tally():
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('tally', ?)", (_encode(record).decode(),))
        case ErrorReport():
            _save_error(connection, record)
        case Outage():
            _save_outage(connection, record)
        case Rollup():
            connection.execute(
                "INSERT OR REPLACE INTO rollups SELECT number, ?, ?, ?, ?, ? FROM jobs WHERE id = ?",
                (*rollup_row(record), record.job_id),
            )
        case StatusEvent():
            downtime = record.downtime // MILLISECOND if record.downtime is not None else None
            at = milliseconds(record.at)
            row = (record.number, at, record.instance_id, record.job_id, record.kind, record.description, downtime)
            connection.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _save_outage(connection: sqlite3.Connection, outage: Outage) -> None:
    began = milliseconds(outage.began)
    ended = milliseconds(outage.ended) if outage.ended else None
    # What a crash has left open is not open for ever: a job is in one outage at a time.
    connection.execute(
        "DELETE FROM outages WHERE job = (SELECT number FROM jobs WHERE id = ?) AND ended IS NULL AND began != ?",
        (outage.job_id, began),
    )
    connection.execute(
        "INSERT INTO outages SELECT number, ?, ?, ? FROM jobs WHERE id = ? "
        "ON CONFLICT (job, began) DO UPDATE SET ended = excluded.ended",
        (began, ended, outage.reason, outage.job_id),
    )


def _save_error(connection: sqlite3.Connection, record: ErrorReport) -> None:
    at = milliseconds(record.last_at)
    connection.execute(
        "INSERT INTO errors VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (instance, fingerprint) DO UPDATE SET "
        "last = excluded.last, count = count + excluded.count, doc = excluded.doc",
        (record.instance_id, record.fingerprint, at, record.count, milliseconds(record.first_at), _encode(record)),
    )
    connection.execute(
        "DELETE FROM errors WHERE instance = ? AND last < "
        "(SELECT last FROM errors WHERE instance = ? ORDER BY last DESC LIMIT 1 OFFSET ?)",
        (record.instance_id, record.instance_id, MOST_ERRORS - 1),
    )


def error_of(row: tuple[Any, ...]) -> ErrorReport:
    """Stored occurrences of an error."""
    count, first, doc = row
    return replace(_decode_error(doc), count=count, first_at=moment(first))


def delete_job(connection: sqlite3.Connection, job_id: str) -> None:
    """Forget a job and its checks."""
    found = connection.execute("SELECT number FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if found is not None:
        for table in ("rollups", "outages"):
            connection.execute(f"DELETE FROM {table} WHERE job = ?", found)
        count_in(connection, -connection.execute("DELETE FROM checks WHERE job = ?", found).rowcount)
        connection.execute("DELETE FROM jobs WHERE number = ?", found)
    connection.execute("DELETE FROM events WHERE job = ?", (job_id,))


def delete_instance(connection: sqlite3.Connection, instance_id: str) -> None:
    """Forget an instance, its jobs and all its history."""
    for (job_id,) in connection.execute("SELECT id FROM jobs WHERE doc ->> 'instance_id' = ?", (instance_id,)).fetchall():
        delete_job(connection, job_id)
    for table in ("sessions", "alerts", "events", "errors"):
        connection.execute(f"DELETE FROM {table} WHERE instance = ?", (instance_id,))
    connection.execute("DELETE FROM instances WHERE id = ?", (instance_id,))


def save_checks(
    connection: sqlite3.Connection,
    numbers: dict[JobId, int],
    jobs: list[Job],
    checks: list[Check],
    rollups: list[tuple[JobId, RollupRow]],
) -> None:
    """Write checks, and what they have made of jobs. A job that was registered anew in the meantime is left as it is.

    `numbers` is a cache of the short numbers under which the checks of a job are kept.
    """
    connection.executemany(
        "UPDATE jobs SET doc = ? WHERE id = ? AND epoch = ?", [(_encode(job), job.id, job.epoch) for job in jobs]
    )
    for job_id in {check.job_id for check in checks} - numbers.keys():
        found = connection.execute("SELECT number FROM jobs WHERE id = ?", (job_id,)).fetchone()
        if found is not None:
            numbers[job_id] = found[0]
    written = connection.executemany(
        "INSERT OR IGNORE INTO checks VALUES (?, ?, ?, ?, ?, ?)",
        [check_row(numbers[check.job_id], check) for check in checks if check.job_id in numbers],
    )
    count_in(connection, written.rowcount)
    connection.executemany(
        "INSERT OR REPLACE INTO rollups VALUES (?, ?, ?, ?, ?, ?)",
        [(numbers[job_id], *row) for job_id, row in rollups if job_id in numbers],
    )


def count_in(connection: sqlite3.Connection, more: int) -> None:
    """Keep the number of checks, which SQLite could only count one by one."""
    if more:
        connection.execute("UPDATE meta SET value = value + ? WHERE name = 'checks'", (more,))


def check_row(number: int, check: Check) -> tuple[int, int, int, int | None, int | None, str | None]:
    """A check as it is stored."""
    latency = check.latency // MICROSECOND if check.latency is not None else None
    return (number, milliseconds(check.at), check.result, latency, check.code, check.error or None)


def check_of(job_id: JobId, row: tuple[Any, ...]) -> Check:
    """A stored check; its epoch and tick are not kept."""
    at, result, latency, code, error = row
    return Check(job_id, 0, moment(at), Result(result), latency * MICROSECOND if latency is not None else None, code, error or "")


def rollup_row(rollup: Rollup) -> RollupRow:
    """A roll-up as it is stored: period, start, observed and up in milliseconds, latencies."""
    observed, up = round(rollup.observed * 1000), round(rollup.up * 1000)
    return (rollup.period.value, rollup.start, observed, up, rollup.latencies.pack())


def rollup_of(job_id: JobId, row: tuple[Any, ...]) -> Rollup:
    """A stored roll-up."""
    period, start, observed, up, latencies = row
    return Rollup(job_id, Period(period), start, observed / 1000, up / 1000, Histogram.unpack(latencies))


def outage_of(job_id: JobId, row: tuple[Any, ...]) -> Outage:
    """A stored outage."""
    began, ended, reason = row
    return Outage(job_id, moment(began), moment(ended) if ended is not None else None, reason)


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
