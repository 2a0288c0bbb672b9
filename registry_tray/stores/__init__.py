"""Stores: one line a kind."""

import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from registry_tray.core.ports import Snapshot, Store
from registry_tray.redis_url import parse_redis_url
from registry_tray.stores.sqlite import SqliteStore

__all__ = ["OpenStore", "SqliteStore", "Store", "choose_store", "open_store"]

FILE = "registry.db"
UNWRITTEN = "unwritten.jsonl"


class OpenStore(Store, Protocol):
    """A store that must be closed in the end."""

    async def flush(self) -> None:
        """Write what was appended; returns when that is done."""

    async def close(self) -> None:
        """Write what is waiting."""


async def open_store(folder: Path, on_problem: Callable[[str], None]) -> SqliteStore:
    """The embedded store in the data folder; StoreError.

    `on_problem` hears in words when it fails later, and "" when it works again.
    """
    store = SqliteStore(folder / FILE, on_problem)
    await store.open()
    return store


async def choose_store(
    url: str,
    prefix: str,
    folder: Path,
    on_problem: Callable[[str], None],
    on_found: Callable[[Snapshot], Awaitable[None]] | None = None,
    owner: str | None = None,
) -> OpenStore:
    """The store at this URL, which may be away for now; the embedded one where there is no URL. StoreError.

    `on_found` gets what a store that was away at `load` has held all the while. `owner` tells one program that writes under
    the prefix from another, by default by the data folder; one that only reads is "".
    """
    if not url:
        return await open_store(folder, on_problem)
    from registry_tray.stores.redis import RedisStore

    spare = folder / UNWRITTEN if owner is None else None
    if owner is None:
        owner = f"{socket.gethostname()}:{folder}"
    store = RedisStore(parse_redis_url(url), prefix, owner, on_problem, on_found, spare_file=spare)
    await store.open()
    return store
