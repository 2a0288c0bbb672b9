"""A layout of blocks in columns of one width, as many as there is room for."""

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class MasonryLayout(QLayout):
    """Each block stands in the column that is the shortest so far; the height follows from the width."""

    def __init__(self, parent: QWidget, column: int, gap: int) -> None:
        """`column` is the width in pixels that a column has at least, where there is room for it."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._column = column
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max((place.bottom() + 1 for place in self._places(width)), default=0)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        parent = self.parentWidget()
        mirrored = parent is not None and parent.isRightToLeft()
        for item, place in zip(self._items, self._places(area.width()), strict=True):
            if mirrored:
                place.moveRight(area.width() - 1 - place.left())
            item.setGeometry(place.translated(area.topLeft()))

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._items), default=0), 0)

    def _places(self, width: int) -> list[QRect]:
        gap = self.spacing()
        count = min(max(1, (width + gap) // (self._column + gap)), max(1, len(self._items)))
        wide = (width - gap * (count - 1)) // count
        ends = [0] * count
        places = []
        for item in self._items:
            column = ends.index(min(ends))
            height = item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
            places.append(QRect(column * (wide + gap), ends[column], wide, height))
            ends[column] += height + gap
        return places
