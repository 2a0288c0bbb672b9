"""What can be done with an instance: a button for each, and only for what makes sense as it stands."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from registry_tray.core.run import Run
from registry_tray.core.status import Registration
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.deeds import Deeds, can_check, can_open, can_pause, can_resume
from registry_tray.ui.details.note_field import NoteField
from registry_tray.ui.flow import FlowLayout
from registry_tray.ui.mute_menu import mute_menu
from registry_tray.ui.places import page_of
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_SMALL
from registry_tray.ui.widgets import CopyButton, button


class Actions(QWidget):
    """Check, mute, acknowledge, copy the incident; archive and pin what has ended."""

    def __init__(self, bridge: Bridge, theme: Theme, deeds: Deeds, incident: Callable[[], str]) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._deeds = deeds
        self._row: Row | None = None
        self.open_button = button(self.tr("Open"), self._on_open)
        self.check_button = button(self.tr("Check now"), self.check, description=self.tr("Checks this instance at once (F5)"))
        self.menu = mute_menu(self, deeds.settings, self._on_mute)
        self.mute_button = self._make_mute_button()
        self.acknowledge_button = button(
            self.tr("Acknowledge"), self._on_acknowledge, description=self.tr("No more popups of this outage")
        )
        self.restart_button = button(
            self.tr("Restart"), self._on_restart, description=self.tr("Ends the command that we run, and starts it anew")
        )
        self.stop_button = button(self.tr("Stop"), self._on_stop, description=self.tr("Ends the command that we run"))
        self.incident_button = CopyButton(theme, incident, self.tr("Copy incident"))
        self.incident_button.setAccessibleDescription(self.tr("Copies what is wrong, since when and why, as Markdown"))
        self.pause_button = button(self.tr("Pause"), self._on_pause, description=self.tr("Checks it no more until it is resumed"))
        self.archive_button = button(
            self.tr("Archive"), self._on_archive, description=self.tr("Puts it away until it registers again")
        )
        self.pin_button = button(self.tr("Pin"), self._on_pin, description=self.tr("Keeps it in the list whatever its age"))
        self.note = NoteField()
        self.note.saved.connect(self._on_note)
        bar = QWidget()
        flow = FlowLayout(bar, GAP_SMALL)
        self.show_run(None)
        for action in (
            self.open_button, self.check_button, self.restart_button, self.stop_button, self.mute_button, self.acknowledge_button,
            self.incident_button, self.pause_button, self.archive_button, self.pin_button,
        ):  # fmt: skip
            flow.addWidget(action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(bar)
        layout.addWidget(self.note)
        theme.changed.connect(self._tint)
        self._tint()

    def show_row(self, row: Row) -> None:
        """Offer what makes sense for it."""
        if self._row is None or self._row.instance.id != row.instance.id:
            self.note.hide()
            self.show_run(None)
        self._row = row
        instance = row.instance
        ended, archived = not row.is_active, row.is_archived
        page = page_of(row)
        self.open_button.setVisible(can_open(row))
        self.open_button.setToolTip(self.tr("Opens {0} (Ctrl+O)").format(page))
        self.open_button.setAccessibleDescription(self.open_button.toolTip())
        self.check_button.setVisible(can_check(row))
        self.pause_button.setVisible(can_pause(row) or can_resume(row))
        self.mute_button.setVisible(row.is_muted or (instance.registration is not Registration.STOPPED and not archived))
        self.acknowledge_button.setVisible(row.is_troubled)
        self.incident_button.setVisible(row.is_troubled)
        self.archive_button.setVisible(ended and not archived)
        self.pin_button.setVisible(ended and not archived)
        if not row.is_troubled:
            self.note.hide()
        if row.is_acknowledged:
            _caption(self.acknowledge_button, self.tr("Edit note"), self.tr("Changes what is noted of this outage"))
        else:
            _caption(self.acknowledge_button, self.tr("Acknowledge"), self.tr("No more popups of this outage"))
        if instance.is_pinned:
            _caption(self.pin_button, self.tr("Unpin"), self.tr("Lets it leave the list when it is old"))
        else:
            _caption(self.pin_button, self.tr("Pin"), self.tr("Keeps it in the list whatever its age"))
        if can_resume(row):
            _caption(self.pause_button, self.tr("Resume"), self.tr("Checks it again"))
        else:
            _caption(self.pause_button, self.tr("Pause"), self.tr("Checks it no more until it is resumed"))
        self._caption_mute(row)

    def show_run(self, run: Run | None) -> None:
        """Offer to end it where we run it."""
        for each in (self.restart_button, self.stop_button):
            each.setVisible(run is not None and run.is_running)

    def check(self) -> None:
        """Check this instance now."""
        if self._row is not None:
            self._deeds.check([self._row])

    def toggle_mute(self) -> None:
        """Unmute it, else offer for how long to mute it."""
        if self._row is not None and self._row.is_muted:
            self._deeds.unmute([self._row])
        elif self.mute_button.isVisible():
            self.menu.popup(self.mute_button.mapToGlobal(self.mute_button.rect().bottomLeft()))

    def _make_mute_button(self) -> QPushButton:
        made = button(self.tr("Mute"), description=self.tr("No popups for this instance (Ctrl+M)"))
        made.setMenu(self.menu)
        made.setProperty("menu", "true")
        made.clicked.connect(self._on_mute_clicked)
        return made

    def _caption_mute(self, row: Row) -> None:
        if row.is_muted:
            new = _caption(self.mute_button, self.tr("Unmute"), self.tr("Popups for this instance again (Ctrl+M)"))
        else:
            new = _caption(self.mute_button, self.tr("Mute"), self.tr("No popups for this instance (Ctrl+M)"))
        if new:
            self.mute_button.setMenu(None if row.is_muted else self.menu)  # type: ignore[arg-type] # None is allowed
            self.mute_button.setProperty("menu", "false" if row.is_muted else "true")
            self.mute_button.style().polish(self.mute_button)
            self._tint()

    def _on_mute(self, duration: timedelta | None) -> None:
        if self._row is not None:
            self._deeds.mute([self._row], duration)

    def _on_mute_clicked(self) -> None:
        if self._row is not None and self._row.is_muted:
            self._deeds.unmute([self._row])

    def _on_acknowledge(self) -> None:
        known = self._row.instance.acknowledged if self._row is not None and self._row.is_acknowledged else None
        self.note.open(known.note if known else "")

    def _on_note(self, text: str) -> None:
        if self._row is not None:
            self._deeds.acknowledge([self._row], text)

    def _on_open(self) -> None:
        if self._row is not None:
            self._deeds.open([self._row])

    def _on_pause(self) -> None:
        if self._row is not None:
            (self._deeds.resume if can_resume(self._row) else self._deeds.pause)([self._row])

    def _on_archive(self) -> None:
        if self._row is not None:
            self._deeds.archive([self._row])

    def _on_restart(self) -> None:
        if self._row is not None:
            self._bridge.commands.runs.restart(self._row.instance.id)

    def _on_stop(self) -> None:
        if self._row is not None:
            self._bridge.commands.runs.stop(self._row.instance.id)

    def _on_pin(self) -> None:
        if self._row is not None:
            self._deeds.pin([self._row], pinned=not self._row.instance.is_pinned)

    def _tint(self) -> None:
        is_muted = self._row is not None and self._row.is_muted
        for each, name in (
            (self.open_button, "external"), (self.check_button, "refresh"),
            (self.mute_button, "bell" if is_muted else "bell-off"), (self.acknowledge_button, "check"),
            (self.pause_button, "status-paused"), (self.archive_button, "archive"), (self.pin_button, "pin"),
            (self.restart_button, "reset"), (self.stop_button, "close"),
        ):  # fmt: skip
            each.setIcon(self._theme.icon(name))


def _caption(shown: QPushButton, text: str, description: str) -> bool:
    """Name the button, and say what it does; whether that was new."""
    if shown.text() == text:
        return False
    shown.setText(text)
    shown.setAccessibleName(text)
    shown.setAccessibleDescription(description)
    shown.updateGeometry()
    return True
