"""Things that are to happen, and that nobody waits for."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from registry_tray.core.errors import RegistryError

logger = logging.getLogger(__name__)


class Errands:
    """Runs them; an error of one is logged."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._said = ""

    def run(self, errand: Coroutine[Any, Any, object]) -> None:
        """Let it happen."""
        task = asyncio.get_running_loop().create_task(self._guard(errand), name="errand")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def stop(self) -> None:
        """End what still runs."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)

    async def _guard(self, errand: Coroutine[Any, Any, object]) -> None:
        try:
            await errand
            self._said = ""
        except RegistryError as error:
            # A store that fails makes many errands fail alike: the first one says it.
            logger.log(logging.DEBUG if str(error) == self._said else logging.WARNING, "%s", error)
            self._said = str(error)
        except Exception:
            logger.exception("something that nobody waits for failed")
