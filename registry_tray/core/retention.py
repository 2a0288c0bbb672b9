"""What is old is put away, added up and deleted: in small steps, so that no check and no registration waits for it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import ConflictError, NotFoundError, StoreError
from registry_tray.core.models import Instance, Job, JobId
from registry_tray.core.ports import Clock, Kept, Store
from registry_tray.core.rollup import Period, rolled_up
from registry_tray.core.status import Registration
from registry_tray.core.summary import ROLLED_UP_AFTER
from registry_tray.durations import spoken
from registry_tray.phrases import phrase, remark

logger = logging.getLogger(__name__)

FIRST = 60.0  # seconds after the start, in which there is enough to do
EVERY = 600.0  # seconds between two sweeps
STEP = 500  # rows deleted in one transaction, and instances looked at in one turn of the loop
PAUSE = 0.1  # seconds between two steps, for everybody else; 5,000 rows a second go at most
SHARE = 50  # a store that is too large loses this part of its stretch of time at once
DAYS = 7  # that are added up at once

# What a store that is too large gives up, in this order, and how much of each is left all the same: what the window shows.
_LEAST = {
    Kept.CHECKS: timedelta(hours=1),
    Kept.MINUTES: timedelta(hours=25),
    Kept.EVENTS: timedelta(days=1),
    Kept.HOURS: timedelta(days=31),
}


def _days(number: int) -> timedelta:
    return timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Limits:
    """How old each kind of history may become, how long an instance that ended stays in the list, how long in the archive,
    and how many bytes the store may take up."""

    checks: timedelta = _days(1)
    minutes: timedelta = _days(7)
    hours: timedelta = _days(90)
    days: timedelta = _days(730)
    events: timedelta = _days(30)
    stopped: timedelta = _days(1)
    crashed: timedelta = _days(7)
    lost: timedelta = _days(7)
    archived: timedelta = _days(30)
    size: int = 200_000_000

    def age(self, kind: Kept) -> timedelta:
        """How old rows of this kind may become. An outage is kept as long as the hours that it is a part of."""
        return {
            Kept.CHECKS: self.checks,
            Kept.MINUTES: self.minutes,
            Kept.HOURS: self.hours,
            Kept.DAYS: self.days,
            Kept.OUTAGES: self.hours,
            Kept.EVENTS: self.events,
        }[kind]


class Retention:
    """Sweeps again and again. `tell` hears in words that the store is larger than it may be, and "" when it is not."""

    def __init__(
        self,
        catalog: Catalog,
        care: Care,
        store: Store,
        clock: Clock,
        limits: Callable[[], Limits] = Limits,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._catalog = catalog
        self._care = care
        self._store = store
        self._clock = clock
        self._limits = limits
        self._tell = tell
        self._rolled: dict[JobId, int] = {}

    async def run(self) -> None:
        """Sweep until cancelled."""
        await asyncio.sleep(FIRST)
        while True:
            try:
                await self.sweep()
            except StoreError as error:  # the store says itself that it does not work
                logger.debug("nothing could be put away: %s", error)
            except Exception:
                logger.exception("the old could not be put away")
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """Archive and delete instances, add up days, delete old history, and keep the store within its bound. StoreError."""
        await self._put_away()
        await self._add_up_days()
        now, limits = self._clock.now(), self._limits()
        for kind in Kept:
            await self._prune(kind, now - limits.age(kind))
        await self._bound(limits.size)

    async def _put_away(self) -> None:
        now, limits = self._clock.now(), self._limits()
        for number, known in enumerate(tuple(self._catalog.instances())):
            if number % STEP == STEP - 1:
                await asyncio.sleep(0)
            why = _archived_because(known, now, limits)
            try:
                if why:
                    await self._care.archive(known.id, why)
                elif _is_forgotten(known, now, limits):
                    await self._care.delete(known.id, remark("{0}, archived for {1}", known.identifier, spoken(limits.archived)))
                else:
                    continue
            except (ConflictError, NotFoundError):
                logger.debug("%s came back, or is gone", known.identifier)
            await asyncio.sleep(PAUSE)
            now, limits = self._clock.now(), self._limits()

    async def _add_up_days(self) -> None:
        """Days that are over, and grow no more, out of their hours."""
        end = Period.DAY.number(self._clock.now() - ROLLED_UP_AFTER)
        jobs = [job for job in self._catalog.jobs() if self._rolled.get(job.id) != end]
        if not jobs:
            return
        oldest = await self._store.oldest(Kept.HOURS)
        begin = Period.DAY.number(oldest) if oldest else end
        for job in jobs if begin < end else ():
            async for first, last in self._unrolled(job, begin, end):
                hours = await self._store.rollups(job.id, Period.HOUR, Period.DAY.begin(first), Period.DAY.begin(last))
                if hours and self._catalog.find_job(job.id):
                    await self._store.save(*rolled_up(hours, Period.DAY))
                await asyncio.sleep(PAUSE)
        self._rolled = {job.id: end for job in self._catalog.jobs()}

    async def _unrolled(self, job: Job, first: int, end: int) -> AsyncIterator[tuple[int, int]]:
        known = await self._store.rollups(job.id, Period.DAY, Period.DAY.begin(first))
        first = max([first, *(day.start + 1 for day in known[-1:])])
        for start in range(first, end, DAYS):
            yield start, min(start + DAYS, end)

    async def _prune(self, kind: Kept, before: datetime) -> int:
        total, gone = 0, STEP
        while gone >= STEP:
            gone = await self._store.prune(kind, before, STEP)
            total += gone
            await asyncio.sleep(PAUSE if gone else 0)
        return total

    async def _bound(self, size: int) -> None:
        now = self._clock.now()
        for kind, least in _LEAST.items():
            while await self._store.size() > size:
                oldest, last = await self._store.oldest(kind), now - least
                if oldest is None or oldest >= last:
                    break
                step = max((last - oldest) / SHARE, timedelta(hours=1))
                if not await self._prune(kind, min(oldest + step, last)):
                    break
        too_large = await self._store.size() > size
        self._tell(
            phrase(
                "The store is larger than {0} MB, and holds nothing that could be deleted. "
                "Set retention.size higher, or check fewer jobs.",
                size // 1_000_000,
            )
            if too_large
            else ""
        )


def _archived_because(instance: Instance, now: datetime, limits: Limits) -> str:
    """Why an instance is to be archived by now; "" where it is not."""
    match instance.registration:
        case Registration.STOPPED:
            age, why = limits.stopped, remark("stopped for {0}")
        case Registration.CRASHED:
            age, why = limits.crashed, remark("crashed for {0}")
        case Registration.LOST:
            age, why = limits.lost, remark("lost for {0}")
        case _:
            return ""
    if instance.is_pinned or now - (instance.ended_at or instance.updated_at) < age:
        return ""
    return why.format(spoken(age))


def _is_forgotten(instance: Instance, now: datetime, limits: Limits) -> bool:
    archived = instance.registration is Registration.ARCHIVED
    return archived and not instance.is_pinned and now - instance.updated_at >= limits.archived
