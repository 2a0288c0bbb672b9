"""Stores: one line a kind."""

from collections.abc import Callable
from pathlib import Path

from registry_tray.core.ports import Store
from registry_tray.stores.memory import MemoryStore
from registry_tray.stores.sqlite import SqliteStore

__all__ = ["MemoryStore", "SqliteStore", "Store", "open_store"]

FILE = "registry.db"


async def open_store(folder: Path, on_problem: Callable[[str], None]) -> SqliteStore:
    """The embedded store in the data folder; StoreError.

    `on_problem` hears in words when it fails later, and "" when it works again.
    """
    store = SqliteStore(folder / FILE, on_problem)
    await store.open()
    return store
