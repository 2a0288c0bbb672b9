"""What was kept, made fit to go on with."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from registry_tray.core.models import Alert, Job
from registry_tray.core.outages import outage_between
from registry_tray.core.ports import Clock, Snapshot, Store
from registry_tray.core.status import AlertState, Health, Registration
from registry_tray.data_folder import boot_id
from registry_tray.phrases import remark

FIRST_CHECKS = timedelta(seconds=10)
NOT_SEEN = remark("Not seen since this computer started")


async def restore(store: Store, clock: Clock) -> Snapshot:
    """Everything but history. What never answered since this machine started is not reported as broken. StoreError."""
    return await fit(await store.load(clock.now()), store, clock)


async def fit(snapshot: Snapshot, store: Store, clock: Clock) -> Snapshot:
    """A snapshot as it can be gone on with; what that changes is stored. StoreError."""
    boot = await asyncio.to_thread(boot_id)
    rebooted = bool(snapshot.boot) and snapshot.boot != boot
    if rebooted:
        snapshot = await _forget_last_boot(store, snapshot, clock.now())
    if snapshot.boot != boot:
        await store.mark_boot(boot)
    alerts = tuple(_held(alert, clock.now()) for alert in snapshot.alerts)
    return replace(snapshot, jobs=tuple(_resumed(job, clock) for job in snapshot.jobs), alerts=alerts)


async def _forget_last_boot(store: Store, snapshot: Snapshot, now: datetime) -> Snapshot:
    """No process lives on, and nobody waits for a word on what was down then; a crash was told, and stays so."""
    jobs = tuple(_unseen(job) for job in snapshot.jobs)
    # Who promised signs of life is gone with the last boot; the promise is made anew when it registers.
    instances = tuple(replace(each, ttl=None, lease_ends=None) for each in snapshot.instances)
    ended = {each.id for each in snapshot.instances if each.registration in (Registration.CRASHED, Registration.LOST)}
    alerts = [alert if alert.instance_id in ended else replace(alert, state=AlertState.QUIET) for alert in snapshot.alerts]
    sessions = [session.ended(Registration.LOST, now, remark("This computer was restarted")) for session in snapshot.sessions]
    changes = [outage_between(before, job, now) for before, job in zip(snapshot.jobs, jobs, strict=True)]
    outages = [outage for outage in changes if outage is not None]
    await store.save(*instances, *jobs, *outages, *alerts, *sessions)
    kept = tuple(alert for alert in alerts if alert.state is not AlertState.QUIET)
    return replace(snapshot, instances=instances, jobs=jobs, alerts=kept, sessions=())


def _unseen(job: Job) -> Job:
    if not job.active and job.down_since is not None:  # how long a crash lasted is not told while nobody was there
        return replace(job, health=Health.UNKNOWN, down_since=None)
    if not job.active or not job.endpoint:
        return job
    return replace(job, health=Health.UNKNOWN, failures=0, down_since=None, grace_ends=None, reason=NOT_SEEN)


def _held(alert: Alert, now: datetime) -> Alert:
    """What fell due while nobody was there is told when a check has had the time to show that it is still so."""
    due = now + FIRST_CHECKS
    if alert.is_told or alert.due > now:
        return alert
    return replace(alert, due=due, floor=due, until=due if alert.state is AlertState.HELD else alert.until)


def _resumed(job: Job, clock: Clock) -> Job:
    if job.health is Health.STARTING:
        return replace(job, grace_ends=clock.monotonic() + job.policy.grace.total_seconds())
    return job
