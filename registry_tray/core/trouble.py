"""What is wrong with an instance, as it would be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry_tray.core.models import Instance, Job
from registry_tray.core.spec import Policy
from registry_tray.core.status import Registration

CRASH_HOLD = timedelta(seconds=2)  # it is certain: there is only a quick restart to wait for


@dataclass(frozen=True, slots=True)
class Trouble:
    """`what` completes "payments ..."; `due` is when it may be told."""

    what: str
    reason: str
    since: datetime
    due: datetime


def find_trouble(instance: Instance, jobs: Sequence[Job]) -> Trouble | None:
    """The trouble that an instance is in, None where it is in none."""
    match instance.registration:
        case Registration.CRASHED:
            since = instance.ended_at or instance.updated_at
            return Trouble("has crashed", instance.ending, since, since + CRASH_HOLD)
        case Registration.LOST:
            since = instance.ended_at or instance.updated_at
            hold = jobs[0].policy.hold if jobs else Policy().hold
            return Trouble("is lost", instance.ending, since, since + hold)
        case Registration.ACTIVE:
            failing = [(job.down_since, job) for job in jobs if job.is_failing and job.down_since]
            if not failing:
                return None
            since, first = min(failing, key=lambda each: each[0])
            due = min(down + job.policy.hold for down, job in failing)
            return Trouble("is down", first.reason, since, due)
    return None
