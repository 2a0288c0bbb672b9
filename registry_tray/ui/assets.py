"""Our icons: drawn in two inks that are filled in with colours of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from registry_tray.ui.files import resource

SIZES = (16, 22, 24, 32, 48, 64)


@lru_cache(maxsize=256)
def pixmap(name: str, size: int, ink: str, contrast: str = "#ffffff", scale: float = 1.0) -> QPixmap:
    """The icon `name`, `size` logical pixels square. `ink` is its colour, `contrast` the one of what lies on it."""
    picture = QPixmap(QSize(size, size) * scale)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, size, size), ink, contrast)
    painter.end()
    return picture


def paint(painter: QPainter, name: str, area: QRectF, ink: str, contrast: str = "#ffffff") -> None:
    """Paint the icon into `area`."""
    _renderer(name, ink, contrast).render(painter, area)


@lru_cache(maxsize=256)
def icon(name: str, ink: str, disabled: str = "", contrast: str = "#ffffff", sizes: tuple[int, ...] = SIZES) -> QIcon:
    """The icon in all sizes, in pixels of a screen, that a button, a menu or a tray may want: each is drawn at once."""
    made = QIcon()
    for size in sizes:
        made.addPixmap(pixmap(name, size, ink, contrast))
        if disabled:
            made.addPixmap(pixmap(name, size, disabled, contrast), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=256)
def _renderer(name: str, ink: str, contrast: str) -> QSvgRenderer:
    source = resource(f"icons/{name}.svg").read_text("utf-8")
    source = source.replace("currentColor", ink).replace("contrastColor", contrast)
    return QSvgRenderer(QByteArray(source.encode()))
