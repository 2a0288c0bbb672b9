"""What keys do on the page of applications: to what is selected, or to what the details show."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from registry_tray.ui.bridge import Bridge
from registry_tray.ui.deeds import can_open
from registry_tray.ui.mute_menu import mute_menu

if TYPE_CHECKING:
    from registry_tray.ui.pages.applications import ApplicationsPage


class RowKeys(QObject):
    """Heard wherever the keyboard is on the page."""

    def __init__(self, page: "ApplicationsPage", bridge: Bridge) -> None:
        super().__init__(page)
        self._page = page
        self._deeds = page.deeds
        for key, on_pressed in (
            ("Esc", page.escape),
            ("Ctrl+O", self._open),
            ("F5", self._check),
            ("Ctrl+R", self._check),
            ("Shift+F5", bridge.commands.check_now),
            ("Ctrl+Shift+R", bridge.commands.check_now),
            ("Ctrl+M", self._mute),
            ("Ctrl+Shift+C", self._copy),
            ("Ctrl+I", self._copy_incident),
            ("Ctrl+Z", page.undo.undo),
        ):
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(on_pressed)

    def _open(self) -> None:
        self._deeds.open([row for row in self._page.meant()[:1] if can_open(row)])

    def _check(self) -> None:
        self._deeds.check(self._page.meant())

    def _mute(self) -> None:
        page, rows = self._page, self._page.meant()
        if len(rows) == 1 and page.details.isVisible():
            page.details.header.actions_bar.toggle_mute()
        elif rows and all(row.is_muted for row in rows):
            self._deeds.unmute(rows)
        elif rows:
            menu = mute_menu(page, self._deeds.settings, lambda duration: self._deeds.mute(rows, duration))
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            # One alone has no bar, and where the window is narrow no details.
            menu.popup(page.list.place_of(rows[0].instance.id) if len(rows) == 1 else page.bar.mute.mapToGlobal(QPoint()))

    def _copy(self) -> None:
        if rows := self._page.meant():
            self._deeds.copy(rows)

    def _copy_incident(self) -> None:
        shown = self._page.shown
        if shown is not None and shown.is_troubled:
            self._page.details.header.actions_bar.incident_button.click()
