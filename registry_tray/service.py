"""The registry as a running whole, without a face: builds every part in order, and owns their start and their end."""

import asyncio
import functools
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from registry_tray.api.lean import import_server
from registry_tray.clock import SystemClock
from registry_tray.command_checks import register_commands
from registry_tray.config import Settings
from registry_tray.configuration import load_commands
from registry_tray.core.absences import Absences
from registry_tray.core.alerts import Alerts
from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import (
    EventBus,
    InstanceRemoved,
    JobRemoved,
    NoticeActivated,
    ProblemChanged,
)
from registry_tray.core.interruptions import Interruptions
from registry_tray.core.jobs import Jobs
from registry_tray.core.leases import Leases
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import InstanceId
from registry_tray.core.monitor import Monitor
from registry_tray.core.neighbours import Neighbours
from registry_tray.core.ports import Clock
from registry_tray.core.registry import Registry
from registry_tray.core.retention import Retention
from registry_tray.core.returning import Returning
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.stats import Stats
from registry_tray.core.status import Registration
from registry_tray.core.summary import Summaries
from registry_tray.core.tuning import Tuning, tuned
from registry_tray.core.waking import Waking
from registry_tray.data_folder import DataFolder
from registry_tray.defaults import general, graces, history_limits, job_defaults
from registry_tray.desk import Desk
from registry_tray.errands import Errands
from registry_tray.job_desk import JobDesk
from registry_tray.lives import Lives
from registry_tray.mqtt import Supervisor
from registry_tray.notifiers import Delivery
from registry_tray.options import SettingsHolder
from registry_tray.problems import Problems
from registry_tray.processes import process_started
from registry_tray.program import Program
from registry_tray.restore import restore
from registry_tray.reunion import Comeback, Reunion
from registry_tray.run_desk import RunDesk
from registry_tray.runs import Runs
from registry_tray.senses import build_senses
from registry_tray.stores import OpenStore, choose_store

NotifierBuilder = Callable[[Callable[[InstanceId, str], None], Callable[[str], None], Callable[[], bool]], Delivery]


