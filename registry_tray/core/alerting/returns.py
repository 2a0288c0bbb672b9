"""Since when is looked, and who has just come back: it is to blame for a while for what those suffer that depend on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from registry_tray.core.events import ClockSet, ComputerSlept, EventBus, StatusChanged
from registry_tray.core.ids import InstanceId
from registry_tray.core.ports import Clock
from registry_tray.core.status import Health

BACK = timedelta(seconds=30)
_AWAY = (Health.STARTING, Health.DOWN, Health.RECOVERING)


@dataclass(frozen=True, slots=True)
class Return:
    """When an instance came back. One that only `began`, and never answered before, is not to blame for what fails after it
    answered.
    """

    at: datetime
    began: bool = False

    def explains(self, since: datetime, now: datetime) -> bool:
        """Whether trouble since then may be of its making."""
        return now < self.at + BACK and (not self.began or since <= self.at)


class Returns:
    """Gathers from the bus who came back, of late. `looking_since` is when the looking began: with the program, or when this
    computer last woke up.
    """

    def __init__(self, bus: EventBus, clock: Clock) -> None:
        self.known: Mapping[InstanceId, Return] = {}
        self._clock = clock
        self.looking_since = clock.now()
        self._subscriptions = [
            bus.subscribe(StatusChanged, self._on_status),
            bus.subscribe(ComputerSlept, self._on_slept),
            bus.subscribe(ClockSet, lambda event: self._shift(event.by)),
        ]

    def close(self) -> None:
        """Listen no more."""
        for unsubscribe in self._subscriptions:
            unsubscribe()

    def _on_status(self, event: StatusChanged) -> None:
        before, now = event.before, self._clock.now()
        if event.job.health is Health.UP and before.health in _AWAY:
            recent = {each: known for each, known in self.known.items() if now - known.at < BACK}
            never_answered = before.ping_count == before.error_count
            began = before.health is Health.STARTING and before.down_since is None and never_answered
            self.known = recent | {event.job.instance_id: Return(now, began)}

    def _on_slept(self, event: ComputerSlept) -> None:
        self._shift(event.gap)
        self.looking_since = event.woke

    def _shift(self, by: timedelta) -> None:
        self.looking_since += by
        self.known = {each: replace(known, at=known.at + by) for each, known in self.known.items()}
