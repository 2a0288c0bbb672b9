"""How a row of the list is painted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from registry_tray.core.status import Status
from registry_tray.ui import assets, heartbeat, texts
from registry_tray.ui.board import Row
from registry_tray.ui.models.entries import RIGHT, Column
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.models.tree import Branch
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_HUGE, GAP_SMALL, GAP_TINY, ROW_HEIGHT

GLYPH, SIGN, INDENT = 16, 14, 22
_VCENTER = Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """One for all columns; what it paints with is made once for each theme."""

    def __init__(self, view: QTableView, model: InstanceModel, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._theme = theme
        self.hovered = -1
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self.row_height())

    def row_height(self) -> int:
        """Two lines of text, however large the user's font is."""
        return max(ROW_HEIGHT, self._body_metrics.height() + self._caption_metrics.height() + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        # Not through index.data(): a thousand cells a second are painted, and each way through Qt costs as much as the text.
        row, column = self._model.line_at(index.row()), index.column()
        area: QRect = option.rect
        self._paint_ground(painter, option, index, area)
        inner = area.adjusted(GAP_HUGE if column == Column.STATUS else GAP, 0, -GAP, 0)
        if isinstance(row, Branch):
            self._paint_branch(painter, inner, row, column)
            return
        if column == Column.NAME and self._model.tree.is_child(row.instance.id, row.instance.app_id):
            inner.setLeft(inner.left() + INDENT)
        match column:
            case Column.STATUS:
                self._paint_status(painter, inner, row.status, texts.status_word(row))
            case Column.NAME:
                self._paint_name(painter, inner, row, self._model.cells.note(row))
            case Column.BEATS:
                self._paint_beats(painter, inner, row)
            case _:
                side = Qt.AlignmentFlag.AlignRight if column in RIGHT else Qt.AlignmentFlag.AlignLeft
                text = self._model.cells.text(row, Column(column))
                self._paint_text(painter, inner, text, self._body, self._theme.colours.muted, side)

    def _on_theme_changed(self) -> None:
        self._body = self._theme.font()
        self._strong = self._theme.font(strong=True)
        self._caption = self._theme.font(CAPTION)
        self._body_metrics, self._caption_metrics = QFontMetrics(self._strong), QFontMetrics(self._caption)

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, area: QRect
    ) -> None:
        colours = self._theme.colours
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours.selected))
        elif index.row() == self.hovered:
            painter.fillRect(area, QColor(colours.hover))
        painter.setPen(QColor(colours.border))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self._view.hasFocus() and self._view.currentIndex().row() == index.row():
            self._paint_focus(painter, area, index.column())

    def _paint_focus(self, painter: QPainter, area: QRect, column: int) -> None:
        """A ring around the whole row, a piece in each cell."""
        painter.setPen(QPen(QColor(self._theme.colours.accent), 2))
        painter.drawLine(area.topLeft() + QPoint(0, 1), area.topRight() + QPoint(0, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        header = self._view.horizontalHeader()
        order = map(header.logicalIndex, range(header.count()))
        shown = [section for section in order if not header.isSectionHidden(section)]
        if column == shown[0]:
            painter.drawLine(area.topLeft() + QPoint(1, 0), area.bottomLeft() + QPoint(1, 0))
        if column == shown[-1]:
            painter.drawLine(area.topRight(), area.bottomRight())

    def _paint_branch(self, painter: QPainter, area: QRect, branch: Branch, column: int) -> None:
        """An application: its worst status, and how many are up."""
        colours = self._theme.colours
        if column == Column.STATUS:
            self._paint_status(painter, area, branch.status, texts.word(branch.status))
        elif column == Column.NAME:
            scale = painter.device().devicePixelRatioF()
            name = "chevron-down" if branch.is_open else "chevron-right"
            arrow = assets.pixmap(name, SIGN, colours.muted, colours.on_status, scale)
            painter.drawPixmap(area.left(), area.center().y() - SIGN // 2 + 1, arrow)
            inner = area.adjusted(INDENT, 0, 0, 0)
            painter.setFont(self._strong)
            width = min(painter.fontMetrics().horizontalAdvance(branch.name), inner.width())
            self._paint_text(painter, inner, branch.name, self._strong, colours.text)
            inner.setLeft(inner.left() + width + GAP)
            self._paint_text(painter, inner, self._model.cells.up_text(branch), self._caption, colours.muted)

    def _paint_status(self, painter: QPainter, area: QRect, status: Status, word: str) -> None:
        colours = self._theme.colours
        ink = colours.status[status]
        top = area.center().y() - GLYPH // 2 + 1
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(area.left(), top, assets.pixmap(f"status-{status}", GLYPH, ink, colours.on_status, scale))
        font = self._strong if status.is_failing else self._body
        self._paint_text(painter, area.adjusted(GLYPH + GAP_SMALL, 0, 0, 0), word, font, ink)

    def _paint_name(self, painter: QPainter, area: QRect, row: Row, note: str) -> None:
        colours = self._theme.colours
        gone = row.status is Status.STOPPED
        upper, lower = self._body_metrics.height(), self._caption_metrics.height()
        top = area.top() + (area.height() - upper - lower - 2) // 2
        line = QRect(area.left(), top, area.width(), upper)
        signs = [name for name, on in (("bell-off", row.is_muted), ("pin", row.instance.is_pinned)) if on]
        if signs:
            room = line.width() - len(signs) * (SIGN + GAP_TINY) - GAP_SMALL
            left = line.left() + min(self._body_metrics.horizontalAdvance(row.instance.name), room) + GAP_SMALL
            scale = painter.device().devicePixelRatioF()
            for number, name in enumerate(signs):
                picture = assets.pixmap(name, SIGN, colours.muted, colours.on_status, scale)
                painter.drawPixmap(left + number * (SIGN + GAP_TINY), line.center().y() - 6, picture)
            line.setWidth(left - line.left() - GAP_TINY)
        self._paint_text(painter, line, row.instance.name, self._strong, colours.muted if gone else colours.text)
        second = QRect(area.left(), top + upper + 2, area.width(), lower)
        if note:
            width = min(self._caption_metrics.horizontalAdvance(note), second.width())
            self._paint_text(painter, QRect(second.left(), second.top(), width + 1, lower), note, self._caption, colours.accent)
            second.setLeft(second.left() + width + GAP)
        self._paint_text(painter, second, texts.origin(row), self._caption, colours.muted)

    def _paint_beats(self, painter: QPainter, area: QRect, row: Row) -> None:
        picture = heartbeat.beats_pixmap(row.beats, self._theme.colours, painter.device().devicePixelRatioF())
        painter.drawPixmap(area.left(), area.center().y() - heartbeat.HEIGHT // 2, picture)

    def _paint_text(
        self, painter: QPainter, area: QRect, text: str, font: QFont, ink: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(QColor(ink))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(0, area.width()))
        painter.drawText(area, _VCENTER | side, elided)
