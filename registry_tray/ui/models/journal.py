"""The journal as a list, newest first."""

from bisect import bisect_left
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt

from registry_tray.core.models import StatusEvent
from registry_tray.ui import journal_texts, texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.listing import NOWHERE, Index

KEPT = 500


class JournalRole(IntEnum):
    """What the delegate asks for."""

    EVENT = Qt.ItemDataRole.UserRole + 1
    NAME = Qt.ItemDataRole.UserRole + 2
    TIME = Qt.ItemDataRole.UserRole + 3


class JournalModel(QAbstractListModel):
    """Reads the past once, and takes in what happens."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._events: list[StatusEvent] = []
        bridge.event_logged.connect(self.add)

    def load(self) -> None:
        """Read what happened before."""
        self._bridge.past.ask_events(KEPT, None, self._on_read)

    def add(self, event: StatusEvent) -> None:
        """Take in a new row, where it is not known."""
        place = bisect_left(self._events, -event.number, key=lambda known: -known.number)
        if place < len(self._events) and self._events[place].number == event.number:
            return
        self.beginInsertRows(QModelIndex(), place, place)
        self._events.insert(place, event)
        self.endInsertRows()
        if len(self._events) > KEPT:
            self.beginRemoveRows(QModelIndex(), KEPT, len(self._events) - 1)
            del self._events[KEPT:]
            self.endRemoveRows()

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
            case JournalRole.TIME:
                return texts.precise_time(event.at, now)
            case Qt.ItemDataRole.DisplayRole:
                return f"{self._name(event)} {journal_texts.event_text(event)}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{texts.clock_time(event.at, now)}, {self._name(event)} {journal_texts.event_text(event)}"
            case Qt.ItemDataRole.ToolTipRole:
                return f"{event.at.astimezone():%A, %d %B %Y, %H:%M:%S}"
        return None

    def _name(self, event: StatusEvent) -> str:
        return journal_texts.event_subject(event, self._bridge.catalog.find(event.instance_id))

    def _on_read(self, events: list[StatusEvent]) -> None:
        live = [event for event in self._events if not events or event.number > events[0].number]
        self.beginResetModel()
        self._events = live + events
        self.endResetModel()
