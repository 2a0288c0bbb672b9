"""Whose alert is to be looked at again, since something about it has changed."""

import asyncio
from datetime import timedelta

from registry_tray.core.events import (
    EventBus,
    InstanceChanged,
    InstanceRegistered,
    InstanceRemoved,
    InstanceUnregistered,
    JobChanged,
    JobRemoved,
    StatusChanged,
)
from registry_tray.core.ids import InstanceId
from registry_tray.core.waiting import woken


class Attention:
    """Gathers from the bus who is in question, and wakes who waits for it. `roots_changed` where others may be to blame now."""

    def __init__(self, bus: EventBus) -> None:
        self._touched: dict[InstanceId, None] = {}
        self._roots_changed = False
        self._wake = asyncio.Event()
        self._subscriptions = [
            bus.subscribe(StatusChanged, lambda event: self._touch_root(event.job.instance_id)),
            bus.subscribe(InstanceRegistered, lambda event: self._touch_root(event.instance.id)),
            bus.subscribe(InstanceUnregistered, lambda event: self._touch_root(event.instance.id)),
            bus.subscribe(InstanceRemoved, lambda event: self._touch_root(event.instance.id)),
            bus.subscribe(InstanceChanged, lambda event: self.touch(event.instance.id)),
            bus.subscribe(JobChanged, lambda event: self._touch_root(event.job.instance_id)),
            bus.subscribe(JobRemoved, lambda event: self._touch_root(event.job.instance_id)),
        ]

    def touch(self, instance_id: InstanceId) -> None:
        """It is to be looked at."""
        self._touched[instance_id] = None
        self._wake.set()

    def again(self) -> None:
        """What waits is to be planned anew."""
        self._wake.set()

    def take(self) -> tuple[tuple[InstanceId, ...], bool]:
        """Who was touched since the last time, and whether others may be to blame now."""
        self._wake.clear()
        touched, roots_changed = tuple(self._touched), self._roots_changed
        self._touched, self._roots_changed = {}, False
        return touched, roots_changed

    async def wait(self, at_most: timedelta | None) -> None:
        """Until something is touched, or so long."""
        await woken(self._wake, at_most.total_seconds() if at_most is not None else None)

    def close(self) -> None:
        """Listen no more."""
        for unsubscribe in self._subscriptions:
            unsubscribe()

    def _touch_root(self, instance_id: InstanceId) -> None:
        self._roots_changed = True
        self.touch(instance_id)
