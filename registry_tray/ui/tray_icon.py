"""The tray's icon: a tile whose sign and colour are the worst status, with the number of what fails."""

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from registry_tray.core.status import Status
from registry_tray.ui import assets
from registry_tray.ui.tokens import LIGHT

_BRAND = LIGHT.accent_ground
_INK = "#181c24"
_SIGNS = {
    Status.CRASHED: "tray-cross", Status.DOWN: "tray-cross", Status.LOST: "tray-slash", Status.SUSPECT: "tray-bang",
    Status.RECOVERING: "tray-ring", Status.DEGRADED: "tray-bang", Status.STARTING: "tray-ring",
    Status.UNKNOWN: "tray-query", Status.PAUSED: "tray-bars", Status.UP: "tray-tick", Status.STOPPED: "tray-bars",
}  # fmt: skip
_MOST = 9  # more does not fit


def program_icon() -> QIcon:
    """The program's own icon, which says nothing about any status."""
    return assets.icon("program", _BRAND)


@lru_cache(maxsize=64)
def status_icon(status: Status | None, failing: int = 0, *, paused: bool = False) -> QIcon:
    """The icon for the worst status; None where nothing is registered. `paused`: no popups are shown at present."""
    if status is None and not paused:
        return program_icon()
    icon = QIcon()
    for size in assets.SIZES:
        icon.addPixmap(status_pixmap(status, failing, size, paused=paused))
    return icon


def status_pixmap(status: Status | None, failing: int, size: int, *, paused: bool = False) -> QPixmap:
    """The icon in one size."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if status is None:
        assets.paint(painter, "program", QRectF(0, 0, size, size), _BRAND)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.tile[status]))
        painter.drawRoundedRect(QRectF(0, 0, size, size), size / 4, size / 4)
        sign = size * 0.72 if failing or paused else size
        assets.paint(painter, _SIGNS[status], QRectF(0, 0, sign, sign), "#ffffff")
    if failing or paused:
        _badge(painter, size, str(min(failing, _MOST)) + "+" * (failing > _MOST) if failing else "")
    painter.end()
    return picture


def _badge(painter: QPainter, size: int, text: str) -> None:
    """The number of what fails, else two bars: popups are paused."""
    diameter = size * 0.6
    disc = QRectF(size - diameter, size - diameter, diameter, diameter)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#ffffff"))
    painter.drawEllipse(disc)
    rim = max(1.0, size / 24)
    inner = disc.adjusted(rim, rim, -rim, -rim)
    painter.setBrush(QColor(_INK))
    painter.drawEllipse(inner)
    if not text:
        assets.paint(painter, "tray-bars", inner, "#ffffff")
        return
    font = QFont()
    font.setPixelSize(max(7, round(inner.height() * (0.8 if len(text) == 1 else 0.58))))
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(inner.adjusted(-size, -size, size, size), Qt.AlignmentFlag.AlignCenter, text)
