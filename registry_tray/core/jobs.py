"""The jobs of instances: what is asked for, what that means with the settings in force, and their changes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from registry_tray.core.errors import ConflictError
from registry_tray.core.events import JobChanged, JobRemoved
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import Application, Instance, InstanceId, Job, JobId, StatusEvent, new_id
from registry_tray.core.ports import Store
from registry_tray.core.spec import NO_WISHES, JobSpec, Policy, Wishes
from registry_tray.core.status import EventKind, Registration
from registry_tray.core.targets import PUSH, is_here
from registry_tray.phrases import Phrase, phrase


class Runner(Protocol):
    """What makes jobs run: the scheduler."""

    def wake(self, job_id: JobId) -> None:
        """Check it now."""

    def postpone(self, job: Job) -> None:
        """It has been heard of; its next check is a period from now."""

    def start(self, job: Job) -> None:
        """Run it from now on, in the place of what ran under its id."""

    def stop(self, job_id: JobId) -> None:
        """Run it no more; a check in flight is dropped."""


@dataclass(frozen=True, slots=True)
class JobDefaults:
    """What a job gets where its registration says nothing."""

    interval: timedelta = timedelta(seconds=10)
    local_timeout: timedelta = timedelta(seconds=3)
    remote_timeout: timedelta = timedelta(seconds=10)
    policy: Policy = Policy()
    own: Wishes = NO_WISHES

    def of(self, application: Application | None) -> "JobDefaults":
        """The same for the jobs of an application."""
        return self if application is None or application.own == self.own else replace(self, own=application.own)

    def applied_to(self, job: Job, asked: JobSpec | None = None) -> Job:
        """The job as a person wants it for its application, else as it was asked for, or is now, else with these defaults.

        Its timeout is shorter than its interval. One that calls is up with its first call: the next one may be a day away.
        """
        asked, own, policy = asked or job.asked, self.own, self.policy
        interval = own.interval or asked.interval or self.interval
        local = is_here(asked.endpoint)
        timeout = own.timeout or asked.timeout or (self.local_timeout if local else self.remote_timeout)
        wanted = Policy(
            own.failures or asked.failures or policy.failures,
            own.successes or asked.successes or (1 if asked.type == PUSH else policy.successes),
            _first(own.hold, asked.hold, policy.hold),
            _first(own.grace, asked.grace, policy.grace),
            _first(own.crash_hold, asked.crash_hold, policy.crash_hold),
            _first(own.restart_window, asked.restart_window, policy.restart_window),
        )
        return replace(
            job,
            asked=asked,
            type=asked.type,
            endpoint=asked.endpoint,
            interval=interval,
            timeout=min(timeout, interval * 0.9),
            own=own if own != NO_WISHES else None,
            policy=job.policy if wanted == job.policy else wanted,  # one for all who ask for nothing else
        )


def can_be_asked(job: Job) -> bool:
    """Whether there is something to check at this moment."""
    return job.active and bool(job.endpoint) and job.type != PUSH


class Jobs:
    """Adds, edits, pauses and removes jobs. All methods raise NotFoundError and StoreError."""

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        runner: Runner,
        hear: Callable[[Job], Awaitable[Job | None]],
        defaults: Callable[[], JobDefaults] = JobDefaults,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._runner = runner
        self._hear = hear
        self._defaults = defaults

    async def add(self, key: str, spec: JobSpec) -> Job:
        """One more job for a registered instance."""
        found = self._ledger.catalog.instance(key)
        async with self._ledger.lock(found.app_id):
            instance = self._ledger.catalog.instance(found.id)
            now = self._ledger.clock.now()
            job = self._defaults_of(instance.id).applied_to(new_job(instance, spec, now))
            if instance.registration is Registration.ACTIVE:
                job = job.begun(now, self._ledger.clock.monotonic())
            else:
                job = replace(job, active=False)
            await self._ledger.write(job)
            if job.active:
                self._runner.start(job)
        self._ledger.tell(JobChanged(job))
        return job

    async def edit(self, job_id: str, change: Callable[[JobSpec], JobSpec]) -> Job:
        """Ask for something else. A new endpoint starts anew; else what the checks have shown stays."""

        def edited(job: Job, now: datetime) -> Job:
            changed = self._defaults_of(job.instance_id).applied_to(job, change(job.asked))
            if changed.endpoint != job.endpoint and job.active:
                return changed.begun(now, self._ledger.clock.monotonic())
            return changed

        return await self._change(job_id, edited)

    async def pause(self, job_id: str) -> Job:
        """Check it no more until it is resumed."""
        return await self._change(
            job_id, lambda job, now: job if job.is_paused else replace(job.ended(now), is_paused=True), EventKind.PAUSE
        )

    async def resume(self, job_id: str) -> Job:
        """Check it again, as if it had just started."""

        def resumed(job: Job, now: datetime) -> Job:
            if job.active:
                return job
            freed = replace(job, is_paused=False)
            runs = self._ledger.catalog.instance(job.instance_id).registration is Registration.ACTIVE
            return freed.begun(now, self._ledger.clock.monotonic()) if runs else freed

        return await self._change(job_id, resumed, EventKind.RESUME)

    def check_now(self, job_id: str) -> Job:
        """Have it checked at once. ConflictError where it cannot be asked."""
        job = self._ledger.catalog.job(job_id)
        if not can_be_asked(job):
            raise ConflictError(self._why_not(job))
        self._runner.wake(job.id)
        return job

    def check_all_now(self, key: str) -> Instance:
        """Have all jobs of an instance checked at once. ConflictError where none can be asked."""
        instance = self._ledger.catalog.instance(key)
        jobs = self._ledger.catalog.jobs_of(instance.id)
        asked = [job for job in jobs if can_be_asked(job)]
        if not asked:
            raise ConflictError(self._why_not(jobs[0]) if jobs else phrase("{0} has no jobs.", instance.identifier))
        for job in asked:
            self._runner.wake(job.id)
        return instance

    async def beat(self, job_id: str) -> Job:
        """A heartbeat of the application. ConflictError where it is no push job, or is paused."""
        job = self._ledger.catalog.job(job_id)
        if job.type != PUSH:
            raise ConflictError(
                phrase("The job {0} asks {1}; only push jobs take heartbeats.", job_id, job.endpoint or phrase("nothing"))
            )
        beaten = await self._hear(job) if job.active else None
        if beaten is None:
            raise ConflictError(phrase("The job {0} is paused. Resume it, or register the application again.", job_id))
        self._runner.postpone(beaten)
        return beaten

    async def remove(self, job_id: str) -> Job:
        """Forget the job and its checks."""
        found = self._ledger.catalog.job(job_id)
        async with self._ledger.lock(self._app(found)):
            job = self._ledger.catalog.job(job_id)
            await self._store.delete_job(job.id)
            self._runner.stop(job.id)
            self._ledger.catalog.remove_job(job.id)
        self._ledger.tell(JobRemoved(job))
        return job

    def _why_not(self, job: Job) -> Phrase:
        instance = self._ledger.catalog.instance(job.instance_id)
        if instance.registration is not Registration.ACTIVE:
            return phrase("{0} does not run, and is checked when it registers again.", instance.identifier)
        if not job.active:
            return phrase("The job {0} is paused. Resume it first.", job.id)
        if job.type == PUSH:
            return phrase("The job {0} cannot be asked: it waits for the application to call.", job.id)
        return phrase("The job {0} names nothing that could be asked.", job.id)

    async def _change(self, job_id: str, change: Callable[[Job, datetime], Job], kind: EventKind | None = None) -> Job:
        found = self._ledger.catalog.job(job_id)
        async with self._ledger.lock(self._app(found)):
            job = self._ledger.catalog.job(job_id)
            now = self._ledger.clock.now()
            changed = change(job, now)
            if changed == job:
                return job
            events = [StatusEvent(job.instance_id, kind, now, job.asked.label or job.name, job.id)] if kind else []
            rows = await self._ledger.write(changed, events=events)
            if changed.active:
                self._runner.start(changed)
            else:
                self._runner.stop(changed.id)
        self._ledger.tell(JobChanged(changed), rows)
        return changed

    def _defaults_of(self, instance_id: InstanceId) -> JobDefaults:
        catalog = self._ledger.catalog
        return self._defaults().of(catalog.applications.get(catalog.instance(instance_id).app_id))

    def _app(self, job: Job) -> str:
        return self._ledger.catalog.instance(job.instance_id).app_id


def _first(own: timedelta | None, asked: timedelta | None, default: timedelta) -> timedelta:
    """What is said first; also nothing at all may be asked for."""
    return own if own is not None else asked if asked is not None else default


def new_job(instance: Instance, spec: JobSpec, now: datetime) -> Job:
    """A job that has not run yet, without defaults."""
    return Job(JobId(new_id()), instance.id, spec.type, spec.endpoint, timedelta(), timedelta(), now, spec)
