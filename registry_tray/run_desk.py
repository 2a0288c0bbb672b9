"""What a person can ask for of the commands that `registry-tray run` has started."""

import asyncio
import os
import signal
from contextlib import suppress

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import NotFoundError
from registry_tray.core.models import InstanceId
from registry_tray.core.run import ORDER, Run
from registry_tray.phrases import phrase
from registry_tray.runs import Runs

PATIENCE = 10.0  # seconds that a process gets to end by itself before it is ended by force


class RunDesk:
    """Nothing that was registered names a file or a process: only what a runner of this user wrote into our folder does."""

    def __init__(self, catalog: Catalog, runs: Runs) -> None:
        self._catalog = catalog
        self._runs = runs
        self.patience = PATIENCE

    async def is_running(self, instance_id: InstanceId) -> bool:
        """Whether its runner lives, and so tells by itself how the process ends."""
        instance = self._catalog.find(instance_id)
        return instance is not None and await asyncio.to_thread(self._runs.runner, instance.identifier) is not None

    async def look(self, instance_id: InstanceId) -> Run | None:
        """The last output, and whether it runs; None where it was never run by us, or is forgotten."""
        instance = self._catalog.find(instance_id)
        return await asyncio.to_thread(self._look, instance.identifier) if instance is not None else None

    async def stop(self, instance_id: InstanceId) -> None:
        """Ask it to end, after 10 s by force. NotFoundError where it does not run."""
        identifier = self._catalog.instance(instance_id).identifier
        asked = await asyncio.to_thread(self._runs.runner, identifier)
        await self._tell(instance_id, "SIGTERM")
        await asyncio.sleep(self.patience)
        if await asyncio.to_thread(self._runs.runner, identifier) == asked:
            await self._tell(instance_id, ORDER)

    async def restart(self, instance_id: InstanceId) -> None:
        """Have it ended, after 5 s by force, and started anew. NotFoundError where it does not run."""
        await self._tell(instance_id, ORDER)

    def _look(self, identifier: str) -> Run | None:
        log = self._runs.tail(identifier)
        # Windows has no signal that asks a process to end.
        return Run(log, os.name == "posix" and self._runs.runner(identifier) is not None) if log is not None else None

    async def _tell(self, instance_id: InstanceId, name: str) -> None:
        instance = self._catalog.instance(instance_id)
        if not await asyncio.to_thread(self._signal, instance.identifier, name):
            raise NotFoundError(
                phrase(
                    "{0} is not running under registry-tray run. Start it again with: registry-tray run -- COMMAND", instance.name
                )
            )

    def _signal(self, identifier: str, name: str) -> bool:
        found = self._runs.runner(identifier)
        number = getattr(signal, name, None)
        if found is None or number is None or os.name != "posix":
            return False
        with suppress(ProcessLookupError, PermissionError):
            if not hasattr(os, "pidfd_open"):
                os.kill(found[0], number)
                return True
            descriptor = os.pidfd_open(found[0])
            try:  # the descriptor holds on to one process: still that one, and then nobody else can be meant
                if self._runs.runner(identifier) == found:
                    signal.pidfd_send_signal(descriptor, number)
                    return True
            finally:
                os.close(descriptor)
        return False
