"""How a row of the list is painted."""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QTableView

from registry_tray.core.status import Status
from registry_tray.ui import assets, heartbeat, texts
from registry_tray.ui.board import Row
from registry_tray.ui.models.entries import RIGHT, Column
from registry_tray.ui.models.lines import Lines
from registry_tray.ui.models.tree import Branch
from registry_tray.ui.strip import Strip, colour
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL, GAP_TINY, ROW_HEIGHT

_SIGN, _INDENT = 14, 22
_BAR = 3  # pixels; at the start of what is selected
_FADED = 0.45  # of what was observed of an instance that has ended


class RowPainter(QObject):
    """Paints whole rows: a delegate is asked for one cell at a time, and what Qt does before it asks costs as much as the cell.

    What it paints with is made once for each theme.
    """

    def __init__(self, view: QTableView, model: Lines, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._theme = theme
        self.hovered = -1
        self._begin()
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def row_height(self) -> int:
        """Two lines of text, however large the user's font is."""
        return max(ROW_HEIGHT, self._body_metrics.height() + self._caption_metrics.height() + GAP)

    def bar_in(self, cell: QRect) -> QRect:
        """Where the bar of heartbeats stands in its cell."""
        left = cell.right() + 1 - GAP - heartbeat.WIDTH if self._mirrored else cell.left() + GAP
        return QRect(left, cell.top(), heartbeat.WIDTH, cell.height())

    def paint(self, event: QPaintEvent) -> None:
        """Those that are to be painted anew, and of each what is."""
        self._begin()
        view, area, region = self._view, event.rect(), event.region()
        painter = QPainter(view.viewport())
        is_whole = region.rectCount() == 1
        columns = self._columns_in(area)
        rows, height = self._rows_in(area), view.verticalHeader().defaultSectionSize()
        top = view.rowViewportPosition(rows.start) if rows else 0
        ink, width, selection = colour(self._theme.colours.border), view.viewport().width(), view.selectionModel()
        for row in rows:
            line, selected = self._model.line_at(row), selection.isRowSelected(row)
            for column, left, wide in columns:
                cell = QRect(left, top, wide, height)
                if is_whole or region.intersects(cell):
                    self._paint_cell(painter, cell, row, column, line, selected=selected)
            top += height
            if row != self._current:  # the ring of the focus has its own line
                painter.fillRect(0, top - 1, width, 1, ink)

    def _begin(self) -> None:
        """What is the same for all that is painted at once."""
        self._mirrored = self._view.isRightToLeft()
        self._focused = self._view.hasFocus()
        self._current = self._view.currentIndex().row() if self._focused else -1
        header = self._view.horizontalHeader()
        order = map(header.logicalIndex, range(header.count()))
        shown = [section for section in order if not header.isSectionHidden(section)]
        self._first, self._last = (shown[0], shown[-1]) if shown else (-1, -1)

    def _rows_in(self, area: QRect) -> range:
        first, last = self._view.rowAt(area.top()), self._view.rowAt(area.bottom())
        return range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1) if first >= 0 else range(0)

    def _columns_in(self, area: QRect) -> list[tuple[Column, int, int]]:
        """Those that are shown there, the left of each, and its width."""
        header, found = self._view.horizontalHeader(), []
        for column in Column:
            left, wide = header.sectionViewportPosition(column), header.sectionSize(column)
            if wide and left <= area.right() and left + wide > area.left():
                found.append((column, left, wide))
        return found

    def _paint_cell(
        self, painter: QPainter, area: QRect, position: int, column: Column, row: Row | Branch, *, selected: bool
    ) -> None:
        if selected or position in (self.hovered, self._current):
            self._paint_ground(painter, area, position, column, selected=selected)
        if column == Column.BEATS:
            if isinstance(row, Row):
                self._paint_beats(painter, area, row)
            return
        start = GAP_HUGE if column == Column.STATUS else GAP
        end = GAP_LARGE if column == self._last else GAP
        inner = area.adjusted(end, 0, -start, 0) if self._mirrored else area.adjusted(start, 0, -end, 0)
        strip = Strip(painter, inner, is_mirrored=self._mirrored)
        if isinstance(row, Branch):
            self._paint_branch(painter, strip, row, column)
            return
        match column:
            case Column.STATUS:
                self._paint_status(painter, strip, row.status, texts.status_word(row))
            case Column.NAME:
                name = row.instance.name
                if self._model.tree.is_child(row.instance.id, row.instance.app_id):
                    strip.take(self.indent)
                    name = texts.name_among_siblings(row)
                self._paint_name(painter, strip, row, name, self._model.cells.note(row))
            case _:
                text = self._model.cells.text(row, column)
                strip.text(text, self._body, self._theme.colours.muted, at_end=column in RIGHT)

    def _on_theme_changed(self) -> None:
        self._body = self._theme.font()
        self._strong = self._theme.font(strong=True)
        self._caption = self._theme.font(CAPTION)
        self._body_metrics, self._caption_metrics = QFontMetrics(self._strong), QFontMetrics(self._caption)
        self._upper, self._lower = self._body_metrics.height(), self._caption_metrics.height()
        self._glyph, self._sign = self._theme.size(), self._theme.size(_SIGN)
        self.indent = self._theme.size(_INDENT)
        """How far the name of an instance stands under that of its application, which is as far as the arrow goes."""

    def _paint_ground(self, painter: QPainter, area: QRect, row: int, column: Column, *, selected: bool) -> None:
        colours = self._theme.colours
        if selected or row == self.hovered:
            painter.fillRect(area, colour(colours.selected if selected else colours.hover))
        if selected and column == Column.STATUS:  # the first one, wherever the others were moved to
            bar = QRect(area)
            bar.setWidth(_BAR)
            if self._mirrored:
                bar.moveRight(area.right())
            painter.fillRect(bar, colour(colours.accent if self._focused else colours.control_border))
        if row == self._current:
            self._paint_focus(painter, area, column, 1 if selected else 2)

    def _paint_focus(self, painter: QPainter, area: QRect, column: Column, width: int) -> None:
        """A ring around the whole row, a piece in each cell."""
        painter.setPen(QPen(colour(self._theme.colours.accent), width))
        painter.drawLine(area.topLeft() + QPoint(0, width // 2), area.topRight() + QPoint(0, width // 2))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        leftmost, rightmost = (self._last, self._first) if self._mirrored else (self._first, self._last)
        if column == leftmost:
            painter.drawLine(area.topLeft() + QPoint(width // 2, 0), area.bottomLeft() + QPoint(width // 2, 0))
        if column == rightmost:
            painter.drawLine(area.topRight(), area.bottomRight())

    def _paint_branch(self, painter: QPainter, strip: Strip, branch: Branch, column: Column) -> None:
        """An application: its worst status, and how many are up."""
        colours = self._theme.colours
        if column == Column.STATUS:
            self._paint_status(painter, strip, branch.status, texts.word(branch.status))
        elif column == Column.NAME:
            closed = "chevron-left" if self._mirrored else "chevron-right"
            arrow = self._picture(painter, "chevron-down" if branch.is_open else closed, self._sign, colours.muted)
            strip.picture(arrow, self.indent - self._sign)
            name = strip.take(self._body_metrics.horizontalAdvance(branch.name) + 1, GAP)
            strip.text(branch.name, self._strong, colours.text, area=name)
            strip.text(self._model.cells.up_text(branch), self._caption, colours.muted)

    def _paint_status(self, painter: QPainter, strip: Strip, status: Status, word: str) -> None:
        ink = self._theme.colours.status[status]
        strip.picture(self._picture(painter, f"status-{status}", self._glyph, ink), GAP_SMALL)
        strip.text(word, self._strong if status.is_failing else self._body, ink)

    def _paint_name(self, painter: QPainter, strip: Strip, row: Row, name: str, note: str) -> None:
        colours = self._theme.colours
        area = strip.rest
        upper, lower = self._upper, self._lower
        top = area.top() + (area.height() - upper - lower - 2) // 2
        line = Strip(painter, QRect(area.left(), top, area.width(), upper), is_mirrored=self._mirrored)
        ink = colours.muted if row.status is Status.STOPPED else colours.text
        if row.is_muted or row.instance.is_pinned:
            signs = [sign for sign, on in (("bell-off", row.is_muted), ("pin", row.instance.is_pinned)) if on]
            room = line.rest.width() - len(signs) * (self._sign + GAP_TINY) - GAP_SMALL
            piece = line.take(min(self._body_metrics.horizontalAdvance(name) + 1, room), GAP_SMALL)
            line.text(name, self._strong, ink, area=piece)
            for sign in signs:
                line.picture(self._picture(painter, sign, self._sign, colours.muted), GAP_TINY)
        else:
            line.text(name, self._strong, ink)
        below = Strip(painter, QRect(area.left(), top + upper + 2, area.width(), lower), is_mirrored=self._mirrored)
        if note:
            self._paint_pill(painter, below, note)
        below.text(texts.second_line(row), self._caption, colours.muted)

    def _paint_pill(self, painter: QPainter, line: Strip, text: str) -> None:
        """Why nothing pops up: apart from what the instance says of itself."""
        colours = self._theme.colours
        pill = line.take(self._caption_metrics.horizontalAdvance(text) + 2 * GAP_TINY + 3, GAP_SMALL).adjusted(0, -1, -1, 0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(colours.button_border))
        painter.setBrush(colour(colours.hover))
        painter.drawRoundedRect(pill, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        line.text(text, self._caption, colours.text, area=pill.adjusted(GAP_TINY + 1, 0, -GAP_TINY, 0))

    def _paint_beats(self, painter: QPainter, cell: QRect, row: Row) -> None:
        picture = heartbeat.beats_pixmap(row.beats, self._theme.colours, painter.device().devicePixelRatioF())
        bar = self.bar_in(cell)
        painter.setOpacity(1.0 if row.is_active else _FADED)
        painter.drawPixmap(bar.left(), bar.center().y() - heartbeat.HEIGHT // 2, picture)
        painter.setOpacity(1.0)

    def _picture(self, painter: QPainter, name: str, size: int, ink: str) -> QPixmap:
        return assets.pixmap(name, size, ink, self._theme.colours.on_status, painter.device().devicePixelRatioF())
