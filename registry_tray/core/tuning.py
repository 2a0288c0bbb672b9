"""How applications are watched: what a person sets for one of them, and what changed settings mean for all of them."""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from registry_tray.core.events import JobChanged
from registry_tray.core.jobs import JobDefaults, Runner
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import AppId, Application, Job
from registry_tray.core.ports import Snapshot
from registry_tray.core.spec import Wishes
from registry_tray.core.targets import PUSH


class Source(StrEnum):
    """Where a setting comes from, the strongest first: a person has set it, it was asked for, its kind of check has it, or it is
    as for all.
    """

    APPLICATION = "application"
    REGISTRATION = "registration"
    DEFAULT = "default"
    SETTINGS = "settings"


def source_of(job: Job, name: str) -> Source:
    """Where a setting of a job comes from that is a field of Wishes."""
    if job.own is not None and getattr(job.own, name) is not None:
        return Source.APPLICATION
    if getattr(job.asked, name) is not None:
        return Source.REGISTRATION
    return Source.DEFAULT if name == "successes" and job.type == PUSH else Source.SETTINGS


def tuned(snapshot: Snapshot, defaults: JobDefaults) -> Snapshot:
    """What was kept, with the defaults that are in force by now: they may have changed while nobody looked."""
    applications = {each.id: each for each in snapshot.applications}
    of = {each.id: defaults.of(applications.get(each.app_id)) for each in snapshot.instances}
    return replace(snapshot, jobs=tuple(of.get(job.instance_id, defaults).applied_to(job) for job in snapshot.jobs))


class Tuning:
    """Changes jobs that run. Both methods raise StoreError."""

    def __init__(self, ledger: Ledger, runner: Runner, defaults: Callable[[], JobDefaults] = JobDefaults) -> None:
        self._ledger = ledger
        self._runner = runner
        self._defaults = defaults

    async def tune(self, app_id: AppId, change: Callable[[Wishes], Wishes]) -> Application:
        """Set something for all instances of an application that is registered, or take it back."""
        async with self._ledger.lock(app_id):
            known = self._application(app_id)
            application = replace(known, own=change(known.own))
            if application == known:
                return known
            changed = self._changed(application)
            await self._ledger.write(application, *changed)
            self._restart(changed)
        self._tell(changed)
        return application

    async def reconfigure(self) -> None:
        """Apply changed defaults to every job that did not ask for something else."""
        for app_id in {instance.app_id for instance in self._ledger.catalog.instances()}:
            async with self._ledger.lock(app_id):
                changed = self._changed(self._application(app_id))
                if changed:
                    await self._ledger.write(*changed)
                    self._restart(changed)
            self._tell(changed)

    def _application(self, app_id: AppId) -> Application:
        return self._ledger.catalog.applications.get(app_id) or Application(app_id, self._ledger.clock.now())

    def _changed(self, application: Application) -> list[Job]:
        defaults, catalog = self._defaults().of(application), self._ledger.catalog
        jobs = [job for instance in catalog.siblings(application.id) for job in catalog.jobs_of(instance.id)]
        return [new for job in jobs if (new := defaults.applied_to(job)) != job]

    def _restart(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._runner.start(job)

    def _tell(self, jobs: list[Job]) -> None:
        for job in jobs:
            self._ledger.tell(JobChanged(job))
