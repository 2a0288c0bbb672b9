"""The head of the list: its title and what there is in words, the search, the view, and the chips."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from registry_tray.ui import texts
from registry_tray.ui.board import Summary
from registry_tray.ui.direction import margins
from registry_tray.ui.pages.filters import Filters
from registry_tray.ui.pages.view_button import ViewButton
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_TINY
from registry_tray.ui.widgets import ElidedLabel, label


class ListHead(QWidget):
    """Only the words, where nothing is registered."""

    def __init__(self, filters: Filters, view_button: ViewButton) -> None:
        super().__init__()
        self._filters = filters
        self._view_button = view_button
        self.summary = ElidedLabel()
        self.summary.setProperty("role", "muted")
        first = QHBoxLayout()
        first.setSpacing(GAP)
        first.addWidget(label(self.tr("Applications"), "title"), 3)
        first.addWidget(filters.search, 2)
        first.addWidget(view_button)
        top = QVBoxLayout()
        top.setSpacing(GAP_TINY)
        top.addLayout(first)
        top.addWidget(self.summary)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins(GAP_HUGE, GAP_LARGE, GAP_LARGE, 0))
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(filters.chips)

    def show_summary(self, summary: Summary) -> None:
        """Say how many there are of what."""
        self.summary.setText(texts.summary_text(summary))
        self.summary.setToolTip(self.summary.text())
        self._filters.chips.show_counts(summary)

    def show_empty(self, empty: bool) -> None:
        """Offer nothing to narrow where there is nothing."""
        for each in (self._filters.chips, self._filters.search, self._view_button):
            each.setVisible(not empty)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view_button.setFixedHeight(self._filters.search.sizeHint().height())
