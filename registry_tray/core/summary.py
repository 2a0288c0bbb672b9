"""What a stretch of time tells of a job: uptime, latencies, outages, and the series behind a chart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Check, Job, StatusEvent
from registry_tray.core.ports import Hour, Store
from registry_tray.core.status import EventKind, Result

HOUR = timedelta(hours=1)
WINDOWS = {"hour": HOUR, "day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
MOST_CHECKS = 4000
MOST_EVENTS = 1000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Observed and up in seconds."""

    observed: float
    up: float
    latencies: Histogram

    @property
    def uptime(self) -> float | None:
        """The share of the observed time, 0 to 1."""
        return self.up / self.observed if self.observed else None


@dataclass(frozen=True, slots=True)
class Outage:
    """`until` is None while it lasts."""

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class JobSummary:
    """`series` has a stretch a minute for the hour, else an hour."""

    job: Job
    windows: dict[str, Stretch]
    outages: tuple[Outage, ...]
    series: tuple[tuple[datetime, Stretch], ...]


async def summarize(store: Store, job: Job, now: datetime, window: str) -> JobSummary:
    """Everything of one job; the series for `window`, one of WINDOWS."""
    checks = [check for check in await store.checks(job.id, MOST_CHECKS) if check.at >= now - HOUR]
    checks.reverse()
    hours = await store.hours(job.id, now - WINDOWS["month"])
    minutes = by_minute(checks, job.interval)
    windows = {"hour": merged(stretch for _, stretch in minutes)}
    for name in ("day", "week", "month"):
        first = (now - WINDOWS[name]).timestamp() // 3600
        windows[name] = merged(_stretch(hour) for hour in hours if hour.start > first)
    if window == "hour":
        series = minutes
    else:
        first = (now - WINDOWS[window]).timestamp() // 3600
        series = [(datetime.fromtimestamp(hour.start * 3600, UTC), _stretch(hour)) for hour in hours if hour.start > first]
    rows = await store.events(MOST_EVENTS, job_id=job.id, since=now - WINDOWS["month"])
    return JobSummary(job, windows, tuple(outages(job, rows)), tuple(series))


def merged(stretches: Iterable[Stretch]) -> Stretch:
    """All of them as one."""
    each = list(stretches)
    latencies = Histogram().merge(stretch.latencies for stretch in each)
    return Stretch(sum(stretch.observed for stretch in each), sum(stretch.up for stretch in each), latencies)


def by_minute(checks: Sequence[Check], interval: timedelta) -> list[tuple[datetime, Stretch]]:
    """Checks, the oldest first, as a stretch a minute. Each speaks for the time since the one before, two intervals at most."""
    found: dict[datetime, list[tuple[float, bool, timedelta | None]]] = {}
    last: datetime | None = None
    for check in checks:
        gap = min((check.at - last).total_seconds(), 2 * interval.total_seconds()) if last else 0.0
        last = check.at
        if check.result is not Result.INCONCLUSIVE:
            minute = check.at.replace(second=0, microsecond=0)
            latency = check.latency if check.result.is_up else None
            found.setdefault(minute, []).append((max(gap, 0.0), check.result.is_up, latency))
    return [(minute, _of(rows)) for minute, rows in found.items()]


def outages(job: Job, rows: Sequence[StatusEvent]) -> list[Outage]:
    """The outages of a job out of its journal, newest first as the journal is."""
    found: list[Outage] = []
    if job.down_since is not None and job.is_failing:
        found.append(Outage(job.down_since, None, job.reason))
    reasons = [row for row in rows if row.kind is EventKind.DOWN]
    for row in rows:
        if row.kind is EventKind.UP and row.downtime is not None:
            reason = next((down.description for down in reasons if down.number < row.number), "")
            found.append(Outage(row.at - row.downtime, row.at, reason))
    return found


def _stretch(hour: Hour) -> Stretch:
    return Stretch(hour.observed, hour.up, hour.latencies)


def _of(rows: Sequence[tuple[float, bool, timedelta | None]]) -> Stretch:
    latencies = Histogram()
    for _, _, latency in rows:
        if latency is not None:
            latencies.add(latency)
    return Stretch(sum(gap for gap, _, _ in rows), sum(gap for gap, up, _ in rows if up), latencies)
