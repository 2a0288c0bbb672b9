"""Statistics as the API gives them: their records, and how they are made."""

from msgspec import Struct

from registry_tray.core.rollup import Stretch
from registry_tray.core.summary import JobSummary
from registry_tray.wire.records import Id, Milliseconds, Time
from registry_tray.wire.units import iso, milliseconds


class LatencyRecord(Struct, rename="camel", kw_only=True):
    """How fast, in milliseconds; percentiles to within 5 %."""

    count: int
    min: Milliseconds | None
    mean: Milliseconds | None
    p50: Milliseconds | None
    p95: Milliseconds | None
    p99: Milliseconds | None
    max: Milliseconds | None


class WindowRecord(Struct, rename="camel", kw_only=True):
    """One stretch of time. `uptime` is the share of the observed time, 0 to 1; null where nothing was observed."""

    uptime: float | None
    observed: Milliseconds
    latency: LatencyRecord


class OutageRecord(Struct, rename="camel", kw_only=True):
    """One outage; without an end it lasts."""

    since: Time | None
    until: Time | None
    downtime: Milliseconds | None
    reason: str


class PointRecord(Struct, rename="camel", kw_only=True):
    """A point of the series. Where nothing was observed there is none; where it was down all the time it has no latency."""

    at: Time | None
    checks: int
    uptime: float | None
    p50: Milliseconds | None
    p95: Milliseconds | None


class JobStatsRecord(Struct, rename="camel", kw_only=True):
    """What the checks of a job tell. `step` is how long a point of the series is."""

    job: Id
    hour: WindowRecord
    day: WindowRecord
    week: WindowRecord
    month: WindowRecord
    outages: list[OutageRecord]
    step: Milliseconds
    series: list[PointRecord]


class ApplicationStatsRecord(Struct, rename="camel", kw_only=True):
    """The statistics of all jobs of an instance."""

    application: Id
    jobs: list[JobStatsRecord]


class UptimesRecord(Struct, rename="camel", kw_only=True):
    """The share of the observed time, 0 to 1; null where nothing was observed."""

    hour: float | None
    day: float | None
    week: float | None
    month: float | None


class RegistryStatsRecord(Struct, rename="camel", kw_only=True):
    """The whole registry: how many instances have which status, and the uptime over all jobs; `uptime` is that of the day."""

    applications: int
    instances: int
    jobs: int
    checks: int
    statuses: dict[str, int]
    uptime: float | None
    uptimes: UptimesRecord


def stats_record(summary: JobSummary) -> JobStatsRecord:
    """The statistics of a job as the API gives them."""
    windows = {name: _window(stretch) for name, stretch in summary.windows.items()}
    return JobStatsRecord(
        job=summary.job.id,
        hour=windows["hour"],
        day=windows["day"],
        week=windows["week"],
        month=windows["month"],
        outages=[
            OutageRecord(
                since=iso(outage.began),
                until=iso(outage.ended),
                downtime=milliseconds(outage.length),
                reason=outage.reason,
            )
            for outage in summary.outages
        ],
        step=milliseconds(summary.series.step) or 0,
        series=[
            PointRecord(
                at=iso(point.at),
                checks=point.stretch.latencies.count,
                uptime=point.stretch.uptime,
                p50=milliseconds(point.stretch.latencies.percentile(0.5)),
                p95=milliseconds(point.stretch.latencies.percentile(0.95)),
            )
            for point in summary.series.points
        ],
    )


def _window(stretch: Stretch) -> WindowRecord:
    latencies = stretch.latencies
    low, high = latencies.low, latencies.high
    return WindowRecord(
        uptime=stretch.uptime,
        observed=round(stretch.observed * 1000),
        latency=LatencyRecord(
            count=latencies.count,
            min=low / 1000 if low is not None else None,
            mean=milliseconds(latencies.mean),
            p50=milliseconds(latencies.percentile(0.5)),
            p95=milliseconds(latencies.percentile(0.95)),
            p99=milliseconds(latencies.percentile(0.99)),
            max=high / 1000 if high is not None else None,
        ),
    )
