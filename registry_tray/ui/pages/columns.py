"""The columns of the list: which of them are wanted, their order and widths, and by which it is sorted."""

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView

from registry_tray.core.status import Status
from registry_tray.ui import heartbeat, texts
from registry_tray.ui.language import tr
from registry_tray.ui.models.entries import Column
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL

_WIDTHS = {
    Column.STATUS: 128, Column.HOST: 128, Column.SINCE: 72, Column.LATENCY: 80,
    Column.BEATS: heartbeat.WIDTH + GAP + GAP_LARGE, Column.UPTIME: 80,
    Column.ENVIRONMENT: 128, Column.TAGS: 144, Column.TARGET: 232,
}  # fmt: skip
_NAME_LEAST = 240
_SECOND_LINE = 80  # pixels more for the name before a column shows what its second line tells as well
_ARROW = 14  # pixels that the sign of the order takes beside a name
_DISPENSABLE = (
    Column.TARGET, Column.TAGS, Column.ENVIRONMENT,
    Column.HOST, Column.UPTIME, Column.LATENCY, Column.BEATS, Column.SINCE,
)  # fmt: skip
"""What a person may do without; the first goes first where there is no room."""
_TOLD = frozenset({Column.HOST, Column.ENVIRONMENT})
"""Told by the second line of a name, too, which begins with what is wrong."""
_USUAL = frozenset(Column) - {Column.ENVIRONMENT, Column.TAGS, Column.TARGET}


class Columns:
    """Gives up columns before it gives up legibility."""

    def __init__(self, view: QTableView, model: InstanceModel, theme: Theme) -> None:
        self._view = view
        self._model = model
        self._theme = theme
        self._header = header = view.horizontalHeader()
        self._scale = theme.scale
        self.wanted = set(_USUAL)
        """Those that a person wants to see, where there is room."""
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.setMinimumSectionSize(40)
        header.setFixedHeight(max(36, QFontMetrics(theme.font(CAPTION)).height() + 20))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_menu)
        self._widths: dict[Column, int] = {}
        self._usual_widths()
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(view.viewport().update)
        header.setSortIndicator(model.sort_column, model.sort_order)
        view.setSortingEnabled(True)
        self.fit()

    def fit(self) -> None:
        """Show as many of the wanted ones as there is room for."""
        wanted = [column for column in _DISPENSABLE if column in self.wanted]
        room = self._view.viewport().width() - round(_NAME_LEAST * self._scale) - self._widths[Column.STATUS]
        room -= sum(self._widths[column] for column in wanted)
        shown = set(wanted)
        for column in wanted:
            if room < (round(_SECOND_LINE * self._scale) if column in _TOLD else 0):
                shown.remove(column)
                room += self._widths[column]
        for column in reversed(wanted):  # in what a wide one has left, a narrow one that went before it may have room
            if column not in shown and column not in _TOLD and self._widths[column] <= room:
                shown.add(column)
                room -= self._widths[column]
        for column in _DISPENSABLE:
            if self._header.isSectionHidden(column) == (column in shown):
                self._header.setSectionHidden(column, column not in shown)

    def want(self, column: Column, *, on: bool) -> None:
        """Show it, or no more."""
        if on:
            self.wanted.add(column)
        else:
            self.wanted.discard(column)
        self.fit()

    def reset(self) -> None:
        """As it was at first: which, where, how wide, and the order of the rows."""
        self.wanted = set(_USUAL)
        self._arrange(list(Column))
        self._usual_widths()
        self._view.sortByColumn(Column.STATUS, Qt.SortOrder.AscendingOrder)
        self.fit()

    def fill(self, menu: QMenu) -> None:
        """Offer every column that may go, and the way back."""
        for column in sorted(_DISPENSABLE):
            action = menu.addAction(self._model.cells.headers[column])
            action.setCheckable(True)
            action.setChecked(column in self.wanted)
            action.toggled.connect(lambda on, column=column: self.want(column, on=on))
        menu.addSeparator()
        menu.addAction(tr("Reset columns")).triggered.connect(self.reset)

    def save_state(self, state: QSettings) -> None:
        """Remember which, their order, their widths, and how the rows are sorted."""
        header = self._header
        state.setValue("list/widths", ";".join(str(self._widths.get(column, "")) for column in Column))
        state.setValue("list/columns", ";".join(str(column.value) for column in sorted(self.wanted)))
        state.setValue("list/order", ";".join(str(header.logicalIndex(place)) for place in range(header.count())))
        state.setValue("list/sort", f"{header.sortIndicatorSection()};{header.sortIndicatorOrder().value}")

    def restore_state(self, state: QSettings) -> None:
        """Take it all up from the last time; what makes no sense is left as it is."""
        widths = str(state.value("list/widths") or "").split(";")
        for column, width in zip(Column, widths, strict=False):
            if column in self._widths and width.isdigit() and 40 <= int(width) <= 600:
                self._widths[column] = int(width)
                self._header.resizeSection(column, int(width))
        wanted = _columns(state.value("list/columns"))
        if {Column.STATUS, Column.NAME} <= set(wanted):
            self.wanted = set(wanted)
        order = _columns(state.value("list/order"))
        if sorted(order) == list(Column) and order[0] is Column.STATUS:
            self._arrange(order)
        column_text, _, direction = str(state.value("list/sort") or "").partition(";")
        if column_text.isdigit() and int(column_text) < len(Column) and direction in ("0", "1"):
            self._view.sortByColumn(int(column_text), Qt.SortOrder(int(direction)))
        self.fit()

    def _usual_widths(self) -> None:
        for column, width in _WIDTHS.items():
            # The bar of heartbeats has its size, whatever the font.
            wide = width if column is Column.BEATS else round(width * self._scale)
            self._widths[column] = max(wide, self._needed(column))
            self._header.resizeSection(column, self._widths[column])

    def _needed(self, column: Column) -> int:
        """For its name, in whatever language; and for every word of a status."""
        title = QFontMetrics(self._theme.font(CAPTION, strong=True)).horizontalAdvance(self._model.cells.headers[column])
        needed = title + GAP + GAP_LARGE + self._theme.size(_ARROW)  # as the last one, which each of them may be moved to
        if column is not Column.STATUS:
            return needed
        metrics = QFontMetrics(self._theme.font(strong=True))
        words = max(metrics.horizontalAdvance(texts.word(status)) for status in Status)
        return max(needed, GAP_HUGE + self._theme.size() + GAP_SMALL + words + GAP)

    def _arrange(self, order: list[Column]) -> None:
        for place, column in enumerate(order):
            self._header.moveSection(self._header.visualIndex(column), place)

    def _on_menu(self, place: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(self._header.mapToGlobal(place))

    def _on_resized(self, section: int, _before: int, width: int) -> None:
        if width > 0 and section in self._widths:  # a column that is hidden keeps its width
            self._widths[Column(section)] = width


def _columns(value: object) -> list[Column]:
    parts = str(value or "").split(";")
    return [Column(int(part)) for part in parts if part.isdigit() and int(part) < len(Column)]
