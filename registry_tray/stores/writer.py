"""The one thread that writes: what arrives together is committed together."""

import asyncio
import os
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Operation = Callable[[sqlite3.Connection], Any]

BATCH = 500


@dataclass(slots=True)
class _Request:
    operation: Operation
    future: asyncio.Future[Any]
    durable: bool
    result: Any = None
    error: Exception | None = None


class Writer:
    """Runs operations on a connection of its own, in the order in which they come, many to a transaction.

    An operation that fails undoes only itself. One that is durable survives a loss of power; the others survive the end of
    the process, which spares the disk.
    """

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._queue: queue.SimpleQueue[list[_Request] | None] = queue.SimpleQueue()
        self._turn: list[_Request] = []
        self._thread: threading.Thread | None = None
        self._full: bool | None = None

    async def open(self, first: Operation) -> None:
        """Start the thread and run `first` on its connection; what that raises is raised here."""
        loop = asyncio.get_running_loop()
        opened: asyncio.Future[None] = loop.create_future()
        self._thread = threading.Thread(target=self._run, args=(loop, opened, first), name="store writer", daemon=True)
        self._thread.start()
        await opened

    def submit(self, operation: Operation, *, durable: bool = True) -> asyncio.Future[Any]:
        """What the operation returns, once it is committed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        if not self._turn:
            # All that one turn of the loop brings goes over together: one commit for it, and no two threads that want to run.
            loop.call_soon(self._hand_over)
        self._turn.append(_Request(operation, future, durable))
        return future

    async def close(self) -> None:
        """Write what is waiting, then end the thread."""
        if self._thread is not None:
            self._hand_over()
            self._queue.put(None)
            thread, self._thread = self._thread, None
            await asyncio.to_thread(thread.join)

    def _hand_over(self) -> None:
        turn, self._turn = self._turn, []
        if turn:
            self._queue.put(turn)

    def _run(self, loop: asyncio.AbstractEventLoop, opened: asyncio.Future[None], first: Operation) -> None:
        connection = None
        try:
            connection = self._connect()
            first(connection)
        except Exception as error:
            if connection is not None:
                connection.close()
            loop.call_soon_threadsafe(_settle_open, opened, error)
            return
        loop.call_soon_threadsafe(_settle_open, opened, None)
        going = True
        while going:
            batch, going = self._gather()
            if batch:
                self._commit(connection, batch)
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    loop.call_soon_threadsafe(_settle, batch)
        connection.close()

    def _gather(self) -> tuple[list[_Request], bool]:
        batch: list[_Request] = []
        turn = self._queue.get()
        while turn is not None:
            batch += turn
            if len(batch) >= BATCH:
                return batch, True
            try:
                turn = self._queue.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _commit(self, connection: sqlite3.Connection, batch: list[_Request]) -> None:
        try:
            self._transact(connection, batch)
        except Exception as error:
            if len(batch) == 1:
                batch[0].error = error
                return
            for request in batch:
                self._commit(connection, [request])

    def _transact(self, connection: sqlite3.Connection, batch: list[_Request]) -> None:
        full = any(request.durable for request in batch)
        if full is not self._full:
            connection.execute(f"PRAGMA synchronous = {'FULL' if full else 'NORMAL'}")
            self._full = full
        connection.execute("BEGIN IMMEDIATE")
        try:
            for request in batch:
                request.result = request.operation(connection)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def connect(path: Path) -> sqlite3.Connection:
    """A connection that writes to the file, which only its owner may read; sqlite3.Error, OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA cache_size = -512")  # KB: the system keeps the pages of the file, too
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _settle_open(opened: asyncio.Future[None], error: Exception | None) -> None:
    if opened.done():
        return
    if error is None:
        opened.set_result(None)
    else:
        opened.set_exception(error)


def _settle(batch: list[_Request]) -> None:
    for request in batch:
        if request.future.done():
            continue
        if request.error is None:
            request.future.set_result(request.result)
        else:
            request.future.set_exception(request.error)
