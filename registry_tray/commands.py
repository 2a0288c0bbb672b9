"""`registry-tray export` and `registry-tray import`: everything from a store to stdout, and from stdin to a store."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from registry_tray.clock import SystemClock
from registry_tray.core.errors import AlreadyRunningError, StoreError
from registry_tray.data_folder import DataFolder
from registry_tray.options import Options
from registry_tray.process import say
from registry_tray.stores import OpenStore, choose_store
from registry_tray.transfer import Importer, export_lines


def export_store(options: Options) -> int:
    """Write all that the store holds to stdout; the exit status. RegistryError. The tray may run meanwhile."""

    async def work() -> None:
        async with _opened(options, owner="") as store:
            async for line in export_lines(store, SystemClock().now()):
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()

    try:
        asyncio.run(work())
    except BrokenPipeError:  # who reads it wants no more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def import_store(options: Options) -> int:
    """Add what stdin holds to the store; the exit status. RegistryError. The tray must not run on that store meanwhile."""

    async def work() -> int:
        async with _opened(options, owner=f"an import on {socket.gethostname()}") as store:
            return await Importer(store).take(sys.stdin.buffer, SystemClock().now())

    folder = DataFolder(options.folder)
    try:
        folder.acquire()
    except AlreadyRunningError as error:
        raise StoreError(f"{error} Quit it before you import.") from None
    try:
        count = asyncio.run(work())
    finally:
        folder.release()
    say(f"{count} records are in the store; those that were there already are there once.")
    return 0


@asynccontextmanager
async def _opened(options: Options, owner: str) -> AsyncIterator[OpenStore]:
    """The store of the settings, which has to be there: nothing waits in memory here."""
    problems: list[str] = []
    place = options.settings.store
    store = await choose_store(place.url, place.prefix, options.folder, problems.append, owner=owner)
    try:
        _check(problems)
        yield store
        await store.flush()
    finally:
        await store.close()
    _check(problems)


def _check(problems: list[str]) -> None:
    if problems and problems[-1] and "may throw away" not in problems[-1]:
        raise StoreError(problems[-1])
