"""The processes of the present sessions: each is watched while its session lasts."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus, InstanceRegistered, InstanceRemoved, InstanceUnregistered
from registry_tray.core.models import InstanceId
from registry_tray.phrases import remark
from registry_tray.processes import ProcessWatcher

WORD = 10.0  # seconds that a runner gets to tell how its process ended, or to have started it anew


class Lives:
    """Calls `on_end` with an instance, and why it is in doubt, when the process that it named ends.

    Where `has_runner`, that tells of the end by itself: only where it does not, the instance is in doubt.
    """

    def __init__(
        self,
        catalog: Catalog,
        bus: EventBus,
        spawn: Callable[[Coroutine[Any, Any, object]], None],
        on_end: Callable[[InstanceId, str], None],
        has_runner: Callable[[InstanceId], Awaitable[bool]],
    ) -> None:
        self._catalog = catalog
        self._spawn = spawn
        self._on_end = on_end
        self._has_runner = has_runner
        self._processes = ProcessWatcher(self._on_exit)
        bus.subscribe(InstanceRegistered, lambda event: self.watch(event.instance.id))
        bus.subscribe(InstanceUnregistered, lambda event: self.watch(event.instance.id))
        bus.subscribe(InstanceRemoved, lambda event: self._processes.forget(event.instance.id))
        for instance_id in tuple(catalog.sessions):
            self.watch(instance_id)

    def watch(self, instance_id: InstanceId) -> None:
        """Watch the process of the present session, where there is one that is known."""
        session = self._catalog.sessions.get(instance_id)
        if session is not None and session.pid and session.process_started:
            self._spawn(self._processes.watch(instance_id, session.pid, session.process_started))
        else:
            self._processes.forget(instance_id)

    async def close(self) -> None:
        """Watch none any more."""
        await self._processes.close()

    def _on_exit(self, instance_id: InstanceId, pid: int) -> None:
        self._spawn(self._doubt(instance_id, pid))

    async def _doubt(self, instance_id: InstanceId, pid: int) -> None:
        session = self._catalog.sessions.get(instance_id)
        if await self._has_runner(instance_id):
            await asyncio.sleep(WORD)
        present = self._catalog.sessions.get(instance_id)
        if session is not None and present is not None and present.id == session.id:
            self._on_end(instance_id, remark("Its process {0} ended without unregistering", pid))
