"""What a person can ask for of jobs: the same fields as over the API, read by the same rules."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from registry_tray import wire
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import Fault, InvalidPayloadError
from registry_tray.core.jobs import JobDefaults, Jobs, new_job
from registry_tray.core.models import AppId, Application, Check, InstanceId, Job, JobId
from registry_tray.core.monitor import Monitor
from registry_tray.core.spec import JobSpec
from registry_tray.core.summary import Series, Summaries
from registry_tray.core.tuning import Tuning
from registry_tray.wire.reading import Faults
from registry_tray.wire.records import StrategyRecord
from registry_tray.wire.strategies import Strategies


class JobDesk:
    """Fulfils wishes. All raise RegistryError; what a field makes wrong is an InvalidPayloadError that names it."""

    def __init__(
        self,
        jobs: Jobs,
        tuning: Tuning,
        catalog: Catalog,
        monitor: Monitor,
        strategies: Strategies,
        defaults: Callable[[], JobDefaults],
        summaries: Summaries,
        now: Callable[[], datetime],
    ) -> None:
        self._jobs = jobs
        self._tuning = tuning
        self._catalog = catalog
        self._monitor = monitor
        self._strategies = strategies
        self._defaults = defaults
        self._summaries = summaries
        self._now = now

    def strategies(self) -> list[StrategyRecord]:
        """The kinds of checks, with their options."""
        return self._strategies.records()

    async def pause(self, job_id: str) -> Job:
        """Check it no more until it is resumed."""
        return await self._jobs.pause(job_id)

    async def resume(self, job_id: str) -> Job:
        """Check it again."""
        return await self._jobs.resume(job_id)

    async def add(self, instance_id: InstanceId, fields: Mapping[str, Any]) -> Job:
        """One more job of an instance."""
        return await self._jobs.add(instance_id, self._spec(fields, None))

    async def edit(self, job_id: str, fields: Mapping[str, Any]) -> Job:
        """Ask for this in the place of what was asked for; a masked secret is the present one."""
        return await self._jobs.edit(job_id, lambda before: self._spec(fields, before))

    async def tune(self, app_id: AppId, fields: Mapping[str, Any]) -> Application:
        """Set these for all instances of an application; None takes one back."""
        return await self._tuning.tune(app_id, wire.parse_tuning(dict(fields)))

    async def series(self, job_id: JobId, window: str) -> Series:
        """What a chart of it shows: the last `hour`, `day`, `week` or `month`."""
        return await self._summaries.series(job_id, window)

    async def remove(self, job_id: str) -> Job:
        """Forget it and its checks."""
        return await self._jobs.remove(job_id)

    async def bring_back(self, job: Job) -> Job:
        """Ask again for what a job asked for that was removed."""
        return await self._jobs.add(job.instance_id, job.asked)

    async def try_out(self, instance_id: InstanceId, job_id: str | None, fields: Mapping[str, Any]) -> Check:
        """What a check shows that is made once, and kept nowhere."""
        before = self._catalog.job(job_id).asked if job_id is not None else None
        spec = self._spec(fields, before)
        job = new_job(self._catalog.instance(instance_id), spec, self._now())
        return await self._monitor.look(self._defaults().applied_to(job))

    def _spec(self, fields: Mapping[str, Any], before: JobSpec | None) -> JobSpec:
        try:
            scheme = self._strategies.target(str(fields.get("endpoint") or "")).scheme
        except ValueError as error:
            raise InvalidPayloadError(Fault("endpoint", str(error))) from None
        faults = Faults()
        known = before.all_options if before is not None and before.type == scheme else {}
        options = self._strategies.merged(scheme, known, fields, faults)
        faults.check()
        plain = {name: value for name, value in fields.items() if name not in self._strategies.option_names}
        _, spec = wire.parse_job({"application": "this", **plain, **options}, self._strategies)
        return spec if before is None else replace(spec, label=before.label, description=before.description)
