"""The list of instances."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent

from registry_tray.core.models import InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.models.tree import Branch, line_of
from registry_tray.ui.pages.beat_tips import BeatTips
from registry_tray.ui.pages.columns import Columns
from registry_tray.ui.pages.row_view import RowView
from registry_tray.ui.pages.selection import Selection
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP

_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class InstanceList(RowView):
    """Selecting a row shows its details; no row selected means no details."""

    menu_wanted = Signal(object, QPoint)
    """list[Row] that are meant, and where on the screen."""

    def __init__(self, bridge: Bridge, model: InstanceModel, theme: Theme) -> None:
        super().__init__(bridge, model, theme)
        self._model = model
        self.setAccessibleName(self.tr("Applications"))
        self.setAccessibleDescription(self.tr("Every registered instance, the worst first. Select one to see its details."))
        self.selection = Selection(self, model)
        self.show_lines()
        self.selection.follow()
        self.columns = Columns(self, model, theme)
        self._tips = BeatTips(self.viewport(), bridge)

    def select(self, instance_id: InstanceId | None) -> None:
        """Select this instance where it is listed, or none."""
        self.selection.choose(instance_id)

    @property
    def selected(self) -> InstanceId | None:
        """The instance whose details are shown."""
        return self.selection.first

    def place_of(self, instance_id: InstanceId) -> QPoint:
        """Where on the screen a menu of its row opens."""
        index = self._model.find(instance_id)
        return self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.fit()
        chosen = self._model.find(self.selection.first)
        place = self.visualRect(chosen)
        if chosen.isValid() and 0 <= place.top() < event.oldSize().height():
            self.scrollTo(chosen)  # the details that it opened make the head of a narrow list higher

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            line = self._model.line_at(index.row()) if index.isValid() else None
            if isinstance(line, Row) and index.column() == Column.BEATS:
                bar = self.row_painter.bar_in(self.visualRect(index))
                if self._tips.show(line, bar, event.pos(), event.globalPos()):
                    return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The right button asks for the menu of a row; what is selected, and so the details, stay as they are.
        if event.button() is not Qt.MouseButton.RightButton:
            super().mousePressEvent(event)
            index = self.indexAt(event.position().toPoint())
            cell, x = self.visualRect(self._model.index(index.row(), Column.NAME)), event.position().x()
            inside = cell.right() - x if self.isRightToLeft() else x - cell.left()
            if index.column() == Column.NAME and inside < GAP + self.row_painter.indent:
                self._toggle(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._toggle(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right close and open a line; the first key that moves chooses the first one, as focus alone does not."""
        index = self.currentIndex()
        if index.isValid() and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            if not self._model.open_line(index.row(), on=event.key() == Qt.Key.Key_Right) and event.key() == Qt.Key.Key_Left:
                self._go_to_parent(index)
        elif event.key() in _MOVES and not self.selectionModel().hasSelection() and self._model.rowCount():
            self.selectRow(0)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        selected = self.selectionModel().isRowSelected(index.row())
        rows = self.selection.rows() if selected else self._model.rows_at(index.row())
        middle = self.visualRect(self._model.index(index.row(), Column.NAME)).center()
        self.menu_wanted.emit(rows, event.globalPos() if by_mouse else self.viewport().mapToGlobal(middle))

    def _toggle(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row()) if index.isValid() else None
        if isinstance(line, Branch):
            self._model.open_line(index.row(), on=not line.is_open)

    def _go_to_parent(self, index: QModelIndex) -> None:
        line = self._model.line_at(index.row())
        parent = self._model.find(line_of(line.instance.app_id)) if isinstance(line, Row) else QModelIndex()
        if parent.isValid():
            self.setCurrentIndex(parent)
