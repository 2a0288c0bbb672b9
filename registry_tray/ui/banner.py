"""What does not work at this moment, said above the page until it works again or is dismissed."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from registry_tray.core.events import ProblemChanged
from registry_tray.ui.direction import leading, margins
from registry_tray.ui.sayings import say
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_SMALL

_FAILURE = "\N{NULL}failure"  # the key of failed commands; no component has it
_SHARE = 0.3  # of the window, at most; more than that is scrolled
_LINGER = 10_000  # ms for which a failed command is shown


class Banner(QWidget):
    """One line of warning."""

    def __init__(self, theme: Theme, *, danger: bool = False) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setProperty("tone", "danger" if danger else "warning")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._danger = danger
        self._sign = QLabel()
        self._sign.setAccessibleName(self.tr("Warning"))
        self._text = QLabel(wordWrap=True)
        self._text.setAlignment(leading())
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.dismiss = QToolButton()
        self.dismiss.setProperty("kind", "icon")
        self.dismiss.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.dismiss.setAccessibleName(self.tr("Dismiss"))
        self.dismiss.setToolTip(self.tr("Dismiss"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margins(GAP_HUGE, GAP_SMALL, GAP, GAP_SMALL))
        layout.setSpacing(GAP_SMALL)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.dismiss)
        theme.changed.connect(self._tint)
        self._tint()

    @property
    def text(self) -> str:
        """What is said."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Show this text."""
        self._text.setText(text)
        self._text.setAccessibleName(text)

    def _tint(self) -> None:
        colours = self._theme.colours
        ink = next(iter(colours.status.values())) if self._danger else colours.text
        self._sign.setPixmap(self._theme.pixmap("warning", ink))
        self.dismiss.setIcon(self._theme.icon("close"))


class Banners(QScrollArea):
    """All that stand. One that was dismissed comes back when its message changes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(widgetResizable=True)
        self.setObjectName("banners")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what gets the focus in it comes into view
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._most = 0
        self._theme = theme
        self._shown: dict[str, Banner] = {}
        self._dismissed: dict[str, str] = {}
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.setWidget(inner)
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._linger = QTimer(self, singleShot=True, interval=_LINGER)
        self._linger.timeout.connect(lambda: self._remove(_FAILURE))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return min(self._layout.heightForWidth(width), self._most) if self._shown else 0

    def sizeHint(self) -> QSize:
        return QSize(0, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # of what is scrolled: more is said, or less
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def share(self, height: int) -> None:
        """The window is that high: the page below keeps most of it."""
        self._most = round(height * _SHARE)
        self.updateGeometry()

    @property
    def messages(self) -> list[str]:
        """What is said at this moment."""
        return [banner.text for banner in self._shown.values()]

    def show_problems(self, problems: Iterable[ProblemChanged]) -> None:
        """Show these, and no others but failed commands."""
        standing = {problem.component: say(problem.message) for problem in problems}
        self._dismissed = {name: text for name, text in self._dismissed.items() if standing.get(name) == text}
        for name in [name for name in self._shown if name not in standing and name != _FAILURE]:
            self._remove(name)
        for name, text in standing.items():
            if name not in self._dismissed:
                self._show(name, text)

    def show_failure(self, text: str) -> None:
        """A command of the user that failed; goes away by itself."""
        self._show(_FAILURE, say(text), danger=True)
        self._linger.start()

    def dismiss_all(self) -> None:
        """The user has read them."""
        for name in list(self._shown):
            self._dismiss(name)

    def _show(self, name: str, text: str, *, danger: bool = False) -> None:
        banner = self._shown.get(name)
        if banner is None:
            banner = self._shown[name] = Banner(self._theme, danger=danger)
            banner.dismiss.clicked.connect(lambda: self._dismiss(name))
            self._layout.addWidget(banner)
        banner.say(text)

    def _dismiss(self, name: str) -> None:
        if name != _FAILURE:
            self._dismissed[name] = self._shown[name].text
        self._remove(name)

    def _remove(self, name: str) -> None:
        banner = self._shown.pop(name, None)
        if banner is not None:
            banner.hide()
            banner.deleteLater()
