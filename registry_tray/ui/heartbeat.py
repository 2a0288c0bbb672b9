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
    picture = _empty(WIDTH, scale)
    painter = QPainter(picture)
    left = WIDTH - len(beats) * (STROKE + GAP) + GAP
    strokes = {result.value: _stroke(_HEIGHTS.get(result, HEIGHT), ink, scale) for result, ink in inks if result in beats}
    for number, beat in enumerate(beats):
        painter.drawPixmap(left + number * (STROKE + GAP), 0, strokes[beat])
    painter.end()
    return picture


@lru_cache(maxsize=64)
def _stroke(height: int, ink: str, scale: float) -> QPixmap:
    picture = _empty(STROKE, scale)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    painter.drawRoundedRect(QRectF(0, (HEIGHT - height) / 2, STROKE, height), 1.25, 1.25)
    painter.end()
    return picture


def _empty(width: int, scale: float) -> QPixmap:
    picture = QPixmap(QSize(width, HEIGHT) * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    return picture
