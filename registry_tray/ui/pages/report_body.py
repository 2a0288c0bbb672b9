"""What a report says, below the head of its page: the figures and the tables."""

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from registry_tray.ui.direction import margins
from registry_tray.ui.figures import Figures
from registry_tray.ui.pages.report_tables import ReportTable
from registry_tray.ui.scroll_area import ScrollArea
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE


class ReportBody(ScrollArea):
    """Each table is scrolled; but all as one where the window is too low for a few rows of each, as it is for large text."""

    def __init__(self, name: str, figures: Figures, *tables: ReportTable[Any]) -> None:
        self._content = QWidget()
        self._content.setObjectName("scrolled")
        super().__init__(name, self._content)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard
        self._figures = figures
        self._tables = tables

    def build(self) -> Iterator[None]:
        """Put everything in its place, a part a step."""
        body = QVBoxLayout(self._content)
        body.setContentsMargins(0, GAP_LARGE, 0, 0)
        body.setSpacing(GAP)
        self._figures.setContentsMargins(margins(GAP_HUGE, 0, GAP_LARGE, 0))
        body.addWidget(self._figures)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        body.addWidget(splitter, 1)
        yield
        for place, table in enumerate(self._tables):
            splitter.addWidget(table)
            splitter.setStretchFactor(place, 2 if place else 3)
            table.view.selectionModel().currentChanged.connect(self._on_current)
            yield

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Make of two scroll bars one, or of one two again."""
        # Not what the whole content needs: that is known only when the splitter has heard of what its tables need.
        needed = GAP_LARGE + self._figures.minimumSizeHint().height() + GAP
        needed += sum(table.minimumSizeHint().height() - table.beyond for table in self._tables)
        for table in self._tables:
            table.show_whole(needed > self.viewport().height())

    def _on_current(self, current: QModelIndex | QPersistentModelIndex) -> None:
        """A table that shows whole scrolls nothing itself for the row that the keyboard goes to."""
        for table in self._tables:
            if table.is_whole and table.model is current.model():
                row: QRect = table.view.visualRect(current)
                middle = table.view.viewport().mapTo(self._content, QPoint(0, row.center().y()))
                self.ensureVisible(self.horizontalScrollBar().value(), middle.y(), 0, 2 * row.height())
