"""The embedded store: one SQLite file, written by one thread, read by another."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import msgspec

from registry_tray.core.models import Check, InstanceId, Job, JobId, Session, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Kept, Record, Snapshot
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.stores import pruning, queries, rows
from registry_tray.stores.batches import Batches
from registry_tray.stores.faults import Faults
from registry_tray.stores.migrations import migrate
from registry_tray.stores.reader import Reader
from registry_tray.stores.writer import Writer, connect

P = ParamSpec("P")
T = TypeVar("T")


class SqliteStore:
    """Keeps everything in `path`, which only its owner may read."""

    def __init__(self, path: Path, on_problem: Callable[[str], None] = lambda _: None) -> None:
        self._faults = Faults(path, on_problem)
        self._writer = Writer(partial(connect, path))
        self._reader = Reader(path)
        self._batches = Batches(self._writer, self._faults)

    async def open(self) -> None:
        """Open or create the file, and bring it to the newest layout. StoreError says what is wrong with it."""
        try:
            await self._writer.open(migrate)
        except (sqlite3.Error, OSError) as error:
            raise self._faults.words(error, "opened") from error

    async def close(self) -> None:
        """Write what is waiting, and close the file."""
        await self._batches.close()
        await self._writer.close()
        await self._reader.close()

    async def flush(self) -> None:
        """Write what was appended."""
        await self._batches.flush()

    async def load(self, now: datetime) -> Snapshot:
        """Everything but history."""
        return await self._read(queries.load, now)

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing, durable when it returns."""
        await self._batches.save(*records)

    async def keep(self, *records: Record) -> None:
        """As `save`; where that fails they are written in time."""
        await self._batches.keep(*records)

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup] = ()) -> None:
        """Keep a check and the job as it stands after it; written within a second."""
        self._batches.append(job, check, rollups)

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
        await self._batches.delete_job(job_id)

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history."""
        await self._batches.delete_instance(instance_id)

    async def prune(self, kind: Kept, before: datetime, limit: int) -> int:
        """Delete about `limit` rows that were over before then; gives the space that they leave back, little by little."""
        pruned: int = await self._batches.write(lambda connection: pruning.prune(connection, kind, before, limit), durable=False)
        return pruned

    async def oldest(self, kind: Kept) -> datetime | None:
        """When the oldest row of a kind began."""
        return await self._read(pruning.oldest, kind)

    async def size(self) -> int:
        """Bytes of the pages in use."""
        return await self._read(pruning.size)

    async def mark_boot(self, boot: str) -> None:
        """Remember on which boot of the machine the registry last ran."""
        await self._batches.write(
            lambda connection: connection.execute("INSERT OR REPLACE INTO meta VALUES ('boot', ?)", (boot,))
        )

    # -- within

    async def _read(self, query: Callable[Concatenate[sqlite3.Connection, P], T], *values: P.args, **named: P.kwargs) -> T:
        try:
            return await self._reader.ask(query, *values, **named)
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            raise self._faults.words(error, "read") from error
