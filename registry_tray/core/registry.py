"""Registers and unregisters instances: who is who, what is kept, and in which order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from registry_tray.core.absences import ended_jobs
from registry_tray.core.alerting.trouble import learned
from registry_tray.core.dependencies import refuse_cycle
from registry_tray.core.errors import LimitError
from registry_tray.core.events import InstanceChanged, InstanceRegistered, InstanceUnregistered
from registry_tray.core.identity import free_identifier, resolve
from registry_tray.core.ids import JobId, id_of
from registry_tray.core.jobs import JobDefaults, Runner, new_job
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import Application, Instance, InstanceId, Job, Session, SessionId, StatusEvent, new_id
from registry_tray.core.ports import Record
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.reports import ErrorSpec, report
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import EventKind, Registration
from registry_tray.durations import spoken
from registry_tray.phrases import phrase, remark

LIMIT = 20_000
STRANGERS = 1000  # of whom it is remembered that they have left
ENDINGS = {
    Registration.STOPPED: EventKind.UNREGISTER,
    Registration.CRASHED: EventKind.CRASH,
    Registration.LOST: EventKind.LOST,
}


class Registry:
    """Begins and ends the lives of instances. Each change is stored with its jobs in one transaction, then announced.

    `strangers` are those who have left without being known here: a store that was away may know them.
    """

    def __init__(self, ledger: Ledger, runner: Runner, defaults: Callable[[], JobDefaults] = JobDefaults) -> None:
        self._ledger = ledger
        self._catalog = ledger.catalog
        self._clock = ledger.clock
        self._runner = runner
        self._defaults = defaults
        self.strangers: dict[str, ErrorSpec | None] = {}

    async def register(self, request: RegistrationRequest) -> Instance:
        """Add the instance, or begin a new life of a known one. The same request gives the same instance, however often it comes.

        Where the process is the one that registered before, its life goes on and only its lease is renewed. Raises
        InvalidPayloadError where the identifier belongs to another application or a dependency leads back to it,
        LimitError, StoreError; nothing is kept then.
        """
        # Two applications may ask for one identifier at the same time.
        name = f"\0{request.identifier or request.app_id}"
        async with self._ledger.lock(request.app_id), self._ledger.lock(name):
            now = self._clock.now()
            known = resolve(self._catalog, request)
            if known is None and len(self._catalog) >= LIMIT:
                raise LimitError(phrase("{0} instances are registered already. Delete those that are gone.", LIMIT))
            instance = self._instance(request, known, now)
            refuse_cycle(self._catalog, instance)
            session = self._catalog.sessions.get(instance.id)
            goes_on = known is not None and session is not None and _is_same_life(known, session, request)
            jobs = self._jobs(request.job, instance, now, goes_on=goes_on)
            records: list[Record] = [instance, *jobs]
            if not goes_on:
                ended = (
                    [session.ended(Registration.LOST, now, remark("It registered anew without unregistering"))] if session else []
                )
                records += [*ended, self._session(request, instance, now)]
            events = [] if goes_on else [self._register_event(instance, known, now, is_next=_is_next_process(session, request))]
            events = [replace(event, description=_said(event, request)) for event in events]
            if instance.app_id not in self._catalog.applications:
                records.append(Application(instance.app_id, now))
            before = {job.id: job for job in self._catalog.jobs_of(instance.id)}
            rows = await self._ledger.write(*records, events=events)
            for job in jobs:
                if before.get(job.id) is not job:
                    self._runner.start(job)
        fact = InstanceChanged(instance) if goes_on else InstanceRegistered(instance, tuple(jobs), created=known is None)
        self._ledger.tell(fact, rows)
        return instance

    async def unregister(self, key: str, error: ErrorSpec | None = None) -> Instance:
        """Stop the instance with this id or identifier, and its jobs; with an error it has crashed.

        Raises NotFoundError, StoreError.
        """
        if self._catalog.find(key) is None and len(self.strangers) < STRANGERS:
            self.strangers[key] = error
        how = Registration.CRASHED if error else Registration.STOPPED
        return await self.end(key, how, error.summary if error else "", error)

    async def end(self, key: str, how: Registration, why: str, error: ErrorSpec | None = None) -> Instance:
        """End the life of an instance, also where the store fails: it is over all the same. Raises NotFoundError."""
        found = self._catalog.instance(key)
        async with self._ledger.lock(found.app_id):
            now, known = self._clock.now(), self._catalog.instance(found.id)
            if how is Registration.LOST and known.registration is not Registration.ACTIVE:
                return known  # it has told of its end in the meantime
            instance = known.ended(how, now, why)
            jobs = ended_jobs(self._catalog.jobs_of(instance.id), how, now, why)
            session = self._catalog.sessions.get(instance.id)
            ended = [session.ended(how, now, why, error.exit_code if error else None)] if session else []
            errors = [report(instance.id, session.id if session else None, error, now)] if error else []
            event = StatusEvent(instance.id, ENDINGS[how], now, why)
            rows = await self._ledger.write_fact(instance, *jobs, *ended, *errors, events=[event])
            for job in jobs:
                self._runner.stop(job.id)
        self._ledger.tell(InstanceUnregistered(instance, tuple(jobs)), rows)
        return instance

    async def heartbeat(self, key: str) -> Instance:
        """Renew the lease of an instance; one that was lost is back. Raises NotFoundError, StoreError."""
        found = self._catalog.instance(key)
        async with self._ledger.lock(found.app_id):
            now = self._clock.now()
            known = self._catalog.instance(found.id)
            if known.registration is Registration.ACTIVE:
                renewed = known.renewed(now)
                if renewed is not known:
                    # Not worth a write a heartbeat: after a restart every lease begins anew.
                    self._catalog.put_instance(renewed)
                return renewed
            return await self._go_on(known, self._register_event(known, known, now))

    async def take_back(self, lost: Instance) -> None:
        """The life of one that was lost goes on, though it has not said so; unless it has changed by now. StoreError."""
        async with self._ledger.lock(lost.app_id):
            known = self._catalog.find(lost.id)
            if known is not None and known.registration is Registration.LOST and known.ended_at == lost.ended_at:
                await self._go_on(known, StatusEvent(known.id, EventKind.RETURN, self._clock.now()))

    async def _go_on(self, known: Instance, event: StatusEvent) -> Instance:
        """Under the lock of its application."""
        now = event.at
        instance = replace(known, registration=Registration.ACTIVE, updated_at=now, ended_at=None, ending="").renewed(now)
        jobs = [self._begun(job, now) for job in self._catalog.jobs_of(instance.id)]
        session = Session(SessionId(new_id()), instance.id, now)
        rows = await self._ledger.write(instance, session, *jobs, events=[event])
        for job in jobs:
            self._runner.start(job)
        self._ledger.tell(InstanceRegistered(instance, tuple(jobs), created=False), rows)
        return instance

    def _instance(self, request: RegistrationRequest, known: Instance | None, now: datetime) -> Instance:
        if known is None:
            identifier = request.identifier or free_identifier(self._catalog, request)
            own = InstanceId(id_of(identifier))
            instance_id = own if self._catalog.find(own) is None else InstanceId(new_id())
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
            tags=request.tags,
            links=request.links,
            depends_on=request.depends_on,
            ttl=request.ttl,
            lease_ends=now + request.ttl if request.ttl else None,
            registration=Registration.ACTIVE,
            registered_at=now,
            updated_at=now,
            ended_at=None,
            ending="",
            restart_time=self._restart_time(known, now),
        )

    def _restart_time(self, known: Instance, now: datetime) -> timedelta | None:
        if known.registration is Registration.STOPPED:
            return known.restart_time  # it was stopped on purpose, and nothing waits for its return
        took = self._gone_for(known, now)
        return known.restart_time if took is None or took > self._restart_window(known) else learned(known.restart_time, took)

    def _jobs(self, spec: JobSpec, instance: Instance, now: datetime, *, goes_on: bool) -> list[Job]:
        known = self._catalog.jobs_of(instance.id)
        defaults = self._defaults().of(self._catalog.applications.get(instance.app_id))
        if not known:
            job = replace(new_job(instance, spec, now), id=JobId(id_of(f"{instance.id} default")))
            return [self._begun(defaults.applied_to(job), now)]
        default = defaults.applied_to(known[0], spec)
        if goes_on:
            return [default if default != known[0] else known[0]]
        return [self._begun(job, now) for job in (default, *known[1:])]

    def _begun(self, job: Job, now: datetime) -> Job:
        return job.begun(now, self._clock.monotonic())

    def _session(self, request: RegistrationRequest, instance: Instance, now: datetime) -> Session:
        return Session(
            SessionId(new_id()),
            instance.id,
            now,
            request.pid,
            process_started=request.process_started,
            version=request.version,
            branch=request.branch,
            commit=request.commit,
        )

    def _register_event(self, instance: Instance, known: Instance | None, now: datetime, *, is_next: bool = False) -> StatusEvent:
        took = self._gone_for(known, now) if known else None
        if known is not None and took is not None and took <= self._restart_window(known):
            return StatusEvent(instance.id, EventKind.RESTART, now, f"restarted ({spoken(took)})", downtime=took)
        if is_next and took is None:
            return StatusEvent(instance.id, EventKind.RESTART, now, "restarted")
        return StatusEvent(instance.id, EventKind.REGISTER, now)

    def _restart_window(self, known: Instance) -> timedelta:
        """As its default job has it by now."""
        policies = [job.policy for job in self._catalog.jobs_of(known.id)[:1]]
        return (policies or [self._defaults().policy])[0].restart_window

    def _gone_for(self, known: Instance, now: datetime) -> timedelta | None:
        """How long it was away, nothing where the clock was set back meanwhile; None where it was not."""
        if known.registration is not Registration.ACTIVE:
            gone = known.ended_at
        else:
            gone = min((job.down_since for job in self._catalog.jobs_of(known.id) if job.down_since), default=None)
        return max(timedelta(), now - gone) if gone is not None else None


def _said(event: StatusEvent, request: RegistrationRequest) -> str:
    """Also what of the registration was not used, which its sender may not look at."""
    if event.description or not request.warnings:
        return event.description
    return remark("{0} is not known here, and is not used", ", ".join(warning.path for warning in request.warnings))


def _is_next_process(session: Session | None, request: RegistrationRequest) -> bool:
    """Whether another process takes the place of one that has not said that it ends."""
    return session is not None and session.pid is not None and request.pid is not None


def _is_same_life(known: Instance, session: Session, request: RegistrationRequest) -> bool:
    """Whether the very process that registered before registers again: the same pid, begun at the same time."""
    if known.registration is not Registration.ACTIVE or request.pid is None:
        return False
    return (session.pid, session.process_started) == (request.pid, request.process_started)
