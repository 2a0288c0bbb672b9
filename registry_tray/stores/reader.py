"""The one thread that reads, on a connection that cannot write."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Reader:
    """Runs queries one after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "store reader")
        self._connection: sqlite3.Connection | None = None

    async def ask(self, query: Callable[Concatenate[sqlite3.Connection, P], T], *values: P.args, **named: P.kwargs) -> T:
        """What the query returns; sqlite3.Error."""

        def work() -> T:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=5)
                self._connection.execute("PRAGMA query_only = ON")
            return query(self._connection, *values, **named)

        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Close the connection, and end the thread."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        await asyncio.to_thread(self._thread.shutdown)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
