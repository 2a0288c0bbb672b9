"""Outages of jobs: derived where the state of a job changes, and kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from registry_tray.core.models import Job, JobId
from registry_tray.core.status import Health


@dataclass(frozen=True, slots=True)
class Outage:
    """From the first failure to the first success after it, or until nobody asked any more; `ended` is None while it lasts.

    `reason` is what was wrong when it was clear that the target is down.
    """

    job_id: JobId
    began: datetime
    ended: datetime | None
    reason: str

    @property
    def length(self) -> timedelta | None:
        """How long it lasted; None while it lasts."""
        return self.ended - self.began if self.ended else None


def outage_between(before: Job | None, after: Job, now: datetime) -> Outage | None:
    """The outage that has begun, or ended, when the job changed from the one to the other; else None."""
    was, lasts = _since(before), _since(after)
    if lasts is not None:
        return Outage(after.id, lasts, None, after.reason) if lasts != was else None
    if was is None or before is None:
        return None
    return Outage(after.id, was, max(now, was), before.reason)


def _since(job: Job | None) -> datetime | None:
    """When the outage that lasts began. A target that starts anew is in its old outage until it answers."""
    return job.down_since if job is not None and job.health is not Health.SUSPECT else None
