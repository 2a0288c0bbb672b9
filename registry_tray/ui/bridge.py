"""Between the core and the widgets: events become coalesced Qt signals, wishes of the user become coroutines."""

from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from registry_tray.config import Settings
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import RegistryError
from registry_tray.core.events import (
    AlertChanged,
    AlertsPaused,
    CheckRecorded,
    EventBus,
    EventLogged,
    InstanceChanged,
    InstanceRegistered,
    InstanceUnregistered,
    JobChanged,
    NoticeActivated,
    ProblemChanged,
    StatusChanged,
)
from registry_tray.core.models import (
    Alert,
    AlertState,
    Check,
    Instance,
    InstanceId,
    Job,
    JobId,
    Status,
    StatusEvent,
    job_status,
)
from registry_tray.core.ports import Clock
from registry_tray.core.stats import Stats

FRAME = 100  # ms between two updates of the window


class History(Protocol):
    """The past, read on demand."""

    async def checks(self, job_id: JobId, limit: int, before: datetime | None = None) -> list[Check]:
        """Newest first."""

    async def events(
        self, limit: int, *, instance_id: InstanceId | None = None, job_id: JobId | None = None, before: int | None = None
    ) -> list[StatusEvent]:
        """Newest first."""


class Wishes(Protocol):
    """What the user can ask for. All raise RegistryError."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    @property
    def paused_until(self) -> datetime | None:
        """Until when no popups are shown; None where they are."""

    def alert(self, instance_id: InstanceId) -> Alert | None:
        """What has been told, or is about to be told, of an instance."""

    def check_now(self, instance_id: InstanceId | None) -> None:
        """Check one instance, or all of them."""

    async def mute(self, instance_id: InstanceId, until: datetime | None) -> None:
        """No popups for this instance until then; None ends it."""

    async def pause_alerts(self, until: datetime | None) -> None:
        """No popups at all until then; None ends it."""

    async def change_setting(self, path: str, value: Any) -> None:
        """Apply and save a setting."""

    def quit(self) -> None:
        """End the program."""


@dataclass(frozen=True, slots=True)
class Row:
    """An instance as the window shows it. `uptime` is 0 to 1; `beats` one `Result` a byte; `jobs` the worst first."""

    instance: Instance
    jobs: tuple[Job, ...]
    status: Status
    since: datetime
    beats: bytes = b""
    uptime: float | None = None
    alert: Alert | None = None
    is_muted: bool = False

    @property
    def job(self) -> Job | None:
        """The job that speaks for the instance: its worst."""
        return self.jobs[0] if self.jobs else None


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole in one look. Muted instances are counted, but do not make `worst`."""

    counts: Counter[Status] = field(default_factory=Counter)
    worst: Status | None = None
    failing: tuple[Row, ...] = ()
    paused_until: datetime | None = None


