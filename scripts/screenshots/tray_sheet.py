"""All states of the tray's icon in all sizes, on a light and on a dark panel."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from registry_tray.core.status import Status
from registry_tray.ui.tray_icon import status_pixmap

_SIZES = (16, 22, 24, 32, 48, 64)
_STATES: tuple[tuple[str, Status | None, int, bool], ...] = (
    ("nothing registered", None, 0, False),
    ("up", Status.UP, 0, False),
    ("starting", Status.STARTING, 0, False),
    ("degraded", Status.DEGRADED, 0, False),
    ("1 down", Status.DOWN, 1, False),
    ("7 down", Status.DOWN, 7, False),
    ("12 down", Status.DOWN, 12, False),
    ("lost", Status.LOST, 1, False),
    ("unknown", Status.UNKNOWN, 0, False),
    ("paused alerts", Status.UP, 0, True),
    ("paused alerts, 2 down", Status.DOWN, 2, True),
)
_PANELS = (("#f0f0f3", "#181c24"), ("#2b2e36", "#ffffff"))
_LINE, _LEFT, _STEP = 80, 180, 84
_TEXT = 13  # pixels, whatever the size of text elsewhere: icons of a tray do not grow with it


class TraySheet(QWidget):
    """A line a state."""

    def __init__(self) -> None:
        super().__init__()
        self.resize((_LEFT + _STEP * len(_SIZES)) * len(_PANELS), _LINE * len(_STATES))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        scale = self.devicePixelRatioF()
        font = painter.font()
        font.setPixelSize(_TEXT)
        painter.setFont(font)
        for panel, (ground, ink) in enumerate(_PANELS):
            left = panel * (_LEFT + _STEP * len(_SIZES))
            painter.fillRect(QRectF(left, 0, _LEFT + _STEP * len(_SIZES), self.height()), QColor(ground))
            painter.setPen(QColor(ink))
            for line, (text, status, failing, paused) in enumerate(_STATES):
                area = QRectF(left + 12, line * _LINE, _LEFT, _LINE)
                painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
                for place, size in enumerate(_SIZES):
                    picture = status_pixmap(status, failing, round(size * scale), paused=paused)
                    picture.setDevicePixelRatio(scale)
                    painter.drawPixmap(left + _LEFT + place * _STEP, line * _LINE + (_LINE - size) // 2, picture)
