"""What was done can be taken back: the last deeds, and the line at the foot of the page that offers it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from registry_tray.ui.direction import margins
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import ElidedLabel, button

_KEPT = 20
_SHOWN = 8000  # ms; long enough to read it and to reach the button


class Undo(QObject):
    """The newest first; what was taken back is forgotten."""

    done = Signal(str)
    """What can be taken back, in words; empty where nothing is left."""

    def __init__(self) -> None:
        super().__init__()
        self._deeds: list[tuple[str, Callable[[], None]]] = []

    def push(self, text: str, take_back: Callable[[], None]) -> None:
        """Something was done, and this takes it back."""
        self._deeds = [*self._deeds[1 - _KEPT :], (text, take_back)]
        self.done.emit(text)

    def undo(self) -> None:
        """Take back the last one."""
        if self._deeds:
            _, take_back = self._deeds.pop()
            self.done.emit("")
            take_back()

    @property
    def last(self) -> str:
        """What would be taken back."""
        return self._deeds[-1][0] if self._deeds else ""


class Toast(QWidget):
    """Floats at the foot of `over` for a few seconds, or as long as the pointer or the keyboard is on it."""

    def __init__(self, parent: QWidget, over: QWidget, theme: Theme, undo: Undo) -> None:
        super().__init__(parent)
        self._over = over
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self.text = ElidedLabel()
        self.button = button(self.tr("Undo"), undo.undo, kind="link", description=self.tr("Takes it back (Ctrl+Z)"))
        self.button.setToolTip(self.tr("Undo (Ctrl+Z)"))
        self._close = QToolButton()
        self._close.setProperty("kind", "icon")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(GAP_LARGE, GAP_SMALL, GAP_SMALL, GAP_SMALL))
        layout.setSpacing(GAP)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._close)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN)
        self._timer.timeout.connect(self._on_time)
        undo.done.connect(self.show_text)
        over.installEventFilter(self)
        theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    def show_text(self, text: str) -> None:
        """Offer to take this back; an empty text offers nothing."""
        self.setVisible(bool(text))
        if not text:
            return
        self.text.setText(text)
        self.setAccessibleName(text)
        self._place()
        self.raise_()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self._over.geometry()
        wanted = (
            self.text.fontMetrics().horizontalAdvance(self.text.text()) + self.sizeHint().width() - self.text.sizeHint().width()
        )
        size = self.sizeHint().expandedTo(self.minimumSizeHint())
        size.setWidth(min(max(wanted + GAP, size.width()), room.width() - 2 * GAP_LARGE))
        self.setGeometry(
            room.center().x() - size.width() // 2, room.bottom() - size.height() - GAP_LARGE, size.width(), size.height()
        )

    def _on_time(self) -> None:
        if self.underMouse() or self.button.hasFocus() or self._close.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _tint(self) -> None:
        self._close.setIcon(self._theme.icon("close"))