class Service:
    """Everything but the window. `async with` opens it; then the API answers; `run` lasts until `desk.quit`."""

    catalog: Catalog
    stats: Stats
    store: OpenStore
    registry: Registry
    jobs: Jobs
    care: Care
    desk: Desk
    program: Program
    address: str

    def __init__(
        self,
        settings: Settings,
        settings_file: Path,
        folder: DataFolder,
        build_notifier: NotifierBuilder,
        bus: EventBus | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.bus = bus or EventBus()
        self.clock = clock or SystemClock()
        self._holder = SettingsHolder(settings)
        self._settings_file = settings_file
        self._folder = folder
        self.token: str | None = None
        self.is_token_new = False
        self._stack = AsyncExitStack()
        self._quit = asyncio.Event()
        self._errands = Errands()
        self._problems = Problems(self.bus)
        self._notifier = build_notifier(
            lambda instance_id, action: self.bus.publish(NoticeActivated(instance_id, action)),
            self._problems.reporter("notifications"),
            lambda: self._holder.settings.alerts.sound,
        )

    async def __aenter__(self) -> "Service":
        async with AsyncExitStack() as stack:
            await self._open(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _open(self, stack: AsyncExitStack) -> None:
        import_server()
        from registry_tray.api.access import is_loopback_only
        from registry_tray.api.server import Server, listen
        from registry_tray.api.services import Services
        from registry_tray.checks import Probes, build_strategies

        bind = self._holder.settings.server.bind
        if not is_loopback_only(bind):
            self.token, self.is_token_new = self._folder.token()
        sockets = listen(self._holder.settings.server.port, bind)
        for each in sockets:
            stack.callback(each.close)
        place, reporter, comeback = self._holder.settings.store, self._problems.reporter, Comeback()
        self.store = await choose_store(place.url, place.prefix, self._folder.path, reporter("store"), comeback)
        stack.push_async_callback(self.store.close)
        stack.callback(comeback.open)  # the store does not end while it waits for us
        stack.push_async_callback(self._notifier.close)
        defaults = functools.partial(job_defaults, self._holder)
        snapshot = tuned(await restore(self.store, self.clock), defaults())
        self.catalog = Catalog(snapshot)
        self.stats = Stats(snapshot.beats, snapshot.rollups)
        commands = await asyncio.to_thread(load_commands, self._settings_file)
        self._probes = await stack.enter_async_context(Probes(commands))
        self._interruptions = Interruptions(self.bus, self.clock, functools.partial(graces, self._holder))
        monitor = Monitor(self._probes, self.catalog, self.store, self.stats, self.bus, self.clock, self._interruptions)
        self._scheduler = Scheduler(monitor.check, self._holder.settings.checks.concurrency, pace=monitor.pace)
        ledger = Ledger(self.catalog, self.store, self.bus, self.clock)
        self.registry = Registry(ledger, self._scheduler, defaults)
        self.jobs = Jobs(ledger, self.store, self._scheduler, monitor.beat, defaults)
        self.care = Care(ledger, self.store)
        tuning = Tuning(ledger, self._scheduler, defaults)
        limits, tell = functools.partial(history_limits, self._holder), reporter("store size")
        self._retention = Retention(self.catalog, self.care, self.store, self.clock, limits, tell)
        self._alerts = Alerts(
            self.catalog, self.store, self._notifier, self.bus, self.clock, snapshot.alerts,
            lambda: self._holder.settings.alerts.notify_lifecycle,
            lambda: self._holder.settings.alerts.quiet_hours,
            self._on_outage_over,
            lambda: defaults().policy,
            snapshot.tally,
        )  # fmt: skip
        wake = functools.partial(self._scheduler.wake, spread=True)
        Neighbours(self.catalog, self.bus, self.clock, wake)
        Waking(self.catalog, self.stats, self.bus, self._scheduler.resume, ledger.log, self.spawn)
        self._absences = Absences(ledger, self.stats, self.store, self.bus)
        self._returning = Returning(self.catalog, self.bus, self.clock, monitor.look, self.registry.take_back)
        self._senses = build_senses(stack, self._interruptions, self.catalog, self.bus, self.clock, wake)
        strategies = await build_strategies()
        job_desk = JobDesk(
            self.jobs, tuning, self.catalog, monitor, strategies, defaults, Summaries(self.store, self.clock), self.clock.now
        )
        runs = RunDesk(self.catalog, Runs(self._folder.path))
        self.desk = Desk(
            self._holder, self._settings_file, self.catalog, tuning, self.care, job_desk, runs, self._alerts,
            self._scheduler, self.clock, self._quit,
        )  # fmt: skip
        self.program = Program(
            self._settings_file,
            self._folder,
            self._notifier,
            self.desk.apply,
            self._use_token,
            lambda: (self.address, self.token),
        )
        self._leases = Leases(self.catalog, self.bus, self.clock, self.desk.ask, self._lose)
        self._subscribe()
        lives = Lives(self.catalog, self.bus, self.spawn, self._leases.doubt, runs.is_running)
        stack.push_async_callback(lives.close)
        for job in self.catalog.jobs():
            self._scheduler.start(job, stagger=True)
        await register_commands(self.registry, self.catalog, commands)
        self.services = Services(
            self.bus, self.stats, process_started, self.registry, self.jobs, tuning, self.care, self.catalog, self.store,
            self.clock, strategies, functools.partial(general, self._holder),
            self._problems.standing,
            self.clock.now(),
            lambda: self._mqtt.state,
        )  # fmt: skip
        self._mqtt = Supervisor(self._holder, self.services, reporter("mqtt"))
        self._server = await stack.enter_async_context(Server(self.services, sockets, self.token))
        self.address = self._server.address
        parts = (self._alerts, self._scheduler, self.jobs, self.registry, tuning, self.bus, lives.watch)
        comeback.open(Reunion(ledger, self.store, self.stats, *parts))

    async def run(self, *more: Coroutine[Any, Any, None]) -> None:
        """Check, alert and answer until the user quits; `more` runs beside it."""
        async with asyncio.TaskGroup() as tasks:
            parts = {
                "scheduler": self._check(),
                "alerts": self._alerts.run(),
                "leases": self._leases.run(),
                "absences": self._absences.run(),
                "returning": self._returning.run(),
                "clocks": self._interruptions.run(),
                **{type(sense).__name__: sense.run() for sense in self._senses},
                "mqtt": self._mqtt.run(),
                "retention": self._retention.run(),
                "notifier": self._notifier.warm_up(),
            }
            running = [tasks.create_task(part, name=name) for name, part in parts.items()]
            running += [tasks.create_task(each) for each in more]
            await self._quit.wait()
            for task in running:
                task.cancel()
        await self._errands.stop()

    async def _check(self) -> None:
        await self._probes.open()
        await self._scheduler.run()

    async def quit_after(self, stopped: asyncio.Event) -> None:
        """For `run`: quit when this event is set."""
        await stopped.wait()
        self.desk.quit()

    @property
    def problems(self) -> tuple[ProblemChanged, ...]:
        """What of our own does not work."""
        return tuple(ProblemChanged(component, message) for component, message in self._problems.standing().items())

    def spawn(self, wish: Coroutine[Any, Any, object]) -> None:
        """Let something happen that nobody waits for; an error of it is logged."""
        self._errands.run(wish)

    # -- within

    def _subscribe(self) -> None:
        self.bus.subscribe(NoticeActivated, lambda event: self.spawn(self.desk.act(event)))
        self.bus.subscribe(JobRemoved, lambda event: self.stats.forget(event.job.id))
        self.bus.subscribe(InstanceRemoved, lambda event: self.stats.forget(*(job.id for job in event.jobs)))

    def _use_token(self, token: str) -> None:
        if self.token is not None:  # else it is for a later start
            self.token = self._server.token = token

    def _on_outage_over(self, instance_id: InstanceId) -> None:
        self.spawn(self.care.outage_over(instance_id))

    async def _lose(self, instance_id: InstanceId, why: str) -> None:
        await self.registry.end(instance_id, Registration.LOST, why)
