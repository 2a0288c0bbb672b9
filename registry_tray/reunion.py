"""A store that was away when the program started is back: what it held is taken into what runs by now.

What has registered meanwhile counts; its counters, mute and pin from before are kept. Everything else goes on as after a
restart, or has left where it said so meanwhile. Ids are made of identifiers, so that the same instance has the same id on
both sides.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from registry_tray.core.absences import ended_jobs, is_missed
from registry_tray.core.alerts import Alerts
from registry_tray.core.events import EventBus, InstanceChanged
from registry_tray.core.jobs import Jobs
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import Application, Identifier, Instance, InstanceId, Job, JobId, Session
from registry_tray.core.outages import outage_between
from registry_tray.core.ports import Record, Snapshot, Store
from registry_tray.core.registry import Registry
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.spec import NO_WISHES
from registry_tray.core.stats import Stats
from registry_tray.core.status import Registration
from registry_tray.core.tuning import Tuning
from registry_tray.phrases import remark
from registry_tray.restore import fit

WHY = remark("The registry was started anew while its store was away")


@dataclass(frozen=True, slots=True)
class Reunion:
    """Joins what the store held with what runs. `watch` is told of every instance that comes back."""

    ledger: Ledger
    store: Store
    stats: Stats
    alerts: Alerts
    scheduler: Scheduler
    jobs: Jobs
    registry: Registry
    tuning: Tuning
    bus: EventBus
    watch: Callable[[InstanceId], None]

    async def take_in(self, held: Snapshot) -> None:
        """Everything that was held; StoreError."""
        catalog = self.ledger.catalog
        rest = await fit(_without(held, {each.id for each in catalog.instances()}), self.store, self.ledger.clock)
        self.stats.take_in(held.beats, held.rollups)
        for application in held.applications:
            await self._know(application)
        sessions, jobs = {each.instance_id: each for each in rest.sessions}, defaultdict[InstanceId, list[Job]](list)
        for job in rest.jobs:
            jobs[job.instance_id].append(job)
        put = {each.id for each in rest.instances if await self._put(each, sessions.get(each.id), jobs[each.id])}
        live = {each.id for each in held.instances} - put
        for instance in held.instances:
            if instance.id in live:
                await self._join(instance, held)
        for key, error in self.registry.strangers.items():
            left = catalog.find(key)
            if left is not None and left.id not in live and left.registration is Registration.ACTIVE:
                await self.registry.unregister(left.id, error)
        alerts = (alert for alert in rest.alerts if alert.instance_id not in live)
        self.alerts.take_in((*alerts, *(alert for alert in held.alerts if alert.instance_id in live)), held.tally)
        for instance in held.instances:
            self.watch(instance.id)
            found = catalog.find(instance.id)
            if found is not None:
                self.bus.publish(InstanceChanged(found))
        await self.tuning.reconfigure()

    async def _know(self, held: Application) -> None:
        """What a person has set by now counts; the store has the others already."""
        applications = self.ledger.catalog.applications
        async with self.ledger.lock(held.id):
            known = applications.setdefault(held.id, held)
            own = held.own if known.own == NO_WISHES else known.own
            joined = replace(known, own=own, created_at=min(known.created_at, held.created_at))
            if joined != known:
                await self.ledger.write(joined)

    async def _put(self, instance: Instance, session: Session | None, jobs: Sequence[Job]) -> bool:
        """Go on with one that is not known by now; whether that was so. Where its identifier belongs to another one by now, it
        gets a name of its own.
        """
        catalog = self.ledger.catalog
        async with self.ledger.lock(instance.app_id):
            if catalog.find(instance.id) is not None:
                return False  # it has registered while the others were taken in
            if catalog.find(instance.identifier) is None:
                catalog.put_instance(instance)
            else:
                await self.ledger.write(replace(instance, identifier=Identifier(f"{instance.identifier}~{instance.id[:8]}")))
            if session is not None:
                catalog.sessions.setdefault(instance.id, session)
            for job in jobs:
                catalog.put_job(job)
                self.scheduler.start(job, stagger=True)
        return True

    async def _join(self, before: Instance, held: Snapshot) -> None:
        """One that has registered while the store was away."""
        catalog, clock = self.ledger.catalog, self.ledger.clock
        jobs = [job for job in held.jobs if job.instance_id == before.id]
        async with self.ledger.lock(before.app_id):
            known = catalog.find(before.id)
            if known is None:
                return  # deleted meanwhile
            ended = known.ended_at or clock.now()
            unknown = [job for job in jobs if catalog.find_job(job.id) is None]
            new = self._as_by_now(unknown, known, ended, {job.id for job in jobs if job.is_paused})
            changes = [outage_between(job, after, ended) for job, after in zip(unknown, new, strict=True)]
            records: list[Record] = [
                replace(
                    known,
                    created_at=min(known.created_at, before.created_at),
                    muted_until=known.muted_until or before.muted_until,
                    is_pinned=known.is_pinned or before.is_pinned,
                ),
                *new,
                *(outage for outage in changes if outage is not None),
                *(_added(current, job) for job in jobs if (current := catalog.find_job(job.id)) is not None),
            ]
            await self.ledger.write(*records)
            await self.store.save(*self._ended_sessions(before, held))
            for job in new:
                self.scheduler.start(job, stagger=True)
        for job in jobs:
            if job.is_paused and catalog.find_job(job.id) is not None:
                await self.jobs.pause(job.id)

    def _as_by_now(self, jobs: Sequence[Job], known: Instance, ended: datetime, paused: set[JobId]) -> list[Job]:
        """As the jobs of an instance are that runs, or has ended meanwhile: one crash is one outage."""
        catalog, clock = self.ledger.catalog, self.ledger.clock
        if known.registration is Registration.ACTIVE:
            return [job.begun(clock.now(), clock.monotonic()) for job in jobs]
        if any(is_missed(job) and job.id not in paused for job in catalog.jobs_of(known.id)):
            return [job.ended(ended) for job in jobs]
        return ended_jobs(jobs, known.registration, ended, known.ending)

    def _ended_sessions(self, before: Instance, held: Snapshot) -> list[Session]:
        current = self.ledger.catalog.sessions.get(before.id)
        theirs = [each for each in held.sessions if each.instance_id == before.id and (current is None or each.id != current.id)]
        return [each.ended(Registration.LOST, current.started_at if current else self.ledger.clock.now(), WHY) for each in theirs]


class Comeback:
    """Waits with what was found until the service is there to take it in, or will never be."""

    def __init__(self) -> None:
        self._opened = asyncio.Event()
        self._reunion: Reunion | None = None

    def open(self, reunion: Reunion | None = None) -> None:
        """The service is there; without one it ends."""
        self._reunion = reunion
        self._opened.set()

    async def __call__(self, held: Snapshot) -> None:
        """Take it in; StoreError."""
        await self._opened.wait()
        if self._reunion is not None:
            await self._reunion.take_in(held)


def _without(held: Snapshot, live: set[InstanceId]) -> Snapshot:
    return replace(
        held,
        instances=tuple(each for each in held.instances if each.id not in live),
        sessions=tuple(each for each in held.sessions if each.instance_id not in live),
        jobs=tuple(each for each in held.jobs if each.instance_id not in live),
        alerts=tuple(each for each in held.alerts if each.instance_id not in live),
    )


def _added(current: Job, before: Job) -> Job:
    return replace(
        current,
        created_at=min(current.created_at, before.created_at),
        ping_count=current.ping_count + before.ping_count,
        error_count=current.error_count + before.error_count,
        timeout_count=current.timeout_count + before.timeout_count,
        first_tested_at=before.first_tested_at or current.first_tested_at,
    )
