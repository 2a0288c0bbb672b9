"""The health state machine: what one more check makes of a job. Pure, and the only place where thresholds count."""

from dataclasses import replace
from datetime import timedelta

from registry_tray.core.models import BLIPS, Check, Job, StatusEvent
from registry_tray.core.status import EventKind, Health, Result
from registry_tray.core.targets import PUSH

FAST = timedelta(seconds=2)
DOWN = timedelta(seconds=5)
_CALLING = (Health.UP, Health.RECOVERING)  # of one that calls, only its next call can tell more


def apply(job: Job, check: Check) -> tuple[Job, StatusEvent | None]:
    """The job after `check`, and the journal's row where an outage has begun or ended.

    An inconclusive check changes nothing but `reason`, which says why nothing can be told.
    """
    if check.result is Result.INCONCLUSIVE:
        return replace(job, last_tested_at=check.at, reason=check.error), None
    counted = _count(job, check)
    return _succeed(counted, check) if check.result.is_up else _fail(counted, check)


def period(job: Job, restart_time: timedelta | None = None) -> timedelta:
    """How long after the last check the next one is due: never slower than the interval that was asked for.

    `restart_time` is how long its instance takes to be back, where that is known.
    """
    if job.type == PUSH and (job.health in _CALLING or (job.health is Health.STARTING and not job.failures)):
        return job.interval + min(job.interval / 10, FAST)  # a heartbeat may be a little late
    match job.health:
        case Health.STARTING | Health.SUSPECT | Health.RECOVERING:
            return min(job.interval, FAST)
        case Health.DOWN:
            return min(job.interval, FAST if _is_told_before(job, restart_time, DOWN) else DOWN)
    return job.interval


def _is_told_before(job: Job, restart_time: timedelta | None, wait: timedelta) -> bool:
    """Whether its hold ends within so long from the last check: who is back by then must be seen."""
    if job.down_since is None or job.last_tested_at is None:
        return False
    due = job.down_since + job.policy.held(job.policy.hold, restart_time)
    return job.last_tested_at < due < job.last_tested_at + wait


def _count(job: Job, check: Check) -> Job:
    return replace(
        job,
        ping_count=job.ping_count + 1,
        error_count=job.error_count + check.result.is_failure,
        timeout_count=job.timeout_count + (check.result is Result.TIMEOUT),
        latency=check.latency,
        first_tested_at=job.first_tested_at or check.at,
        last_tested_at=check.at,
        degraded=check.result is Result.WARN,
        blips=(job.blips << 1 | (job.health is Health.UP and check.result.is_failure)) & ((1 << BLIPS) - 1),
        reason=check.error,
    )


def _succeed(job: Job, check: Check) -> tuple[Job, StatusEvent | None]:
    successes = job.successes + 1
    if job.is_failing and successes < job.policy.successes:
        return _turn(replace(job, successes=successes), Health.RECOVERING, check), None
    outage = max(timedelta(), check.at - job.down_since) if job.down_since and job.health is not Health.SUSPECT else None
    up = _turn(replace(job, failures=0, successes=successes, down_since=None, grace_ends=None), Health.UP, check)
    if outage is None:
        return up, None
    return up, _event(up, EventKind.UP, check, "Answers again", outage)


def _fail(job: Job, check: Check) -> tuple[Job, StatusEvent | None]:
    job = replace(job, failures=job.failures + 1, successes=0)
    match job.health:
        case Health.UP:
            job = _turn(replace(job, failures=1, down_since=check.at), Health.SUSPECT, check)
        case Health.STARTING if job.grace_ends is None or check.tick >= job.grace_ends:
            # It never answered in this life: the outage began when the life did, or before; a heartbeat was not due at once.
            late = job.interval if job.type == PUSH else timedelta()
            since = job.down_since or min(check.at, job.changed_at + late if job.changed_at else check.at)
            announced = job.down_since is not None
            job = _turn(replace(job, down_since=since), Health.DOWN, check)
            return job, None if announced else _event(job, EventKind.DOWN, check, check.error)
        case Health.RECOVERING:
            return _turn(job, Health.DOWN, check), None
    if job.health is Health.SUSPECT and job.failures >= job.policy.threshold(check.result):
        job = _turn(job, Health.DOWN, check)
        return job, _event(job, EventKind.DOWN, check, check.error)
    return job, None


def _turn(job: Job, health: Health, check: Check) -> Job:
    return job if job.health is health else replace(job, health=health, changed_at=check.at)


def _event(job: Job, kind: EventKind, check: Check, description: str, downtime: timedelta | None = None) -> StatusEvent:
    return StatusEvent(job.instance_id, kind, check.at, description, job.id, downtime)
