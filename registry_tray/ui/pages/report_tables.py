"""The tables of a report."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from registry_tray.ui.direction import isolated, margins
from registry_tray.ui.models.table import Column, Table
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL, GAP_TINY, LINE
from registry_tray.ui.widgets import label

T = TypeVar("T")

_LOOKED_AT = 20  # rows for whose texts the columns have room, if there are more
_SEEN = 5  # rows, if there are as many, for which the table has room however low the window is
_LEAST = 160  # pixels, for text of the usual size: what the wide column needs at most before others are given up


class ReportTable(QWidget, Generic[T]):
    """A heading, and a table that is ordered by a click on a column; or a sentence where there is nothing to list."""

    def __init__(
        self, title: str, nothing: str, columns: Sequence[Column[T]], wide: int, dispensable: Sequence[int] = ()
    ) -> None:
        """`wide` is the column that takes what room is left; where there is none, dispensable ones go, the first one first."""
        super().__init__()
        self._wide = wide
        self._dispensable = dispensable
        self._needed: dict[int, int] = {}
        self.is_whole = False
        """Whether all rows show, and nothing is scrolled."""
        self.model = Table(columns)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Delegate(self.view))
        self.view.setProperty("kind", "report")
        self.view.setAccessibleName(title)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(False)
        self.view.verticalHeader().hide()
        head = self.view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setHighlightSections(False)
        head.setResizeContentsPrecision(_LOOKED_AT)  # else a thousand rows
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.view.setSortingEnabled(True)
        head.sortIndicatorChanged.connect(self._on_sorted)
        self.nothing = label(nothing, "muted")
        self._heading = label(title, "section")
        for part in (self._heading, self.nothing):
            part.setContentsMargins(margins(GAP_HUGE, 0, GAP, 0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self._heading)
        layout.addWidget(self.nothing)
        layout.addWidget(self.view, 1)
        layout.addStretch()
        self.view.viewport().installEventFilter(self)
        self.show_records(())

    def show_records(self, records: Sequence[T]) -> None:
        """List these."""
        self.model.show_records(records)
        self.nothing.setVisible(not records)
        self.view.setVisible(bool(records))
        self._fit()

    @property
    def beyond(self) -> int:
        """How much higher it is than it has to be."""
        return max(0, self.view.minimumHeight() - self._least_height()) if not self.view.isHidden() else 0

    def show_whole(self, on: bool) -> None:
        """All rows, for what scrolls this table itself; or as many as there is room for."""
        self.is_whole = on
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.view.setVerticalScrollBarPolicy(policy)
        self.view.setMinimumHeight(self._height_of(self.model.rowCount()) if on else self._least_height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:  # also where only the scroll bar comes or goes
            self._widen()
        return super().eventFilter(watched, event)

    def texts(self) -> list[list[str]]:
        """What is listed."""
        columns = range(self.model.columnCount())
        return [[self.model.index(row, column).data() for column in columns] for row in range(self.model.rowCount())]

    def _fit(self) -> None:
        """Columns as wide as their headings and the rows that show need."""
        self.view.verticalHeader().setDefaultSectionSize(self.view.fontMetrics().height() + GAP)
        head = self.view.horizontalHeader()
        for column in self._dispensable:  # what is hidden has no size
            head.setSectionHidden(column, False)
        head.setSortIndicatorShown(False)  # else every heading gets the room that only the chosen one needs
        for column in range(self.model.columnCount()):
            self._needed[column] = max(self._heading_width(column), self.view.sizeHintForColumn(column)) + GAP_TINY
            head.resizeSection(column, self._needed[column])
        head.setSortIndicatorShown(True)
        self._on_sorted(head.sortIndicatorSection())
        self.show_whole(self.is_whole)

    def _least_height(self) -> int:
        return self._height_of(min(self.model.rowCount(), _SEEN))

    def _height_of(self, rows: int) -> int:
        each = self.view.verticalHeader().defaultSectionSize()
        return self.view.horizontalHeader().sizeHint().height() + rows * each + 2

    def _heading_width(self, column: int) -> int:
        """Qt gives every heading the room that the style sheet gives the first one."""
        return self.view.horizontalHeader().sectionSizeHint(column) - (GAP_HUGE - GAP if column else 0)

    def _on_sorted(self, column: int) -> None:
        head = self.view.horizontalHeader()
        if 0 <= column < head.count() and not head.isSectionHidden(column):
            self._needed[column] = max(self._needed.get(column, 0), self._heading_width(column))
            head.resizeSection(column, max(head.sectionSize(column), self._needed[column]))
        self._widen()

    def _widen(self) -> None:
        """One column takes the room that the others leave, once there is room for what shows."""
        head, room = self.view.horizontalHeader(), self.view.viewport().width()
        least = min(self._needed.get(self._wide, 0), round(_LEAST * max(1.0, self.view.fontMetrics().height() / LINE)))
        lacks = least + sum(needed for column, needed in self._needed.items() if column != self._wide) - room
        for column in self._dispensable:
            head.setSectionHidden(column, lacks > 0)
            lacks -= self._needed.get(column, 0) if lacks > 0 else 0
        others = sum(head.sectionSize(column) for column in range(head.count()) if column != self._wide)
        head.resizeSection(self._wide, max(least, room - others))


class _Delegate(QStyledItemDelegate):
    """A cell is read in the direction of what it says: "2 min 24 s" also where the window is read from right to left."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view

    def displayText(self, value: Any, locale: QLocale | QLocale.Language) -> str:
        return isolated(super().displayText(value, locale))

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        position = QStyleOptionViewItem.ViewItemPosition
        if index.column() == 0:  # its text begins where that of the page does, and its line at the edge, as in other lists
            option.viewItemPosition = position.Beginning
        elif self._is_last(index.column()):
            option.viewItemPosition = position.End

    def _is_last(self, column: int) -> bool:
        head = self._view.horizontalHeader()
        return all(head.isSectionHidden(other) for other in range(column + 1, head.count()))
