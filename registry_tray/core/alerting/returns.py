"""Who has just come back: for a while it is still to blame for what those suffer that depend on it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from registry_tray.core.events import StatusChanged
from registry_tray.core.ids import InstanceId
from registry_tray.core.status import Health

BACK = timedelta(seconds=30)
_AWAY = (Health.STARTING, Health.DOWN, Health.RECOVERING)


class Returns:
    """When instances came back, those of late."""

    def __init__(self) -> None:
        self.moments: Mapping[InstanceId, datetime] = {}

    def note(self, event: StatusChanged, now: datetime) -> None:
        """What the checks have shown."""
        if event.job.health is Health.UP and event.before.health in _AWAY:
            self.moments = {each: at for each, at in self.moments.items() if now - at < BACK} | {event.job.instance_id: now}

    def shift(self, by: timedelta) -> None:
        """The clock was set, or has gone on while nobody looked."""
        self.moments = {each: at + by for each, at in self.moments.items()}
