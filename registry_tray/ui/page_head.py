"""The head of a page: its title, and beside it what can be done, or below where there is too little room."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from registry_tray.ui.tokens import GAP, GAP_SMALL


class PageHead(QWidget):
    """Folds when it must, however large the text is."""

    def __init__(self, title: QWidget, *controls: QWidget) -> None:
        super().__init__()
        self._title = title
        self._side = QWidget()
        self._side.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self._side)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_SMALL)
        for control in controls:
            row.addWidget(control)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(GAP)
        self._layout.addWidget(title, 1)
        self._layout.addWidget(self._side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # what it holds has become larger or smaller
            self._fold()
        return super().event(event)

    def _fold(self) -> None:
        needed = self._title.sizeHint().width() + GAP + self._side.sizeHint().width()
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if self.width() < needed else direction.LeftToRight)
