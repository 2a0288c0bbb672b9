"""The ports of what runs on this machine: where nobody listens any more, or somebody listens again, it is checked at once."""

import asyncio
import logging
from collections.abc import Callable, Iterator

from registry_tray.core.catalog import Catalog
from registry_tray.core.events import (
    EventBus,
    InstanceChanged,
    InstanceRegistered,
    InstanceRemoved,
    InstanceUnregistered,
    JobChanged,
    JobRemoved,
)
from registry_tray.core.health import FAST
from registry_tray.core.models import Instance, InstanceId, Job, JobId
from registry_tray.core.ports import Clock, Listeners
from registry_tray.core.status import Health, Registration
from registry_tray.core.targets import PUSH, is_loopback, loopback_port

logger = logging.getLogger(__name__)

LOOK = 1.0  # seconds between two looks ...
SHARE = 500  # ... and a look may take one part in so many of all time, or they come less often
STEP = 100  # instances that are looked at in one turn of the loop
SURE = 0.5  # seconds after which who is gone is looked for once more: most who restart are back by then
_WELL = (Health.UP,)
_ILL = (Health.DOWN, Health.SUSPECT, Health.RECOVERING, Health.STARTING)


class PortWatch:
    """Has jobs checked when the ports that they or their instances name fall silent or are listened on again.

    It decides nothing: what the check finds counts. A port that was never listened on here says nothing, so that what is
    reached otherwise (in another namespace, by a rule of the firewall) is left to its interval.
    """

    def __init__(
        self, catalog: Catalog, bus: EventBus, clock: Clock, listeners: Listeners, wake: Callable[[JobId], None]
    ) -> None:
        self._catalog = catalog
        self._clock = clock
        self._listeners = listeners
        self._wake = wake
        self._named: dict[InstanceId, tuple[int, ...]] = {}
        self._watched: dict[int, set[InstanceId]] = {}
        self._touched = {instance.id for instance in catalog.instances()}
        self._changed = asyncio.Event()
        self._subscriptions = [
            bus.subscribe(InstanceRegistered, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceUnregistered, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceRemoved, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceChanged, lambda event: self._touch(event.instance.id)),
            bus.subscribe(JobChanged, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(JobRemoved, lambda event: self._touch(event.job.instance_id)),
        ]

    async def run(self) -> None:
        """Look every second while there is something to watch, until cancelled or until it is clear that nobody tells."""
        try:
            await self._watch()
        finally:
            for unsubscribe in self._subscriptions:
                unsubscribe()

    async def _watch(self) -> None:
        before: frozenset[int] = frozenset()
        while True:
            self._changed.clear()
            await self._take_in()
            if not self._watched:
                before = frozenset()
                await self._changed.wait()
                continue
            began = self._clock.monotonic()
            now = await self._listeners.ports()
            if now is None:
                logger.info("ports are not watched: nothing here tells who listens")
                return
            took = self._clock.monotonic() - began
            if now != before:
                before = await self._compare(before, now)
            await asyncio.sleep(max(LOOK, took * SHARE))

    async def _compare(self, before: frozenset[int], now: frozenset[int]) -> frozenset[int]:
        """Have checked what has changed; returns who listens."""
        self._ask(now - before, _ILL)
        gone = before - now
        if gone.isdisjoint(self._watched):
            return now
        await asyncio.sleep(SURE)
        later = await self._listeners.ports() or frozenset()
        self._ask(gone - later, _WELL)
        self._ask(later - now, _ILL)
        return later

    def _ask(self, ports: frozenset[int], healths: tuple[Health, ...]) -> None:
        for port in ports & self._watched.keys():
            for instance_id in self._watched[port]:
                instance = self._catalog.find(instance_id)
                for job in self._catalog.jobs_of(instance_id) if instance is not None else ():
                    if job.health in healths and port in _ports(instance, job):
                        self._wake(job.id)

    def _touch(self, instance_id: InstanceId) -> None:
        self._touched.add(instance_id)
        self._changed.set()

    async def _take_in(self) -> None:
        """Watch what the instances that have changed name by now; of many, a few a turn of the loop."""
        while self._touched:
            for _ in range(min(STEP, len(self._touched))):
                self._watch_ports_of(self._touched.pop())
            await asyncio.sleep(0)

    def _watch_ports_of(self, instance_id: InstanceId) -> None:
        for port in self._named.pop(instance_id, ()):
            self._watched[port].discard(instance_id)
            if not self._watched[port]:
                del self._watched[port]
        instance = self._catalog.find(instance_id)
        jobs = self._catalog.jobs_of(instance_id) if instance is not None else ()
        named = tuple({port for job in jobs for port in _ports(instance, job)})
        if named:
            self._named[instance_id] = named
        for port in named:
            self._watched.setdefault(port, set()).add(instance_id)


def _ports(instance: Instance | None, job: Job) -> Iterator[int]:
    """Of a job that runs. One that is asked every two seconds learns nothing sooner this way."""
    if instance is None or instance.registration is not Registration.ACTIVE:
        return
    if not job.active or not job.endpoint or job.type == PUSH or job.interval <= FAST:
        return
    port = loopback_port(job.endpoint)
    if port is not None:
        yield port
    if instance.port is not None and is_loopback(instance.hostname):
        yield instance.port
