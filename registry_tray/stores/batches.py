"""What is written to the file, in its order: what is saved at once, and what was appended within a second."""

import asyncio
import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Check, InstanceId, Job, JobId
from registry_tray.core.ports import Record
from registry_tray.core.rollup import Rollup
from registry_tray.stores import owed, rows
from registry_tray.stores.faults import Faults
from registry_tray.stores.pending import Pending
from registry_tray.stores.writer import Operation

FLUSH = 1.0  # seconds between two writes of checks


class _Writer(Protocol):
    """Runs operations in the order in which they come; one that fails undoes only itself."""

    def submit(self, operation: Operation, *, durable: bool = True) -> asyncio.Future[Any]:
        """What the operation returns, once it is committed."""


class Batches:
    """One write of what was appended at a time, and one of what is owed: of two that are on their way, the older one may fail
    and must not come back over the newer one.
    """

    def __init__(self, writer: _Writer, faults: Faults) -> None:
        self._writer = writer
        self._faults = faults
        self._numbers: dict[JobId, int] = {}
        self._pending = Pending()
        self._sent = Pending()
        self._owed = owed.Owed()
        self._timer: asyncio.TimerHandle | None = None
        self._writing: asyncio.Future[Any] | None = None
        self._carrying: asyncio.Future[Any] | None = None
        self._is_due = self._is_failing = False

    async def save(self, *records: Record) -> None:
        """Insert or replace, all or nothing, after what is owed; durable when it returns. StoreError."""
        while self._carrying is not None:
            await asyncio.wait([self._carrying])
        late = self._owed.take()

        def operation(connection: sqlite3.Connection) -> None:
            owed.write(connection, late)
            for record in records:
                rows.save(connection, record)

        future = self._writer.submit(operation)
        if late:
            self._carry(future)
        await self._done(asyncio.shield(future) if late else future)
        for record in records:
            if isinstance(record, Job):
                self._pending.forget_state(record)
                self._sent.forget_state(record)

    async def keep(self, *records: Record) -> None:
        """As `save`; where that fails they are written in time. StoreError."""
        try:
            await self.save(*records)
        except StoreError:
            self._owed.add(records)
            self._flush_after(5 * FLUSH)
            raise

    def append(self, job: Job, check: Check, rollups: Sequence[Rollup]) -> None:
        """Write it within a second, or when there is a portion."""
        is_portion = self._pending.add(job, check, rollups)
        if is_portion and self._writing is None and not self._is_failing:
            self._flush()
        else:
            self._flush_after(FLUSH)

    async def write(self, operation: Operation, *, durable: bool = True) -> Any:
        """What the operation returns. StoreError."""
        return await self._done(self._writer.submit(operation, durable=durable))

    async def delete_job(self, job_id: JobId) -> None:
        """Forget a job and its checks. StoreError."""
        self._forget({job_id})

        def operation(connection: sqlite3.Connection) -> None:
            rows.delete_job(connection, job_id)
            self._numbers.clear()  # SQLite gives numbers away again

        await self.write(operation)

    async def delete_instance(self, instance_id: InstanceId) -> None:
        """Forget an instance, its jobs and all its history. StoreError."""
        jobs = (*self._pending.jobs.values(), *self._sent.jobs.values())
        self._forget({job.id for job in jobs if job.instance_id == instance_id}, instance_id)

        def operation(connection: sqlite3.Connection) -> None:
            rows.delete_instance(connection, instance_id)
            self._numbers.clear()

        await self.write(operation)

    async def flush(self) -> None:
        """Write what was appended; returns also where that fails."""
        if self._writing is not None:
            await asyncio.wait([self._writing])
        if self._writing is None and self._timer is not None:
            self._flush()
        if self._writing is not None:
            await asyncio.wait([self._writing])

    async def close(self) -> None:
        """Write what is waiting, for the last time."""
        await self.flush()
        if self._timer is not None:
            self._timer.cancel()

    # -- within

    async def _done(self, future: asyncio.Future[Any]) -> Any:
        try:
            done = await future
        except sqlite3.Error as error:
            raise self._faults.failed(error) from error
        self._faults.works()
        return done

    def _flush(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._is_due = False
        self._sent, self._pending = self._pending, Pending()
        jobs, checks = list(self._sent.jobs.values()), self._sent.checks
        packed = [(each.job_id, rows.rollup_row(each)) for each in self._sent.rollups.values()]  # they grow on meanwhile
        late = self._owed.take() if self._carrying is None else []

        def operation(connection: sqlite3.Connection) -> None:
            owed.write(connection, late)
            rows.save_checks(connection, self._numbers, jobs, checks, packed)

        self._writing = self._writer.submit(operation, durable=False)
        if late:
            self._carry(self._writing)
        self._writing.add_done_callback(self._on_flushed)

    def _on_flushed(self, future: asyncio.Future[Any]) -> None:
        self._writing = None
        sent, self._sent = self._sent, Pending()
        error = None if future.cancelled() else future.exception()
        self._is_failing = error is not None
        if error is not None:
            self._faults.failed(error)
            self._pending = sent.before(self._pending)
            self._flush_after(5 * FLUSH)
            return
        self._faults.works()
        if self._is_due:
            self._flush()

    def _flush_after(self, pause: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(pause, self._on_time)

    def _on_time(self) -> None:
        self._timer = None
        if self._writing is None:
            self._flush()
        else:
            self._is_due = True

    def _carry(self, future: asyncio.Future[Any]) -> None:
        self._carrying = future
        future.add_done_callback(self._on_carried)

    def _on_carried(self, future: asyncio.Future[Any]) -> None:
        self._carrying = None
        if future.cancelled() or future.exception() is None:
            self._owed.forget_taken()
        else:
            self._owed.give_back()
            self._flush_after(5 * FLUSH)

    def _forget(self, job_ids: set[JobId], instance_id: InstanceId | None = None) -> None:
        """What is not written yet must not come back under a number that another job gets."""
        self._owed.forget(job_ids, instance_id)
        self._pending = self._pending.without(job_ids)
        self._sent = self._sent.without(job_ids)
