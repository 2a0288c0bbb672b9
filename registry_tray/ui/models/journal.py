"""The journal as a list, newest first."""

from bisect import bisect_left
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal

from registry_tray.core.models import InstanceId, StatusEvent
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.journal_filter import JournalFilter
from registry_tray.ui.models.listing import NOWHERE, Index
from registry_tray.ui.models.unread import Unread

PAGE = 200
ENOUGH = 40  # rows that a page should bring to the list before the next one is waited for
KEPT = 20_000


class JournalRole(IntEnum):
    """What the delegate asks for."""

    EVENT = Qt.ItemDataRole.UserRole + 1
    NAME = Qt.ItemDataRole.UserRole + 2
    TIME = Qt.ItemDataRole.UserRole + 3
    UNREAD = Qt.ItemDataRole.UserRole + 4


class JournalModel(QAbstractListModel):
    """Reads the past page by page, as far as the list is scrolled, and takes in what happens."""

    refreshed = Signal()
    """A page was read, or there is none."""

    def __init__(self, bridge: Bridge, unread: Unread | None = None) -> None:
        super().__init__()
        self._bridge = bridge
        self._unread = unread
        self._events: list[StatusEvent] = []
        self._filter = JournalFilter()
        self._instances: frozenset[InstanceId] | None = None
        self._oldest: int | None = None  # the number of the last row that was read, listed or not
        self._has_more = False
        self._reading = 0  # the number of the reading whose answer is awaited; others are too late
        self._is_reading = False
        bridge.event_logged.connect(self.add)
        if unread is not None:
            unread.changed.connect(self._on_unread_changed)

    @property
    def filter(self) -> JournalFilter:
        """What is listed."""
        return self._filter

    @property
    def is_complete(self) -> bool:
        """Whether all that fits has been read."""
        return not self._has_more and not self._is_reading

    def load(self) -> None:
        """Read what happened before, from the newest on."""
        self.narrow(self._filter)

    def narrow(self, wanted: JournalFilter) -> None:
        """List only what fits."""
        self.beginResetModel()
        self._filter = wanted
        self._instances = wanted.instances(self._bridge.catalog)
        self._events.clear()
        self._oldest, self._has_more = None, self._instances is None or bool(self._instances)
        self._is_reading = False
        self._reading += 1
        self.endResetModel()
        if self._has_more:
            self._read()
        else:
            self.refreshed.emit()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._has_more and not self._is_reading and len(self._events) < KEPT

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._read()

    def add(self, event: StatusEvent) -> None:
        """Take in a new row, where it is not known and fits."""
        if self._filter.words:
            self._instances = self._filter.instances(self._bridge.catalog)
        if not self._filter.fits(event, self._instances):
            return
        place = bisect_left(self._events, -event.number, key=lambda known: -known.number)
        if place < len(self._events) and self._events[place].number == event.number:
            return
        self.beginInsertRows(QModelIndex(), place, place)
        self._events.insert(place, event)
        self.endInsertRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._events)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        event = self._events[index.row()]
        now = self._bridge.clock.now()
        match role:
            case JournalRole.EVENT:
                return event
            case JournalRole.NAME:
                return self._name(event)
            case JournalRole.UNREAD:
                return self._is_unread(event)
            case JournalRole.TIME:
                return texts.precise_time(event.at, now)
            case Qt.ItemDataRole.DisplayRole:
                return f"{self._name(event)} {journal_texts.event_text(event)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                said = f"{texts.clock_time(event.at, now)}, {self._name(event)} {journal_texts.event_text(event)}"
                return self.tr("new: {0}").format(said) if self._is_unread(event) else said
            case Qt.ItemDataRole.ToolTipRole:
                return texts.full_time(event.at)
        return None

    def _is_unread(self, event: StatusEvent) -> bool:
        return self._unread is not None and self._unread.is_unread(event)

    def _name(self, event: StatusEvent) -> str:
        return journal_texts.event_subject(event, self._bridge.catalog.find(event.instance_id))

    def _read(self) -> None:
        self._is_reading = True
        reading = self._reading
        only = next(iter(self._instances)) if self._instances is not None and len(self._instances) == 1 else None
        self._bridge.past.ask_journal(PAGE, only, self._oldest, self._filter.since, lambda events: self._on_read(reading, events))

    def _on_read(self, reading: int, events: list[StatusEvent]) -> None:
        if reading != self._reading:
            return
        self._is_reading = False
        self._has_more = len(events) == PAGE
        if events:
            self._oldest = events[-1].number
        known = {event.number for event in self._events}
        fitting = [event for event in events if event.number not in known and self._filter.fits(event, self._instances)]
        if fitting:
            first = len(self._events)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self._events = sorted([*self._events, *fitting], key=lambda event: -event.number)
            self.endInsertRows()
        if self._has_more and len(self._events) < ENOUGH:
            self._read()
        else:
            self.refreshed.emit()

    def _on_unread_changed(self) -> None:
        if self._events:
            self.dataChanged.emit(self.index(0), self.index(len(self._events) - 1), [JournalRole.UNREAD])
