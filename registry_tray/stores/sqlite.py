"""The embedded store: one SQLite file, written by one thread, read by another."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import msgspec

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Check, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Kept, Record, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.stores import owed, pruning, queries, rows
from registry_tray.stores.faults import Faults
from registry_tray.stores.migrations import migrate
from registry_tray.stores.pending import Pending
from registry_tray.stores.reader import Reader
from registry_tray.stores.writer import Operation, Writer, connect

P = ParamSpec("P")
T = TypeVar("T")

FLUSH = 1.0  # seconds between two writes of checks


class SqliteStore:
    """Keeps everything in `path`, which only its owner may read."""

    def __init__(self, path: Path, on_problem: Callable[[str], None] = lambda _: None) -> None:
        self._faults = Faults(path, on_problem)
        self._writer = Writer(partial(connect, path))
        self._reader = Reader(path)
        self._numbers: dict[JobId, int] = {}
        self._pending = Pending()
        self._owed = owed.Owed()
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Future[None] | None = None

    async def open(self) -> None:
        """Open or create the file, and bring it to the newest layout. StoreError says what is wrong with it."""
        try:
            await self._writer.open(migrate)
        except (sqlite3.Error, OSError) as error:
            raise self._faults.words(error, "opened") from error

    async def close(self) -> None:
        """Write what is waiting, and close the file."""
        if self._timer is not None:
            self._flush()
        await self._writer.close()
        await self._reader.close()

    async def flush(self) -> None:
        """Write what was appended."""
        writing = self._flush() if self._timer is not None else self._writing
        if writing is not None:
            await asyncio.wait([writing])

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""
        return await self._read(queries.load, now)

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing, durable when it returns."""

        late = self._owed.take()

        def operation(connection: sqlite3.Connection) -> None:
            owed.write(connection, late)
            for record in records:
                rows.save(connection, record)

        try:
            await self._write(operation)
        except StoreError:
            self._owed.give_back(late)
            raise

    async def keep(self, *records: Record) -> None:
        """As `save`; where that fails they are written in time."""
        try:
            await self.save(*records)
        except StoreError:
            self._owed.add(records)
            self._flush_after(5 * FLUSH)
            raise

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup] = ()) -> None:
        """Keep a check and the job as it stands after it; written within a second."""
        is_portion = self._pending.add(job, check, rollups)
        # One after the other: of two that fail, the older one must not come back over the newer one.
        if is_portion and self._writing is None:
            self._flush()
        else:
            self._flush_after(FLUSH)

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """Newest first."""
        return await self._read(queries.checks, job_id, limit, before)

    async def all_checks(self, limit: int, before: datetime | None = None) -> list[Check]:
        """Of all jobs, newest first."""
        return await self._read(queries.all_checks, limit, before)

    async def count_checks(self, job_id: JobId | None = None) -> int:
        """How many checks are kept."""
        return await self._read(queries.count_checks, job_id)

    async def events(
        self,
        limit: int,
        *,
        instance_id: InstanceId | None = None,
        job_id: JobId | None = None,
        before: int | None = None,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[StatusEvent]:
        """Newest first."""
        filters = {
            "instance = ?": instance_id,
            "job = ?": job_id,
            "kind = ?": kind,
            "at >= ?": rows.milliseconds(since) if since else None,
            "at < ?": rows.milliseconds(until) if until else None,
        }
        return await self._read(queries.events, limit, before, filters)

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        """The oldest first."""
        return await self._read(queries.rollups, job_id, period, since, until)

    async def observed(self, period: Period, since: datetime) -> tuple[float, float]:
        """Observed and up in seconds, of all jobs."""
        return await self._read(queries.observed, period, since)

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        """The newest first."""
        return await self._read(queries.outages, job_id, limit, since)

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        """Newest first."""
        return await self._read(queries.errors, instance_id, limit)

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        """Newest first."""
        return await self._read(queries.sessions, instance_id, limit)

    async def delete_job(self, job_id: JobId) -> None:
        """Forget a job and its checks."""
        self._forget({job_id})

        def operation(connection: sqlite3.Connection) -> None:
            rows.delete_job(connection, job_id)
            self._numbers.clear()  # SQLite gives numbers away again

        await self._write(operation)

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history."""
        self._forget({job.id for job in self._pending.jobs.values() if job.instance_id == instance_id}, instance_id)

        def operation(connection: sqlite3.Connection) -> None:
            rows.delete_instance(connection, instance_id)
            self._numbers.clear()

        await self._write(operation)

    async def prune(self, kind: Kept, before: datetime, limit: int) -> int:
        """Delete about `limit` rows that were over before then; gives the space that they leave back, little by little."""
        pruned: int = await self._write(lambda connection: pruning.prune(connection, kind, before, limit), durable=False)
        return pruned

    async def oldest(self, kind: Kept) -> datetime | None:
        """When the oldest row of a kind began."""
        return await self._read(pruning.oldest, kind)

    async def size(self) -> int:
        """Bytes of the pages in use."""
        return await self._read(pruning.size)

    async def mark_boot(self, boot: str) -> None:
        """Remember on which boot of the machine the registry last ran."""
        await self._write(lambda connection: connection.execute("INSERT OR REPLACE INTO meta VALUES ('boot', ?)", (boot,)))

    # -- within

    def _flush(self) -> asyncio.Future[None]:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        pending, self._pending = self._pending, Pending()
        packed = [(each.job_id, rows.rollup_row(each)) for each in pending.rollups.values()]  # they grow on meanwhile
        late = self._owed.take()

        def operation(connection: sqlite3.Connection) -> None:
            owed.write(connection, late)
            rows.save_checks(connection, self._numbers, list(pending.jobs.values()), pending.checks, packed)

        def flushed(future: asyncio.Future[None]) -> None:
            self._writing = None if self._writing is future else self._writing
            error = None if future.cancelled() else future.exception()
            if error is None:
                self._faults.works()
                return
            self._faults.failed(error)
            self._owed.give_back(late)
            self._pending = pending.before(self._pending)
            self._writing = future  # which is over, but until the next try nothing is to be written
            self._flush_after(5 * FLUSH)

        self._writing = future = self._writer.submit(operation, durable=False)
        future.add_done_callback(flushed)
        return future

    def _flush_after(self, pause: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(pause, self._flush)

    def _forget(self, job_ids: set[JobId], instance_id: InstanceId | None = None) -> None:
        """What is not written yet must not come back under a number that another job gets."""
        self._owed.forget(job_ids, instance_id)
        self._pending = self._pending.without(job_ids)

    async def _write(self, operation: Operation, *, durable: bool = True) -> Any:
        try:
            done = await self._writer.submit(operation, durable=durable)
        except sqlite3.Error as error:
            raise self._faults.failed(error) from error
        self._faults.works()
        return done

    async def _read(self, query: Callable[Concatenate[sqlite3.Connection, P], T], *values: P.args, **named: P.kwargs) -> T:
        try:
            return await self._reader.ask(query, *values, **named)
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            raise self._faults.words(error, "read") from error
