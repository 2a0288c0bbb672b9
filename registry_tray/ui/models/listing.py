"""A table whose rows are instances, and that can become another: views are told only what moved, went and came."""

from itertools import groupby

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex

from registry_tray.core.models import InstanceId

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_RANGES = 32  # more ranges of rows than that are removed by a reset


class Listing(QAbstractTableModel):
    """Says what is listed and in which order; what the cells say is for others."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[InstanceId] = []
        self.positions: dict[InstanceId, int] = {}

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.listed)

    def become(self, wanted: list[InstanceId]) -> None:
        """Tell views what moved, what went and what came."""
        if wanted == self.listed:
            return
        if len(wanted) != len(self.listed) or self.positions.keys() != set(wanted):
            kept = set(wanted)
            ranges = runs([position for position, known in enumerate(self.listed) if known not in kept])
            if len(ranges) > _RANGES:
                self.beginResetModel()
                self._set(wanted)
                self.endResetModel()
                return
            for first, last in reversed(ranges):
                self.beginRemoveRows(QModelIndex(), first, last)
                self._set(self.listed[:first] + self.listed[last + 1 :])
                self.endRemoveRows()
            added = [instance_id for instance_id in wanted if instance_id not in self.positions]
            if added:
                count = len(self.listed)
                self.beginInsertRows(QModelIndex(), count, count + len(added) - 1)
                self._set(self.listed + added)
                self.endInsertRows()
        if wanted != self.listed:
            self._reorder(wanted)

    def _reorder(self, wanted: list[InstanceId]) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self.listed[index.row()] for index in held]
        self._set(wanted)
        moved = [self.index(self.positions[each], index.column()) for each, index in zip(ids, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _set(self, told: list[InstanceId]) -> None:
        self.listed = told
        self.positions = dict(zip(told, range(len(told)), strict=True))


def runs(positions: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    unbroken = groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0])
    return [(run[0][1], run[-1][1]) for run in (list(group) for _, group in unbroken)]
