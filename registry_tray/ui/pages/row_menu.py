"""What can be done with the selected instances: the menu of a right click."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from registry_tray.ui import deeds
from registry_tray.ui.board import Row
from registry_tray.ui.deeds import Deeds
from registry_tray.ui.language import key_text, tr
from registry_tray.ui.mute_menu import mute_menu
from registry_tray.ui.theme import Theme


def row_menu(parent: QWidget, theme: Theme, acts: Deeds, rows: Sequence[Row]) -> QMenu:
    """Only what makes sense for at least one of them."""
    menu = QMenu(parent)

    def add(text: str, icon: str, fits: Callable[[Row], bool], act: Callable[[Sequence[Row]], None], key: str = "") -> None:
        if any(map(fits, rows)):
            action = menu.addAction(theme.icon(icon), text)
            action.triggered.connect(lambda: act(rows))
            if key:
                action.setText(f"{text}\t{key_text(key)}")

    if len(rows) == 1:
        add(tr("Open"), "external", deeds.can_open, acts.open, "Ctrl+O")
    add(tr("Check now"), "refresh", deeds.can_check, acts.check, "F5")
    if any(map(deeds.can_mute, rows)):
        mutes = mute_menu(menu, acts.settings, lambda duration: acts.mute(rows, duration))
        mutes.setTitle(tr("Mute"))
        mutes.setIcon(theme.icon("bell-off"))
        menu.addMenu(mutes)
    add(tr("Unmute"), "bell", lambda row: row.is_muted, acts.unmute, "Ctrl+M")
    add(tr("Acknowledge"), "check", lambda row: row.is_troubled and not row.is_acknowledged, acts.acknowledge)
    add(tr("Pause checks"), "status-paused", deeds.can_pause, acts.pause)
    add(tr("Resume checks"), "refresh", deeds.can_resume, acts.resume)
    add(tr("Archive"), "archive", deeds.can_archive, acts.archive)
    menu.addSeparator()
    menu.addMenu(_copy_menu(menu, theme, acts, rows))
    return menu


def _copy_menu(parent: QMenu, theme: Theme, acts: Deeds, rows: Sequence[Row]) -> QMenu:
    menu = QMenu(tr("Copy"), parent)
    menu.setIcon(theme.icon("copy"))
    for text, value in (
        (tr("Identifier"), lambda row: row.instance.identifier),
        (tr("Name"), lambda row: row.instance.name),
        (tr("Health address"), lambda row: row.job.target if row.job else ""),
    ):
        found = [each for each in map(value, rows) if each]
        if found:
            action: QAction = menu.addAction(text)
            action.triggered.connect(lambda _=False, found=found: QGuiApplication.clipboard().setText("\n".join(found)))
    return menu
