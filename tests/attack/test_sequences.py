"""Random sequences of everything that clients and people do, against a model that is plain enough to be believed."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import ConflictError, InvalidPayloadError, NotFoundError
from registry_tray.core.events import EventBus
from registry_tray.core.jobs import Jobs
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import AppId, Instance, Job
from registry_tray.core.ports import Store
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.registry import Registry
from registry_tray.core.reports import ErrorSpec
from registry_tray.core.spec import JobSpec, Policy
from registry_tray.core.status import Registration
from registry_tray.restore import restore
from registry_tray.stores import open_store
from registry_tray.stores.memory import MemoryStore
from tests.fakes import FakeClock, RecordingRunner, seconds

T = TypeVar("T")

APPS = ("shop", "mail")
URLS = ("http://localhost:8000/health", "tcp://localhost:9000", "")
requests = st.builds(
    RegistrationRequest,
    app_id=st.sampled_from([AppId(app) for app in APPS]),
    hostname=st.sampled_from(["localhost", "far.example"]),
    job=st.builds(JobSpec, st.just("http"), st.sampled_from(URLS), st.sampled_from([None, seconds(5), seconds(60)])),
    environment=st.sampled_from([None, "production", "test"]),
    port=st.sampled_from([None, 8000, 8001]),
    label=st.sampled_from(["", "Shop"]),
    pid=st.sampled_from([None, None, 11, 12]),
    depends_on=st.sampled_from([(), (), ("mail",), ("shop",), ("mail@localhost",)]),
    data=st.sampled_from([{}, {"a": 1}]),
)


@dataclass
class Watched:
    """A job, plainly."""

    endpoint: str
    interval: timedelta | None
    paused: bool = False


@dataclass
class Known:
    """An instance, plainly. `life` is what tells the present process."""

    request: RegistrationRequest
    identifier: str
    jobs: dict[str, Watched]
    runs: bool = True
    state: Registration = Registration.ACTIVE
    life: int | None = None
    ended_at: datetime | None = None
    pinned: bool = False
    muted: bool = False
    sessions: int = 1
    journal: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


class Sequences(RuleBasedStateMachine):
    """The core on a store, and what it should come to."""

    instances: Bundle[str] = Bundle("instances")
    jobs: Bundle[str] = Bundle("jobs")

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.known: dict[str, Known] = {}
        self.deleted: set[str] = set()  # that they were is the one row that is left of their journal
        self.clock = FakeClock()
        self.store = self.run(self.open())
        self.begin(Catalog())

    def run(self, task: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(task)

    async def open(self) -> Store:
        return MemoryStore()

    async def reopen(self) -> Store:
        """As after a start; a memory store lives on."""
        return self.store

    async def close(self) -> None:
        """Nothing is left open."""

    def begin(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.running = RecordingRunner()
        ledger = Ledger(self.catalog, self.store, EventBus(), self.clock)
        self.registry = Registry(ledger, self.running)
        self.watch = Jobs(ledger, self.store, self.running, self.hear)
        self.care = Care(ledger, self.store)
        for job in self.catalog.jobs():
            if job.active:
                self.running.start(job)

    async def hear(self, job: Job) -> Job | None:
        return job

    def teardown(self) -> None:
        self.run(self.close())
        self.runner.close()

    # -- what applications do

    @rule(target=instances, request=requests)
    def register(self, request: RegistrationRequest) -> Any:
        request = request.of_process(float(request.pid) if request.pid else None)
        expected = self.meant(request)
        if self.leads_back(request, expected):
            self.refused(InvalidPayloadError, self.registry.register(request))
            return multiple()
        answer = self.run(self.registry.register(request))
        assert (expected is None) == (answer.id not in self.known), answer.identifier
        assert expected is None or expected == answer.id
        self.registered(answer, request)
        assert self.run(self.registry.register(replace(request, identifier=answer.identifier))).id == answer.id
        self.registered(answer, request)
        return answer.id

    @rule(instance=instances)
    def heartbeat(self, instance: str) -> None:
        known = self.exists(instance, self.registry.heartbeat(instance))
        if known and not known.runs:
            known.life = None
            self.revive(known)

    @rule(instance=instances, how=st.sampled_from(["stop", "crash", "lose"]))
    def end(self, instance: str, how: str) -> None:
        match how:
            case "stop":
                ended = self.registry.unregister(instance)
            case "crash":
                ended = self.registry.unregister(instance, ErrorSpec("TypeError", "x is not 1", exit_code=1))
            case _:
                ended = self.registry.end(instance, Registration.LOST, "No sign of life")
        known = self.exists(instance, ended)
        if known and (known.runs or how != "lose"):  # what has ended already can't be lost
            states = {"stop": Registration.STOPPED, "crash": Registration.CRASHED, "lose": Registration.LOST}
            known.runs, known.state, known.ended_at, known.life = False, states[how], self.clock.now(), None
            known.journal.append({"stop": "unregister", "crash": "crash", "lose": "lost"}[how])
            if how == "crash":
                known.errors["x is not #"] += 1

    @rule(instance=instances, number=st.integers(0, 99), text=st.sampled_from(["x is not", "y is not"]))
    def report(self, instance: str, number: int, text: str) -> None:
        known = self.exists(instance, self.care.report_error(instance, ErrorSpec("TypeError", f"{text} {number}")))
        if known:
            known.journal.append("error")
            known.errors[f"{text} #"] += 1

    # -- what people do

    @rule(target=jobs, instance=instances, url=st.sampled_from(URLS[:2]))
    def add(self, instance: str, url: str) -> Any:
        adding = self.watch.add(instance, JobSpec("http", url, name="more"))
        if instance not in self.known:
            self.refused(NotFoundError, adding)
            return multiple()
        job = self.run(adding)
        self.known[instance].jobs[job.id] = Watched(url, None)
        return job.id

    @rule(job=jobs, interval=st.sampled_from([seconds(2), seconds(30)]), url=st.sampled_from(URLS[:2]))
    def edit(self, job: str, interval: timedelta, url: str) -> None:
        found = self.job_exists(job, self.watch.edit(job, lambda spec: replace(spec, interval=interval, endpoint=url)))
        if found:
            found[1].interval, found[1].endpoint = interval, url

    @rule(job=jobs, how=st.sampled_from(["pause", "resume"]))
    def pause_or_resume(self, job: str, how: str) -> None:
        found = self.job_exists(job, self.watch.pause(job) if how == "pause" else self.watch.resume(job))
        if found and found[1].paused != (how == "pause"):
            found[1].paused = how == "pause"
            found[0].journal.append(f"{how} {job}")

    @rule(job=consumes(jobs))
    def remove(self, job: str) -> None:
        found = self.job_exists(job, self.watch.remove(job))
        if found:
            del found[0].jobs[job]
            found[0].journal = [row for row in found[0].journal if not row.endswith(f" {job}")]  # it takes its rows with it

    @rule(instance=instances, on=st.booleans())
    def pin(self, instance: str, on: bool) -> None:
        known = self.exists(instance, self.care.pin(instance, pinned=on))
        if known:
            known.pinned = on

    @rule(instance=instances, on=st.booleans())
    def mute(self, instance: str, on: bool) -> None:
        known = self.exists(instance, self.care.mute(instance, self.clock.now() + seconds(1e6) if on else None))
        if known:
            known.muted = on
            known.journal.append("mute" if on else "unmute")

    @rule(instance=instances)
    def archive(self, instance: str) -> None:
        known = self.exists(instance, self.care.archive(instance), while_it_runs=False)
        if known:
            known.state = Registration.ARCHIVED
            known.journal.append("archive")

    @rule(instance=instances)
    def delete(self, instance: str) -> None:
        if self.exists(instance, self.care.delete(instance), while_it_runs=False):
            del self.known[instance]
            self.deleted.add(instance)

    # -- what happens to all of it

    @rule(duration=st.sampled_from([1, 31]))
    def time_passes(self, duration: int) -> None:
        self.clock.advance(duration)

    @rule()
    def restart(self) -> None:
        self.store = self.run(self.reopen())
        self.begin(Catalog(self.run(restore(self.store, self.clock))))

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        assert [instance.id for instance in self.catalog.instances()] == list(self.known)
        assert len({instance.identifier for instance in self.catalog.instances()}) == len(self.known)
        for instance in self.catalog.instances():
            self.compare(instance, self.known[instance.id])
        active = {job.id for job in self.catalog.jobs() if job.active}
        assert {job.id for job in self.running.running.values() if job.active} == active  # the scheduler leaves the rest alone
        assert set(self.catalog.sessions) == {key for key, known in self.known.items() if known.runs}

    def compare(self, instance: Instance, known: Known) -> None:
        shown = (instance.identifier, instance.registration, instance.is_pinned, instance.muted_until is not None)
        assert shown == (known.identifier, known.state, known.pinned, known.muted)
        said = (instance.app_id, instance.hostname, instance.port, instance.environment, instance.data, instance.label)
        asked = known.request
        assert said == (asked.app_id, asked.hostname, asked.port, asked.environment, asked.data, asked.label)
        jobs = self.catalog.jobs_of(instance.id)
        assert [job.id for job in jobs] == list(known.jobs)
        for job, watched in zip(jobs, known.jobs.values(), strict=True):
            assert (job.endpoint, job.asked.interval, job.is_paused) == (watched.endpoint, watched.interval, watched.paused)
            assert job.active == (known.runs and not watched.paused)
            assert job.timeout < job.interval

    @invariant()
    def its_history_is_kept(self) -> None:
        for key, known in self.known.items():
            instance = self.catalog.instance(key).id
            journal = self.run(self.store.events(1000, instance_id=instance))
            assert [f"{event.kind} {event.job_id or ''}".strip() for event in reversed(journal)] == known.journal
            sessions = self.run(self.store.sessions(instance, 1000))
            assert (len(sessions), [each.ended_at is None for each in sessions].count(True)) == (known.sessions, int(known.runs))
            errors = self.run(self.store.errors(instance, 1000))
            assert sorted(each.count for each in errors) == sorted(known.errors.values())
        kept = sum(len(known.journal) for known in self.known.values())
        assert len(self.run(self.store.events(1000))) == kept + len(self.deleted - self.known.keys())

    # -- the model

    def meant(self, request: RegistrationRequest) -> str | None:
        """Which instance a registration means: the same one, else one that nothing tells from it, else one that is gone."""

        def differs(one: object, other: object) -> bool:
            return one is not None and other is not None and one != other

        siblings = [
            (key, known)
            for key, known in self.known.items()
            if (known.request.app_id, known.request.hostname) == (request.app_id, request.hostname)
        ]
        for key, known in siblings:
            if (known.request.port, known.request.environment) == (request.port, request.environment):
                return key
        for key, known in siblings:
            was = known.request
            if not differs(was.port, request.port) and not differs(was.environment, request.environment):
                return key
        return next((key for key, known in siblings if not known.runs), None)

    def leads_back(self, request: RegistrationRequest, key: str | None) -> bool:
        """Whether the instance would need itself."""
        nodes = {other: (known.identifier, known.request) for other, known in self.known.items() if other != key}
        taken = {known.identifier for known in self.known.values()}
        name = self.known[key].identifier if key else next(each for each in request.identifiers() if each not in taken)
        nodes["itself"] = name, request
        waiting, seen = ["itself"], set[str]()
        while waiting:
            for need in nodes[waiting.pop()][1].depends_on:
                named = [other for other, (identifier, _) in nodes.items() if identifier == need]
                meant = named or [other for other, (_, asked) in nodes.items() if asked.app_id == need]
                if "itself" in meant:
                    return True
                waiting += [other for other in meant if other not in seen]
                seen.update(meant)
        return False

    def registered(self, answer: Instance, request: RegistrationRequest) -> None:
        known = self.known.get(answer.id)
        spec = request.job
        default = Watched(spec.endpoint, spec.interval)
        job_ids = [job.id for job in self.catalog.jobs_of(answer.id)]
        if known is None:
            known = Known(request, answer.identifier, {job_ids[0]: default}, life=request.pid)
            known.journal = ["delete", "register"] if answer.id in self.deleted else ["register"]
            self.known[answer.id] = known
            return
        goes_on = known.runs and known.life is not None and known.life == request.pid
        if known.jobs:
            first = next(iter(known.jobs.values()))
            first.endpoint, first.interval = spec.endpoint, spec.interval
        else:
            known.jobs[job_ids[0]] = default
        is_next = known.runs and None not in (known.life, request.pid)
        known.request, known.life = request, request.pid
        if not goes_on:
            self.revive(known, is_next=is_next)

    def revive(self, known: Known, *, is_next: bool = False) -> None:
        gone = self.clock.now() - known.ended_at if known.ended_at is not None and not known.runs else None
        quick = is_next or (gone is not None and gone <= Policy().restart_window)
        known.journal.append("restart" if quick else "register")
        known.runs, known.state, known.sessions = True, Registration.ACTIVE, known.sessions + 1

    def refused(self, kind: type[Exception], task: Coroutine[Any, Any, object]) -> None:
        try:
            self.run(task)
        except kind:
            return
        raise AssertionError(f"it should have been refused with {kind.__name__}")

    def exists(self, key: str, task: Coroutine[Any, Any, object], *, while_it_runs: bool = True) -> Known | None:
        """Do it to an instance that exists, and may have it done; else it is refused."""
        known = self.known.get(key)
        if known is None:
            self.refused(NotFoundError, task)
            return None
        if known.runs and not while_it_runs:
            self.refused(ConflictError, task)
            return None
        self.run(task)
        return known

    def job_exists(self, job: str, task: Coroutine[Any, Any, object]) -> tuple[Known, Watched] | None:
        found = next(((known, known.jobs[job]) for known in self.known.values() if job in known.jobs), None)
        if found is None:
            self.refused(NotFoundError, task)
        else:
            self.run(task)
        return found


class SequencesOnDisk(Sequences):
    """The same on SQLite, opened anew at each restart."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        super().__init__()

    async def open(self) -> Store:
        return await open_store(Path(self.folder.name), lambda _: None)

    async def reopen(self) -> Store:
        await self.close()
        return await self.open()

    async def close(self) -> None:
        await self.store.close()  # type: ignore[attr-defined]

    def teardown(self) -> None:
        try:
            super().teardown()
        finally:
            self.folder.cleanup()


def often(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=40,
        derandomize=True,
        phases=[Phase.generate],  # add Phase.shrink to look into a failure; it may take minutes
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


TestSequences = Sequences.TestCase
TestSequences.settings = often(60)
TestSequencesOnDisk = SequencesOnDisk.TestCase
TestSequencesOnDisk.settings = often(25)
