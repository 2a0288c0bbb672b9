"""A card over the dimmed window, which takes the keyboard until it is closed and then gives it back."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from registry_tray.ui.escapable import Escapable
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_LARGE, RADIUS_LARGE

_TOP = 72
_DIM = 90  # of 255
_SHADOW, _DEPTH = 5, 24  # of 255, and pixels


class Overlay(Escapable):
    """Escape, or a click beside the card, closes it."""

    def __init__(self, parent: QWidget, theme: Theme, width: int) -> None:
        """`width` is that of the card, for text of the usual size."""
        super().__init__(parent)
        self._ground = parent
        self._theme = theme
        self._width = width
        self._before: QWidget | None = None
        self.card = QWidget(self)
        self.card.setObjectName("toast")
        self.card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(self.card)
        self.body.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE)
        parent.installEventFilter(self)
        self.escaped.connect(self.close_over)
        self.hide()

    def open_over(self, focus: QWidget) -> None:
        """Show it, with the keyboard on this part of it."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.place()
        self.show()
        self.raise_()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_over(self) -> None:
        """Put it away; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        before, self._before = self._before, None
        while before is not None and not before.isVisible():  # another page has come into its place
            before = before.parentWidget()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """As large as the window, with the card in the upper middle."""
        self.setGeometry(self._ground.rect())
        width = min(self._theme.size(self._width), self.width() - 2 * GAP_LARGE)
        wanted = self.wanted_height(width)
        top = max(GAP_LARGE, min(_TOP, self.height() // 10, self.height() - wanted - GAP_LARGE))
        height = min(wanted, self.height() - top - GAP_LARGE)
        place = QRect((self.width() - width) // 2, top, width, height)
        if place != self.card.geometry():
            self.card.setGeometry(place)
            self.update()  # the shadow of the card as it was before lies outside of it

    def wanted_height(self, width: int) -> int:
        """How high the card would be if it had room."""
        return self.card.sizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._ground and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_over()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        return False  # the keyboard stays on the card

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(0, 0, 0, _DIM))
        corner = self.card.pos() - QPoint(_DEPTH, _DEPTH)
        painter.drawPixmap(corner, _shadow(self.card.width(), self.card.height(), self.devicePixelRatioF()))


@lru_cache(maxsize=1)
def _shadow(width: int, height: int, ratio: float) -> QPixmap:
    """That of a card of this size, and `_DEPTH` around it: what changes below the card has it painted anew each time."""
    size = QSize(width + 2 * _DEPTH, height + 2 * _DEPTH + _DEPTH // 3)
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    card = QRect(_DEPTH, _DEPTH, width, height)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, _SHADOW))
    for far in range(_DEPTH, 0, -2):  # from outside inwards
        around = card.adjusted(-far, -far + _DEPTH // 3, far, far + _DEPTH // 3)
        painter.drawRoundedRect(around, RADIUS_LARGE + far, RADIUS_LARGE + far)
    painter.end()
    return picture
