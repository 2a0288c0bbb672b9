"""A bridge on a bare bus, and makers of what it shows."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from registry_tray.checks import declared
from registry_tray.config import Settings
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import ConfigError, Fault, InvalidPayloadError, StoreError
from registry_tray.core.events import EventBus, InstanceRegistered
from registry_tray.core.machine import Machine
from registry_tray.core.models import (
    Alert,
    AppId,
    Application,
    Check,
    Identifier,
    Instance,
    InstanceId,
    Job,
    JobId,
    Session,
    SessionId,
    StatusEvent,
)
from registry_tray.core.outages import Outage
from registry_tray.core.reports import ErrorReport
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.run import Run
from registry_tray.core.spec import JobSpec
from registry_tray.core.stats import Stats
from registry_tray.core.status import AlertState, EventKind, Health, Registration, Result
from registry_tray.core.summary import Series
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.main_window import MainWindow
from registry_tray.wire.records import StrategyRecord
from registry_tray.wire.strategies import Strategies

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


Open = Callable[[], MainWindow]
"""Opens the window, and gives it."""


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def asleep(self) -> float:
        return 0.0

    def monotonic(self) -> float:
        return (self.time - NOW).total_seconds()

    def pass_time(self, duration: timedelta) -> None:
        self.time += duration


@dataclass
class FakeHistory:
    """What it was given."""

    kept_checks: dict[JobId, list[Check]] = field(default_factory=dict)
    kept_events: list[StatusEvent] = field(default_factory=list)
    kept_errors: list[ErrorReport] = field(default_factory=list)
    kept_sessions: list[Session] = field(default_factory=list)
    kept_rollups: dict[JobId, list[Rollup]] = field(default_factory=dict)
    kept_outages: dict[JobId, list[Outage]] = field(default_factory=dict)
    kept_observed: tuple[float, float] = (0.0, 0.0)
    failure: str = ""
    reads: int = 0

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        self.reads += 1
        if self.failure:
            raise StoreError(self.failure)
        return self.kept_checks.get(job_id, [])[:limit]

    async def events(
        self,
        limit: int,
        *,
        instance_id: InstanceId | None = None,
        job_id: JobId | None = None,
        before: int | None = None,
        kind: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[StatusEvent]:
        return [
            event
            for event in self.kept_events
            if instance_id in (None, event.instance_id)
            and kind in (None, event.kind)
            and (before is None or event.number < before)
            and (since is None or event.at >= since)
            and (until is None or event.at < until)
        ][:limit]

    async def observed(self, period: Period, since: datetime) -> tuple[float, float]:
        return self.kept_observed

    async def rollups(self, job_id: JobId, period: Period, since: datetime, until: datetime | None = None) -> list[Rollup]:
        if self.failure:
            raise StoreError(self.failure)
        return [
            row
            for row in self.kept_rollups.get(job_id, [])
            if row.period is period and since <= row.begin and (until is None or row.begin < until)
        ]

    async def outages(self, job_id: JobId, limit: int, since: datetime | None = None) -> list[Outage]:
        return [each for each in self.kept_outages.get(job_id, []) if since is None or each.ended is None or each.ended > since][
            :limit
        ]

    async def errors(self, instance_id: InstanceId, limit: int) -> list[ErrorReport]:
        return [error for error in self.kept_errors if error.instance_id == instance_id][:limit]

    async def sessions(self, instance_id: InstanceId, limit: int) -> list[Session]:
        return [session for session in self.kept_sessions if session.instance_id == instance_id][:limit]


@dataclass
class FakeJobs:
    """Writes down what was asked for of single jobs."""

    catalog: Catalog
    paused: list[JobId] = field(default_factory=list)
    resumed: list[JobId] = field(default_factory=list)
    added: list[tuple[InstanceId, Mapping[str, Any]]] = field(default_factory=list)
    edited: list[tuple[JobId, Mapping[str, Any]]] = field(default_factory=list)
    tuned: list[tuple[AppId, Mapping[str, Any]]] = field(default_factory=list)
    asked_series: list[tuple[JobId, str]] = field(default_factory=list)
    kept_series: dict[str, Series] = field(default_factory=dict)
    removed: list[Job] = field(default_factory=list)
    brought_back: list[Job] = field(default_factory=list)
    tried: list[Mapping[str, Any]] = field(default_factory=list)
    faults: tuple[Fault, ...] = ()

    async def pause(self, job_id: str) -> Job:
        self.paused.append(JobId(job_id))
        return self.catalog.job(job_id)

    async def resume(self, job_id: str) -> Job:
        self.resumed.append(JobId(job_id))
        return self.catalog.job(job_id)

    def strategies(self) -> list[StrategyRecord]:
        return Strategies(declared()).records()

    async def add(self, instance_id: InstanceId, fields: Mapping[str, Any]) -> Job:
        self._refuse()
        self.added.append((instance_id, fields))
        return make_job(self.catalog.instance(instance_id))

    async def edit(self, job_id: str, fields: Mapping[str, Any]) -> Job:
        self._refuse()
        self.edited.append((JobId(job_id), fields))
        return self.catalog.job(job_id)

    async def tune(self, app_id: AppId, fields: Mapping[str, Any]) -> Application:
        self._refuse()
        self.tuned.append((app_id, fields))
        return Application(app_id, NOW)

    async def series(self, job_id: JobId, window: str) -> Series:
        self.asked_series.append((job_id, window))
        return self.kept_series.get(window, Series(NOW - timedelta(hours=1), NOW, timedelta(minutes=1), (), ()))

    async def remove(self, job_id: str) -> Job:
        job = self.catalog.job(job_id)
        self.removed.append(job)
        return job

    async def bring_back(self, job: Job) -> Job:
        self.brought_back.append(job)
        return job

    async def try_out(self, instance_id: InstanceId, job_id: str | None, fields: Mapping[str, Any]) -> Check:
        self._refuse()
        self.tried.append(fields)
        return make_check(make_job(self.catalog.instance(instance_id)), code=200)

    def _refuse(self) -> None:
        if self.faults:
            raise InvalidPayloadError(*self.faults)


@dataclass
class FakeRuns:
    """Commands that run or have run, and what was asked of them."""

    runs: dict[InstanceId, Run] = field(default_factory=dict)
    stopped: list[InstanceId] = field(default_factory=list)
    restarted: list[InstanceId] = field(default_factory=list)

    async def look(self, instance_id: InstanceId) -> Run | None:
        return self.runs.get(instance_id)

    async def stop(self, instance_id: InstanceId) -> None:
        self.stopped.append(instance_id)

    async def restart(self, instance_id: InstanceId) -> None:
        self.restarted.append(instance_id)


@dataclass
class FakeWishes:
    """Writes down what was asked for."""

    jobs: FakeJobs
    runs: FakeRuns = field(default_factory=FakeRuns)
    settings: Settings = field(default_factory=Settings)
    paused_until: datetime | None = None
    alerts: dict[InstanceId, Alert] = field(default_factory=dict)
    checked: list[InstanceId | None] = field(default_factory=list)
    muted: list[tuple[InstanceId, datetime | None]] = field(default_factory=list)
    muted_until_recovery: list[InstanceId] = field(default_factory=list)
    acknowledged: list[tuple[InstanceId, str | None]] = field(default_factory=list)
    archived: list[InstanceId] = field(default_factory=list)
    brought_back: list[tuple[InstanceId, Registration]] = field(default_factory=list)
    owners: dict[int, str] = field(default_factory=dict)
    pinned: list[tuple[InstanceId, bool]] = field(default_factory=list)
    paused: list[datetime | None] = field(default_factory=list)
    changed: list[tuple[str, Any]] = field(default_factory=list)
    quits: int = 0
    refusal: str = ""

    def alert(self, instance_id: InstanceId) -> Alert | None:
        return self.alerts.get(instance_id)

    def check_now(self, instance_id: InstanceId | None) -> None:
        self.checked.append(instance_id)

    async def mute(self, instance_id: InstanceId, until: datetime | None, *, until_recovery: bool = False) -> None:
        self._refuse()
        if until_recovery:
            self.muted_until_recovery.append(instance_id)
            return
        self.muted.append((instance_id, until))

    async def acknowledge(self, instance_id: InstanceId, note: str | None) -> None:
        self._refuse()
        self.acknowledged.append((instance_id, note))

    async def archive(self, instance_id: InstanceId) -> None:
        self._refuse()
        self.archived.append(instance_id)

    async def bring_back(self, instance_id: InstanceId, how: Registration) -> None:
        self._refuse()
        self.brought_back.append((instance_id, how))

    async def pin(self, instance_id: InstanceId, *, pinned: bool) -> None:
        self._refuse()
        self.pinned.append((instance_id, pinned))

    async def port_owner(self, port: int) -> str:
        return self.owners.get(port, "")

    async def pause_alerts(self, until: datetime | None) -> None:
        self._refuse()
        self.paused.append(until)
        self.paused_until = until

    async def change_setting(self, path: str, value: Any) -> None:
        self._refuse()
        self.changed.append((path, value))
        self.settings = self.settings.with_value(path, value, "the window")

    def quit(self) -> None:
        self.quits += 1

    def _refuse(self) -> None:
        if self.refusal:
            raise ConfigError(self.refusal)


@dataclass
class FakeProgram:
    """A computer that never changes, and a program that writes down what it was asked for."""

    at_login: bool = False
    abilities: frozenset[str] = frozenset({"actions", "body"})
    trouble: str = ""
    asked: list[str] = field(default_factory=list)
    tokens: int = 1
    scenes: tuple[str, ...] = ("well", "broken", "back", "over")
    written: dict[str, bytes] = field(default_factory=dict)

    async def starts_at_login(self) -> bool:
        return self.at_login

    async def start_at_login(self, *, on: bool) -> bool:
        self.at_login = on
        return on

    async def notification_abilities(self) -> frozenset[str]:
        return self.abilities

    async def try_notification(self, title: str, body: str) -> str:
        self.asked.append(title)
        return self.trouble

    async def try_store(self, url: str, prefix: str) -> str:
        self.asked.append(f"{url} {prefix}")
        return self.trouble

    async def try_broker(self, url: str) -> str:
        self.asked.append(url)
        return self.trouble

    async def token(self) -> str:
        return f"token {self.tokens}"

    async def renew_token(self) -> str:
        self.tokens += 1
        return await self.token()

    async def export_settings(self, file: Path) -> None:
        self.asked.append(f"export {file}")

    async def write_files(self, files: Mapping[str, bytes]) -> None:
        if self.trouble:
            raise ConfigError(self.trouble)
        self.written |= files

    async def show_sample(self, on_scene: Callable[[str], None]) -> None:
        if self.trouble:
            raise ConfigError(self.trouble)
        for scene in self.scenes:
            on_scene(scene)

    async def import_settings(self, file: Path) -> None:
        if self.trouble:
            raise ConfigError(self.trouble)
        self.asked.append(f"import {file}")

    async def machine(self) -> Machine:
        return Machine(
            "workbench", "Debian GNU/Linux 12 (bookworm)", NOW - timedelta(days=3, hours=4), 0.123, 8,
            6 * 2**30, 16 * 2**30, (("eth0", "192.168.1.20"), ("eth0", "2001:db8::20")),
        )  # fmt: skip


def run_at_once(work: Coroutine[Any, Any, None]) -> None:
    """The fakes never wait, so neither does this."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("a fake has waited")


