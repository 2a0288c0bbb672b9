"""A table whose rows are instances, and that can become another: views are told only what moved, went and came."""

from collections.abc import Generator
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex

from registry_tray.core.models import InstanceId
from registry_tray.ui.slices import finished

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
_STEP = 2000  # rows that are compared in one step
_RANGES = 8  # more ranges of rows than that are removed by a reset: views do as much for each


@dataclass(frozen=True, slots=True)
class Change:
    """How what is listed becomes what is wanted."""

    listed: list[InstanceId]
    wanted: list[InstanceId]
    positions: dict[InstanceId, int]
    """Where each of those wanted will be."""
    gone: list[tuple[int, int]]
    """The first and the last of each unbroken run of rows that go."""
    came: list[InstanceId]


class Listing(QAbstractTableModel):
    """Says what is listed and in which order; what the cells say is for others."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[InstanceId] = []
        self._positions: dict[InstanceId, int] | None = {}

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.listed)

    @property
    def positions(self) -> dict[InstanceId, int]:
        """Where each is that is listed."""
        if self._positions is None:  # it is seldom asked for while rows come and go
            self._positions = dict(zip(self.listed, range(len(self.listed)), strict=True))
        return self._positions

    def plan(self, wanted: list[InstanceId]) -> Generator[None, None, Change]:
        """Find out in steps what is to be done, so that `become` takes no longer than views do."""
        listed, before = self.listed, self.positions
        yield
        positions: dict[InstanceId, int] = {}
        came: list[InstanceId] = []
        for first in range(0, len(wanted), _STEP):
            part = wanted[first : first + _STEP]
            positions.update(zip(part, range(first, first + len(part)), strict=True))
            came += [each for each in part if each not in before]
            yield
        gone: list[int] = []
        for first in range(0, len(listed), _STEP):
            gone += [place for place, each in enumerate(listed[first : first + _STEP], first) if each not in positions]
            yield
        return Change(listed, wanted, positions, runs(gone), came)

    def become(self, change: Change) -> None:
        """Tell views what moved, what went and what came."""
        if change.listed is not self.listed:
            change = finished(self.plan(change.wanted))
        if change.wanted == self.listed:
            return
        if len(change.gone) > _RANGES:
            self.beginResetModel()
            self._set(change.wanted, change.positions)
            self.endResetModel()
            return
        for first, last in reversed(change.gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._set(self.listed[:first] + self.listed[last + 1 :])
            self.endRemoveRows()
        if change.came:
            first = len(self.listed)
            self.beginInsertRows(QModelIndex(), first, first + len(change.came) - 1)
            self._set(self.listed + change.came)
            self.endInsertRows()
        if change.wanted != self.listed:
            self._reorder(change)

    def _reorder(self, change: Change) -> None:
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        ids = [self.listed[index.row()] for index in held]
        self._set(change.wanted, change.positions)
        moved = [self.index(self.positions[each], index.column()) for each, index in zip(ids, held, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _set(self, told: list[InstanceId], positions: dict[InstanceId, int] | None = None) -> None:
        self.listed, self._positions = told, positions


def runs(positions: list[int]) -> list[tuple[int, int]]:
    """Ascending numbers as (first, last) of each unbroken run."""
    unbroken = groupby(enumerate(positions), key=lambda pair: pair[1] - pair[0])
    return [(run[0][1], run[-1][1]) for run in (list(group) for _, group in unbroken)]
