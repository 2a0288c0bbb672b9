"""What Escape puts away before it means anything to the page around it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class Escapable(QWidget):
    """Escape is for this while the keyboard is in it."""

    escaped = Signal()

    def event(self, event: QEvent) -> bool:
        # Keys that its parts leave come here; that it is meant for us keeps it from the shortcut of the page.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and event.type() != QEvent.Type.KeyRelease:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.escaped.emit()
            return True
        return super().event(event)
