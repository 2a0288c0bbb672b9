"""Who has just come back: for a while it is still to blame for what those suffer that depend on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from registry_tray.core.events import StatusChanged
from registry_tray.core.ids import InstanceId
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
    """Who came back, of late."""

    def __init__(self) -> None:
        self.known: Mapping[InstanceId, Return] = {}

    def note(self, event: StatusChanged, now: datetime) -> None:
        """What the checks have shown."""
        before = event.before
        if event.job.health is Health.UP and before.health in _AWAY:
            recent = {each: known for each, known in self.known.items() if now - known.at < BACK}
            never_answered = before.ping_count == before.error_count
            began = before.health is Health.STARTING and before.down_since is None and never_answered
            self.known = recent | {event.job.instance_id: Return(now, began)}

    def shift(self, by: timedelta) -> None:
        """The clock was set, or has gone on while nobody looked."""
        self.known = {each: replace(known, at=known.at + by) for each, known in self.known.items()}
