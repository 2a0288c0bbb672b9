"""The relative times of the list, which change while nothing else does."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QObject, QTimer

from registry_tray.core.models import InstanceId
from registry_tray.core.status import AlertState
from registry_tray.ui import alert_texts, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column

_FAST, _SLOW = 1000, 15_000  # ms between two looks


class Times(QObject):
    """Finds out which of the rows in view say something else than a moment ago. Looks every second only where seconds count."""

    def __init__(
        self, parent: QObject, bridge: Bridge, rows: Callable[[], list[Row]], repaint: Callable[[Row, Column], None]
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rows = rows
        self._repaint = repaint
        self._said: dict[InstanceId, tuple[str, str]] = {}
        self._timer = QTimer(self, interval=_FAST)
        self._timer.timeout.connect(self.look)
        bridge.rows_changed.connect(self._on_rows_changed)

    def start(self) -> None:
        """Look from now on."""
        self._said.clear()
        self._timer.start(_FAST)

    def stop(self) -> None:
        """Nobody can see them."""
        self._timer.stop()

    def look(self) -> None:
        """Have the cells repainted whose texts have changed."""
        now, paused = self._bridge.clock.now(), self._bridge.paused_until
        before, self._said = self._said, {}
        fast = False
        for row in self._rows():
            said = texts.ago(row.since, now), alert_texts.note(row, now, paused)
            self._said[row.instance.id] = said
            age, note = before.get(row.instance.id, ("", ""))
            if age != said[0]:
                self._repaint(row, Column.SINCE)
            if note != said[1]:
                self._repaint(row, Column.NAME)
            fast = fast or _counts_seconds(row, now - row.since)
        self._timer.setInterval(_FAST if fast else _SLOW)

    def _on_rows_changed(self) -> None:
        if self._timer.isActive() and self._timer.interval() != _FAST:
            self._timer.start(_FAST)


def _counts_seconds(row: Row, age: timedelta) -> bool:
    return age < timedelta(minutes=1) or (row.alert is not None and row.alert.state is AlertState.HELD)
