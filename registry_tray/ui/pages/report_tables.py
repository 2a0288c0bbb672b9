"""The tables of a report."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from registry_tray.ui.models.table import Column, Table
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import label

T = TypeVar("T")

_LOOKED_AT = 20  # rows for whose texts the columns have room, if there are more


class ReportTable(QWidget, Generic[T]):
    """A heading, and a table that is ordered by a click on a column; or a sentence where there is nothing to list."""

    def __init__(self, title: str, nothing: str, columns: Sequence[Column[T]], wide: int) -> None:
        super().__init__()
        self._wide = wide
        self._needed: dict[int, int] = {}
        self.model = Table(columns)
        self.view = QTableView()
        self.view.setModel(self.model)
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
        self.nothing = label(nothing, "muted")
        self._heading = label(title, "section")
        for part in (self._heading, self.nothing):
            part.setContentsMargins(GAP, 0, GAP, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP_LARGE, 0, 0)
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self._heading)
        layout.addWidget(self.nothing)
        layout.addWidget(self.view, 1)
        layout.addStretch()
        self.show_records(())

    def show_records(self, records: Sequence[T]) -> None:
        """List these."""
        self.model.show_records(records)
        self.nothing.setVisible(not records)
        self.view.setVisible(bool(records))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def texts(self) -> list[list[str]]:
        """What is listed."""
        columns = range(self.model.columnCount())
        return [[self.model.index(row, column).data() for column in columns] for row in range(self.model.rowCount())]

    def _fit(self) -> None:
        """Columns as wide as their headings and the rows that show need."""
        self.view.verticalHeader().setDefaultSectionSize(self.view.fontMetrics().height() + GAP)
        head = self.view.horizontalHeader()
        for column in range(self.model.columnCount()):
            self._needed[column] = max(head.sectionSizeHint(column), self.view.sizeHintForColumn(column)) + GAP_TINY
            head.resizeSection(column, self._needed[column])
        self._widen()

    def _widen(self) -> None:
        """One column takes the room that the others leave."""
        head = self.view.horizontalHeader()
        others = sum(head.sectionSize(column) for column in range(head.count()) if column != self._wide)
        head.resizeSection(self._wide, max(self._needed.get(self._wide, 0), self.view.viewport().width() - others))
