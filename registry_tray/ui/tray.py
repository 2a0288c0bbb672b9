"""The icon in the panel: there before anything else is, and again whenever a panel appears."""

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from registry_tray.core.errors import NotifierError
from registry_tray.phrases import phrase
from registry_tray.ui.files import resource
from registry_tray.ui.tray_menu import TrayMenu

if TYPE_CHECKING:
    from registry_tray.ui.board import Summary
    from registry_tray.ui.bridge import Bridge

# Whatever only a bridge can make necessary is imported when there is one: the icon is the first thing that the user sees.

_EAGER, _PATIENT = 1000, 10_000  # ms between two looks for a panel
_EAGER_LOOKS = 30
_PACE = 500  # ms between two changes of the icon
_OPENING = (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick)


class Tray(QObject):
    """Shows the neutral icon at once; the statuses when a bridge is attached."""

    open_requested = Signal(object)
    """InstanceId to show, or None for the window as it is."""
    settings_requested = Signal()
    quit_requested = Signal()
    message_clicked = Signal()
    availability_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.menu = TrayMenu()
        self.menu.open_requested.connect(self.open_requested)
        self.menu.settings_requested.connect(self.settings_requested)
        self.menu.quit_requested.connect(self.quit_requested)
        self._icon = _program_icon()
        self._tooltip = "Registry Tray"
        self._looks = 0
        self._bridge: Bridge | None = None
        self._stale = False
        self._pace = QTimer(self, singleShot=True, interval=_PACE)
        self._pace.timeout.connect(self._on_pace)
        self._available = QSystemTrayIcon.isSystemTrayAvailable()
        self._tray = self._create()
        self._watch = QTimer(self, interval=_EAGER)
        self._watch.timeout.connect(self._on_watch)
        self._watch.start()

    @property
    def tooltip(self) -> str:
        """The summary in words."""
        return self._tooltip

    @property
    def icon(self) -> QIcon:
        """What is shown."""
        return self._icon

    def attach(self, bridge: "Bridge") -> None:
        """Show what this bridge tells."""
        self.menu.attach(bridge)
        self._bridge = bridge
        bridge.summary_changed.connect(self._on_summary_changed)
        self._on_summary(bridge.summary())

    def look(self) -> bool:
        """Whether the user can see the icon; asked anew, for a panel may have come or gone a moment ago."""
        available = QSystemTrayIcon.isSystemTrayAvailable()
        if available == self._available:
            return available
        self._available = available
        if available:
            # An icon that is older than the panel never shows.
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = self._create()
        self.availability_changed.emit(available)
        return available

    def shows_messages(self) -> bool:
        """Whether the panel has messages of its own.

        An icon of the StatusNotifier kind, which has no place that Qt knows, would ask the very server that does not answer.
        """
        return self._available and not (sys.platform == "linux" and self._tray.geometry().isEmpty())

    def show_message(self, title: str, body: str) -> None:
        """A popup by the panel's own means, for where no notification server answers; NotifierError where it has none."""
        if not self.shows_messages():
            raise NotifierError(phrase("The panel of this desktop shows no messages of its own."))
        self._tray.showMessage(title, body, self._icon)

    def close(self) -> None:
        """Take the icon away."""
        self._watch.stop()
        self._tray.hide()

    def _create(self) -> QSystemTrayIcon:
        tray = QSystemTrayIcon(self._icon, self)
        tray.setToolTip(self._tooltip)
        tray.setContextMenu(self.menu)
        tray.activated.connect(self._on_activated)
        tray.messageClicked.connect(self.message_clicked)
        tray.show()
        return tray

    def _on_watch(self) -> None:
        self._looks += 1
        if self._looks == _EAGER_LOOKS:
            self._watch.setInterval(_PATIENT)
        self.look()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _OPENING:
            self.open_requested.emit(None)

    def _on_summary_changed(self, summary: "Summary") -> None:
        """At once, but no more often than a panel can follow: each change goes over D-Bus."""
        if self._pace.isActive():
            self._stale = True
        else:
            self._pace.start()
            self._on_summary(summary)

    def _on_pace(self) -> None:
        if self._stale and self._bridge is not None:
            self._stale = False
            self._on_summary_changed(self._bridge.summary())

    def _on_summary(self, summary: "Summary") -> None:
        from registry_tray.ui import texts
        from registry_tray.ui.tray_icon import status_icon

        self.menu.show_summary(summary)
        icon = status_icon(summary.worst, len(summary.failing), paused=summary.paused_until is not None)
        if icon is not self._icon:  # a new icon is sent over D-Bus: only where it differs
            self._icon = icon
            self._tray.setIcon(icon)
        tooltip = texts.summary_text(summary)
        if tooltip != self._tooltip:
            self._tooltip = tooltip
            self._tray.setToolTip(tooltip)


def _program_icon() -> QIcon:
    """Drawn beforehand: to paint it would cost the start a third of its time."""
    icon = QIcon()
    for file in resource("icons/program").glob("*.png"):
        icon.addFile(str(file))
    return icon
