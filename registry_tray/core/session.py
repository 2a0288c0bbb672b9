"""The lives of an instance."""

from dataclasses import dataclass, replace
from datetime import datetime

from registry_tray.core.ids import InstanceId, SessionId
from registry_tray.core.status import Registration


@dataclass(frozen=True, slots=True)
class Session:
    """One life of an instance, from boot to exit. `ended_at` is None while it lasts.

    `process_started` is when the process with this pid began, in seconds since 1970, where the system tells; together they
    tell one life from the next. `exit_code` is known where the application reported it.
    """

    id: SessionId
    instance_id: InstanceId
    started_at: datetime
    pid: int | None = None
    ended_at: datetime | None = None
    ending: Registration | None = None
    process_started: float | None = None
    version: str = ""
    branch: str = ""
    commit: str = ""
    reason: str = ""
    exit_code: int | None = None

    def ended(self, how: Registration, now: datetime, why: str = "", exit_code: int | None = None) -> "Session":
        """The session after its end."""
        return replace(self, ended_at=now, ending=how, reason=why, exit_code=exit_code)
