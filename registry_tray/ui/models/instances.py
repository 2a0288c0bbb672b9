"""The instances as a table, for the list of applications."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from registry_tray.core.models import InstanceId
from registry_tray.core.status import Result, Status
from registry_tray.durations import spoken
from registry_tray.ui import texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """From left to right."""

    STATUS = 0
    NAME = 1
    HOST = 2
    SINCE = 3
    LATENCY = 4
    BEATS = 5
    UPTIME = 6


RIGHT = (Column.LATENCY, Column.UPTIME)
"""Columns of numbers, which line up at their end."""


class Role(IntEnum):
    """What delegates ask for."""

    ROW = Qt.ItemDataRole.UserRole + 1
    NOTE = Qt.ItemDataRole.UserRole + 2


class Group(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    FAILING = "failing"
    STARTING = "starting"
    UP = "up"
    STOPPED = "stopped"
    MUTED = "muted"


GROUPS = {
    Status.CRASHED: Group.FAILING, Status.DOWN: Group.FAILING, Status.LOST: Group.FAILING, Status.RECOVERING: Group.FAILING,
    Status.SUSPECT: Group.UP, Status.DEGRADED: Group.UP, Status.UP: Group.UP,
    Status.STARTING: Group.STARTING, Status.UNKNOWN: Group.STARTING,
    Status.PAUSED: Group.STOPPED, Status.STOPPED: Group.STOPPED,
}  # fmt: skip
"""A suspect counts as up until it is proven down, and what recovers as failing until it is proven up."""


class Entry:
    """A row with what sorting and searching need of it, made once for each change."""

    __slots__ = ("group", "haystack", "order", "row")

    def __init__(self, row: Row) -> None:
        instance, job = row.instance, row.job
        self.row = row
        self.group = GROUPS[row.status]
        self.order = (row.is_muted, row.status.rank, instance.name.casefold(), instance.identifier)
        self.haystack = "\n".join(
            (instance.name, instance.identifier, instance.hostname, instance.environment or "", job.endpoint if job else "")
        ).casefold()

    def key(self, column: Column) -> Any:
        """What this column is sorted by; ties by name."""
        row, name = self.row, self.order[2]
        match column:
            case Column.STATUS:
                return self.order
            case Column.HOST:
                return row.instance.hostname.casefold(), name
            case Column.SINCE:
                return row.since, name
            case Column.LATENCY:
                latency = row.job.latency if row.job else None
                return latency is None, latency.total_seconds() if latency else 0.0, name
            case Column.BEATS | Column.UPTIME:
                return row.uptime is None, row.uptime or 0.0, name
        return name, self.order


class InstanceModel(QAbstractTableModel):
    """All rows of the bridge, in the order in which they came; sorting is the proxy's."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.entries: list[Entry] = [Entry(row) for row in bridge.rows()]
        self._places = {entry.row.instance.id: place for place, entry in enumerate(self.entries)}
        self._headers = (
            self.tr("Status"), self.tr("Name"), self.tr("Host"), self.tr("Since"), self.tr("Latency"),
            self.tr("Last checks"), self.tr("Uptime"),
        )  # fmt: skip
        bridge.rows_changed.connect(self._on_rows_changed)

    def place(self, instance_id: InstanceId) -> int | None:
        """The row number of an instance."""
        return self._places.get(instance_id)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(Column):
            return self._headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in RIGHT else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.entries[index.row()].row
        match role:
            case Role.ROW:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, Column(index.column()))
            case Role.NOTE:
                return texts.note(row, self._bridge.clock.now(), self._bridge.paused_until)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tooltip(row, Column(index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row, Column(index.column()))
        return None

    def _text(self, row: Row, column: Column) -> str:
        match column:
            case Column.STATUS:
                return texts.word(row.status)
            case Column.NAME:
                return row.instance.name
            case Column.HOST:
                return row.instance.hostname
            case Column.SINCE:
                return texts.ago(row.since, self._bridge.clock.now())
            case Column.LATENCY:
                return texts.latency(row.job.latency if row.job else None)
            case Column.BEATS:
                return ""
            case Column.UPTIME:
                return texts.percent(row.uptime)

    def _tooltip(self, row: Row, column: Column) -> str:
        match column:
            case Column.STATUS | Column.NAME:
                return texts.state_sentence(row, self._bridge.clock.now())
            case Column.SINCE:
                return f"{row.since.astimezone():%A, %d %B %Y, %H:%M:%S}"
            case Column.BEATS:
                return self._beats_text(row.beats)
            case Column.UPTIME:
                return self.tr("Share of the last 24 hours in which it answered, of the time in which it was checked")
        return ""

    def _spoken(self, row: Row, column: Column) -> str:
        match column:
            case Column.STATUS | Column.NAME:
                return texts.spoken_row(row, self._bridge.clock.now(), self._bridge.paused_until)
            case Column.SINCE:
                return self.tr("since {0}").format(spoken(self._bridge.clock.now() - row.since))
            case Column.BEATS:
                return self._beats_text(row.beats)
        return f"{self._headers[column]}: {self._text(row, column)}"

    def _beats_text(self, beats: bytes) -> str:
        failed = sum(Result(beat).is_failure for beat in beats)
        unclear = beats.count(Result.INCONCLUSIVE)
        text = self.tr("Last {0} checks: {1} answered, {2} failed").format(len(beats), len(beats) - failed - unclear, failed)
        return text + (self.tr(", {0} inconclusive").format(unclear) if unclear else "")

    def _on_rows_changed(self, changed: Iterable[InstanceId]) -> None:
        added: list[Entry] = []
        for instance_id in changed:
            row, place = self._bridge.row(instance_id), self._places.get(instance_id)
            if row is None:
                if place is not None:
                    self._remove(place)
            elif place is None:
                added.append(Entry(row))
            else:
                self.entries[place] = Entry(row)
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))
        if added:
            self._append(added)

    def _append(self, added: list[Entry]) -> None:
        first = len(self.entries)
        self.beginInsertRows(QModelIndex(), first, first + len(added) - 1)
        self.entries.extend(added)
        self._places.update({entry.row.instance.id: first + number for number, entry in enumerate(added)})
        self.endInsertRows()

    def _remove(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self.entries[place]
        self._places = {entry.row.instance.id: number for number, entry in enumerate(self.entries)}
        self.endRemoveRows()
