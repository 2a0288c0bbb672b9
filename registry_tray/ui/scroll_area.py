"""What is higher than its place: it scrolls up and down, never sideways."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QScrollArea, QWidget

_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class ScrollArea(QScrollArea):
    """Shows that it has the keyboard where somebody came to it by Tab; who opened a page knows that its keys are the page's."""

    def __init__(self, name: str, content: QWidget | None = None) -> None:
        super().__init__(widgetResizable=True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        if content is not None:
            self.setWidget(content)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_line(event.reason() in _BY_TAB)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_line(False)

    def _show_line(self, shown: bool) -> None:
        if shown != bool(self.property("reached")):
            self.setProperty("reached", shown)
            self.style().polish(self)
