"""What was kept, made fit to go on with."""

from dataclasses import replace

from registry_tray.core.models import Job
from registry_tray.core.ports import Clock, Snapshot, Store
from registry_tray.core.status import Health
from registry_tray.data_folder import boot_id

NOT_SEEN = "Not seen since this computer started"


async def restore(store: Store, clock: Clock) -> Snapshot:
    """Everything but history. What never answered since this machine started is not reported as broken. StoreError."""
    snapshot = await store.load(clock.now())
    boot = boot_id()
    rebooted = bool(snapshot.boot) and snapshot.boot != boot
    if snapshot.boot != boot:
        await store.mark_boot(boot)
    jobs = tuple(_resumed(job, clock, rebooted=rebooted) for job in snapshot.jobs)
    return replace(snapshot, jobs=jobs, alerts=() if rebooted else snapshot.alerts)


def _resumed(job: Job, clock: Clock, *, rebooted: bool) -> Job:
    if job.health is Health.STARTING:
        return replace(job, grace_ends=clock.monotonic() + job.policy.grace.total_seconds())
    if rebooted and job.active and job.endpoint:
        return replace(job, health=Health.UNKNOWN, failures=0, down_since=None, reason=NOT_SEEN)
    return job
