"""Registers and unregisters instances: who is who, what is kept, and in which order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import LimitError
from registry_tray.core.events import (
    EventBus,
    EventLogged,
    InstanceChanged,
    InstanceRegistered,
    InstanceUnregistered,
    JobChanged,
)
from registry_tray.core.identity import free_identifier, resolve
from registry_tray.core.models import (
    FOR_EVER,
    Application,
    Instance,
    InstanceId,
    Job,
    JobId,
    JobSpec,
    Policy,
    Session,
    SessionId,
    StatusEvent,
    new_id,
)
from registry_tray.core.ports import Clock, Store
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.status import EventKind, Registration
from registry_tray.core.targets import is_loopback
from registry_tray.durations import spoken

LIMIT = 20_000
RESTART_WINDOW = timedelta(seconds=30)


class Runner(Protocol):
    """What makes jobs run: the scheduler."""

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

    def applied_to(self, job: Job) -> Job:
        """The job with what was asked for, and these defaults where nothing was. Its timeout is shorter than its interval."""
        asked, policy = job.asked, self.policy
        interval = asked.interval or self.interval
        local = not asked.endpoint or is_loopback(urlsplit(asked.endpoint).hostname or "")
        timeout = asked.timeout or (self.local_timeout if local else self.remote_timeout)
        return replace(
            job,
            type=asked.type,
            endpoint=asked.endpoint,
            interval=interval,
            timeout=min(timeout, interval * 0.9),
            policy=Policy(
                asked.failures if asked.failures is not None else policy.failures,
                asked.successes if asked.successes is not None else policy.successes,
                asked.hold if asked.hold is not None else policy.hold,
                asked.grace if asked.grace is not None else policy.grace,
            ),
        )


class Registry:
    """The one writer of instances. Each change is stored with its job in one transaction, then announced."""

    def __init__(
        self,
        catalog: Catalog,
        store: Store,
        runner: Runner,
        bus: EventBus,
        clock: Clock,
        defaults: Callable[[], JobDefaults] = JobDefaults,
    ) -> None:
        self._catalog = catalog
        self._store = store
        self._runner = runner
        self._bus = bus
        self._clock = clock
        self._defaults = defaults
        self._locks: dict[str, asyncio.Lock] = {}

    async def register(self, request: RegistrationRequest) -> Instance:
        """Add the instance, or begin a new life of a known one. The same request gives the same instance, however often it comes.

        Raises InvalidPayloadError where the identifier belongs to another application, LimitError, StoreError;
        nothing is kept then.
        """
        async with self._lock(request.app_id):
            now = self._clock.now()
            known = resolve(self._catalog, request)
            if known is None and len(self._catalog) >= LIMIT:
                raise LimitError(f"{LIMIT} instances are registered already. Delete those that are gone.")
            instance = self._instance(request, known, now)
            job = self._default_job(request.job, instance, now)
            others = [
                other.begun(now, self._clock.monotonic()) for other in self._catalog.jobs_of(instance.id) if other.id != job.id
            ]
            session = Session(SessionId(new_id()), instance.id, now, request.pid)
            event = self._catalog.numbered(self._register_event(instance, known, now))
            application = self._catalog.applications.get(instance.app_id) or Application(instance.app_id, now)
            await self._store.save(application, instance, session, job, *others, event)
            self._catalog.applications[application.id] = application
            self._catalog.sessions[instance.id] = session
            self._catalog.put_instance(instance)
            for each in (job, *others):
                self._catalog.put_job(each)
                self._runner.start(each)
        self._bus.publish(InstanceRegistered(instance, (job, *others), created=known is None))
        self._bus.publish(EventLogged(event))
        return instance

    async def unregister(self, key: str) -> Instance:
        """Stop the instance with this id or identifier, and its jobs. Raises NotFoundError, StoreError."""
        found = self._catalog.instance(key)
        async with self._lock(found.app_id):
            now = self._clock.now()
            instance = self._catalog.instance(found.id).stopped(now)
            jobs = [job.ended(now) for job in self._catalog.jobs_of(instance.id)]
            session = self._catalog.sessions.get(instance.id)
            ended = [replace(session, ended_at=now, ending=Registration.STOPPED)] if session else []
            event = self._catalog.numbered(StatusEvent(instance.id, EventKind.UNREGISTER, now))
            await self._store.save(instance, *ended, *jobs, event)
            self._catalog.sessions.pop(instance.id, None)
            self._catalog.put_instance(instance)
            for job in jobs:
                self._runner.stop(job.id)
                self._catalog.put_job(job)
        self._bus.publish(InstanceUnregistered(instance, tuple(jobs)))
        self._bus.publish(EventLogged(event))
        return instance

    async def add_job(self, key: str, spec: JobSpec) -> Job:
        """One more job for a registered instance. Raises NotFoundError, InvalidPayloadError, StoreError."""
        found = self._catalog.instance(key)
        async with self._lock(found.app_id):
            instance = self._catalog.instance(found.id)
            now = self._clock.now()
            job = self._defaults().applied_to(_new_job(instance, spec, now))
            if instance.registration is Registration.ACTIVE:
                job = job.begun(now, self._clock.monotonic())
            await self._store.save(job)
            self._catalog.put_job(job)
            if job.active:
                self._runner.start(job)
        self._bus.publish(JobChanged(job))
        return job

    async def reconfigure(self) -> None:
        """Apply changed defaults to every job that did not ask for something else. Raises StoreError."""
        for job in tuple(self._catalog.jobs()):
            changed = self._defaults().applied_to(job)
            if changed == job:
                continue
            await self._store.save(changed)
            current = self._catalog.find_job(job.id)
            if current is None or current.epoch != job.epoch:
                continue
            changed = self._defaults().applied_to(current)
            self._catalog.put_job(changed)
            self._runner.start(changed)
            self._bus.publish(JobChanged(changed))

    async def mute(self, key: str, until: datetime | None) -> Instance:
        """Hold back the popups of an instance until then; None lets them through. Raises NotFoundError, StoreError."""
        found = self._catalog.instance(key)
        async with self._lock(found.app_id):
            now = self._clock.now()
            instance = replace(self._catalog.instance(found.id), muted_until=until, updated_at=now)
            kind = EventKind.MUTE if until else EventKind.UNMUTE
            event = self._catalog.numbered(StatusEvent(instance.id, kind, now, _how_long(until, now)))
            await self._store.save(instance, event)
            self._catalog.put_instance(instance)
        self._bus.publish(InstanceChanged(instance))
        self._bus.publish(EventLogged(event))
        return instance

    def _instance(self, request: RegistrationRequest, known: Instance | None, now: datetime) -> Instance:
        if known is None:
            identifier = request.identifier or free_identifier(self._catalog, request)
            instance_id = InstanceId(new_id())
            known = Instance(instance_id, request.app_id, identifier, request.hostname, now, now, now)
        return replace(
            known,
            hostname=request.hostname,
            environment=request.environment,
            port=request.port,
            label=request.label,
            description=request.description,
            data=request.data,
            health=request.health,
            registration=Registration.ACTIVE,
            registered_at=now,
            updated_at=now,
        )

    def _default_job(self, spec: JobSpec, instance: Instance, now: datetime) -> Job:
        known = next(iter(self._catalog.jobs_of(instance.id)), None)
        job = replace(known, asked=spec) if known else _new_job(instance, spec, now)
        return self._defaults().applied_to(job).begun(now, self._clock.monotonic())

    def _register_event(self, instance: Instance, known: Instance | None, now: datetime) -> StatusEvent:
        gone = self._gone_since(known) if known else None
        if gone is not None and now - gone <= RESTART_WINDOW:
            return StatusEvent(instance.id, EventKind.RESTART, now, f"after {spoken(now - gone)}", downtime=now - gone)
        return StatusEvent(instance.id, EventKind.REGISTER, now)

    def _gone_since(self, known: Instance) -> datetime | None:
        if known.registration is not Registration.ACTIVE:
            return known.updated_at
        return min((job.down_since for job in self._catalog.jobs_of(known.id) if job.down_since), default=None)

    def _lock(self, app_id: str) -> asyncio.Lock:
        return self._locks.setdefault(app_id, asyncio.Lock())


def _how_long(until: datetime | None, now: datetime) -> str:
    if until is None:
        return ""
    return "for ever" if until.year >= FOR_EVER.year else f"for {spoken(until - now)}"


def _new_job(instance: Instance, spec: JobSpec, now: datetime) -> Job:
    return Job(JobId(new_id()), instance.id, spec.type, spec.endpoint, timedelta(), timedelta(), now, spec)
