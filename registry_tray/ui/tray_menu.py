"""The tray's menu: what fails now, and what can be done without the window."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from registry_tray.config import Settings
    from registry_tray.core.models import InstanceId
    from registry_tray.ui.board import Summary
    from registry_tray.ui.bridge import Bridge


SHOWN = 8
"""How many failing instances the menu names."""


class TrayMenu(QMenu):
    """Exists before the bridge does; until then it can only open, and quit."""

    open_requested = Signal(object)
    """InstanceId, or None for the window as it is."""
    settings_requested = Signal()
    quit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._bridge: Bridge | None = None
        self._failing: list[InstanceId] = []
        self._told: tuple[object, ...] = ()
        opening = self._add(self, self.tr("Open Registry Tray"), lambda: self.open_requested.emit(None))
        self.setDefaultAction(opening)
        self._summary = self.addAction(self.tr("Starting …"))
        self._summary.setEnabled(False)
        self.addSeparator()
        self._entries = [self._add_entry(number) for number in range(SHOWN)]
        self._more = self._add(self, "", lambda: self.open_requested.emit(None))
        self._below = self.addSeparator()
        self._pause = self.addMenu(self.tr("Pause alerts"))
        self._resume = self._add(self, "", self._on_resume)
        self._check = self._add(self, self.tr("Check all now"), self._on_check)
        self._copy = self._add(self, self.tr("Copy registration command"), self._on_copy)
        self.addSeparator()
        self._add(self, self.tr("Settings"), self.settings_requested.emit)
        self._add(self, self.tr("Quit"), self.quit_requested.emit)
        for action in (*self._entries, self._more, self._below, self._resume):
            action.setVisible(False)
        for action in (self._pause.menuAction(), self._check, self._copy):
            action.setEnabled(False)
        self.aboutToShow.connect(self._on_about_to_show)

    def attach(self, bridge: "Bridge") -> None:
        """Speak for this bridge from now on."""
        self._bridge = bridge
        self._fill_pause_menu(bridge.settings)
        bridge.settings_changed.connect(self._fill_pause_menu)
        for action in (self._pause.menuAction(), self._check, self._copy):
            action.setEnabled(True)

    def show_summary(self, summary: "Summary") -> None:
        """Name what fails; actions are changed in place, for some panels lose a menu that is built anew."""
        from registry_tray.ui import texts
        from registry_tray.ui.tray_icon import status_icon

        self._show_pause(summary)
        told = (
            texts.summary_text(summary),
            *((row.instance.id, row.instance.name, row.status) for row in summary.failing[:SHOWN]),
        )
        if told == self._told:
            return  # every change of an action goes over D-Bus
        self._told = told
        self._summary.setText(texts.summary_text(summary))
        self._failing = [row.instance.id for row in summary.failing[:SHOWN]]
        for number, action in enumerate(self._entries):
            shown = number < len(self._failing)
            if shown:
                row = summary.failing[number]
                action.setText(texts.failure_text(row))
                action.setIcon(status_icon(row.status))  # seen on any ground: a panel draws menus in colours of its own
            action.setVisible(shown)
        rest = len(summary.failing) - SHOWN
        self._more.setText(self.tr("… and {0} more").format(rest) if rest > 0 else "")
        self._more.setVisible(rest > 0)
        self._below.setVisible(bool(summary.failing))

    def _show_pause(self, summary: "Summary") -> None:
        until = summary.paused_until
        left = until - self._bridge.clock.now() if until and self._bridge else timedelta()
        paused = left > timedelta()
        if self._resume.isVisible() is not paused:
            self._pause.menuAction().setVisible(not paused)
            self._resume.setVisible(paused)
        if paused:
            from registry_tray.ui.sayings import spoken

            minutes = timedelta(minutes=-(-left // timedelta(minutes=1)))
            self._resume.setText(self.tr("Resume alerts ({0} left)").format(spoken(minutes)))

    def _add(self, menu: QMenu, text: str, on_triggered: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: on_triggered())
        return action

    def _add_entry(self, number: int) -> QAction:
        return self._add(self, "", lambda: self.open_requested.emit(self._failing[number]))

    def _fill_pause_menu(self, settings: "Settings") -> None:
        from registry_tray.ui.mute_menu import choices

        self._pause.clear()
        for action in choices(self._pause, settings, self._on_pause, of_all=True):
            self._pause.addAction(action)

    def _on_about_to_show(self) -> None:
        if self._bridge is not None:
            self.show_summary(self._bridge.summary())  # the time that is left has changed

    def _on_pause(self, duration: timedelta | None) -> None:
        from registry_tray.ui import texts

        if self._bridge is not None:
            self._bridge.commands.pause_alerts(duration or texts.until_morning(self._bridge.clock.now()))

    def _on_resume(self) -> None:
        if self._bridge is not None:
            self._bridge.commands.pause_alerts(None)

    def _on_check(self) -> None:
        if self._bridge is not None:
            self._bridge.commands.check_now()

    def _on_copy(self) -> None:
        from registry_tray.ui import texts

        if self._bridge is not None:
            QGuiApplication.clipboard().setText(texts.registration_command(self._bridge.address))
