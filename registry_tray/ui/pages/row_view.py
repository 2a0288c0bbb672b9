"""A list of lines of one height: what of it is in view, and what of that is painted anew."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from registry_tray.ui import rounds
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column
from registry_tray.ui.models.lines import Lines
from registry_tray.ui.pages.times import Times
from registry_tray.ui.row_painter import RowPainter
from registry_tray.ui.theme import Theme


class RowView(QTableView):
    """Tells the model what is in view, repaints relative times while somebody sees them, and the line under the mouse."""

    def __init__(self, bridge: Bridge, model: Lines, theme: Theme) -> None:
        super().__init__()
        self._lines = model
        self._theme = theme
        self._follows = False
        self.row_painter = RowPainter(self, model, theme)
        self._set_up()
        self._times = Times(self, bridge, self._rows_in_view, self._repaint)
        theme.changed.connect(self._on_theme_changed)

    def show_lines(self) -> None:
        """Show the model, once everybody who must hear of its changes before this view does listens to it."""
        self.setModel(self._lines)
        self.verticalScrollBar().valueChanged.connect(self._watch)
        self.verticalScrollBar().rangeChanged.connect(self._watch)

    def rehearsed(self) -> Iterator[None]:
        """Paint what will be in view where nobody sees it, a row a step: its first show is shorter by what is kept of that."""
        self.executeDelayedItemsLayout()
        height, width = self.verticalHeader().defaultSectionSize(), self.viewport().width()
        for top in range(0, self.viewport().height(), height):
            self.viewport().grab(QRect(0, top, width, height))
            yield

    def follow(self) -> None:
        """Let all that is around it be painted first, and the lines in a turn of their own."""
        self._follows = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._watch()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._follows:
            self._follows = False
            QTimer.singleShot(0, self.viewport().update)
            return
        rounds.begin()  # to paint cannot wait: what comes after it in this round does
        self.row_painter.paint(event)
        if self.hasFocus() and not self.currentIndex().isValid():  # no row shows that the keyboard is here
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self._theme.colours.accent))
            painter.drawLine(0, 0, self.viewport().width(), 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._times.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._times.stop()

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.row_painter.row_height())

    def _watch(self) -> None:
        """Tell the model what is in view; a line more at each end, for the list may be scrolled by less than a line."""
        height = self.verticalHeader().defaultSectionSize()
        first = self.verticalScrollBar().value() // height
        self._lines.watched = range(first, first + self.viewport().height() // height + 2)

    def _rows_in_view(self) -> list[Row]:
        watched = self._lines.watched or range(0)
        lines = (self._lines.line_at(position) for position in watched if position < self._lines.rowCount())
        return [line for line in lines if isinstance(line, Row)]

    def _repaint(self, row: Row, column: Column) -> None:
        self.update(self._lines.find(row.instance.id).siblingAtColumn(column))

    def _repaint_line(self, line: int) -> None:
        self.viewport().update(0, self.rowViewportPosition(line), self.viewport().width(), self.rowHeight(line))

    def _hover(self, row: int) -> None:
        before, self.row_painter.hovered = self.row_painter.hovered, row
        for position in {before, row} - {-1} if before != row else ():
            self._repaint_line(position)

    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.row_painter.row_height())
        self.viewport().update()
