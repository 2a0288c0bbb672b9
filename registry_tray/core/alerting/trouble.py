"""What is wrong with an instance, as it would be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry_tray.core.models import Instance, Job, JobId
from registry_tray.core.spec import Policy
from registry_tray.core.status import Health, Registration


@dataclass(frozen=True, slots=True)
class Trouble:
    """`what` completes "payments ..."; `due` is when it may be told. `is_ending` where its target answers again, if once; `job`
    has shown it.
    """

    what: str
    reason: str
    since: datetime
    due: datetime
    is_ending: bool = False
    job: JobId | None = None


def find_trouble(instance: Instance, jobs: Sequence[Job], default: Policy) -> Trouble | None:
    """The trouble that an instance is in, None where it is in none. `default` is for one that has no job."""
    policy = jobs[0].policy if jobs else default
    match instance.registration:
        case Registration.CRASHED:  # it is certain: there is only a quick restart to wait for
            since = instance.ended_at or instance.updated_at
            return Trouble("has crashed", instance.ending, since, since + policy.held(policy.crash_hold, instance.restart_time))
        case Registration.LOST:
            since = instance.ended_at or instance.updated_at
            return Trouble("is lost", instance.ending, since, since + policy.held(policy.hold, instance.restart_time))
        case Registration.ACTIVE:
            failing = [(job.down_since, job) for job in jobs if job.is_failing and job.down_since]
            if not failing:
                return None
            since, first = min(failing, key=lambda each: each[0])
            due = min(down + job.policy.held(job.policy.hold, instance.restart_time) for down, job in failing)
            is_ending = all(job.health is Health.RECOVERING for _, job in failing)
            return Trouble("is down", first.reason, since, due, is_ending, first.id)
    return None


def learned(before: timedelta | None, took: timedelta) -> timedelta:
    """How long a restart takes, after one more: the longest of late, so that one that is quick does not hide the slow ones."""
    return took if before is None or took > before else before + (took - before) / 5
