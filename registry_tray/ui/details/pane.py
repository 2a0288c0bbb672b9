"""The details pane: one instance, with all that is known of it."""

from PySide6.QtCore import QMargins, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from registry_tray.core.models import Check, InstanceId, StatusEvent
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details import checks, events
from registry_tray.ui.details.checks import Checks
from registry_tray.ui.details.events import Events
from registry_tray.ui.details.facts import Facts
from registry_tray.ui.details.header import Header
from registry_tray.ui.details.jobs import Jobs
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_HUGE, GAP_LARGE

_PACE = 1000  # ms between two reads of history


class DetailsPane(QWidget):
    """Follows one instance while it is visible."""

    close_requested = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("details")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Details"))
        self.setMinimumWidth(368)
        self._bridge = bridge
        self._row: Row | None = None
        self._stale = False
        self.header = Header(bridge, theme)
        self.facts, self.jobs = Facts(theme), Jobs(theme)
        self.checks, self.events = Checks(theme), Events(theme)
        self.header.close_requested.connect(self.close_requested)
        self._lay_out()
        self._pace = QTimer(self, interval=_PACE)
        self._pace.timeout.connect(self._on_second)
        bridge.rows_changed.connect(self._on_rows_changed)
        theme.changed.connect(self._on_theme_changed)

    @property
    def row(self) -> Row | None:
        """What is shown."""
        return self._row

    def show_instance(self, instance_id: InstanceId | None) -> None:
        """Show this instance; None shows nothing."""
        before = self._row
        self._row = self._bridge.row(instance_id) if instance_id is not None else None
        if self._row is None:
            return
        if before is None or before.instance.id != instance_id:
            self.checks.show_checks((), self._bridge.clock.now())
            self.events.show_events((), self._bridge.clock.now())
            self._scroll.verticalScrollBar().setValue(0)
        self._show(self._row)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pace.start()
        self._stale = True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pace.stop()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        sections = QVBoxLayout(inner)
        sections.setContentsMargins(GAP_LARGE, 0, GAP_LARGE, GAP_HUGE)
        sections.setSpacing(GAP_HUGE)
        for section in (self.checks, self.events, self.jobs, self.facts):
            sections.addWidget(section)
        sections.addStretch()
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Details"))
        self._scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_LARGE)
        self.header.setContentsMargins(QMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, 0))
        layout.addWidget(self.header)
        layout.addWidget(self._scroll, 1)

    def _show(self, row: Row) -> None:
        self.header.show_row(row)
        self.jobs.show_jobs(row.jobs)
        self.facts.show_instance(row.instance, self._bridge.clock.now())

    def _read(self) -> None:
        """Ask for history; an answer that is overtaken by another choice is dropped."""
        self._stale = False
        row = self._row
        if row is None:
            return
        shown = row.instance.id
        if row.job is not None:
            self._bridge.ask_checks(row.job.id, checks.READ, lambda found: self._on_checks(shown, found))
        self._bridge.ask_events(events.READ, shown, lambda found: self._on_events(shown, found))

    def _on_checks(self, shown: InstanceId, found: list[Check]) -> None:
        if self._row is not None and self._row.instance.id == shown:
            self.checks.show_checks(found, self._bridge.clock.now())

    def _on_events(self, shown: InstanceId, found: list[StatusEvent]) -> None:
        if self._row is not None and self._row.instance.id == shown:
            self.events.show_events(found, self._bridge.clock.now())

    def _on_rows_changed(self, changed: frozenset[InstanceId]) -> None:
        if self._row is None or self._row.instance.id not in changed:
            return
        row = self._bridge.row(self._row.instance.id)
        if row is None:
            self.close_requested.emit()
            return
        self._row, self._stale = row, True
        if self.isVisible():
            self._show(row)

    def _on_second(self) -> None:
        if self._row is not None:
            self.header.show_row(self._row)
        if self._stale:
            self._read()

    def _on_theme_changed(self) -> None:
        if self._row is not None:
            self._show(self._row)
            self._read()
