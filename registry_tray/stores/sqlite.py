"""The embedded store: one SQLite file, written by one thread, read by another."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Alert, Application, Check, Instance, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.ports import Hour, Record, Snapshot
from registry_tray.core.stats import BEATS, HOURS
from registry_tray.stores import rows
from registry_tray.stores.migrations import migrate
from registry_tray.stores.writer import Writer

logger = logging.getLogger(__name__)

T = TypeVar("T")

FLUSH = 1.0  # seconds between two writes of checks
MOST_BUFFERED = 200_000  # checks kept in memory while the file cannot be written


class SqliteStore:
    """Keeps everything in `path`, which only its owner may read."""

    def __init__(self, path: Path, on_problem: Callable[[str], None] = lambda _: None) -> None:
        self._path = path
        self._on_problem = on_problem
        self._failing = False
        self._writer = Writer(self._connect)
        self._reader = ThreadPoolExecutor(1, "store reader")
        self._reading: sqlite3.Connection | None = None
        self._numbers: dict[JobId, int] = {}
        self._jobs: dict[JobId, Job] = {}
        self._checks: list[Check] = []
        self._hours: dict[tuple[JobId, int], Hour] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def open(self) -> None:
        """Open or create the file, and bring it to the newest layout. StoreError says what is wrong with it."""
        try:
            await self._writer.open(migrate)
        except (sqlite3.Error, OSError) as error:
            raise self._error(error, "opened") from error

    async def close(self) -> None:
        """Write what is waiting, and close the file."""
        if self._timer is not None:
            self._flush()
        await self._writer.close()
        await asyncio.get_running_loop().run_in_executor(self._reader, self._close_reading)
        self._reader.shutdown()

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""
        return await self._read(lambda connection: _load(connection, int(now.timestamp()) // 3600 - HOURS))

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing, durable when it returns."""

        def operation(connection: sqlite3.Connection) -> None:
            for record in records:
                rows.save(connection, record)

        try:
            await self._writer.submit(operation)
        except sqlite3.Error as error:
            raise self._failed(error) from error
        self._works()

    def append(self, job: Job, check: Check, hour: Hour | None) -> None:
        """Keep a check and the job as it stands after it; written within a second."""
        self._jobs[job.id] = job
        if len(self._checks) < MOST_BUFFERED:
            self._checks.append(check)
        if hour is not None:
            self._hours[hour.job_id, hour.start] = hour
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FLUSH, self._flush)

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """Newest first."""
        last = rows.milliseconds(before) if before else 2**62
        found = await self._fetch(
            "SELECT at, result, latency, code, error FROM checks WHERE job = (SELECT number FROM jobs WHERE id = ?) AND at < ? "
            "ORDER BY at DESC LIMIT ?",
            (job_id, last, limit),
        )
        return [rows.check_of(job_id, row) for row in found]

    async def count_checks(self, job_id: JobId | None = None) -> int:
        """How many checks are kept."""
        if job_id is None:
            found = await self._fetch("SELECT count(*) FROM checks", ())
        else:
            found = await self._fetch("SELECT count(*) FROM checks WHERE job = (SELECT number FROM jobs WHERE id = ?)", (job_id,))
        return int(found[0][0])

    async def events(
        self, limit: int, *, instance_id: InstanceId | None = None, job_id: JobId | None = None, before: int | None = None
    ) -> list[StatusEvent]:
        """Newest first."""
        conditions, values = ["number < ?"], [before if before is not None else 2**62]
        given: list[Any] = []
        for column, value in (("instance", instance_id), ("job", job_id)):
            if value is not None:
                conditions.append(f"{column} = ?")
                given.append(value)
        sql = f"SELECT * FROM events WHERE {' AND '.join(conditions)} ORDER BY number DESC LIMIT ?"
        return [rows.event_of(row) for row in await self._fetch(sql, (*values, *given, limit))]

    async def mark_boot(self, boot: str) -> None:
        """Remember on which boot of the machine the registry last ran."""
        try:
            await self._writer.submit(
                lambda connection: connection.execute("INSERT OR REPLACE INTO meta VALUES ('boot', ?)", (boot,))
            )
        except sqlite3.Error as error:
            raise self._failed(error) from error

    # -- writing

    def _flush(self) -> None:
        self._timer = None
        jobs, checks, hours = self._jobs, self._checks, self._hours
        self._jobs, self._checks, self._hours = {}, [], {}

        def operation(connection: sqlite3.Connection) -> None:
            rows.update_jobs(connection, list(jobs.values()))
            number = self._number
            connection.executemany(
                "INSERT OR REPLACE INTO checks VALUES (?, ?, ?, ?, ?, ?)",
                [rows.check_row(number(connection, check.job_id), check) for check in checks],
            )
            connection.executemany(
                "INSERT OR REPLACE INTO hours VALUES (?, ?, ?, ?)",
                [(number(connection, hour.job_id), hour.start, hour.observed, hour.up) for hour in hours.values()],
            )

        def flushed(future: asyncio.Future[None]) -> None:
            error = None if future.cancelled() else future.exception()
            if error is None:
                self._works()
                return
            self._failed(error)
            self._jobs = jobs | self._jobs
            self._hours = hours | self._hours
            self._checks = (checks + self._checks)[-MOST_BUFFERED:]
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(5 * FLUSH, self._flush)

        self._writer.submit(operation, durable=False).add_done_callback(flushed)

    def _number(self, connection: sqlite3.Connection, job_id: JobId) -> int:
        """The short number under which the checks of a job are kept; asked on the writer's thread only."""
        number = self._numbers.get(job_id)
        if number is None:
            found = connection.execute("SELECT number FROM jobs WHERE id = ?", (job_id,)).fetchone()
            number = self._numbers[job_id] = found[0] if found else -1
        return number

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=5)
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        return connection

    # -- reading

    async def _fetch(self, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return await self._read(lambda connection: connection.execute(sql, values).fetchall())

    async def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        def work() -> T:
            if self._reading is None:
                self._reading = sqlite3.connect(self._path, isolation_level=None, timeout=5)
                self._reading.execute("PRAGMA query_only = ON")
            return query(self._reading)

        try:
            return await asyncio.get_running_loop().run_in_executor(self._reader, work)
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            raise self._error(error, "read") from error

    def _close_reading(self) -> None:
        if self._reading is not None:
            self._reading.close()

    # -- failing

    def _failed(self, error: BaseException) -> StoreError:
        told = self._error(error, "written")
        if not self._failing:
            self._failing = True
            logger.warning("%s", told)
            self._on_problem(str(told))
        return told

    def _works(self) -> None:
        if self._failing:
            self._failing = False
            logger.info("the store %s is written again", self._path)
            self._on_problem("")

    def _error(self, error: BaseException, what: str) -> StoreError:
        fix = (
            "Move it away to begin anew"
            if "malformed" in str(error) or "not a database" in str(error)
            else "Free it, or choose another --data-dir"
        )
        return StoreError(f"The store {self._path} cannot be {what}: {error}. {fix}.")


def _load(connection: sqlite3.Connection, first_hour: int) -> Snapshot:
    def docs(sql: str, kind: type[T]) -> tuple[T, ...]:
        decoder = msgspec.json.Decoder(kind)
        return tuple(decoder.decode(doc) for (doc,) in connection.execute(sql))

    numbers = {number: JobId(job_id) for number, job_id in connection.execute("SELECT number, id FROM jobs")}
    beats = {
        job_id: bytes(
            result
            for (result,) in connection.execute(
                "SELECT result FROM checks WHERE job = ? ORDER BY at DESC LIMIT ?", (number, BEATS)
            )
        )[::-1]
        for number, job_id in numbers.items()
    }
    hours = connection.execute("SELECT job, start, observed, up FROM hours WHERE start > ? ORDER BY start", (first_hour,))
    boot = connection.execute("SELECT value FROM meta WHERE name = 'boot'").fetchone()
    return Snapshot(
        docs("SELECT doc FROM applications", Application),
        docs("SELECT doc FROM instances ORDER BY number", Instance),
        docs("SELECT doc FROM sessions WHERE open = 1", Session),
        docs("SELECT doc FROM jobs ORDER BY number", Job),
        docs("SELECT doc FROM alerts", Alert),
        tuple(Hour(numbers[job], start, observed, up) for job, start, observed, up in hours if job in numbers),
        beats,
        connection.execute("SELECT coalesce(max(number), 0) FROM events").fetchone()[0],
        boot[0] if boot else "",
    )
