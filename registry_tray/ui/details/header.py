"""The head of the details pane: what is wrong, in words, and what can be done about it."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from registry_tray.ui import texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.flow import FlowLayout
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_SMALL
from registry_tray.ui.widgets import CopyButton, button, label, mute_menu


class Header(QWidget):
    """Glyph, name, status in words, and the actions."""

    close_requested = Signal()

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._row: Row | None = None
        self._glyph = QLabel()
        self._glyph.setAccessibleName(self.tr("Status"))
        self.name = label("", "lead", wrap=True, selectable=True)
        self.state = label("", wrap=True, selectable=True)
        self.note = label("", "caption", wrap=True)
        self._check = button(self.tr("Check now"), self.check, description=self.tr("Checks this instance at once (F5)"))
        self.mute_button = self._make_mute_button()
        self._copy = CopyButton(theme, self._identifier, self.tr("Copy ID"))
        self._copy.setAccessibleDescription(self.tr("Copies the identifier of this instance"))
        self._close = QToolButton()
        self._close.setProperty("kind", "icon")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setAccessibleName(self.tr("Close details"))
        self._close.setToolTip(self.tr("Close details (Esc)"))
        self._close.clicked.connect(self.close_requested)
        self._lay_out()
        theme.changed.connect(self._tint)
        self._tint()

    def show_row(self, row: Row) -> None:
        """Show this instance as it stands."""
        self._row = row
        now = self._bridge.clock.now()
        colours = self._theme.colours
        self._glyph.setPixmap(self._theme.icon(f"status-{row.status}", colours.status[row.status]).pixmap(24, 24))
        self._set(self.name, row.instance.name)
        self._set(self.state, texts.state_sentence(row, now))
        note = texts.note(row, now, self._bridge.paused_until)
        self._set(self.note, note[:1].upper() + note[1:])
        self.note.setVisible(bool(note))
        if self.mute_button.text() != (caption := self.tr("Unmute") if row.is_muted else self.tr("Mute")):
            self.mute_button.setText(caption)
            self.mute_button.setAccessibleName(caption)
            self.mute_button.setMenu(None if row.is_muted else self._menu)  # type: ignore[arg-type] # None is allowed
            self.mute_button.setProperty("menu", "false" if row.is_muted else "true")
            self.mute_button.style().polish(self.mute_button)

    def check(self) -> None:
        """Check this instance now."""
        if self._row is not None:
            self._bridge.check_now(self._row.instance.id)

    def toggle_mute(self) -> None:
        """Unmute it, else offer for how long to mute it."""
        if self._row is not None and self._row.is_muted:
            self._bridge.mute(self._row.instance.id, None)
        else:
            self._menu.popup(self.mute_button.mapToGlobal(self.mute_button.rect().bottomLeft()))

    def _make_mute_button(self) -> QPushButton:
        made = button(self.tr("Mute"), description=self.tr("No popups for this instance (Ctrl+M)"))
        self._menu = mute_menu(self, self._on_mute)
        made.setMenu(self._menu)
        made.setProperty("menu", "true")
        made.clicked.connect(self._on_mute_clicked)
        return made

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAP_SMALL // 2)
        for text in (self.name, self.state, self.note):
            words.addWidget(text)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        bar = QWidget()
        actions = FlowLayout(bar, GAP_SMALL)
        for action in (self._check, self.mute_button, self._copy):
            actions.addWidget(action)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(bar)

    def _identifier(self) -> str:
        return self._row.instance.identifier if self._row else ""

    def _on_mute(self, duration: timedelta | None) -> None:
        if self._row is not None:
            self._bridge.mute(self._row.instance.id, duration or texts.until_morning(self._bridge.clock.now()))

    def _on_mute_clicked(self) -> None:
        if self._row is not None and self._row.is_muted:
            self._bridge.mute(self._row.instance.id, None)

    def _tint(self) -> None:
        self._close.setIcon(self._theme.icon("close"))
        self._check.setIcon(self._theme.icon("refresh"))
        self.mute_button.setIcon(self._theme.icon("bell"))

    def _set(self, shown: QLabel, text: str) -> None:
        if shown.text() != text:  # setting it anew would lose what the user has selected
            shown.setText(text)
