"""The details pane: one instance, with all that is known of it."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from PySide6.QtCore import QMargins, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registry_tray.core.models import Check, InstanceId, Session
from registry_tray.core.reports import ErrorReport
from registry_tray.core.run import Run
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.deeds import Deeds
from registry_tray.ui.details import checks, errors, events, sessions
from registry_tray.ui.details.actions import Actions
from registry_tray.ui.details.checks import Checks
from registry_tray.ui.details.curve import Curve
from registry_tray.ui.details.errors import Errors
from registry_tray.ui.details.events import Events
from registry_tray.ui.details.facts import Facts
from registry_tray.ui.details.header import Header
from registry_tray.ui.details.in_force import InForce
from registry_tray.ui.details.incident import Evidence, ask_incident
from registry_tray.ui.details.jobs import Jobs
from registry_tray.ui.details.latency import Latency
from registry_tray.ui.details.log import Log
from registry_tray.ui.details.relations import Relations
from registry_tray.ui.details.sessions import Sessions
from registry_tray.ui.details.tabs import Tabs
from registry_tray.ui.slices import finished
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE
from registry_tray.ui.widgets import polish, styled

T = TypeVar("T")

_PACE = 1000  # ms between two reads of history


class DetailsPane(QWidget):
    """Follows one instance while it is visible."""

    close_requested = Signal()
    instance_chosen = Signal(object)
    """InstanceId that a link leads to."""

    def __init__(self, bridge: Bridge, theme: Theme, deeds: Deeds) -> None:
        super().__init__()
        self.setObjectName("details")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Details"))
        self.setMinimumWidth(368)
        self._bridge = bridge
        self._row: Row | None = None
        self._evidence = Evidence()
        self._stale = False
        self._theme = theme
        self._deeds = deeds
        self._pace = QTimer(self, interval=_PACE)
        self._pace.timeout.connect(self._on_second)

    def build(self) -> Generator[None, None, None]:
        """Fill it, a part a step; nothing else may be asked of it before."""
        bridge, theme = self._bridge, self._theme
        actions_bar = Actions(bridge, theme, self._deeds, self._incident)
        yield
        self.header, self.tabs = Header(bridge, theme, actions_bar), Tabs()
        yield
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        self.header.setContentsMargins(QMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, 0))
        layout.addWidget(self.header)
        layout.addWidget(self.tabs, 1)
        yield from styled(self.header)
        self.curve, self.facts, self.relations = Curve(theme), Facts(), Relations(bridge, theme)
        yield
        self.in_force, self.sessions = InForce(bridge), Sessions()
        self.first = (self.curve, self.facts, self.relations, self.in_force, self.sessions)
        """What is in the tab that shows first."""
        yield from self._add("overview", self.tr("Overview"), *self.first)
        self.latency = Latency(bridge, theme)
        yield from self._add("latency", self.tr("Latency"), self.latency)
        self.checks = Checks()
        yield from self._add("checks", self.tr("Checks"), self.checks)
        self.events = Events(theme)
        yield from self._add("events", self.tr("Events"), self.events)
        self.errors = Errors(theme)
        yield from self._add("errors", self.tr("Errors"), self.errors)
        self.log = Log(theme)
        yield from self._add("log", self.tr("Log"), self.log, fills=True)
        self.tabs.offer("log", offered=False)
        self.jobs = Jobs(bridge, theme, self._deeds.undo)
        yield from self._add("jobs", self.tr("Jobs"), self.jobs)
        self.header.close_requested.connect(self.close_requested)
        self.in_force.form_opened.connect(self.tabs.reveal)
        self.relations.instance_chosen.connect(self.instance_chosen)
        bridge.rows_changed.connect(self._on_rows_changed)
        theme.changed.connect(self._on_theme_changed)
        polish(self)

    def _add(self, name: str, title: str, *sections: QWidget, fills: bool = False) -> Iterator[None]:
        yield
        self.tabs.add(name, title, *sections, fills=fills)
        for section in sections:
            yield from styled(section)

    @property
    def row(self) -> Row | None:
        """What is shown."""
        return self._row

    def show_instance(self, instance_id: InstanceId | None) -> None:
        """Show this instance; None shows nothing."""
        finished(self.showing(instance_id))

    def showing(self, instance_id: InstanceId | None) -> Generator[None, None, None]:
        """Show this instance in steps, for where nobody sees it yet."""
        before = self._row
        self._row = row = self._bridge.row(instance_id) if instance_id is not None else None
        if row is None:
            return
        if before is None or before.instance.id != instance_id:
            self._forget()
            self.tabs.scroll_up()
            yield
        yield from self._parts(row)
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pace.start()
        self._stale = True
        row = self._bridge.row(self._row.instance.id) if self._row is not None else None
        if row is not None and row is not self._row:  # it has changed while nobody looked
            self._row = row
            self._show(row)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pace.stop()

    def _forget(self) -> None:
        now = self._bridge.clock.now()
        self._evidence = Evidence()
        self._on_checks([], now)
        self.events.show_events((), now)
        self._on_errors([], now)
        self.sessions.show_sessions((), now)
        self.log.show_run(None)  # its tab stays until it is known that there is none

    def _show(self, row: Row) -> None:
        finished(self._parts(row))

    def _parts(self, row: Row) -> Generator[None, None, None]:
        self.header.show_row(row)
        self.curve.show_row(row)
        yield
        self.jobs.show_jobs(row.instance.id, row.jobs)
        self.tabs.count("jobs", len(row.jobs) if len(row.jobs) > 1 else 0)
        yield
        self.in_force.show_row(row)
        yield
        self.latency.show_jobs(row.jobs)
        self.relations.show_instance(row.instance)
        yield
        self._show_facts(row)

    def _show_facts(self, row: Row) -> None:
        session = self._bridge.catalog.sessions.get(row.instance.id) or self._evidence.session
        self.facts.show_instance(row.instance, session, self._bridge.clock.now())

    def _read(self) -> None:
        """Ask for history; an answer that is overtaken by another choice is dropped."""
        self._stale = False
        row = self._row
        if row is None:
            return
        past, shown = self._bridge.past, row.instance.id
        if row.job is not None:
            past.ask_checks(row.job.id, checks.READ, self._for(shown, self._on_checks))
        past.ask_events(events.READ, shown, self._for(shown, self.events.show_events))
        past.ask_errors(shown, errors.READ, self._for(shown, self._on_errors))
        past.ask_sessions(shown, sessions.READ, self._for(shown, self._on_sessions))
        self._look()

    def _look(self) -> None:
        if self._row is not None:
            shown = self._row.instance.id
            self._bridge.commands.runs.look(shown, self._for(shown, self._on_run))

    def _for(self, shown: InstanceId, show: Callable[[T, datetime], None]) -> Callable[[T], None]:
        """Takes an answer, and shows it where its instance still is what is shown."""

        def take(found: T) -> None:
            if self._row is not None and self._row.instance.id == shown:
                show(found, self._bridge.clock.now())

        return take

    def _incident(self) -> str:
        """Copied when all of it is known."""
        if self._row is not None:
            ask_incident(self._bridge, self._row, lambda: self._evidence, self.header.actions_bar.incident_button.copy)
        return ""

    def _on_checks(self, found: list[Check], now: datetime) -> None:
        self._evidence = replace(self._evidence, checks=tuple(found))
        self.curve.show_checks(found, now)
        self.checks.show_checks(found, now)

    def _on_errors(self, found: list[ErrorReport], now: datetime) -> None:
        self._evidence = replace(self._evidence, errors=tuple(found))
        self.errors.show_errors(found, now)
        self.tabs.count("errors", len(found))

    def _on_sessions(self, found: list[Session], now: datetime) -> None:
        self.sessions.show_sessions(found, now)
        self._evidence = replace(self._evidence, session=found[0] if found else None)
        if self._row is not None:
            self._show_facts(self._row)

    def _on_run(self, run: Run | None, _now: datetime) -> None:
        self.log.show_run(run)
        self.header.actions_bar.show_run(run)
        self.tabs.offer("log", offered=run is not None)

    def _on_rows_changed(self, changed: frozenset[InstanceId]) -> None:
        if self._row is None:
            return
        if self._bridge.row(self._row.instance.id) is None:
            self.close_requested.emit()
            return
        if not self.isVisible():
            return
        if self._row.instance.id not in changed:
            if self.relations.is_touched(changed):
                self.relations.show_instance(self._row.instance)
            return
        self._row, self._stale = self._bridge.row(self._row.instance.id) or self._row, True
        self._show(self._row)

    def _on_second(self) -> None:
        if self._row is not None:
            self.header.show_row(self._row)
        if self._stale:
            self._read()
        elif self.tabs.current == "log":
            self._look()

    def _on_theme_changed(self) -> None:
        self.relations.retint()
        if self._row is not None:
            self._show(self._row)
            self._read()
