"""What a stretch of time tells of every application: how available it was, its outages, how fast it answered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from registry_tray.core.catalog import Catalog
from registry_tray.core.ids import AppId, JobId
from registry_tray.core.models import Instance
from registry_tray.core.outages import Outage
from registry_tray.core.rollup import Period, Rollup, Stretch, merged

MOST_OUTAGES = 500  # of one job


class Kept(Protocol):
    """What a report is made of. Both raise StoreError."""

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        """Of a job, the oldest first: those that begin from `since` until before `until`."""

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        """Of a job, the newest first: those that last, or ended after `since`."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An outage as far as it lies in the time of the report. `name` is that of the instance; `lasts` is whether it goes on."""

    name: str
    began: datetime
    length: timedelta
    reason: str
    lasts: bool


@dataclass(frozen=True, slots=True)
class AppReport:
    """One application, all its instances together. `faults` the newest first."""

    app_id: AppId
    instances: int
    stretch: Stretch
    faults: tuple[Fault, ...]

    @property
    def down(self) -> timedelta:
        """How long outages lasted, those of all instances added up."""
        return sum((fault.length for fault in self.faults), timedelta())

    @property
    def longest(self) -> timedelta:
        """The longest outage; zero where there was none."""
        return max((fault.length for fault in self.faults), default=timedelta())


@dataclass(frozen=True, slots=True)
class Report:
    """From `since` until before `until`; `apps` the least available first."""

    since: datetime
    until: datetime
    apps: tuple[AppReport, ...]

    @property
    def uptime(self) -> float | None:
        """The share of the observed time of all applications, 0 to 1; None where nothing was observed."""
        observed = sum(app.stretch.observed for app in self.apps)
        return sum(app.stretch.up for app in self.apps) / observed if observed else None

    @property
    def faults(self) -> list[Fault]:
        """All outages, the newest first."""
        return sorted((fault for app in self.apps for fault in app.faults), key=lambda fault: fault.began, reverse=True)


async def make_report(
    kept: Kept, catalog: Catalog, since: datetime, until: datetime, goes_on: Callable[[int, int], bool] = lambda done, of: True
) -> Report | None:
    """What is kept of the whole hours between. Raises StoreError.

    `goes_on` is told after each application how many are done of how many; None where it says that nobody waits any more.
    """
    since = Period.HOUR.begin(Period.HOUR.number(since))
    by_app: dict[AppId, list[Instance]] = {}
    for instance in catalog.instances():
        by_app.setdefault(instance.app_id, []).append(instance)
    ordered = sorted(by_app.items(), key=lambda pair: pair[0].casefold())
    apps = []
    for app_id, instances in ordered:
        apps.append(await _app_report(kept, catalog, app_id, instances, since, until))
        if not goes_on(len(apps), len(ordered)):
            return None
    apps.sort(key=lambda app: (app.stretch.uptime is None, app.stretch.uptime or 0.0))
    return Report(since, until, tuple(apps))


async def _app_report(
    kept: Kept, catalog: Catalog, app_id: AppId, instances: list[Instance], since: datetime, until: datetime
) -> AppReport:
    rollups: list[Rollup] = []
    faults: list[Fault] = []
    for instance in instances:
        for job in catalog.jobs_of(instance.id):
            rollups += await kept.rollups(job.id, Period.HOUR, since, until)
            faults += _faults(instance.name, await kept.outages(job.id, MOST_OUTAGES, since), since, until)
    faults.sort(key=lambda fault: fault.began, reverse=True)
    return AppReport(app_id, len(instances), merged(rollups), tuple(faults))


def _faults(name: str, outages: Iterable[Outage], since: datetime, until: datetime) -> Iterable[Fault]:
    for outage in outages:
        began, ended = max(outage.began, since), min(outage.ended or until, until)
        if began < ended:
            yield Fault(name, outage.began, ended - began, outage.reason, outage.ended is None)
