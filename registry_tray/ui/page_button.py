"""A button of the sidebar: the icon of a page, its name, and how much is new there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from registry_tray.ui.strip import Strip
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import CAPTION, GAP, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import one_of_several

_DOT = 6
_MOST = 99  # more does not fit


class PageButton(QPushButton):
    """`slim` shows the icon only, with a dot where something is new."""

    def __init__(self, theme: Theme, name: str, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._name = name
        self._icon = icon
        self._count = 0
        self._is_slim = False
        one_of_several(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self.tr("Shows the page {0}").format(name))
        theme.changed.connect(self.updateGeometry)

    @property
    def badge(self) -> str:
        """How much is new, as it is shown; empty where nothing is."""
        return "" if not self._count else str(self._count) if self._count <= _MOST else f"{_MOST}+"

    def set_slim(self, slim: bool) -> None:
        """Show the icon only."""
        self._is_slim = slim
        self.updateGeometry()
        self.update()

    def show_count(self, count: int) -> None:
        """Say how much is new; 0 is nothing."""
        self._count = count
        self.setAccessibleName(self.tr("{0}, {1} new").format(self._name, count) if count else self._name)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        icon, metrics = self._theme.size(), QFontMetrics(self._font(strong=True))
        height = max(icon, metrics.height()) + GAP + GAP_TINY
        if self._is_slim:
            return QSize(icon + 2 * GAP_SMALL + GAP_TINY, height)
        badge = self._badge_width() + GAP_SMALL if self._count else 0
        return QSize(3 * GAP + icon + metrics.horizontalAdvance(self._name) + badge, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)  # the ground and the focus, as the sheet has them
        chosen, hovered = self.isChecked(), self.underMouse()
        picture = self._theme.pixmap(self._icon, colours.accent if chosen else colours.muted)
        if self._is_slim:
            size = picture.deviceIndependentSize().toSize()
            left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
            painter.drawPixmap(left, top, picture)
            if self._count:
                self._paint_round(painter, QRectF(left + size.width() - _DOT + 1, top - 1, _DOT, _DOT), colours.accent)
            return
        strip = Strip(painter, self.rect().adjusted(GAP, 0, -GAP, 0), is_mirrored=self.isRightToLeft())
        strip.picture(picture, GAP - 2)
        if self.badge:
            piece = strip.take_end(self._badge_width(), GAP_SMALL)
            height = QFontMetrics(self._theme.font(CAPTION)).height() + 2
            round_ = QRectF(piece.left(), piece.center().y() - height / 2 + 1, piece.width(), height)
            self._paint_round(painter, round_, colours.accent_ground)
            painter.setFont(self._theme.font(CAPTION, strong=True))
            painter.setPen(QColor(colours.on_accent))
            painter.drawText(round_, Qt.AlignmentFlag.AlignCenter, self.badge)
        strip.text(self._name, self._font(strong=chosen), colours.text if chosen or hovered else colours.muted)

    def _font(self, *, strong: bool) -> QFont:
        font = self._theme.font(strong=strong)
        if not strong:
            font.setWeight(QFont.Weight.Medium)
        return font

    def _badge_width(self) -> int:
        metrics = QFontMetrics(self._theme.font(CAPTION, strong=True))
        return max(metrics.horizontalAdvance(self.badge) + 2 * (GAP_TINY + 2), metrics.height() + 2)

    def _paint_round(self, painter: QPainter, area: QRectF, ink: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
