"""Who was lost, and answers its check again without having registered: it is back, unless somebody else has its port."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import RegistryError
from registry_tray.core.events import EventBus, InstanceChanged, InstanceRegistered, InstanceRemoved, InstanceUnregistered
from registry_tray.core.models import Check, Instance, InstanceId, Job
from registry_tray.core.ports import Clock
from registry_tray.core.status import Registration
from registry_tray.core.targets import PUSH, address_of, loopback_port
from registry_tray.core.waiting import woken

logger = logging.getLogger(__name__)

SOONEST, LATEST = timedelta(seconds=10), timedelta(minutes=10)  # between two looks at one of them ...
PART = 20  # ... the longer it is away, the rarer: a part of that time
BREATH = 0.02  # seconds between two of them: thousands that are lost together are nobody's hurry
STEP = 100  # other instances that are looked at in one turn of the loop
NAMELESS = frozenset({PUSH, "tcp", "tls"})  # that somebody listens does not tell who


class Returning:
    """`look` is a check that nobody hears of; `take_back` has the life of an instance go on as long as it is as it was seen."""

    def __init__(
        self,
        catalog: Catalog,
        bus: EventBus,
        clock: Clock,
        look: Callable[[Job], Awaitable[Check]],
        take_back: Callable[[Instance], Awaitable[object]],
    ) -> None:
        self._catalog = catalog
        self._clock = clock
        self._look = look
        self._take_back = take_back
        self._next: dict[InstanceId, float] = {}
        self._wake = asyncio.Event()
        for instance in catalog.instances():
            self._note(instance)
        self._subscriptions = [
            bus.subscribe(InstanceUnregistered, lambda event: self._note(event.instance)),
            bus.subscribe(InstanceRegistered, lambda event: self._note(event.instance)),
            bus.subscribe(InstanceChanged, lambda event: self._note(event.instance)),
            bus.subscribe(InstanceRemoved, lambda event: self._drop(event.instance.id)),
        ]

    async def run(self) -> None:
        """Look at one after the other, until cancelled."""
        try:
            while True:
                self._wake.clear()
                first = min(self._next, key=self._next.__getitem__, default=None)
                pause = self._next[first] - self._clock.monotonic() if first is not None else None
                if first is not None and pause is not None and pause <= 0:
                    await self._ask(first)
                    pause = BREATH
                await woken(self._wake, None if pause is None else max(BREATH, pause))
        finally:
            for unsubscribe in self._subscriptions:
                unsubscribe()

    def _note(self, instance: Instance) -> None:
        self._drop(instance.id)
        if instance.registration is Registration.LOST and self._job(instance) is not None:
            self._next[instance.id] = self._clock.monotonic() + self._pause(instance, self._clock.now())
            self._wake.set()

    def _drop(self, instance_id: InstanceId) -> None:
        self._next.pop(instance_id, None)

    def _job(self, instance: Instance) -> Job | None:
        """The one that tells whether it is back."""
        jobs = (job for job in self._catalog.jobs_of(instance.id) if not job.is_paused and job.endpoint)
        return next((job for job in jobs if job.type not in NAMELESS), None)

    def _pause(self, instance: Instance, now: datetime) -> float:
        away = now - (instance.ended_at or instance.updated_at)
        return min(LATEST, max(SOONEST, away / PART)).total_seconds()

    async def _ask(self, instance_id: InstanceId) -> None:
        instance = self._catalog.find(instance_id)
        job = self._job(instance) if instance is not None else None
        if instance is None or job is None or instance.registration is not Registration.LOST:
            self._drop(instance_id)
            return
        self._next[instance_id] = self._clock.monotonic() + self._pause(instance, self._clock.now())
        if await self._is_taken(instance, job):
            return
        check = await self._look(job)
        if check.result.is_up and not await self._is_taken(instance, job):
            try:
                await self._take_back(instance)
            except RegistryError as error:
                logger.debug("%s could not be taken back: %s", instance.identifier, error)

    async def _is_taken(self, instance: Instance, job: Job) -> bool:
        """Whether what answers there may be another application, which has registered; some are looked at in a turn."""
        address, port = address_of(job.endpoint), loopback_port(job.endpoint)
        for number, other in enumerate(tuple(self._catalog.instances())):
            if number % STEP == STEP - 1:
                await asyncio.sleep(0)
            if other.registration is not Registration.ACTIVE or other.id == instance.id:
                continue
            if port is not None and other.port == port and other.hostname == instance.hostname:
                return True
            if any(address_of(each.endpoint) == address for each in self._catalog.jobs_of(other.id) if each.endpoint):
                return True
        return False
