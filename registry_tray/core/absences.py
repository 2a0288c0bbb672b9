"""Crashes and losses as outages: from the end of a life that nobody asked to end, until it is back or given up."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from registry_tray.core.errors import StoreError
from registry_tray.core.events import EventBus, InstanceChanged, InstanceRegistered, InstanceUnregistered, JobChanged
from registry_tray.core.ids import JobId
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import FOR_EVER, Job
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Store
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.stats import Stats
from registry_tray.core.status import Health, Registration
from registry_tray.core.waiting import woken

logger = logging.getLogger(__name__)

LOOK = 60.0  # seconds between two looks at who is away
SOON = 0.05  # what is due within so many seconds is due
PORTION = 500  # roll-ups that are stored at once


def ended_jobs(jobs: Sequence[Job], how: Registration, now: datetime, why: str) -> list[Job]:
    """The jobs of an instance after its life has ended.

    Where nobody asked for that, one of them is in an outage from then on: the one that has been down the longest, else the
    first that is checked. All of them would count one crash several times. A crash is sure; a loss may be a restart.
    """
    missed = None
    if how in (Registration.CRASHED, Registration.LOST):
        asked = [job for job in jobs if not job.is_paused]
        missed = min(asked, key=lambda job: (job.down_since or FOR_EVER, not job.endpoint), default=None)
    sure = how is Registration.CRASHED
    return [_missed(job, now, why, sure=sure) if job is missed else job.ended(now) for job in jobs]


def missed_again(job: Job, outage: Outage) -> Job:
    """A job whose outage had been given up, and goes on."""
    return replace(job, down_since=outage.began, reason=outage.reason)


def is_missed(job: Job) -> bool:
    """Whether it stands for the absence of its instance."""
    return not job.active and job.down_since is not None


@dataclass(slots=True)
class _Away:
    """Until which tick it was counted, whether it is an outage for sure, and the seconds that wait until it is."""

    tick: float
    sure: bool
    seconds: float = 0.0


class Absences:
    """Counts the time in which what has crashed or is lost is away as observed and down.

    A loss becomes an outage when its restart window is over. While we were asleep, or off, nothing was observed.
    """

    def __init__(self, ledger: Ledger, stats: Stats, store: Store, bus: EventBus) -> None:
        self._ledger = ledger
        self._clock = ledger.clock
        self._stats = stats
        self._store = store
        self._away: dict[JobId, _Away] = {}
        self._grown: dict[tuple[JobId, Period, int], Rollup] = {}
        self._wake = asyncio.Event()
        self._note(ledger.catalog.jobs())
        self._subscriptions = [
            bus.subscribe(InstanceUnregistered, lambda event: self._on_life(event.jobs)),
            bus.subscribe(InstanceRegistered, lambda event: self._on_life(event.jobs)),
            bus.subscribe(InstanceChanged, lambda event: self._on_life(ledger.catalog.jobs_of(event.instance.id))),
        ]

    async def run(self) -> None:
        """Look again and again while somebody is away, until cancelled."""
        try:
            while True:
                self._wake.clear()
                await self._look()
                pause = min(map(self._pause, self._away), default=None)
                await woken(self._wake, None if pause is None else max(SOON, pause))
        finally:
            for unsubscribe in self._subscriptions:
                unsubscribe()

    def _on_life(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if not is_missed(job) and job.id in self._away:
                self._count(job.id)
                del self._away[job.id]
                self._wake.set()
        self._note(jobs)

    def _note(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if is_missed(job) and job.id not in self._away:
                self._away[job.id] = _Away(self._clock.monotonic(), job.health is not Health.SUSPECT)
                self._wake.set()

    async def _look(self) -> None:
        for job_id in tuple(self._away):
            job = self._ledger.catalog.find_job(job_id)
            if job is None or not is_missed(job):
                self._away.pop(job_id, None)
            elif self._pause(job_id) < SOON:
                if not self._away[job_id].sure and self._in_doubt(job) < SOON:
                    await self._make_sure(job)
                self._count(job_id)
        grown, self._grown = list(self._grown.values()), {}
        for first in range(0, len(grown), PORTION):
            try:
                await self._store.keep(*(rollup.frozen() for rollup in grown[first : first + PORTION]))
            except StoreError as error:
                # The store has said itself, once, that it does not keep things.
                logger.debug("the time of those who are away could not be kept: %s", error)

    async def _make_sure(self, seen: Job) -> None:
        """It was no restart: its outage began when it was lost."""
        async with self._ledger.lock(self._ledger.catalog.instance(seen.instance_id).app_id):
            job = self._ledger.catalog.find_job(seen.id)
            if job is None or not is_missed(job) or job.health is not Health.SUSPECT:
                return  # it is back
            job = replace(job, health=Health.UNKNOWN)
            await self._ledger.write_fact(job)
        if job.id in self._away:
            self._away[job.id].sure = True
        self._ledger.tell(JobChanged(job))

    def _count(self, job_id: JobId) -> None:
        away, now = self._away.get(job_id), self._clock.monotonic()
        job = self._ledger.catalog.find_job(job_id)
        if away is None or job is None:
            return
        away.seconds += max(0.0, min(now - away.tick, 2 * LOOK))
        away.tick = now
        if away.sure and job.endpoint:  # of what is never checked nothing is observed
            for rollup in self._stats.missed(job_id, away.seconds, self._clock.now()):
                self._grown[rollup.job_id, rollup.period, rollup.start] = rollup
            away.seconds = 0.0

    def _pause(self, job_id: JobId) -> float:
        """In how many seconds it is to be looked at."""
        away, job = self._away[job_id], self._ledger.catalog.find_job(job_id)
        pause = LOOK - (self._clock.monotonic() - away.tick)
        return min(pause, self._in_doubt(job)) if job is not None and not away.sure else pause

    def _in_doubt(self, job: Job) -> float:
        """For how many seconds it still may be a restart."""
        instance = self._ledger.catalog.instance(job.instance_id)
        ended = instance.ended_at or instance.updated_at
        return (ended + job.policy.restart_window - self._clock.now()).total_seconds()


def _missed(job: Job, now: datetime, why: str, *, sure: bool) -> Job:
    """In an outage; SUSPECT where it may be back at once."""
    lasts = job.down_since is not None and job.health is not Health.SUSPECT
    ended = replace(job.ended(now), down_since=job.down_since or now, reason=why)
    return ended if sure or lasts else replace(ended, health=Health.SUSPECT)
