"""A line to search with: a glass before the text, and a cross after it that empties it; both grow with the text."""

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QToolButton

from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_SMALL


class SearchLine(QLineEdit):
    """What it searches is said by whoever makes it. Qt's own icons in a line stay as they are, however large its text is."""

    def __init__(self, theme: Theme, hint: str, most: int = 0) -> None:
        """`most` is the width in pixels beyond which it does not grow, for text of the usual size; 0 is none."""
        super().__init__()
        self._theme = theme
        self._most = most
        self.setPlaceholderText(hint)
        self.cross = QToolButton(self)
        self.cross.setProperty("kind", "icon")
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has Escape, and stays in the line
        self.cross.setCursor(Qt.CursorShape.ArrowCursor)
        self.cross.setAccessibleName(self.tr("Empty the search"))
        self.cross.setToolTip(self.cross.accessibleName())
        self.cross.clicked.connect(self.clear)
        self.cross.hide()
        self.textChanged.connect(self._on_text)
        theme.changed.connect(self._tint)
        self._tint()

    def glass(self) -> QRect:
        """Where the glass is painted."""
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        size = self._theme.size()
        place = QRect(inside.left(), (self.height() - size) // 2, size, size)
        return QStyle.visualRect(self.layoutDirection(), inside, place)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QPainter(self).drawPixmap(self.glass().topLeft(), self._theme.pixmap("search"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LayoutDirectionChange, QEvent.Type.StyleChange):
            self._place()

    def _on_text(self, text: str) -> None:
        if bool(text) == self.cross.isHidden():
            self.cross.setVisible(bool(text))
            self._place()

    def _place(self) -> None:
        mirrored = self.isRightToLeft()
        side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute)  # beside the glass, whatever direction the text has
        before = self._theme.size() + GAP_SMALL
        after = 0 if self.cross.isHidden() else before
        self.setTextMargins(after if mirrored else before, 0, before if mirrored else after, 0)
        size = self.cross.sizeHint()
        place = QRect(self.width() - size.width() - 2, (self.height() - size.height()) // 2, size.width(), size.height())
        self.cross.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), place))

    def _tint(self) -> None:
        self.cross.setIcon(self._theme.icon("close"))
        if self._most:
            self.setMaximumWidth(self._theme.size(self._most))
        self._place()
        self.update()
