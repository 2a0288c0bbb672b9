"""The registry as a running whole, without a face: builds every part in order, and owns their start and their end."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from registry_tray.clock import SystemClock
from registry_tray.config import Settings, save_setting
from registry_tray.core.alerts import Alerts
from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import RegistryError
from registry_tray.core.events import (
    EventBus,
    InstanceRegistered,
    InstanceRemoved,
    InstanceUnregistered,
    NoticeActivated,
    ProblemChanged,
)
from registry_tray.core.jobs import JobDefaults, Jobs
from registry_tray.core.leases import Leases
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import Alert, InstanceId, Job, Policy
from registry_tray.core.monitor import Monitor
from registry_tray.core.notices import CHECK, MUTE, MUTE_FOR
from registry_tray.core.ports import Clock, Snapshot
from registry_tray.core.registry import Registry
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.stats import Stats
from registry_tray.core.status import Health, Registration
from registry_tray.data_folder import boot_id
from registry_tray.notifiers import Delivery
from registry_tray.processes import ProcessWatcher
from registry_tray.stores import SqliteStore, open_store

logger = logging.getLogger(__name__)

NotifierBuilder = Callable[[Callable[[InstanceId, str], None], Callable[[str], None]], Delivery]


class Service:
    """Everything but the window. `async with` opens it; then the API answers; `run` lasts until `quit`."""

    catalog: Catalog
    stats: Stats
    store: SqliteStore
    registry: Registry
    jobs: Jobs
    care: Care
    address: str

    def __init__(
        self,
        settings: Settings,
        settings_file: Path,
        folder: Path,
        build_notifier: NotifierBuilder,
        bus: EventBus | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.settings = settings
        self.bus = bus or EventBus()
        self.clock = clock or SystemClock()
        self._settings_file = settings_file
        self._folder = folder
        self._stack = AsyncExitStack()
        self._quit = asyncio.Event()
        self._wishes: set[asyncio.Task[None]] = set()
        self._problems: dict[str, str] = {}
        self._notifier = build_notifier(
            lambda instance_id, action: self.bus.publish(NoticeActivated(instance_id, action)), self._reporter("notifications")
        )
        self.bus.subscribe(NoticeActivated, self._on_notice)

    async def __aenter__(self) -> "Service":
        async with AsyncExitStack() as stack:
            await self._open(stack)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def _open(self, stack: AsyncExitStack) -> None:
        from registry_tray.api.server import Server, listen
        from registry_tray.api.services import Services
        from registry_tray.checks import SCHEMES, build_probes

        sockets = listen(self.settings.server.port)
        for each in sockets:
            stack.callback(each.close)
        self.store = await open_store(self._folder, self._reporter("store"))
        stack.push_async_callback(self.store.close)
        stack.push_async_callback(self._notifier.close)
        snapshot = await self._restore()
        self.catalog = Catalog(snapshot)
        self.stats = Stats(snapshot.beats, snapshot.hours)
        probes = await build_probes(stack)
        monitor = Monitor(probes, self.catalog, self.store, self.stats, self.bus, self.clock)
        self._scheduler = Scheduler(monitor.check, self.settings.checks.concurrency)
        ledger = Ledger(self.catalog, self.store, self.bus, self.clock)
        self.registry = Registry(ledger, self._scheduler, self._job_defaults)
        self.jobs = Jobs(ledger, self.store, self._scheduler, self._job_defaults)
        self.care = Care(ledger, self.store)
        self._processes = ProcessWatcher(self._on_process_exit)
        stack.push_async_callback(self._processes.close)
        self._leases = Leases(self.catalog, self.bus, self.clock, self._ask, self._lose)
        self._alerts = Alerts(
            self.catalog,
            self.store,
            self._notifier,
            self.bus,
            self.clock,
            snapshot.alerts,
            lambda: self.settings.alerts.notify_lifecycle,
        )
        self.bus.subscribe(InstanceRegistered, lambda event: self._watch(event.instance.id))
        self.bus.subscribe(InstanceUnregistered, lambda event: self._watch(event.instance.id))
        self.bus.subscribe(InstanceRemoved, lambda event: self._watch(event.instance.id))
        for instance_id in tuple(self.catalog.sessions):
            self._watch(instance_id)
        for job in self.catalog.jobs():
            self._scheduler.start(job, stagger=True)
        services = Services(
            self.registry,
            self.jobs,
            self.care,
            self.catalog,
            self.store,
            self.clock,
            SCHEMES,
            lambda: dict(self._problems),
            self.clock.now(),
        )
        server = await stack.enter_async_context(Server(services, sockets))
        self.address = server.address

    async def run(self, *more: Coroutine[Any, Any, None]) -> None:
        """Check, alert and answer until `quit`; `more` runs beside it."""
        async with asyncio.TaskGroup() as tasks:
            running = [
                tasks.create_task(self._scheduler.run(), name="scheduler"),
                tasks.create_task(self._alerts.run(), name="alerts"),
                tasks.create_task(self._leases.run(), name="leases"),
                tasks.create_task(self._notifier.warm_up(), name="notifier"),
                *(tasks.create_task(each) for each in more),
            ]
            await self._quit.wait()
            for task in (*running, *self._wishes):
                task.cancel()
        if self._wishes:
            await asyncio.wait(self._wishes)

    def spawn(self, wish: Coroutine[Any, Any, None]) -> None:
        """Let something that the user asked for happen; an error of it is logged."""
        task = asyncio.get_running_loop().create_task(self._guard(wish), name="wish")
        self._wishes.add(task)
        task.add_done_callback(self._wishes.discard)

    # -- what the user can ask for

    @property
    def paused_until(self) -> datetime | None:
        """Until when no popups are shown."""
        until = self._alerts.paused_until
        return until if until and until > self.clock.now() else None

    @property
    def problems(self) -> tuple[ProblemChanged, ...]:
        """What of our own does not work."""
        return tuple(ProblemChanged(component, message) for component, message in self._problems.items())

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """What has been told, or is about to be told, of an instance."""
        return self._alerts.alert(instance_id)

    def check_now(self, instance_id: InstanceId | None) -> None:
        """Check one instance, or all of them."""
        if instance_id is None:
            self._scheduler.wake_all()
        else:
            for job in self.catalog.jobs_of(instance_id):
                self._scheduler.wake(job.id)

    async def mute(self, instance_id: InstanceId, until: datetime | None) -> None:
        """No popups for this instance until then."""
        await self.care.mute(instance_id, until)

    async def pause_alerts(self, until: datetime | None) -> None:
        """No popups at all until then."""
        self._alerts.pause(until)

    async def change_setting(self, path: str, value: Any) -> None:
        """Apply and save a setting. Raises ConfigError, StoreError; nothing is changed then."""
        settings = self.settings.with_value(path, value, "the settings page")
        await asyncio.to_thread(save_setting, self._settings_file, path, settings.get(path))
        self.settings = settings
        await self.registry.reconfigure()

    def quit(self) -> None:
        """End the program."""
        self._quit.set()

    # -- within

    async def _restore(self) -> Snapshot:
        """What was kept, fit to go on with: what never answered since this machine started is not reported as broken."""
        snapshot = await self.store.load(self.clock.now())
        boot = boot_id()
        rebooted = bool(snapshot.boot) and snapshot.boot != boot
        if snapshot.boot != boot:
            await self.store.mark_boot(boot)
        jobs = tuple(self._resumed(job, rebooted) for job in snapshot.jobs)
        return replace(snapshot, jobs=jobs, alerts=() if rebooted else snapshot.alerts)

    def _resumed(self, job: Job, rebooted: bool) -> Job:
        if job.health is Health.STARTING:
            return replace(job, grace_ends=self.clock.monotonic() + job.policy.grace.total_seconds())
        if rebooted and job.active and job.endpoint:
            return replace(job, health=Health.UNKNOWN, failures=0, down_since=None, reason="Not seen since this computer started")
        return job

    def _ask(self, instance_id: InstanceId) -> bool:
        """Have the jobs of an instance checked at once; whether there are any."""
        jobs = [job for job in self.catalog.jobs_of(instance_id) if job.active and job.endpoint]
        for job in jobs:
            self._scheduler.wake(job.id)
        return bool(jobs)

    def _on_process_exit(self, instance_id: InstanceId, pid: int) -> None:
        self.spawn(self._lose(instance_id, f"Its process {pid} ended without unregistering"))

    def _watch(self, instance_id: InstanceId) -> None:
        """Watch the process of the present session, where it is known; a process that is gone by now has ended."""
        session = self.catalog.sessions.get(instance_id)
        if session is not None and session.pid and session.process_started:
            self._processes.watch(instance_id, session.pid, session.process_started)
        else:
            self._processes.forget(instance_id)

    async def _lose(self, instance_id: InstanceId, why: str) -> None:
        await self.registry.end(instance_id, Registration.LOST, why)

    def _job_defaults(self) -> JobDefaults:
        checks, alerts = self.settings.checks, self.settings.alerts
        policy = Policy(alerts.failures or None, alerts.successes, alerts.hold, alerts.grace)
        return JobDefaults(checks.interval, checks.timeout, checks.remote_timeout, policy)

    def _reporter(self, component: str) -> Callable[[str], None]:
        def report(message: str) -> None:
            if message:
                self._problems[component] = message
            else:
                self._problems.pop(component, None)
            self.bus.publish(ProblemChanged(component, message))

        return report

    def _on_notice(self, event: NoticeActivated) -> None:
        if self.catalog.find(event.instance_id) is None:
            return
        if event.action == CHECK:
            self.check_now(event.instance_id)
        elif event.action == MUTE:
            self.spawn(self.mute(event.instance_id, self.clock.now() + MUTE_FOR))

    async def _guard(self, wish: Coroutine[Any, Any, None]) -> None:
        try:
            await wish
        except RegistryError as error:
            logger.warning("%s", error)
        except Exception:
            logger.exception("what the user asked for failed")
