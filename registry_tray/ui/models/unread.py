"""What has happened since a person last looked at the journal."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QSettings, Signal

from registry_tray.core.models import StatusEvent
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.journal_filter import TROUBLE, topic

_LOOKED_AT = 200  # rows of the journal that are read at the start
_KEY = "activity/read"


class Unread(QObject):
    """`read` is the number of the last row that was seen; `count` how many outages and errors came after it."""

    changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._newest = 0
        self._troubles: set[int] = set()
        self.read = 0
        bridge.event_logged.connect(self._on_event)

    @property
    def count(self) -> int:
        """How many outages and errors nobody has seen."""
        return len(self._troubles)

    @property
    def has_any(self) -> bool:
        """Whether anything at all is unread."""
        return self._newest > self.read >= 0

    def is_unread(self, event: StatusEvent) -> bool:
        """Whether nobody has seen it."""
        return event.number > self.read

    def mark_all(self) -> None:
        """All that is there has been seen."""
        self.read = max(self.read, self._newest)
        self._troubles.clear()
        self.changed.emit()

    def restore(self, state: QSettings) -> None:
        """Go on where the last run ended; on the first one nothing is unread."""
        kept = state.value(_KEY)
        self.read = int(kept) if isinstance(kept, (int, str)) and str(kept).isdigit() else -1
        self._bridge.past.ask_events(_LOOKED_AT, None, self._on_read)

    def save(self, state: QSettings) -> None:
        """Remember what was seen."""
        state.setValue(_KEY, max(self.read, 0))

    def _on_event(self, event: StatusEvent) -> None:
        before = self.count, self.has_any
        self._take_in((event,))
        if before != (self.count, self.has_any):  # a repaint of what reads it costs more than a registration
            self.changed.emit()

    def _on_read(self, events: list[StatusEvent]) -> None:
        if self.read < 0:
            self.read = events[0].number if events else 0
        self._take_in(events)
        self.changed.emit()

    def _take_in(self, events: Iterable[StatusEvent]) -> None:
        for event in events:
            self._newest = max(self._newest, event.number)
            if self.read >= 0 and self.is_unread(event) and topic(event) in TROUBLE:
                self._troubles.add(event.number)
