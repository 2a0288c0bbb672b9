"""What is painted in a line, piece by piece from where reading begins, which is the right where the layout says so."""

from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LEFT, _RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignLeft, _MIDDLE | Qt.AlignmentFlag.AlignRight


class Strip:
    """What is left of a line; pieces are taken from its start or from its end."""

    __slots__ = ("_is_mirrored", "_painter", "rest")

    def __init__(self, painter: QPainter, area: QRect, *, is_mirrored: bool) -> None:
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a text is read in its own direction
        self._painter = painter
        self._is_mirrored = is_mirrored
        self.rest = QRect(area)

    def take(self, width: int, gap: int = 0) -> QRect:
        """A piece from the start, and a gap after it."""
        width = max(0, min(width, self.rest.width()))
        piece = QRect(self.rest)
        if self._is_mirrored:
            piece.setLeft(piece.right() + 1 - width)
            self.rest.setRight(piece.left() - 1 - gap)
        else:
            piece.setWidth(width)
            self.rest.setLeft(piece.left() + width + gap)
        return piece

    def take_end(self, width: int, gap: int = 0) -> QRect:
        """A piece from the end, and a gap before it."""
        self._is_mirrored = not self._is_mirrored
        piece = self.take(width, gap)
        self._is_mirrored = not self._is_mirrored
        return piece

    def picture(self, picture: QPixmap, gap: int) -> None:
        """Paint an icon in the middle of the line's height."""
        size = picture.deviceIndependentSize().toSize()
        piece = self.take(size.width(), gap)
        self._painter.drawPixmap(piece.left(), piece.center().y() - size.height() // 2 + 1, picture)

    def text(self, text: str, font: QFont, ink: str, *, area: QRect | None = None, at_end: bool = False) -> None:
        """Paint a text into what is left, or into a piece; what does not fit ends in dots."""
        place = self.rest if area is None else area
        width = max(0, place.width())
        shown, wide, high = _fitted(text, font, width)
        painter = self._painter
        painter.setFont(font)
        painter.setPen(colour(ink))
        left = place.left() + width - wide if at_end is not self._is_mirrored else place.left()
        painter.drawStaticText(left, place.top() + (place.height() - high) // 2, shown)


@lru_cache(maxsize=256)
def colour(ink: str) -> QColor:
    """A colour of the theme, read once."""
    return QColor(ink)


_known: dict[tuple[str, str, int], tuple[QStaticText, int, int]] = {}
_MOST = 1024  # texts that are kept as they were laid out: to do that anew costs more than all else that is painted of a row


def _fitted(text: str, font: QFont, width: int) -> tuple[QStaticText, int, int]:
    """The text, with dots where it does not fit, and its size."""
    key = text, font.key(), width
    known = _known.get(key)
    if known is None:
        if len(_known) >= _MOST:
            _known.clear()
        metrics = QFontMetrics(font)
        wide, fitting = metrics.horizontalAdvance(text), text
        if wide > width:
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            wide = metrics.horizontalAdvance(fitting)
        laid_out = QStaticText(fitting)
        laid_out.setTextFormat(Qt.TextFormat.PlainText)
        laid_out.prepare(font=font)
        known = _known[key] = laid_out, wide, metrics.height()
    return known
