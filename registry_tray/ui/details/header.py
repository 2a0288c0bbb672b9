"""The head of the details pane: what is wrong, in words, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from registry_tray.ui import alert_texts, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.actions import Actions
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_TINY
from registry_tray.ui.widgets import CopyButton, label


class Header(QWidget):
    """Glyph, name, status in words, and the actions."""

    close_requested = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, actions_bar: Actions) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._row: Row | None = None
        self._glyph = QLabel()
        self.name = label("", "lead", wrap=True, selectable=True)
        self.state = label("", wrap=True, selectable=True)
        self.note = label("", "caption", wrap=True, selectable=True)
        self.copy_button = CopyButton(theme, self._identifier, self.tr("Copy the identifier"), kind="icon")
        self.actions_bar = actions_bar
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
        self._glyph.setPixmap(self._theme.pixmap(f"status-{row.status}", colours.status[row.status], 24))
        self._glyph.setAccessibleName(texts.status_word(row))
        _set(self.name, row.instance.name)
        _set(self.state, texts.state_sentence(row, now))
        note = alert_texts.notes(row, now, self._bridge.paused_until)
        _set(self.note, note)
        self.note.setVisible(bool(note))
        self.actions_bar.show_row(row)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAP_TINY)
        title = QHBoxLayout()
        title.setSpacing(GAP_TINY)
        title.addWidget(self.name)
        title.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        title.addStretch()
        words.addLayout(title)
        for text in (self.state, self.note):
            words.addWidget(text)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.actions_bar)

    def _identifier(self) -> str:
        return self._row.instance.identifier if self._row else ""

    def _tint(self) -> None:
        self._close.setIcon(self._theme.icon("close"))


def _set(shown: QLabel, text: str) -> None:
    if shown.text() != text:  # setting it anew would lose what the user has selected
        shown.setText(text)
