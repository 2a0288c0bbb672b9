"""When nothing pops up at all: popups that a person has paused, and quiet hours."""

from collections.abc import Callable
from datetime import datetime

from registry_tray.core.alert import Why
from registry_tray.core.alerting.standing import Hindrance
from registry_tray.core.quiet import QuietHours


class Silence:
    """For all instances. `quiet_hours` are those in force."""

    def __init__(self, quiet_hours: Callable[[], QuietHours]) -> None:
        self._quiet_hours = quiet_hours
        self.paused_until: datetime | None = None

    def hindrance(self, now: datetime) -> Hindrance | None:
        """Why nothing pops up now, and until when; None where there is no such reason."""
        if self.paused_until is not None and now < self.paused_until:
            return Hindrance(Why.PAUSED, self.paused_until)
        until = self._quiet_hours().until(now)
        return Hindrance(Why.QUIET_HOURS, until) if until is not None else None