class World:
    """The core as far as the window sees it."""

    def __init__(self) -> None:
        self.bus = EventBus()
        self.catalog = Catalog()
        self.stats = Stats()
        self.history = FakeHistory()
        self.program = FakeProgram()
        self.wishes = FakeWishes(FakeJobs(self.catalog))
        self.clock = FakeClock()

    def make_bridge(self) -> Bridge:
        bridge = Bridge(self.bus, self.catalog, self.stats, self.history, self.wishes, self.clock, run_at_once, self.program)
        for _ in bridge.take_in():
            pass
        return bridge

    def add(self, instance: Instance, *jobs: Job) -> Instance:
        """Register it; the bridge is told, where there is one."""
        self.catalog.put_instance(instance)
        for job in jobs:
            self.catalog.put_job(job)
        self.bus.publish(InstanceRegistered(instance, jobs, created=True))
        return instance

    def add_app(self, name: str, health: Health = Health.UP, ago: timedelta = timedelta(minutes=3), **fields: Any) -> Instance:
        """An instance with one job in this state for so long."""
        reason = fields.pop("reason", "")
        instance = make_instance(name, **fields)
        self.stats.observe(job := make_job(instance, health, ago, reason=reason), make_check(job, Result.OK))
        return self.add(instance, job)

    def set_health(self, instance: Instance, health: Health, reason: str = "") -> None:
        """The instance's job changes its state."""
        job = self.catalog.jobs_of(instance.id)[0]
        since = self.clock.now()
        job = replace(job, health=health, reason=reason, changed_at=since, down_since=since if health is Health.DOWN else None)
        self.catalog.put_job(job)
        self.bus.publish(InstanceRegistered(instance, (job,), created=False))


