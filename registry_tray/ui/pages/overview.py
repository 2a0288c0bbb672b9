"""The page for a glance: how many, what fails and since when, what was slow, what happened, and this computer."""

from collections import Counter
from collections.abc import Generator, Iterator
from datetime import timedelta
from heapq import nlargest

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registry_tray.core.machine import Machine
from registry_tray.core.models import StatusEvent
from registry_tray.core.status import EventKind
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.direction import margins
from registry_tray.ui.models.entries import Group
from registry_tray.ui.overview.card import Line, LinesCard, align
from registry_tray.ui.overview.machine_card import MachineCard
from registry_tray.ui.overview.tiles import Tiles
from registry_tray.ui.scroll_area import ScrollArea
from registry_tray.ui.slices import Slices
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import label, styled

_DAY = timedelta(days=1)
_LINES = 6  # in a card
_SMALL, _STEP = 1000, 250  # rows among which the slowest are found at once; rows of one step where there are more
_TICK = 1000  # ms between two looks at what is in memory
_PAST = 15  # looks between two readings of the past and of this computer
_NARROW, _LETTERS = 760, 90  # pixels, and letters; below either the cards stand below each other
_RESTARTS = 2000  # rows of the journal that are counted


class OverviewPage(QWidget):
    """Reads only while it is seen."""

    instance_chosen = Signal(object)
    """InstanceId."""
    group_chosen = Signal(object)
    """Group."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.setProperty("ground", "window")
        self._bridge = bridge
        self._theme = theme
        self._looks = 0
        self._events: list[StatusEvent] = []
        self._stale = True
        self._columns = 0
        self._slowest: list[Row] = []
        self._slices = Slices(self, self._show_slowest)
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._on_tick)

    def build(self) -> Generator[None, None, None]:
        """Fill it, a part a step; nothing else may be asked of it before."""
        bridge, theme = self._bridge, self._theme
        self._lay_out()
        yield
        self.tiles = Tiles(theme)
        self._whole.insertWidget(0, self.tiles)
        yield
        self.failing = LinesCard(theme, self.tr("Failing now"), self.tr("Nothing is failing."))
        self.slowest = LinesCard(theme, self.tr("Slowest"), self.tr("Nothing has answered yet."))
        self.restarts = LinesCard(theme, self.tr("Restarts, last 24 h"), self.tr("Nothing has restarted."))
        self.events = LinesCard(theme, self.tr("Last events"), self.tr("Nothing has happened yet."))
        yield
        self.machine = MachineCard(theme)
        for card in (*self._cards, self.machine):
            card.setParent(self._column)  # where it stands there is said at the end
            yield
        for card in self._cards:
            yield from card.build(_LINES)
        yield from self.machine.build()
        self.tiles.group_chosen.connect(self.group_chosen)
        self.failing.all_chosen.connect(lambda: self.group_chosen.emit(Group.FAILING))
        for card in self._cards:
            card.chosen.connect(self.instance_chosen)
        bridge.event_logged.connect(self._on_event)
        theme.changed.connect(self.look)
        theme.changed.connect(self._fit)
        self._fit()
        yield
        self.look()
        yield from styled(self)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What stands in it."""
        return self.tiles, *self._cards, self.machine

    @property
    def _cards(self) -> tuple[LinesCard, ...]:
        return self.failing, self.slowest, self.restarts, self.events

    def look(self) -> None:
        """Show what is in memory, as it stands."""
        now, colours = self._bridge.clock.now(), self._theme.colours
        summary = self._bridge.summary()
        self.tiles.show_summary(summary)
        self.failing.show_lines([
            Line(f"status-{row.status}", colours.status[row.status], row.instance.name, row.reason,
                 texts.ago(row.since, now), row.instance.id)
            for row in summary.failing[:_LINES]
        ])  # fmt: skip
        self.failing.count(self.tiles.count(Group.FAILING))
        rows = self._bridge.rows()
        self._slices.add("slowest", self._find_slowest(rows))
        if len(rows) <= _SMALL:
            self._slices.finish()
        self.events.show_lines([self._event_line(event) for event in self._events[:_LINES]])
        self._align()

    def _find_slowest(self, rows: list[Row]) -> Iterator[None]:
        slowest: list[Row] = []
        for first in range(0, len(rows), _STEP):
            slowest = nlargest(_LINES, (*slowest, *rows[first : first + _STEP]), _slowness)
            yield
        self._slowest = slowest

    def _show_slowest(self) -> None:
        self.slowest.show_lines([
            Line(f"status-{row.status}", self._theme.colours.status[row.status], row.instance.name, job.target,
                 texts.latency(job.latency), row.instance.id)
            for row in self._slowest if (job := row.job) and job.latency and row.is_active
        ])  # fmt: skip
        self._align()

    def read(self) -> None:
        """Have the past and this computer read, and shown when they come."""
        self._stale = False
        past, since = self._bridge.past, self._bridge.clock.now() - _DAY
        past.ask_observed(since, lambda sums: self.tiles.show_uptime(sums[1] / sums[0] if sums[0] else None))
        past.ask_events_of(EventKind.RESTART, since, _RESTARTS, self._show_restarts)
        past.ask_events(_LINES, None, self._show_events)
        self._bridge.ask(self._bridge.program.machine(), self._show_machine)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._looks = 0
        self.read()
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns:  # else it is being made, and fits at the end
            self._fit()

    def _fit(self) -> None:
        """One column where two would have too little room for their text, however large it is."""
        needed = max(_NARROW, _LETTERS * self.fontMetrics().averageCharWidth())
        narrow = self.width() < needed
        self._arrange(1 if narrow else 2)
        self.tiles.arrange(3 if narrow else 6)

    def _lay_out(self) -> None:
        """All but the cards, which get their places in it before they are filled."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP_SMALL)
        title = label(self.tr("Overview"), "title")
        title.setContentsMargins(margins(GAP_HUGE, 0, 0, 0))
        layout.addWidget(title)
        self._column = QWidget()
        self._column.setObjectName("scrolled")
        self.entry: QWidget = ScrollArea(self.tr("Overview"), self._column)
        layout.addWidget(self.entry, 1)
        self._whole = QVBoxLayout(self._column)
        self._whole.setContentsMargins(margins(GAP_HUGE, GAP_SMALL, GAP_LARGE, GAP_HUGE))
        self._whole.setSpacing(GAP)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._side_by_side = QHBoxLayout()
        self._side_by_side.setSpacing(GAP)
        for part in (self._left, self._right):
            part.setSpacing(GAP)
            part.addStretch(1)  # no card is higher than what is in it
            self._side_by_side.addLayout(part, 1)
        self._whole.addLayout(self._side_by_side)
        self._whole.addStretch()

    def _arrange(self, columns: int) -> None:
        """What fails comes first, however many columns there are."""
        if columns == self._columns:
            return
        self._columns = columns
        left: tuple[QWidget, ...] = (self.failing, self.slowest, self.restarts)
        right: tuple[QWidget, ...] = (self.events, self.machine)
        if columns == 1:
            left, right = (self.failing, self.events, self.slowest, self.restarts, self.machine), ()
        for layout, cards in ((self._left, left), (self._right, right)):
            for place, card in enumerate(cards):
                layout.insertWidget(place, card)
        self._side_by_side.setStretch(1, int(columns > 1))
        self._side_by_side.setSpacing(GAP if columns > 1 else 0)
        self._align()

    def _align(self) -> None:
        left, right = (self.failing, self.slowest, self.restarts), (self.events, self.machine)
        for below in (left, right) if self._columns > 1 else ((*left, *right),):
            align(below)

    def _on_tick(self) -> None:
        self._looks += 1
        if self._stale or self._looks % _PAST == 0:
            self.read()
        self.look()

    def _on_event(self, event: StatusEvent) -> None:
        self._stale = True

    def _show_events(self, events: list[StatusEvent]) -> None:
        self._events = events
        self.look()

    def _show_machine(self, machine: Machine) -> None:
        self.machine.show_machine(machine, self._bridge.clock.now())
        self._align()

    def _show_restarts(self, events: list[StatusEvent]) -> None:
        lines = []
        last = {event.instance_id: event for event in reversed(events)}
        for instance_id, count in Counter(event.instance_id for event in events).most_common(_LINES):
            instance = self._bridge.catalog.find(instance_id)
            if instance is not None:
                when = self.tr("last at {0}").format(texts.clock_time(last[instance_id].at, self._bridge.clock.now()))
                lines.append(Line("refresh", self._theme.colours.accent, instance.name, when, texts.times(count), instance_id))
        self.restarts.show_lines(lines)
        self._align()

    def _event_line(self, event: StatusEvent) -> Line:
        icon, ink = journal_texts.event_glyph(event, self._theme.colours)
        instance = self._bridge.catalog.find(event.instance_id)
        name = journal_texts.event_subject(event, instance)
        when = texts.clock_time(event.at, self._bridge.clock.now())
        return Line(icon, ink, name, journal_texts.event_text(event), when, instance.id if instance else None)


def _slowness(row: Row) -> float:
    job = row.job
    return job.latency.total_seconds() if job is not None and job.latency is not None and row.is_active else -1.0
