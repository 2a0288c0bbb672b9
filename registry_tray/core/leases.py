"""Doubt: an instance that gives no sign of life, or whose process has ended, is asked once more, and then it is lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import RegistryError
from registry_tray.core.events import (
    CheckRecorded,
    ClockSet,
    ComputerSlept,
    EventBus,
    InstanceChanged,
    InstanceRegistered,
    InstanceRemoved,
    InstanceUnregistered,
)
from registry_tray.core.models import Instance, InstanceId
from registry_tray.core.ports import Clock
from registry_tray.core.status import Registration, Result
from registry_tray.core.waiting import woken
from registry_tray.durations import spoken
from registry_tray.phrases import remark

logger = logging.getLogger(__name__)

LOOK = 30.0  # seconds after which the wall clock is looked at again, in case it was set


class Leases:
    """Ends leases that have run out, and other lives that are in doubt. One whose check still succeeds lives on.

    `ask` has the jobs of an instance checked at once, and tells whether there are any; `lose` ends its life.
    """

    def __init__(
        self,
        catalog: Catalog,
        bus: EventBus,
        clock: Clock,
        ask: Callable[[InstanceId], bool],
        lose: Callable[[InstanceId, str], Awaitable[object]],
    ) -> None:
        self._catalog = catalog
        self._clock = clock
        self._ask = ask
        self._lose = lose
        self._ends: dict[InstanceId, datetime] = {}
        self._asked: dict[InstanceId, str] = {}
        self._lost: dict[InstanceId, str] = {}
        self._wake = asyncio.Event()
        self._subscriptions = [
            bus.subscribe(InstanceRegistered, lambda event: self._note(event.instance)),
            bus.subscribe(InstanceChanged, lambda event: self._note(event.instance)),
            bus.subscribe(InstanceUnregistered, lambda event: self._drop(event.instance.id)),
            bus.subscribe(InstanceRemoved, lambda event: self._drop(event.instance.id)),
            bus.subscribe(CheckRecorded, self._on_check),
            bus.subscribe(ComputerSlept, lambda event: self._shift(event.gap)),
            bus.subscribe(ClockSet, lambda event: self._shift(event.by)),
        ]
        now = clock.now()
        for instance in catalog.instances():
            if instance.registration is Registration.ACTIVE and instance.ttl:
                # While we were away nobody could renew it.
                catalog.put_instance(instance.renewed(now))
                self._ends[instance.id] = now + instance.ttl

    async def run(self) -> None:
        """End what runs out, until cancelled."""
        try:
            while True:
                self._wake.clear()
                await self._round()
                pause = min((ends - self._clock.now()).total_seconds() for ends in self._ends.values()) if self._ends else LOOK
                await woken(self._wake, min(LOOK, max(0.05, pause)))
        finally:
            for unsubscribe in self._subscriptions:
                unsubscribe()

    def doubt(self, instance_id: InstanceId, why: str) -> None:
        """Have it asked at once; where that fails, or where there is nothing to ask, it is lost."""
        if self._ask(instance_id):
            self._asked[instance_id] = why
        else:
            self._lost[instance_id] = why
            self._wake.set()

    async def _round(self) -> None:
        now = self._clock.now()
        for instance_id in [instance_id for instance_id, ends in self._ends.items() if ends <= now]:
            instance = self._catalog.find(instance_id)
            if instance is None or instance.lease_ends is None or instance.registration is not Registration.ACTIVE:
                self._drop(instance_id)
            elif instance.lease_ends > now:
                self._ends[instance_id] = instance.lease_ends
            else:
                del self._ends[instance_id]
                self.doubt(instance_id, remark("No sign of life for {0}", spoken(instance.ttl or timedelta())))
        lost, self._lost = self._lost, {}
        for instance_id, why in lost.items():
            await self._end(instance_id, why)

    async def _end(self, instance_id: InstanceId, why: str) -> None:
        instance = self._catalog.find(instance_id)
        if instance is None or instance.registration is not Registration.ACTIVE:
            return
        try:
            await self._lose(instance_id, why)
        except RegistryError as error:
            logger.warning("%s could not be given up: %s", instance.identifier, error)
            self._lost[instance_id] = why  # and once more at the next look

    def _on_check(self, event: CheckRecorded) -> None:
        instance_id = event.job.instance_id
        if instance_id not in self._asked or event.check.result is Result.INCONCLUSIVE:
            return
        why = self._asked.pop(instance_id)
        instance = self._catalog.find(instance_id)
        if instance is None:
            return
        if event.check.result.is_up:
            renewed = instance.renewed(self._clock.now())
            self._catalog.put_instance(renewed)
            self._note(renewed)
        else:
            self._lost[instance_id] = why
            self._wake.set()

    def _shift(self, by: timedelta) -> None:
        """Nobody could renew anything meanwhile."""
        for instance_id, ends in tuple(self._ends.items()):
            self._ends[instance_id] = ends + by
            instance = self._catalog.find(instance_id)
            if instance is not None and instance.lease_ends is not None:
                self._catalog.put_instance(replace(instance, lease_ends=instance.lease_ends + by))
        self._wake.set()

    def _note(self, instance: Instance) -> None:
        if instance.registration is Registration.ACTIVE and instance.lease_ends:
            self._asked.pop(instance.id, None)
            self._ends[instance.id] = instance.lease_ends
            self._wake.set()
        else:
            self._drop(instance.id)

    def _drop(self, instance_id: InstanceId) -> None:
        self._ends.pop(instance_id, None)
        self._asked.pop(instance_id, None)
        self._lost.pop(instance_id, None)
