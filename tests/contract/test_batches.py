"""The order of writes: whichever of them fails, the file ends with what is newest."""

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from registry_tray.core.errors import StoreError
from registry_tray.core.models import Instance, Job, JobId
from registry_tray.core.rollup import Period, Rollup
from registry_tray.stores import rows
from registry_tray.stores.batches import Batches
from registry_tray.stores.faults import Faults
from registry_tray.stores.migrations import migrate
from registry_tray.stores.pending import PORTION
from registry_tray.stores.writer import Operation
from tests.fakes import NOW, make_check, make_instance, make_job

INSTANCE, JOB = make_instance(), make_job()
HOUR = Period.HOUR.number(NOW)


class SlowWriter:
    """Holds each operation until it is told to run it, or to fail."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.waiting: list[tuple[Operation, asyncio.Future[Any]]] = []

    def submit(self, operation: Operation, *, durable: bool = True) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.waiting.append((operation, future))
        return future

    async def run(self) -> None:
        """The oldest is written."""
        operation, future = self.waiting.pop(0)
        future.set_result(await asyncio.to_thread(operation, self.connection))
        await turns()

    async def fail(self) -> None:
        """The oldest cannot be written."""
        _, future = self.waiting.pop(0)
        future.set_exception(sqlite3.OperationalError("disk I/O error"))
        await turns()


class Kept:
    """Batches into a file in memory, and what it holds. Nothing is written by the clock."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        migrate(connection)
        rows.save(connection, INSTANCE)
        rows.save(connection, JOB)
        self.connection = connection
        self.writer = SlowWriter(connection)
        self.batches = Batches(self.writer, Faults(Path("x"), lambda _: None))
        self.tasks: list[asyncio.Task[None]] = []

    async def begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        self.tasks.append(asyncio.create_task(work))
        await turns()
        return self.tasks[-1]

    def check(self, number: int) -> None:
        job = replace(JOB, ping_count=number)
        self.batches.append(job, make_check(job, at=number), [Rollup(JOB.id, Period.HOUR, HOUR, number, number)])

    async def ask(self, sql: str) -> Any:
        """The one row, or the one value of it."""
        row = await asyncio.to_thread(lambda: self.connection.execute(sql).fetchone())
        return row[0] if len(row) == 1 else row

    async def put(self, job: Job) -> None:
        await asyncio.to_thread(rows.save, self.connection, job)

    async def checked(self) -> tuple[int, int]:
        """What the job counts, and how many checks there are."""
        job = msgspec.json.decode(await self.ask("SELECT doc FROM jobs"), type=Job)
        return job.ping_count, await self.ask("SELECT COUNT(*) FROM checks")

    async def label(self) -> str:
        return msgspec.json.decode(await self.ask("SELECT doc FROM instances"), type=Instance).label


async def turns() -> None:
    """What is ready is done."""
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[Kept]:
    monkeypatch.setattr("registry_tray.stores.batches.FLUSH", 3600)
    with closing(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)) as connection:
        yield Kept(connection)


async def test_of_two_writes_of_checks_the_older_one_that_failed_does_not_come_back_over_the_newer_one(kept: Kept) -> None:
    kept.check(1)
    await kept.begin(kept.batches.flush())
    kept.check(2)
    await kept.begin(kept.batches.flush())
    assert len(kept.writer.waiting) == 1  # the second waits for the end of the first
    await kept.writer.fail()
    await kept.writer.run()
    assert kept.writer.waiting == []
    assert await kept.checked() == (2, 2)
    assert await kept.ask("SELECT COUNT(*), MAX(observed) FROM rollups") == (1, 2000)
    await asyncio.gather(*kept.tasks)
    await kept.batches.close()


async def test_a_portion_that_is_ready_while_another_is_written_waits_for_its_end(kept: Kept) -> None:
    for number in range(PORTION):
        kept.check(number)
    for number in range(PORTION, 2 * PORTION + 1):
        kept.check(number)
    assert len(kept.writer.waiting) == 1
    closed = await kept.begin(kept.batches.close())
    await kept.writer.run()
    await kept.writer.run()
    await closed
    assert await kept.checked() == (2 * PORTION, 2 * PORTION + 1)


async def test_what_is_owed_is_never_written_over_what_was_saved_since(kept: Kept) -> None:
    task = await kept.begin(kept.batches.keep(replace(INSTANCE, label="one")))
    await kept.writer.fail()
    with pytest.raises(StoreError):
        await task
    await kept.begin(kept.batches.flush())  # takes it along
    saved = await kept.begin(kept.batches.save(replace(INSTANCE, label="two")))
    assert len(kept.writer.waiting) == 1
    await kept.writer.fail()
    await kept.writer.run()
    await saved
    assert await kept.label() == "two"
    await kept.begin(kept.batches.flush())
    while kept.writer.waiting:
        await kept.writer.run()
    assert await kept.label() == "two"
    await asyncio.gather(*kept.tasks, return_exceptions=True)
    await kept.batches.close()


async def test_who_gives_up_a_save_does_not_lose_what_is_owed(kept: Kept) -> None:
    task = await kept.begin(kept.batches.keep(replace(INSTANCE, label="one")))
    await kept.writer.fail()
    with pytest.raises(StoreError):
        await task
    saved = await kept.begin(kept.batches.save(JOB))
    saved.cancel()
    await turns()
    await kept.writer.fail()
    await kept.begin(kept.batches.flush())
    await kept.writer.run()
    assert await kept.label() == "one"
    await asyncio.gather(*kept.tasks, return_exceptions=True)
    await kept.batches.close()


async def test_what_is_deleted_while_its_checks_are_written_does_not_come_back_where_that_fails(kept: Kept) -> None:
    other = make_job(id=JobId("other"))
    await kept.put(other)
    kept.check(1)
    await kept.begin(kept.batches.flush())
    deleted = await kept.begin(kept.batches.delete_job(JOB.id))
    await kept.writer.fail()
    await kept.writer.run()
    await deleted
    await kept.put(JOB)  # registered anew
    kept.batches.append(other, make_check(other), [])
    await kept.begin(kept.batches.flush())
    await kept.writer.run()
    assert await kept.ask("SELECT COUNT(*) FROM checks") == 1
    await asyncio.gather(*kept.tasks)
    await kept.batches.close()
