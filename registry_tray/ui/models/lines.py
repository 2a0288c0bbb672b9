"""The lines of the list, instances and applications: where each is, and what its cells say."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from PySide6.QtCore import QModelIndex, Qt

from registry_tray.core.models import AppId, InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.cells import Cells
from registry_tray.ui.models.entries import RIGHT, Column
from registry_tray.ui.models.listing import NOWHERE, Index, Listing
from registry_tray.ui.models.roster import Roster
from registry_tray.ui.models.tree import Branch, Tree


class Lines(Listing):
    """A table with a column for each of `Column`."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.cells = Cells(bridge)
        self.watched: range | None = None
        """The rows that somebody sees; changes of others are not told. None stands for all."""
        self._roster = Roster()
        self.tree = Tree(self._roster.apps, self._siblings)

    def find(self, instance_id: InstanceId | None) -> QModelIndex:
        """Where an instance is listed."""
        position = self.positions.get(instance_id) if instance_id is not None else None
        return self.index(position, 0) if position is not None else QModelIndex()

    def line_at(self, position: int) -> Row | Branch:
        """The instance, or the application, that is listed there."""
        line = self.listed[position]
        return self.tree.branch(line) or self._roster.row(line)

    def row_at(self, position: int) -> Row:
        """The instance that is listed there; of an application, its first one."""
        return self.rows_at(position)[0]

    def rows_at(self, position: int) -> list[Row]:
        """The instance that is listed there; of an application, all that belong into the list."""
        return self.rows_of([self.listed[position]])

    def rows_of(self, lines: Iterable[InstanceId]) -> list[Row]:
        """The instances that these lines stand for, each once."""
        ids = dict.fromkeys(chain.from_iterable(map(self.tree.members, lines)))
        return list(map(self._roster.row, ids))

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(Column):
            return self.cells.headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.line_at(index.row()), Column(index.column())
        if isinstance(row, Branch):
            return self.cells.of_branch(row, column, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.cells.text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self.cells.tooltip(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.cells.spoken(row, column)
        return None

    def _tell(self, line: InstanceId, before: Row | None = None) -> None:
        """Where somebody sees it; `before` is what was known of the instance, where that is to be compared."""
        position = self.positions.get(line)
        if position is not None and (self.watched is None or position in self.watched):
            measured = before is not None and _is_only_measured(before, self._roster.row(line))
            first, last = (Column.LATENCY, Column.UPTIME) if measured else (0, len(Column) - 1)
            self.dataChanged.emit(self.index(position, first), self.index(position, last))

    def _siblings(self, app_id: AppId) -> list[Row]:
        ids = (instance.id for instance in self._bridge.catalog.siblings(app_id))
        return [self._roster.row(instance_id) for instance_id in ids if instance_id in self._roster]


def _is_only_measured(before: Row, row: Row) -> bool:
    """Whether no more has changed than what every check brings: latency, beats and uptime."""
    same = (before.status, before.since, before.alert, before.is_muted) == (row.status, row.since, row.alert, row.is_muted)
    if not same or before.instance != row.instance or before.job is None or row.job is None:
        return False
    return before.job.id == row.job.id and before.job.endpoint == row.job.endpoint
