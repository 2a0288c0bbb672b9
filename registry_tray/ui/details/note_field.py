"""A line for a word about an outage, in the place where it is asked for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from registry_tray.ui.escapable import Escapable
from registry_tray.ui.tokens import GAP_SMALL
from registry_tray.ui.widgets import button

LONGEST = 500


class NoteField(Escapable):
    """Enter saves, Escape takes it back, which elsewhere on the page closes the details."""

    saved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Note (optional)"))
        self.line.setAccessibleName(self.tr("Note"))
        self.line.setAccessibleDescription(self.tr("What is known of this outage. Enter saves it, Escape takes it back."))
        self.line.setMaxLength(LONGEST)
        self.line.setMinimumWidth(96)
        self.line.returnPressed.connect(self._on_save)
        self.save = button(self.tr("Save"), self._on_save, kind="primary")
        self.cancel = button(self.tr("Cancel"), self.hide)
        self.escaped.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.save)
        layout.addWidget(self.cancel)
        self.hide()

    def open(self, text: str) -> None:
        """Ask, with this text to begin with."""
        self.line.setText(text)
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _on_save(self) -> None:
        self.hide()
        self.saved.emit(self.line.text().strip())
