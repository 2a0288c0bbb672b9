"""What a stretch of time tells of a job: uptime, latencies, outages, and the series behind a chart."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from registry_tray.core.models import Job, JobId
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Clock, Store
from registry_tray.core.rollup import Period, Stretch, merged

MOST_OUTAGES = 1000
MINUTES_ALONE = timedelta(hours=2)  # a stretch that is not longer is made of minutes only
ROLLED_UP_AFTER = timedelta(days=2)  # a day that is over may grow: a check speaks for two intervals of a day at most


@dataclass(frozen=True, slots=True)
class Window:
    """How far back it goes, how long a point of its series is, and of which roll-ups a point is made."""

    span: timedelta
    step: timedelta
    period: Period


WINDOWS = {
    "hour": Window(timedelta(hours=1), timedelta(minutes=1), Period.MINUTE),
    "day": Window(timedelta(days=1), timedelta(minutes=15), Period.MINUTE),
    "week": Window(timedelta(days=7), timedelta(hours=1), Period.HOUR),
    "month": Window(timedelta(days=30), timedelta(hours=6), Period.HOUR),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One step of a series, from `at` on."""

    at: datetime
    stretch: Stretch


@dataclass(frozen=True, slots=True)
class Series:
    """What a chart shows from `since` to `until`: the steps in which something was observed, and outages, newest first.

    A step without a point was not observed. A point without latencies was down all the time.
    """

    since: datetime
    until: datetime
    step: timedelta
    points: tuple[Point, ...]
    outages: tuple[Outage, ...]


@dataclass(frozen=True, slots=True)
class JobSummary:
    """`windows` by the names of WINDOWS; `outages` of the longest of them, newest first."""

    job: Job
    windows: dict[str, Stretch]
    outages: tuple[Outage, ...]
    series: Series


class Summaries:
    """Answers out of roll-ups, never out of single checks. All methods raise StoreError."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def job(self, job: Job, window: str) -> JobSummary:
        """Everything of one job; the series for `window`, one of WINDOWS."""
        now = self._clock.now()
        windows = {name: await self.stretch(job.id, now - each.span) for name, each in WINDOWS.items()}
        outages = await self._store.outages(job.id, MOST_OUTAGES, now - WINDOWS["month"].span)
        return JobSummary(job, windows, tuple(outages), await self.series(job.id, window))

    async def series(self, job_id: JobId, window: str) -> Series:
        """The series of one job for `window`, one of WINDOWS."""
        shape, now = WINDOWS[window], self._clock.now()
        since = _floor(now - shape.span, shape.step) + shape.step
        rollups = await self._store.rollups(job_id, shape.period, since)
        outages = await self._store.outages(job_id, MOST_OUTAGES, since)
        step = shape.step // timedelta(seconds=shape.period.value)
        steps = groupby(rollups, key=lambda rollup: rollup.start // step)
        points = (Point(shape.period.begin(number * step), merged(each)) for number, each in steps)
        seen = tuple(point for point in points if point.stretch.observed or point.stretch.latencies.numbers)
        return Series(since, now, shape.step, seen, tuple(outages))

    async def stretch(self, job_id: JobId, since: datetime) -> Stretch:
        """Until now, out of as few roll-ups as there are: from the first whole minute of the last day, else the first whole hour.

        Minutes are kept too short a time to be a part of more than that.
        """
        span = self._clock.now() - since
        if span <= MINUTES_ALONE:
            return merged(await self._store.rollups(job_id, Period.MINUTE, since))
        hour, day = (period.begin(period.ceiling(since)) for period in (Period.HOUR, Period.DAY))
        parts = await self._store.rollups(job_id, Period.MINUTE, since, hour) if span <= WINDOWS["day"].span else []
        days = await self._store.rollups(job_id, Period.DAY, day)
        if days:
            parts += [*await self._store.rollups(job_id, Period.HOUR, hour, day), *days]
            hour = Period.DAY.begin(days[-1].start + 1)
        return merged([*parts, *await self._store.rollups(job_id, Period.HOUR, hour)])

    async def uptimes(self) -> dict[str, float | None]:
        """The share of the observed time of all jobs, by the names of WINDOWS."""
        now = self._clock.now()
        shares: dict[str, float | None] = {}
        for name, window in WINDOWS.items():
            period = Period.MINUTE if window.span <= MINUTES_ALONE else Period.HOUR
            observed, up = await self._store.observed(period, now - window.span)
            shares[name] = up / observed if observed else None
        return shares


def _floor(moment: datetime, step: timedelta) -> datetime:
    """The last whole step since 1970 that is not after it."""
    seconds = step.total_seconds()
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, UTC)
