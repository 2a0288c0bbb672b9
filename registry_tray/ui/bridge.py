"""Between the core and the widgets: events become coalesced Qt signals."""

from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime
from itertools import islice
from time import perf_counter
from typing import Any, TypeVar

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
    InstanceRemoved,
    InstanceUnregistered,
    JobChanged,
    JobRemoved,
    NoticeActivated,
    ProblemChanged,
    StatusChanged,
)
from registry_tray.core.models import InstanceId
from registry_tray.core.ports import Clock
from registry_tray.core.stats import Stats
from registry_tray.ui import rounds
from registry_tray.ui.answers import tell
from registry_tray.ui.board import Board, make_row
from registry_tray.ui.board import Row as Row
from registry_tray.ui.board import Summary as Summary
from registry_tray.ui.commands import Commands
from registry_tray.ui.past import Past
from registry_tray.ui.sayings import say
from registry_tray.ui.wishes import History as History
from registry_tray.ui.wishes import Program as Program
from registry_tray.ui.wishes import Wishes as Wishes

T = TypeVar("T")

BATCH, LEAST = 50, 10  # rows that one frame takes in, at most, and where its time is over
BUDGET = 0.002  # seconds of a frame
STEP = 100  # rows that one step of the start takes in
FRAME = 100  # ms between two updates of the window
MUTES = 15_000  # ms between two looks for mutes that have run out


class Bridge(QObject):
    """What widgets may see. Reading is direct and cheap; changes arrive at most every `FRAME` ms.

    `past` reads what is not kept in memory; `commands` are what the user asks for.
    """

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
    """A wish that could not be fulfilled, in words of the user's language."""

    def __init__(
        self,
        bus: EventBus,
        catalog: Catalog,
        stats: Stats,
        history: History,
        wishes: Wishes,
        clock: Clock,
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        program: Program,
        address: str = "http://127.0.0.1:7331",
    ) -> None:
        super().__init__()
        self.catalog = catalog
        self.stats = stats
        self.clock = clock
        self.program = program
        self.address = address
        self.past = Past(history, self._run)
        self.commands = Commands(wishes, clock, self._run, lambda: self.settings_changed.emit(self.settings))
        self._wishes = wishes
        self._spawn = spawn
        self._dirty: set[InstanceId] = set()
        self._told: Summary | None = None
        self._problems: dict[str, ProblemChanged] = {}
        self._patience = rounds.Patience()
        self._frame = QTimer(self, singleShot=True, interval=FRAME)
        self._frame.timeout.connect(self._flush)
        self._mutes = QTimer(self, interval=MUTES)
        self._mutes.timeout.connect(self._on_mutes)
        self._mutes.start()
        self._board = Board()
        self._subscriptions = [
            bus.subscribe(InstanceRegistered, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceUnregistered, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceChanged, lambda event: self._touch(event.instance.id)),
            bus.subscribe(InstanceRemoved, lambda event: self._touch(event.instance.id)),
            bus.subscribe(JobChanged, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(JobRemoved, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(CheckRecorded, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(StatusChanged, lambda event: self._touch(event.job.instance_id)),
            bus.subscribe(AlertChanged, lambda event: self._touch(event.alert.instance_id)),
            bus.subscribe(AlertsPaused, lambda _: self._tell_summary()),
            bus.subscribe(EventLogged, lambda event: self.event_logged.emit(event.event)),
            bus.subscribe(ProblemChanged, self._on_problem),
            bus.subscribe(NoticeActivated, self._on_notice),
        ]

    def take_in(self) -> Iterator[None]:
        """Know all that is registered, some a step, before anybody asks."""
        for number, instance in enumerate(tuple(self.catalog.instances())):
            self._refresh(instance.id)
            if number % STEP == STEP - 1:
                yield

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
        if instance_id in self._dirty:
            self._refresh(instance_id)
        return self._board.rows.get(instance_id)

    def rows(self) -> list[Row]:
        """All instances."""
        return list(self._board.rows.values())

    @property
    def paused_until(self) -> datetime | None:
        """Until when no popups are shown; None where they are."""
        until = self._wishes.paused_until
        return until if until and until > self.clock.now() else None

    def summary(self) -> Summary:
        """The whole in one look."""
        return self._board.summary(self.paused_until)

    def ask(self, question: Coroutine[Any, Any, T], answer: Callable[[T], object]) -> None:
        """Ask `program` something; the answer comes on the thread of the window, a failure is told as that of any wish."""
        self._run(tell(question, answer))

    def close(self) -> None:
        """Hear no more of the core."""
        self._frame.stop()
        self._mutes.stop()
        for unsubscribe in self._subscriptions:
            unsubscribe()

    # -- events

    def _refresh(self, instance_id: InstanceId) -> None:
        instance = self.catalog.find(instance_id)
        if instance is None:
            self._board.put(instance_id, None)
            return
        jobs, alert = self.catalog.jobs_of(instance_id), self._wishes.alert(instance_id)
        self._board.put(instance_id, make_row(instance, jobs, alert, self.stats, self.clock.now()))

    def _touch(self, instance_id: InstanceId) -> None:
        self._dirty.add(instance_id)
        if not self._frame.isActive():
            self._frame.start(FRAME)

    def _flush(self) -> None:
        if self._patience.waits():
            self._frame.start(0)
            return
        changed: list[InstanceId] = []
        end = rounds.until(BUDGET)
        for instance_id in islice(self._dirty, BATCH):
            self._refresh(instance_id)
            changed.append(instance_id)
            if len(changed) >= LEAST and perf_counter() >= end:
                break
        self._dirty.difference_update(changed)
        if self._dirty:  # the rest soon, so that no frame holds up the loop
            self._frame.start(FRAME * len(changed) // (len(changed) + len(self._dirty)))
        self.rows_changed.emit(frozenset(changed))
        self._tell_summary()

    def _tell_summary(self) -> None:
        summary = self.summary()
        if summary != self._told or summary.paused_until is not None:  # of a pause it is told how much is left
            self._told = summary
            self.summary_changed.emit(summary)

    def _on_mutes(self) -> None:
        # A mute that runs out is not an event of the core.
        now = self.clock.now()
        self._dirty.update(row.instance.id for row in self._board.muted() if not row.instance.is_muted(now))
        if self._dirty:
            self._flush()

    def _on_problem(self, event: ProblemChanged) -> None:
        if event.message:
            self._problems[event.component] = event
        else:
            self._problems.pop(event.component, None)
        self.problems_changed.emit(self.problems)

    def _on_notice(self, event: NoticeActivated) -> None:
        if event.action == "open":
            known = self.catalog.find(event.instance_id)  # a notification may tell of several
            self.open_requested.emit(known.id if known is not None else None)

    def _run(self, wish: Coroutine[Any, Any, None]) -> None:
        self._spawn(self._guarded(wish))

    async def _guarded(self, wish: Coroutine[Any, Any, None]) -> None:
        try:
            await wish
        except RegistryError as error:
            self.failed.emit(say(str(error)))
