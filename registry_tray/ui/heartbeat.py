"""The heartbeat bar: one stroke a check, told apart by height as well as by colour."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from registry_tray.core.stats import BEATS
from registry_tray.core.status import Result
from registry_tray.ui.tokens import Colours

STROKE, GAP = 3, 1
WIDTH = BEATS * (STROKE + GAP) - GAP
HEIGHT = 24
_HEIGHTS = {Result.OK: 12, Result.WARN: 17, Result.INCONCLUSIVE: 2}  # a failure takes all of it


def beats_pixmap(beats: bytes, colours: Colours, scale: float) -> QPixmap:
    """The bar of these results, oldest first, the newest at the right."""
    return _draw(beats, colours.is_dark, scale, tuple((result, colours.beat(result)) for result in Result))


@lru_cache(maxsize=1024)
def _draw(beats: bytes, _is_dark: bool, scale: float, inks: tuple[tuple[Result, str], ...]) -> QPixmap:
    picture = QPixmap(QSize(WIDTH, HEIGHT) * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    left = WIDTH - len(beats) * (STROKE + GAP) + GAP
    for result, ink in inks:
        height = _HEIGHTS.get(result, HEIGHT)
        painter.setBrush(QColor(ink))
        for number, beat in enumerate(beats):
            if beat == result:
                area = QRectF(left + number * (STROKE + GAP), (HEIGHT - height) / 2, STROKE, height)
                painter.drawRoundedRect(area, 1.25, 1.25)
    painter.end()
    return picture
