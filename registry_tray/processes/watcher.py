"""Watches processes that are not our children: by pidfd on Linux, elsewhere by asking every half second."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress

from registry_tray.core.models import InstanceId

logger = logging.getLogger(__name__)

Process = tuple[int, float]  # its pid, and when it began

LOOK = 0.5  # seconds between two looks where the system does not tell of an end


async def process_started(pid: int) -> float | None:
    """When the process began, in seconds since 1970; None where there is none."""
    return await asyncio.to_thread(started_at, pid)


class ProcessWatcher:
    """Calls `on_exit` once for each watched instance whose process ends. One process an instance."""

    def __init__(self, on_exit: Callable[[InstanceId, int], None]) -> None:
        self._on_exit = on_exit
        self._descriptors: dict[InstanceId, tuple[int, int]] = {}
        self._polled: dict[InstanceId, Process] = {}
        self._timer: asyncio.TimerHandle | None = None

    async def watch(self, instance_id: InstanceId, pid: int, started: float) -> None:
        """Watch this process in the place of what was watched for the instance.

        `started` tells it from a later process with the same pid.
        """
        self.forget(instance_id)
        try:
            descriptor = os.pidfd_open(pid)
        except (AttributeError, OSError):
            self._polled[instance_id] = (pid, started)
            self._poll_soon()
            return
        self._descriptors[instance_id] = (descriptor, pid)
        asyncio.get_running_loop().add_reader(descriptor, self._ended, instance_id, pid)
        if await process_started(pid) != started and self._descriptors.get(instance_id) == (descriptor, pid):
            self._ended(instance_id, pid)  # another process has its pid by now

    def forget(self, instance_id: InstanceId) -> None:
        """Watch nothing for this instance."""
        self._polled.pop(instance_id, None)
        descriptor, _ = self._descriptors.pop(instance_id, (None, 0))
        if descriptor is not None:
            with suppress(RuntimeError):
                asyncio.get_running_loop().remove_reader(descriptor)
            os.close(descriptor)

    async def close(self) -> None:
        """Watch nothing any more."""
        if self._timer is not None:
            self._timer.cancel()
        for instance_id in (*self._descriptors, *self._polled):
            self.forget(instance_id)

    def _ended(self, instance_id: InstanceId, pid: int) -> None:
        self.forget(instance_id)
        self._on_exit(instance_id, pid)

    def _poll_soon(self) -> None:
        if self._timer is None and self._polled:
            self._timer = asyncio.get_running_loop().call_later(LOOK, self._poll)

    def _poll(self) -> None:
        self._timer = None
        looking = asyncio.get_running_loop().run_in_executor(None, _gone, tuple(self._polled.items()))
        looking.add_done_callback(self._on_looked)

    def _on_looked(self, looking: asyncio.Future[list[tuple[InstanceId, Process]]]) -> None:
        for instance_id, process in [] if looking.cancelled() else looking.result():
            if self._polled.get(instance_id) == process:
                self._ended(instance_id, process[0])
        self._poll_soon()


def _gone(watched: Iterable[tuple[InstanceId, Process]]) -> list[tuple[InstanceId, Process]]:
    return [(instance_id, process) for instance_id, process in watched if started_at(process[0]) != process[1]]


def started_at(pid: int) -> float | None:
    """When the process began, in seconds since 1970; None where there is none. Blocks."""
    import psutil

    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else float(process.create_time())
    except psutil.Error:
        return None