def make_instance(name: str, **fields: Any) -> Instance:
    hostname = fields.pop("hostname", "localhost")
    given: dict[str, Any] = {
        "id": InstanceId(f"id-{name}"), "app_id": AppId(name), "identifier": Identifier(f"{name}@{hostname}"),
        "hostname": hostname, "created_at": NOW - timedelta(days=2), "updated_at": NOW - timedelta(hours=1),
        "registered_at": NOW - timedelta(hours=1),
    }  # fmt: skip
    return Instance(**(given | fields))


def make_job(instance: Instance, health: Health = Health.UP, ago: timedelta = timedelta(minutes=3), **fields: Any) -> Job:
    since = NOW - ago
    given: dict[str, Any] = {
        "id": JobId(f"job-{instance.id}"), "instance_id": instance.id, "type": "http", "endpoint": "http://localhost:8080/health",
        "interval": timedelta(seconds=10), "timeout": timedelta(seconds=3), "created_at": since, "health": health,
        "changed_at": since, "down_since": since if health is Health.DOWN else None, "latency": timedelta(milliseconds=12),
        "ping_count": 120, "error_count": 3,
    }  # fmt: skip
    given["asked"] = JobSpec(given["type"], given["endpoint"])
    return Job(**(given | fields))


def make_check(job: Job, result: Result = Result.OK, ago: timedelta = timedelta(), **fields: Any) -> Check:
    latency = timedelta(milliseconds=12) if result.is_up else None
    given: dict[str, Any] = {"job_id": job.id, "epoch": 0, "at": NOW - ago, "result": result, "latency": latency}
    return Check(**(given | fields))


def make_event(instance: Instance, kind: EventKind, number: int, **fields: Any) -> StatusEvent:
    given: dict[str, Any] = {"instance_id": instance.id, "kind": kind, "at": NOW, "number": number}
    return StatusEvent(**(given | fields))


def make_session(instance: Instance, number: int = 1, **fields: Any) -> Session:
    given: dict[str, Any] = {
        "id": SessionId(f"session-{number}"),
        "instance_id": instance.id,
        "started_at": NOW - timedelta(hours=number),
    }
    return Session(**(given | fields))


def hold(instance: Instance, left: timedelta) -> Alert:
    """A popup that is due in so long."""
    return Alert(instance.id, AlertState.HELD, NOW, NOW + left)


def muted(instance: Instance, until: datetime) -> Instance:
    return replace(instance, muted_until=until)


def stopped(instance: Instance) -> Instance:
    return replace(instance, registration=Registration.STOPPED)
