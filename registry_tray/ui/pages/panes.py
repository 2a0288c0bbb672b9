"""The list, and the details beside it or in its place."""

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from registry_tray.ui.theme import Theme

_BOTH = 700  # pixels, for text of the usual size; below, there is room for one of them
_LEAST = 400  # of the list, when the details first open


class Panes(QSplitter):
    """Where there is too little room for both, the details are opened like a page of their own, and stand alone."""

    def __init__(self, theme: Theme, first: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._first = first
        self._second: QWidget | None = None
        self._sizes = QByteArray()
        self._is_wanted = self._is_opened = False
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(first)
        self.setStretchFactor(0, 1)

    @property
    def is_alone(self) -> bool:
        """Whether the details stand in the place of the list."""
        return self._first.isHidden()

    def put(self, second: QWidget) -> None:
        """These are the details; nothing shows of them yet."""
        self._second = second
        second.hide()
        self.addWidget(second)
        self.restoreState(self._sizes)

    def show_second(self, *, shown: bool, width: int) -> None:
        """Whether there is something to show in the details, and how wide they are when they first open."""
        self._is_wanted, self._is_opened = shown, self._is_opened and shown
        if shown and self._sizes.isEmpty():
            width = min(width, max(self.width() - _LEAST, self.width() // 2))
            self.setSizes([self.width() - width, width])
            self._sizes = self.saveState()
        self._share()

    def open_second(self, *, on: bool) -> None:
        """The details were asked for by more than a selection: they may take the place of the list."""
        self._is_opened = on
        self._share()

    def keep(self) -> QByteArray:
        """How wide they are; empty where that is as it was."""
        return self.saveState() if self._second is not None and not self._sizes.isEmpty() else QByteArray()

    def restore(self, sizes: object) -> None:
        """Take it up from the last time."""
        self._sizes = sizes if isinstance(sizes, QByteArray) else QByteArray()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if self._second is not None:
            both = self.width() >= self._theme.size(_BOTH)
            self._second.setVisible(self._is_wanted and (both or self._is_opened))
            self._first.setVisible(both or self._second.isHidden())
