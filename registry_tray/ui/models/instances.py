"""The instances as a table: searched, narrowed and sorted, and told to views no more often than they can show it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal

from registry_tray.core.models import AppId, InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.cells import Cells
from registry_tray.ui.models.entries import RIGHT, Column, Filter, Group
from registry_tray.ui.models.listing import NOWHERE, Index, Listing
from registry_tray.ui.models.roster import Roster
from registry_tray.ui.models.tree import Branch, Tree, line_of

_PACE = 1000  # ms between two changes of the order while data change
_SLICE = 2000  # rows that one turn of the loop takes in
_SMALL = 1000  # rows; among so many a new one is shown at once


class InstanceModel(Listing):
    """Two orders: the one that is kept with every change, and the one that views know, which follows at the pace.

    QSortFilterProxyModel asks for every comparison: half a second for 10,000 rows in Python.
    """

    refreshed = Signal()
    """The list may have become empty, or has come to life."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.cells = Cells(bridge)
        self.sort_column = Column.STATUS
        self.sort_order = Qt.SortOrder.AscendingOrder
        self.watched: range | None = None
        """The rows that somebody sees; changes of others are not told. None stands for all."""
        self._roster = Roster()
        self._waiting = bridge.rows()
        self.tree = Tree(self._roster.apps, self._siblings)
        self._stale = False
        self._pace = QTimer(self, singleShot=True, interval=_PACE)
        self._pace.timeout.connect(self._on_pace)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._on_soon)
        self._on_soon()
        bridge.rows_changed.connect(self._on_rows_changed)

    # -- what is asked for

    @property
    def is_empty(self) -> bool:
        """Whether nothing is registered, whatever is listed."""
        return not self._roster

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to."""
        return self._roster.filter

    def search(self, text: str) -> None:
        """List only what has all these words in its name, identifier, host, environment, tags or endpoint."""
        self._filter(replace(self.filter, needle=text.casefold().strip()))

    def narrow(self, group: Group) -> None:
        """List only this group."""
        self._filter(replace(self.filter, group=group))

    def pick(self, environments: frozenset[str], tags: frozenset[str]) -> None:
        """List only what is of one of these environments and has one of these tags; none of a kind stands for all."""
        self._filter(replace(self.filter, environments=environments, tags=tags))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sort_column, self.sort_order = Column(column) if column >= 0 else Column.STATUS, order
        self._roster.sort(self.sort_column, is_reversed=order is Qt.SortOrder.DescendingOrder)
        self._show()

    def refresh(self) -> None:
        """Show the order as it is now."""
        self._stale = False
        self._pace.start()
        self.become(self.tree.lines(self._roster.ids()))
        self.refreshed.emit()

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
        return [self._roster.row(instance_id) for instance_id in self.tree.members(self.listed[position])]

    def group(self, *, on: bool) -> None:
        """Show instances under their application, or no more."""
        if on != self.tree.is_grouped:
            self.tree.is_grouped = on
            self.refresh()

    def open_line(self, position: int, *, on: bool) -> bool:
        """Open or close the application that is listed there; whether that changed anything."""
        branch = self.tree.branch(self.listed[position])
        if branch is None or branch.is_open is on:
            return False
        if on:
            self.tree.closed.discard(branch.app_id)
        else:
            self.tree.closed.add(branch.app_id)
        self.refresh()
        self._tell(line_of(branch.app_id))
        return True

    def close_all(self, *, closed: bool) -> None:
        """Close all applications, or open them."""
        self.tree.closed = self.tree.applications() if closed else set()
        self.refresh()

    def reveal(self, instance_id: InstanceId) -> None:
        """Open the application that it is in."""
        while self._waiting:
            self._take_in()
        row = self._bridge.row(instance_id)
        if row is not None:
            self.tree.closed.discard(row.instance.app_id)
        self.refresh()

    # -- a table

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

    # -- what changes

    def _filter(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self._roster.narrow(wanted)
            self._show()

    def _show(self) -> None:
        """Of so many that it would be felt, in the next turn of the loop: finding out what is listed was work enough for one."""
        if len(self._roster) > _SLICE:
            self._soon.start()
        else:
            self.refresh()

    def _on_soon(self) -> None:
        self._take_in()
        self.refresh()
        if self._waiting:
            self._soon.start()

    def _take_in(self) -> None:
        """Some of those that were there before us, so that ten thousand do not hold up the loop."""
        some, self._waiting = self._waiting[:_SLICE], self._waiting[_SLICE:]
        for row in some:
            if row.instance.id not in self._roster and self._bridge.row(row.instance.id) is not None:
                self._roster.keep(row)

    def _on_rows_changed(self, changed: Iterable[InstanceId]) -> None:
        gone: list[InstanceId] = []
        shelved: list[InstanceId] = []
        moved = grown = False
        for instance_id in changed:
            row = self._bridge.row(instance_id)
            if row is None:
                gone.append(instance_id)
                self._roster.drop(instance_id)
                continue
            grown = grown or instance_id not in self._roster
            moved = self._roster.keep(row) or moved
            if row.is_archived and not self._roster.fits(instance_id):
                shelved.append(instance_id)
            self._tell(instance_id)
            line = self.tree.touch(row.instance.app_id)
            if line is not None:
                self._tell(line)
        if gone or shelved:
            self._take_out(gone, shelved)
        if grown and (len(self._roster) <= _SMALL or not self._pace.isActive()):
            self.refresh()
        elif moved or grown:
            self._stale = True
            if not self._pace.isActive():
                self._pace.start()

    def _siblings(self, app_id: AppId) -> list[Row]:
        ids = (instance.id for instance in self._bridge.catalog.siblings(app_id))
        return [self._roster.row(instance_id) for instance_id in ids if instance_id in self._roster]

    def _tell(self, instance_id: InstanceId) -> None:
        position = self.positions.get(instance_id)
        if position is not None and (self.watched is None or position in self.watched):
            self.dataChanged.emit(self.index(position, 0), self.index(position, len(Column) - 1))

    def _take_out(self, gone: list[InstanceId], shelved: list[InstanceId]) -> None:
        """At once: a person has asked for it, and looks whether it happens."""
        away = frozenset((*gone, *shelved))
        self.become(self.tree.lines([instance_id for instance_id in self.tree.ids if instance_id not in away]))
        for instance_id in gone:
            self._roster.forget(instance_id)
        self.refreshed.emit()

    def _on_pace(self) -> None:
        if self._stale:
            self.refresh()
