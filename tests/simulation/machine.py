"""A developer's computer in virtual time: the real core, and applications that live and die as a script says."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from registry_tray.checks.push import check_push
from registry_tray.core.absences import Absences
from registry_tray.core.alerts import Alerts
from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus
from registry_tray.core.interruptions import Interruptions
from registry_tray.core.jobs import Jobs
from registry_tray.core.leases import Leases
from registry_tray.core.ledger import Ledger
from registry_tray.core.listening import PortWatch
from registry_tray.core.models import AppId, Instance, InstanceId
from registry_tray.core.monitor import Monitor
from registry_tray.core.neighbours import Neighbours
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.registry import Registry
from registry_tray.core.reports import ErrorSpec
from registry_tray.core.returning import Returning
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.spec import JobSpec
from registry_tray.core.stats import Stats
from registry_tray.core.status import Health, Registration, Result
from registry_tray.core.tally import Tally
from registry_tray.core.targets import loopback_port
from registry_tray.core.waking import Waking
from tests.fakes import FailingStore, LoopClock, RecordingNotifier, hang, refused


class App:
    """An application with a health endpoint. What it answers is its `mood`; `needs` are those without which it fails."""

    def __init__(self, machine: "Machine", name: str, *, needs: tuple["App", ...] = (), host: str = "localhost") -> None:
        self.machine = machine
        self.name = name
        self.needs = needs
        self.url = f"http://{host}:{8000 + len(machine.apps)}/health"
        self.mood: Callable[[], BaseException | None] = lambda: None
        self.hangs = False
        self.pid: int | None = None
        machine.apps[self.url] = self

    @property
    def instance(self) -> Instance:
        """How the registry knows it."""
        return self.machine.catalog.instance(f"{self.name}@localhost")

    @property
    def health(self) -> Health:
        """What the checks have shown."""
        (job,) = self.machine.catalog.jobs_of(self.instance.id)
        return job.health

    async def register(self, *, with_pid: bool = False) -> None:
        """Begin a life."""
        started = asyncio.get_running_loop().time() if with_pid else None
        self.pid = self.machine.next_pid() if with_pid else None
        needs = tuple(f"{app.name}@localhost" for app in self.needs)
        spec = JobSpec("http", self.url, interval=self.machine.interval)
        request = RegistrationRequest(
            AppId(self.name), "localhost", spec, depends_on=needs, pid=self.pid, process_started=started
        )
        await self.machine.registry.register(request)

    @property
    def port(self) -> int | None:
        """Where it listens on this machine, if it does."""
        return loopback_port(self.url) if self.mood is not refused else None

    def live(self) -> None:
        """Answer well."""
        self.mood, self.hangs = lambda: None, False

    def die(self) -> None:
        """Nobody listens any more."""
        self.mood = refused

    def fail(self, share: float = 1.0) -> None:
        """Answer with an error, always or so often."""
        error = ProbeError(Result.STATUS, "HTTP 500", 500)
        self.mood = lambda: error if self.machine.random.random() < share else None

    async def exit(self) -> None:
        """Die without a word; the registry sees the end of a process that it knows."""
        self.die()
        if self.pid is not None:
            self.machine.leases.doubt(self.instance.id, f"Its process {self.pid} ended without unregistering")

    async def crash(self, code: int = 1) -> None:
        """Die, and whoever runs it reports the exit code."""
        self.die()
        await self.machine.registry.unregister(self.instance.id, ErrorSpec("exit", "", exit_code=code))

    async def answer(self) -> Answer:
        """What a check gets."""
        await asyncio.sleep(0.002 + self.machine.random.random() * 0.01)
        if self.hangs:
            return await hang()
        error = self.mood()
        if error is not None:
            raise error
        if any(app.mood() is not None or app.hangs for app in self.needs):
            raise ProbeError(Result.STATUS, "HTTP 503", 503)
        return Answer(200)


class Machine:
    """The registry with everything but its adapters. `popups` are what the user has seen, with the time of each: also what
    takes the place of another one, since desktops show that anew.

    `tells_ports` is whether the system says who listens, as Linux does.
    """

    def __init__(self, seed: int = 1, interval: timedelta | None = None, *, tells_ports: bool = True) -> None:
        self.tells_ports = tells_ports
        self.random = random.Random(seed)
        self.interval = interval
        self.apps: dict[str, App] = {}
        self.store = FailingStore()
        self.notifier = RecordingNotifier()
        self.clock = LoopClock()
        self._errands: set[asyncio.Task[Any]] = set()
        self._pid = 100
        self._build(Catalog(), Stats(), Tally())

    def _build(self, catalog: Catalog, stats: Stats, tally: Tally) -> None:
        self.catalog, self.stats, self.bus = catalog, stats, EventBus()
        ledger = Ledger(catalog, self.store, self.bus, self.clock)
        self.interruptions = Interruptions(self.bus, self.clock)
        probes = {"http": self._probe, "tcp": self._probe, "push": check_push}
        monitor = Monitor(probes, catalog, self.store, stats, self.bus, self.clock, self.interruptions)
        self.scheduler = Scheduler(monitor.check, rng=self.random, pace=monitor.pace)
        self.registry = Registry(ledger, self.scheduler)
        self.jobs = Jobs(ledger, self.store, self.scheduler, monitor.beat)
        self.care = Care(ledger, self.store)
        alerts = [alert for instance in catalog.instances() if (alert := catalog.alert(instance.id)) is not None]
        self.alerts = Alerts(catalog, self.store, self.notifier, self.bus, self.clock, alerts, on_over=self._on_over, tally=tally)
        self.leases = Leases(catalog, self.bus, self.clock, self._ask, self._lose)
        wake = partial(self.scheduler.wake, spread=True)
        self.port_watch = PortWatch(catalog, self.bus, self.clock, self, wake)
        Neighbours(catalog, self.bus, self.clock, wake)
        Waking(catalog, stats, self.bus, self.scheduler.resume, ledger.log, self.errand)
        self.absences = Absences(ledger, stats, self.store, self.bus)
        self.returning = Returning(catalog, self.bus, self.clock, monitor.look, self.registry.take_back)

    @property
    def popups(self) -> list[tuple[float, str]]:
        """Seconds since the start, and the headline."""
        return [(time - 1000, title) for time, title in zip(self.notifier.times, self.notifier.titles, strict=True)]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything runs."""
        parts = (self.scheduler, self.alerts, self.leases, self.absences, self.returning, self.interruptions, self.port_watch)
        tasks = [asyncio.create_task(part.run()) for part in parts]
        await asyncio.sleep(0)
        try:
            yield
        finally:
            for task in (*tasks, *self._errands):
                task.cancel()
            await asyncio.wait(tasks)

    async def restart(self) -> None:
        """A new life of the registry, with what its store has kept; to be called while nothing runs."""
        snapshot = await self.store.load(self.clock.now())
        catalog = Catalog(snapshot)
        for alert in snapshot.alerts:
            catalog.put_alert(alert)
        for job in snapshot.jobs:  # as `restore` does it
            if job.grace_ends is not None:
                catalog.put_job(replace(job, grace_ends=self.clock.monotonic() + job.policy.grace.total_seconds()))
        self._build(catalog, self.stats, snapshot.tally)
        for job in catalog.jobs():
            self.scheduler.start(job, stagger=True)

    def sleep(self, duration: timedelta) -> None:
        """The computer sleeps, which the monotonic clock does not count."""
        self.clock.slept += duration.total_seconds()

    def app(self, name: str, **options: Any) -> App:
        """One more application."""
        return App(self, name, **options)

    async def registered(self, count: int, prefix: str = "app", **options: Any) -> list[App]:
        """So many applications that have just registered."""
        apps = [self.app(f"{prefix}{number}", **options) for number in range(count)]
        for each in apps:
            await each.register()
        return apps

    def errand(self, wish: Coroutine[Any, Any, object]) -> None:
        """Something that nobody waits for."""
        task = asyncio.get_running_loop().create_task(wish)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def ports(self) -> frozenset[int] | None:
        """Who listens."""
        return frozenset(app.port for app in self.apps.values() if app.port is not None) if self.tells_ports else None

    def next_pid(self) -> int:
        """Of a new process."""
        self._pid += 1
        return self._pid

    def _on_over(self, instance_id: InstanceId) -> None:
        self.errand(self.care.outage_over(instance_id))

    async def _probe(self, ask: Ask) -> Answer:
        return await self.apps[ask.endpoint].answer()

    def _ask(self, instance_id: InstanceId) -> bool:
        jobs = [job for job in self.catalog.jobs_of(instance_id) if job.active and job.endpoint]
        for job in jobs:
            self.scheduler.wake(job.id)
        return bool(jobs)

    async def _lose(self, instance_id: InstanceId, why: str) -> None:
        await self.registry.end(instance_id, Registration.LOST, why)