class Bridge(QObject):
    """What widgets may see and ask. Reading is direct and cheap; changes arrive at most every `FRAME` ms."""

    rows_changed = Signal(object)
    """frozenset[InstanceId] that were added or changed."""
    summary_changed = Signal(object)
    """Summary."""
    event_logged = Signal(object)
    """StatusEvent."""
    problems_changed = Signal(object)
    """tuple[ProblemChanged, ...] that stand."""
    settings_changed = Signal(object)
    """Settings."""
    open_requested = Signal(object)
    """InstanceId to show, or None for the window as it is."""
    failed = Signal(str)
    """A wish that could not be fulfilled, in words."""

    def __init__(
        self,
        bus: EventBus,
        catalog: Catalog,
        stats: Stats,
        history: History,
        wishes: Wishes,
        clock: Clock,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        address: str = "http://127.0.0.1:7331",
    ) -> None:
        super().__init__()
        self.catalog = catalog
        self.stats = stats
        self.clock = clock
        self.address = address
        self._history = history
        self._wishes = wishes
        self._spawn = spawn
        self._dirty: set[InstanceId] = set()
        self._problems: dict[str, ProblemChanged] = {}
        self._frame = QTimer(self, singleShot=True, interval=FRAME)
        self._frame.timeout.connect(self._flush)
        self._subscriptions = [
            bus.subscribe(InstanceRegistered, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceUnregistered, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceChanged, lambda event: self._touch(event.instance.id)),
            bus.subscribe(JobChanged, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(CheckRecorded, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(StatusChanged, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(AlertChanged, lambda event: self._touch(event.alert.instance_id)),
            bus.subscribe(AlertsPaused, lambda _: self.summary_changed.emit(self.summary())),
            bus.subscribe(EventLogged, lambda event: self.event_logged.emit(event.event)),
            bus.subscribe(ProblemChanged, self._on_problem),
            bus.subscribe(NoticeActivated, self._on_notice),
        ]

    # -- reading

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._wishes.settings

    @property
    def problems(self) -> tuple[ProblemChanged, ...]:
        """What of our own does not work at this moment."""
        return tuple(self._problems.values())

    def row(self, instance_id: InstanceId) -> Row | None:
        """The instance as it stands, where it is known."""
        instance = self.catalog.find(instance_id)
        return self._row(instance) if instance else None

    def rows(self) -> list[Row]:
        """All instances."""
        return [self._row(instance) for instance in self.catalog.instances()]

    def summary(self) -> Summary:
        """The whole in one look."""
        counts: Counter[Status] = Counter()
        worst: Status | None = None
        failing: list[Row] = []
        now = self.clock.now()
        for instance in self.catalog.instances():
            status = self.catalog.status(instance)
            counts[status] += 1
            if status is Status.STOPPED or instance.is_muted(now):
                continue
            worst = status if worst is None or status.rank < worst.rank else worst
            if status.is_failing:
                failing.append(self._row(instance))
        failing.sort(key=lambda row: row.since)
        return Summary(counts, worst, tuple(failing), self._wishes.paused_until)

    def ask_checks(self, job_id: JobId, limit: int, answer: Callable[[list[Check]], None]) -> None:
        """Read the newest checks of a job; `answer` gets them on this thread."""
        self._wish(self._tell(self._history.checks(job_id, limit), answer))

    def ask_events(self, limit: int, instance_id: InstanceId | None, answer: Callable[[list[StatusEvent]], None]) -> None:
        """Read the newest rows of the journal; `answer` gets them on this thread."""
        self._wish(self._tell(self._history.events(limit, instance_id=instance_id), answer))

    # -- wishes

    def check_now(self, instance_id: InstanceId | None = None) -> None:
        """Check one instance, or all of them."""
        self._wishes.check_now(instance_id)

    def mute(self, instance_id: InstanceId, duration: timedelta | None) -> None:
        """No popups for this instance for so long; None ends it."""
        self._wish(self._wishes.mute(instance_id, self.clock.now() + duration if duration else None))

    def pause_alerts(self, duration: timedelta | None) -> None:
        """No popups at all for so long; None ends it."""
        self._wish(self._wishes.pause_alerts(self.clock.now() + duration if duration else None))

    def change_setting(self, path: str, value: Any) -> None:
        """Apply and save a setting; `settings_changed` or `failed` follows."""

        async def change() -> None:
            await self._wishes.change_setting(path, value)
            self.settings_changed.emit(self.settings)

        self._wish(change())

    def quit(self) -> None:
        """End the program."""
        self._wishes.quit()

    def close(self) -> None:
        """Hear no more of the core."""
        self._frame.stop()
        for unsubscribe in self._subscriptions:
            unsubscribe()

    # -- events

    def _row(self, instance: Instance) -> Row:
        jobs = sorted(self.catalog.jobs_of(instance.id), key=lambda job: job_status(job).rank)
        job = jobs[0] if jobs else None
        now = self.clock.now()
        status = self.catalog.status(instance)
        since = (
            instance.updated_at
            if status is Status.STOPPED or job is None
            else job.down_since or job.changed_at or instance.registered_at
        )
        alert = self._wishes.alert(instance.id)
        return Row(
            instance, tuple(jobs), status, since,
            self.stats.beats(job.id) if job else b"",
            self.stats.uptime(job.id, now) if job else None,
            alert if alert and alert.state is not AlertState.QUIET else None,
            instance.is_muted(now),
        )  # fmt: skip

    def _touch(self, instance_id: InstanceId) -> None:
        self._dirty.add(instance_id)
        if not self._frame.isActive():
            self._frame.start()

    def _flush(self) -> None:
        changed, self._dirty = frozenset(self._dirty), set()
        self.rows_changed.emit(changed)
        self.summary_changed.emit(self.summary())

    def _on_problem(self, event: ProblemChanged) -> None:
        if event.message:
            self._problems[event.component] = event
        else:
            self._problems.pop(event.component, None)
        self.problems_changed.emit(self.problems)

    def _on_notice(self, event: NoticeActivated) -> None:
        if event.action == "open":
            self.open_requested.emit(event.instance_id)

    def _wish(self, wish: Coroutine[Any, Any, None]) -> None:
        self._spawn(self._guarded(wish))

    async def _guarded(self, wish: Coroutine[Any, Any, None]) -> None:
        try:
            await wish
        except RegistryError as error:
            self.failed.emit(str(error))

    async def _tell(self, question: Coroutine[Any, Any, Any], answer: Callable[[Any], None]) -> None:
        answer(await question)
