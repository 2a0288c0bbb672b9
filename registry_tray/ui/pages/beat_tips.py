"""What each stroke of a heartbeat bar stands for, told where the pointer rests."""

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtWidgets import QToolTip, QWidget

from registry_tray.core.models import Check, InstanceId
from registry_tray.core.stats import BEATS
from registry_tray.ui import heartbeat, journal_texts, texts
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.sayings import say


class BeatTips(QObject):
    """Reads the checks when it is asked for: thousands of bars are never hovered."""

    def __init__(self, view: QWidget, bridge: Bridge) -> None:
        super().__init__(view)
        self._view = view
        self._bridge = bridge
        self._asked: tuple[InstanceId, int] | None = None

    def show(self, row: Row, bar: QRect, pointer: QPoint, place: QPoint) -> bool:
        """Tell the beat of this bar that is under the pointer, `place` on the screen; whether there is one."""
        beat = beat_at(row.beats, pointer.x() - bar.left())
        if beat is None or row.job is None:
            return False
        left = bar.left() + heartbeat.WIDTH - (beat + 1) * (heartbeat.STROKE + heartbeat.GAP)
        area = QRect(left, bar.top(), heartbeat.STROKE + heartbeat.GAP, bar.height())
        self._asked = asked = row.instance.id, beat

        def tell(checks: list[Check]) -> None:
            if self._asked == asked and beat < len(checks):
                QToolTip.showText(place, self.text(checks[beat]), self._view, area)

        self._bridge.past.ask_checks(row.job.id, BEATS, tell)
        return True

    def text(self, check: Check) -> str:
        """When, what, and how fast."""
        now = self._bridge.clock.now()
        said = journal_texts.result_word(check.result) + (f" {check.code}" if check.code else "")
        said = f"{said} · {texts.latency(check.latency)}" if check.latency is not None else said
        when = f"{texts.precise_time(check.at, now)} ({texts.ago(check.at, now)})"
        return "\n".join(part for part in (when, said, say(check.error)) if part)


def beat_at(beats: bytes, x: int) -> int | None:
    """Which beat is `x` pixels right of the bar's left end: 0 is the newest; None where there is none."""
    step = heartbeat.STROKE + heartbeat.GAP
    number = (heartbeat.WIDTH + heartbeat.GAP - 1 - x) // step
    return number if 0 <= x < heartbeat.WIDTH and number < len(beats) else None
