"""Which instances are listed, and in which order."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractProxyModel, QModelIndex, Qt, QTimer, Signal

from registry_tray.core.models import InstanceId
from registry_tray.ui.models.instances import Column, Entry, Group, Index, InstanceModel

_PACE = 1000  # ms between two sorts while data change
_SMALL = 1000  # rows; so many are sorted at once whenever one is added
_RANGES = 32  # more ranges of rows than that are removed by a reset
_NOWHERE = QModelIndex()


class InstanceFilter(QAbstractProxyModel):
    """Sorts by keys in one go, and tells views only what moved.

    QSortFilterProxyModel asks for every comparison: half a second for 10,000 rows in Python.
    """

    refreshed = Signal()
    """The list may have become empty, or has come to life."""

    def __init__(self, source: InstanceModel) -> None:
        super().__init__()
        self._source = source
        self._shown: list[int] = []
        self._positions: list[int] = []
        self._needle = ""
        self._group = Group.ALL
        self.sort_column = Column.STATUS
        self.sort_order = Qt.SortOrder.AscendingOrder
        self._pace = QTimer(self, singleShot=True, interval=_PACE)
        self._pace.timeout.connect(self._on_pace)
        self._stale = False
        self.setSourceModel(source)
        source.dataChanged.connect(self._on_data_changed)
        source.rowsInserted.connect(self._on_rows_inserted)
        source.rowsAboutToBeRemoved.connect(self._on_rows_about_to_be_removed)
        source.rowsRemoved.connect(self._on_rows_removed)
        self._removing = False
        self._on_rows_inserted()

    # -- what is asked for

    @property
    def needle(self) -> str:
        """What is searched for."""
        return self._needle

    @property
    def group(self) -> Group:
        """What the list is narrowed to."""
        return self._group

    def search(self, text: str) -> None:
        """List only what has all these words in its name, identifier, host, environment or endpoint."""
        self._needle = text.casefold().strip()
        self.refresh()

    def narrow(self, group: Group) -> None:
        """List only this group."""
        self._group = group
        self.refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sort_column, self.sort_order = Column(column) if column >= 0 else Column.STATUS, order
        self.refresh()

    def refresh(self) -> None:
        """Filter and sort anew, now."""
        self._stale = False
        self._pace.start()
        self._become(self._wanted())
        self.refreshed.emit()

    def find(self, instance_id: InstanceId | None) -> QModelIndex:
        """Where an instance is listed."""
        place = self._source.place(instance_id) if instance_id is not None else None
        return self.mapFromSource(self._source.index(place, 0)) if place is not None else QModelIndex()

    # -- a proxy

    def mapToSource(self, index: Index) -> QModelIndex:
        return self._source.index(self._shown[index.row()], index.column()) if index.isValid() else QModelIndex()

    def mapFromSource(self, index: Index) -> QModelIndex:
        position = self._positions[index.row()] if index.isValid() and index.row() < len(self._positions) else -1
        return self.createIndex(position, index.column()) if position >= 0 else QModelIndex()

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        inside = not parent.isValid() and 0 <= row < len(self._shown) and 0 <= column < len(Column)
        return self.createIndex(row, column) if inside else QModelIndex()

    def parent(self, _child: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override] # Qt's own parent() is another overload
        return QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self._source.headerData(section, orientation, role)

    # -- what changes

    def _wanted(self) -> list[int]:
        entries = self._source.entries
        words = self._needle.split()
        if words or self._group is not Group.ALL:
            places: Iterable[int] = (place for place, entry in enumerate(entries) if self._accepts(entry, words))
        else:
            # What is nearly in order is sorted in one pass.
            places = self._shown if len(self._shown) == len(entries) else range(len(entries))
        column = self.sort_column
        descending = self.sort_order is Qt.SortOrder.DescendingOrder
        if column is Column.STATUS and not descending:
            return sorted(places, key=lambda place: entries[place].order)
        return sorted(places, key=lambda place: entries[place].key(column), reverse=descending)

    def _accepts(self, entry: Entry, words: list[str]) -> bool:
        if self._group is Group.MUTED:
            if not entry.row.is_muted:
                return False
        elif self._group is not Group.ALL and entry.group is not self._group:
            return False
        return all(word in entry.haystack for word in words)

    def _become(self, wanted: list[int]) -> None:
        if wanted == self._shown:
            return
        if len(wanted) == len(self._shown) == len(self._source.entries):
            self._reorder(wanted)
            return
        kept = set(wanted)
        ranges = _ranges([position for position, place in enumerate(self._shown) if place not in kept])
        if len(ranges) > _RANGES:
            self.beginResetModel()
            self._set(wanted)
            self.endResetModel()
            return
        for first, last in reversed(ranges):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set(self._shown[:first] + self._shown[last + 1 :])
            self.endRemoveRows()
        known = set(self._shown)
        added = [place for place in wanted if place not in known]
        if added:
            count = len(self._shown)
            self.beginInsertRows(QModelIndex(), count, count + len(added) - 1)
            self._set(self._shown + added)
            self.endInsertRows()
        if wanted != self._shown:
            self._reorder(wanted)

    def _reorder(self, wanted: list[int]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        places = [self._shown[index.row()] for index in held]
        self._set(wanted)
        moved = [self.createIndex(self._positions[place], index.column()) for place, index in zip(places, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _set(self, shown: list[int]) -> None:
        self._shown = shown
        positions = [-1] * len(self._source.entries)
        for position, place in enumerate(shown):
            positions[place] = position
        self._positions = positions

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        for place in range(first.row(), last.row() + 1):
            position = self._positions[place] if place < len(self._positions) else -1
            if position >= 0:
                self.dataChanged.emit(self.createIndex(position, first.column()), self.createIndex(position, last.column()))
        self._schedule()

    def _on_rows_inserted(self) -> None:
        self._positions.extend([-1] * (len(self._source.entries) - len(self._positions)))
        if self._pace.isActive() and len(self._source.entries) > _SMALL:
            self._stale = True
        else:
            self.refresh()

    def _on_rows_about_to_be_removed(self, _parent: QModelIndex, first: int, _last: int) -> None:
        position = self._positions[first]
        self._removing = position >= 0
        if self._removing:
            self.beginRemoveRows(QModelIndex(), position, position)

    def _on_rows_removed(self, _parent: QModelIndex, first: int, _last: int) -> None:
        self._set([place - (place > first) for place in self._shown if place != first])
        if self._removing:
            self.endRemoveRows()
        self.refreshed.emit()

    def _schedule(self) -> None:
        self._stale = True
        if not self._pace.isActive():
            self._pace.start()

    def _on_pace(self) -> None:
        if self._stale:
            self.refresh()


def _ranges(positions: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    runs = groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0])
    return [(run[0][1], run[-1][1]) for run in (list(group) for _, group in runs)]
