"""The list of instances: a table that gives up columns before it gives up legibility."""

from datetime import timedelta

from PySide6.QtCore import QEvent, QModelIndex, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from registry_tray.core.models import InstanceId
from registry_tray.core.status import AlertState
from registry_tray.ui import heartbeat
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.delegates import RowDelegate
from registry_tray.ui.models.filter import InstanceFilter
from registry_tray.ui.models.instances import Column, Role
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP

_WIDTHS = {
    Column.STATUS: 144, Column.HOST: 128, Column.SINCE: 80, Column.LATENCY: 88,
    Column.BEATS: heartbeat.WIDTH + 2 * GAP, Column.UPTIME: 88,
}  # fmt: skip
_NAME_LEAST = 240
_LINE = 18  # pixels; the height of a line for which the widths are meant
_DISPENSABLE = (Column.HOST, Column.UPTIME, Column.LATENCY, Column.BEATS)  # the first goes first
_FAST, _SLOW = 1000, 15_000  # ms between two looks at the relative times


class InstanceList(QTableView):
    """Selecting a row shows its details; no row selected means no details."""

    chosen = Signal(object)
    """InstanceId, or None."""

    def __init__(self, bridge: Bridge, model: InstanceFilter, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._chosen: InstanceId | None = None
        self._restoring = False
        self._delegate = RowDelegate(self, theme)
        self.setAccessibleName(self.tr("Applications"))
        self.setAccessibleDescription(self.tr("Every registered instance, the worst first. Select one to see its details."))
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._set_up(model)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        model.modelReset.connect(self._reselect)
        theme.changed.connect(self._on_theme_changed)
        self._clock = QTimer(self, interval=_FAST)
        self._clock.timeout.connect(self._on_time_passed)

    def select(self, instance_id: InstanceId | None) -> None:
        """Select this instance where it is listed, or none."""
        self._chosen = instance_id
        self._reselect()

    @property
    def selected(self) -> InstanceId | None:
        """The instance whose row is selected."""
        return self._chosen

    def save_state(self, state: QSettings) -> None:
        """Remember widths and order."""
        header = self.horizontalHeader()
        widths = [str(header.sectionSize(column)) if not header.isSectionHidden(column) else "" for column in Column]
        state.setValue("list/widths", ";".join(widths))
        state.setValue("list/sort", f"{header.sortIndicatorSection()};{header.sortIndicatorOrder().value}")

    def restore_state(self, state: QSettings) -> None:
        """Take up widths and order from the last time."""
        widths = str(state.value("list/widths") or "").split(";")
        for column, width in zip(Column, widths, strict=False):
            if column is not Column.NAME and width.isdigit() and 40 <= int(width) <= 600:
                self.horizontalHeader().resizeSection(column, int(width))
        column_text, _, order = str(state.value("list/sort") or "").partition(";")
        if column_text.isdigit() and int(column_text) < len(Column) and order in ("0", "1"):
            self.sortByColumn(int(column_text), Qt.SortOrder(int(order)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def _set_up(self, model: InstanceFilter) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        rows.setDefaultSectionSize(self._delegate.row_height())
        scale = max(1.0, QFontMetrics(self.font()).height() / _LINE)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setMinimumSectionSize(40)
        header.setFixedHeight(round(36 * scale))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            header.resizeSection(column, round(width * scale) if column is not Column.BEATS else width)
        header.setSortIndicator(model.sort_column, model.sort_order)
        self.setSortingEnabled(True)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        widths = {column: header.sectionSize(column) or _WIDTHS[column] for column in _WIDTHS}
        room = self.viewport().width() - _NAME_LEAST - sum(widths.values())
        for column in _DISPENSABLE:
            hide = room < 0
            if hide:
                room += widths[column]
            if header.isSectionHidden(column) != hide:
                header.setSectionHidden(column, hide)

    def _hover(self, row: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, row
        if before != row:
            self.viewport().update()

    def _on_selection_changed(self) -> None:
        # Not the current row: Qt makes the first row current when the list gets the focus, which is no choice.
        if self._restoring:
            return
        selected = self.selectionModel().selectedRows()
        row: Row | None = selected[0].data(Role.ROW) if selected else None
        chosen = row.instance.id if row else None
        if chosen is None and self._chosen is not None and self._bridge.row(self._chosen) is not None:
            return  # it was filtered away, and its details may stay
        if chosen != self._chosen:
            self._chosen = chosen
            self.chosen.emit(chosen)

    def _reselect(self) -> None:
        model = self.model()
        assert isinstance(model, InstanceFilter)
        index = model.find(self._chosen)
        self._restoring = True
        if index.isValid():
            self.selectRow(index.row())
            self.scrollTo(index)
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._restoring = False

    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._delegate.row_height())
        self.viewport().update()

    def _on_time_passed(self) -> None:
        self.viewport().update()
        self._clock.setInterval(_FAST if self._counts_seconds() else _SLOW)

    def _counts_seconds(self) -> bool:
        """Whether a time that is in view is so young that it changes every second."""
        now = self._bridge.clock.now()
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        for number in range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1):
            row: Row = self.model().index(number, 0).data(Role.ROW)
            if now - row.since < timedelta(minutes=1) or (row.alert and row.alert.state is AlertState.HELD):
                return True
        return False
