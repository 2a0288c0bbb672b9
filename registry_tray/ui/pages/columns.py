"""The columns of the list: their widths, which of them show, and by which it is sorted."""

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from registry_tray.ui import heartbeat
from registry_tray.ui.models.entries import Column
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP

_WIDTHS = {
    Column.STATUS: 144, Column.HOST: 128, Column.SINCE: 80, Column.LATENCY: 88,
    Column.BEATS: heartbeat.WIDTH + 2 * GAP, Column.UPTIME: 88,
}  # fmt: skip
_NAME_LEAST = 240
_LINE = 18  # pixels; the height of a line for which the widths are meant
_DISPENSABLE = (Column.HOST, Column.UPTIME, Column.LATENCY, Column.BEATS, Column.SINCE)  # the first goes first


class Columns:
    """Gives up columns before it gives up legibility."""

    def __init__(self, view: QTableView, model: InstanceModel, theme: Theme) -> None:
        self._view = view
        self._header = header = view.horizontalHeader()
        self._scale = max(1.0, QFontMetrics(theme.font()).height() / _LINE)
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(40)
        header.setFixedHeight(max(36, QFontMetrics(theme.font(CAPTION)).height() + 20))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self._widths = {column: self._scaled(column, width) for column, width in _WIDTHS.items()}
        for column, width in self._widths.items():
            header.resizeSection(column, width)
        header.sectionResized.connect(self._on_resized)
        header.setSortIndicator(model.sort_column, model.sort_order)
        view.setSortingEnabled(True)

    def fit(self) -> None:
        """Show as many as there is room for."""
        room = self._view.viewport().width() - round(_NAME_LEAST * self._scale) - sum(self._widths.values())
        for column in _DISPENSABLE:
            hide = room < 0
            if hide:
                room += self._widths[column]
            if self._header.isSectionHidden(column) != hide:
                self._header.setSectionHidden(column, hide)

    def save_state(self, state: QSettings) -> None:
        """Remember widths and order."""
        header = self._header
        state.setValue("list/widths", ";".join(str(self._widths.get(column, "")) for column in Column))
        state.setValue("list/sort", f"{header.sortIndicatorSection()};{header.sortIndicatorOrder().value}")

    def restore_state(self, state: QSettings) -> None:
        """Take up widths and order from the last time."""
        widths = str(state.value("list/widths") or "").split(";")
        for column, width in zip(Column, widths, strict=False):
            if column in self._widths and width.isdigit() and 40 <= int(width) <= 600:
                self._widths[column] = int(width)
                self._header.resizeSection(column, int(width))
        column_text, _, order = str(state.value("list/sort") or "").partition(";")
        if column_text.isdigit() and int(column_text) < len(Column) and order in ("0", "1"):
            self._view.sortByColumn(int(column_text), Qt.SortOrder(int(order)))

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        if width > 0 and section in self._widths:  # a column that is hidden keeps its width
            self._widths[Column(section)] = width

    def _scaled(self, column: Column, width: int) -> int:
        """The bar of heartbeats has its size, whatever the font."""
        return width if column is Column.BEATS else round(width * self._scale)
