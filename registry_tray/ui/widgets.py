"""Small pieces that several pages are made of."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QMargins, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from registry_tray.ui.direction import isolated, leading
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_SMALL, GAP_TINY

_STYLED = 10  # widgets that are styled in one step
_CONFIRM = 1500  # ms for which a copy button says that it has copied
_AIR = "\N{NARROW NO-BREAK SPACE}"


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A text in one of the roles of the style sheet. Never rich text: what it shows came from outside."""
    made = QLabel(text, wordWrap=wrap)
    made.setAlignment(leading())
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return made


def narrow_label(text: str = "", role: str = "") -> QLabel:
    """A text that wraps and never makes its column wider, however long its words are."""
    return narrowed(label(text, role, wrap=True, selectable=True))


def narrowed(made: QLabel) -> QLabel:
    """The label, never making its column wider; as high as its text needs in the width that it gets."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)  # a label that wraps has it, until it is given a policy
    made.setSizePolicy(policy)
    return made


def polish(made: QWidget) -> None:
    """Style it and what is in it before it shows, where many are to be shown at once."""
    for each in (made, *made.findChildren(QWidget)):
        each.ensurePolished()


def styled(made: QWidget) -> Iterator[None]:
    """The same, some a step."""
    for number, each in enumerate((made, *made.findChildren(QWidget))):
        each.ensurePolished()
        if number % _STYLED == _STYLED - 1:
            yield
    yield


def laid_out(made: QWidget) -> None:
    """Give all in it their places, though nobody sees it."""
    made.grab(QRect(0, 0, 1, 1))


def rehearsed(made: QWidget, *parts: QWidget) -> Iterator[None]:
    """Lay out and paint what nobody sees yet, a part a step: its first show is shorter by what Qt and we keep of that."""
    laid_out(made)
    yield
    for part in parts:
        part.grab()
        yield


class Button(QPushButton):
    """A push button with room between its icon and its text, for which no style sheet has a word."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint if self.icon().isNull() else hint.grownBy(QMargins(0, 0, self.fontMetrics().horizontalAdvance(_AIR), 0))

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        if self.text() and not self.icon().isNull():
            option.text = f"{_AIR}{self.text()}"  # its start is beside the icon, in whatever direction it is read
        elif self.isRightToLeft():
            option.text = isolated(self.text())


def button(text: str, on_clicked: Callable[[], object] | None = None, *, kind: str = "", description: str = "") -> QPushButton:
    """A push button of one of the kinds of the style sheet."""
    made = Button(text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(text)
    made.setAccessibleDescription(description or text)
    if kind:
        made.setProperty("kind", kind)
    if kind == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    if on_clicked is not None:
        made.clicked.connect(lambda: on_clicked())
    return made


def one_of_several(made: QPushButton) -> None:
    """Let it be chosen in the place of another one, and be a radio button to a screen reader.

    A button group alone leaves it a check box there; and a QToolButton is one whatever is said of it.
    """
    made.setCheckable(True)
    made.setAutoExclusive(True)


def rule() -> QFrame:
    """A line between what stands above each other."""
    made = QFrame()
    made.setObjectName("rule")
    made.setFrameShape(QFrame.Shape.HLine)
    return made


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit ends in dots, and is the tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a text is read in its own direction
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), QStyle.visualAlignment(self.layoutDirection(), self.alignment()), shown)


class LinkButton(QPushButton):
    """One line that leads somewhere, and gives way as an elided label does."""

    def __init__(self, text: str, on_clicked: Callable[[], object]) -> None:
        super().__init__(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.clicked.connect(lambda: on_clicked())

    def sizeHint(self) -> QSize:
        """Room for the whole text: Qt would take the one that the present width leaves of it."""
        icon = 0 if self.icon().isNull() else self.iconSize().width() + GAP_SMALL
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + icon + 1, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        icon = 0 if self.icon().isNull() else self.iconSize().width() + GAP_TINY
        room = self.width() - icon  # what the size hint leaves for the text
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


class CopyButton(Button):
    """Copies a text, and says so. Of the kind `icon` it shows no words."""

    def __init__(self, theme: Theme, text: Callable[[], str], caption: str = "", *, kind: str = "") -> None:
        super().__init__()
        self._caption = caption or self.tr("Copy")
        self._theme = theme
        self._text = text
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if kind:
            self.setProperty("kind", kind)
        self._back = QTimer(self, singleShot=True, interval=_CONFIRM)
        self._back.timeout.connect(self._show_caption)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._show_caption)
        self._show_caption()

    def _on_clicked(self) -> None:
        if text := self._text():
            self.copy(text)

    def copy(self, text: str) -> None:
        """Copy this, and say so: for a text that is not known at once."""
        QGuiApplication.clipboard().setText(text)
        if self.property("kind") != "icon":
            self.setMinimumWidth(self.width())
        self._show(self.tr("Copied"), "check")
        self._back.start()

    def _show_caption(self) -> None:
        self._show(self._caption, "copy")

    def _show(self, text: str, icon: str) -> None:
        colours = self._theme.colours
        self.setText("" if self.property("kind") == "icon" else text)
        self.setToolTip(text if self.property("kind") == "icon" else "")
        self.setAccessibleName(text)
        self.setIcon(self._theme.icon(icon, colours.on_accent if self.property("kind") == "primary" else ""))


class EmptyState(QWidget):
    """What a page says when there is nothing to list: an icon, a headline, a line of help, and what can be done.

    A number among the actions is so much more room between them.
    """

    def __init__(self, theme: Theme, icon: str, headline: str, help_text: str, *actions: QWidget | int) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._picture = QLabel()
        self._picture.setAccessibleName(headline)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.headline = label(headline, "headline", wrap=True)
        self.help = label(help_text, "muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP_SMALL)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addSpacing(GAP_SMALL)
        for text in (self.headline, self.help):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(text)
        layout.addSpacing(GAP_SMALL)
        for action in actions:
            if isinstance(action, int):
                layout.addSpacing(action)
                continue
            grows = action.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
            layout.addWidget(action, 0, Qt.AlignmentFlag(0) if grows else Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        self._picture.setPixmap(self._theme.pixmap(self._icon, self._theme.colours.control_border, 48))
