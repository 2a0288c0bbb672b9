"""What forms in the details have in common."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class Form(QWidget):
    """Escape puts it away; elsewhere on the page it closes the details."""

    closed = Signal()

    def event(self, event: QEvent) -> bool:
        # Keys that the fields leave come here; that it is meant for us keeps it from the shortcut of the page.
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and event.type() != QEvent.Type.KeyRelease:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.closed.emit()
            return True
        return super().event(event)
