"""push:// is up as long as the application calls; it is looked at only when a call is overdue."""

from registry_tray.core.ports import Answer, ProbeError
from registry_tray.core.status import Result


async def check_push(endpoint: str) -> Answer:
    """Always too late: a heartbeat puts the look off."""
    raise ProbeError(Result.TIMEOUT, "No heartbeat in time")
