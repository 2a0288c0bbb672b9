"""A layout that goes on in the next line where a line is full, as words do."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items keep their size, as far as there is room; the height follows from the width. Hidden ones take no room."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
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
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._place(area, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _place(self, area: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        area = area.marginsRemoved(margins)
        left, top, line = area.left(), area.top(), 0
        parent = self.parentWidget()
        mirrored = parent is not None and parent.isRightToLeft()
        for item in self._items:
            if item.isEmpty():  # hidden: neither it nor its gap takes room
                continue
            size = item.sizeHint()
            size.setWidth(max(min(size.width(), area.width()), item.minimumSize().width()) if area.width() > 0 else size.width())
            if left > area.left() and left + size.width() > area.right() + 1:
                left, top, line = area.left(), top + line + self.spacing(), 0
            if move:
                piece = QRect(left, top, size.width(), size.height())
                if mirrored:
                    piece.moveRight(area.right() - (left - area.left()))
                item.setGeometry(piece)
            left += size.width() + self.spacing()
            line = max(line, size.height())
        return top + line - area.top() + margins.top() + margins.bottom()


def flow_height(widgets: Iterable[QWidget], width: int, gap: int) -> int:
    """How high a flow of these would be, hidden or not."""
    left, top, line = 0, 0, 0
    for widget in widgets:
        widget.ensurePolished()
        size = widget.sizeHint().expandedTo(widget.minimumSize())
        if left > 0 and left + size.width() > width:
            left, top, line = 0, top + line + gap, 0
        left += size.width() + gap
        line = max(line, size.height())
    return top + line
