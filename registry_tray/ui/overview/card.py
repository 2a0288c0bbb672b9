"""A card with a title and a few lines, each of which leads to an instance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from registry_tray.core.models import InstanceId
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL
from registry_tray.ui.widgets import ElidedLabel, LinkButton, label

_NAME = 220  # pixels that a name gets at most, for text of the usual size; where the text is larger up to a quarter of the card


@dataclass(frozen=True, slots=True)
class Line:
    """A sign in its colour, a name, what is said of it, and a figure. Without a `target` it leads nowhere."""

    icon: str
    ink: str
    name: str
    detail: str
    figure: str
    target: InstanceId | None = None


class Card(QWidget):
    """A frame with a title."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        self.body.setSpacing(GAP_SMALL)
        self.body.addWidget(label(title, "strong"))

    def names_width(self) -> int:
        """What the longest of its names needs."""
        raise NotImplementedError

    def widen_names(self, width: int) -> None:
        """Give all of its names so much room, where they begin behind a sign."""
        raise NotImplementedError


class LinesCard(Card):
    """What has been made stays: lines are changed in place, so that neither focus nor hover is lost."""

    chosen = Signal(object)
    """InstanceId."""
    all_chosen = Signal()
    """Not only those that have a line."""

    def __init__(self, theme: Theme, title: str, nothing: str) -> None:
        super().__init__(title)
        self._theme = theme
        self._rows: list[_Row] = []
        self._lines: tuple[Line, ...] = ()
        self._nothing = label(nothing, "muted", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_SMALL)
        self._grid.setVerticalSpacing(GAP_SMALL)
        self._grid.setColumnStretch(2, 1)
        self.body.addWidget(self._nothing)
        self.body.addLayout(self._grid)
        self.all = LinkButton("", self.all_chosen.emit)
        self.all.hide()
        self.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch()
        theme.changed.connect(self._tint)

    def build(self, lines: int) -> Iterator[None]:
        """Make so many beforehand, one a step."""
        while len(self._rows) < lines:
            self._add_row()
            yield

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these instead of those before."""
        if self._lines == tuple(lines):
            return
        self._lines = tuple(lines)
        self._nothing.setVisible(not lines)
        while len(self._rows) < len(lines):
            self._add_row()
        for number, row in enumerate(self._rows):
            row.show_line(self._lines[number] if number < len(lines) else None)
        self._tint()

    def count(self, of: int) -> None:
        """There are so many: where that is more than are listed, it is said, and leads to all of them."""
        said = self.tr("Show all {0}").format(of)
        self.all.setText(said)
        self.all.setToolTip(said)
        self.all.setAccessibleName(f"{self.accessibleName()}: {said}")
        self.all.setVisible(of > len(self._lines))

    def choose(self, number: int) -> None:
        """Go where a line leads."""
        target = self._lines[number].target
        if target is not None:
            self.chosen.emit(target)

    def names_width(self) -> int:
        return max((row.name_width() for row, _ in zip(self._rows, self._lines, strict=False)), default=0)

    def widen_names(self, width: int) -> None:
        self._grid.setColumnMinimumWidth(1, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit_names()

    def _add_row(self) -> None:
        made = _Row(self, self._grid, len(self._rows))
        made.show_line(None)
        self._rows.append(made)

    def _limit_names(self) -> None:
        for row in self._rows:
            row.name.setMaximumWidth(min(self._theme.size(_NAME), max(_NAME, self.width() // 4)))

    def _tint(self) -> None:
        self._limit_names()
        for row, line in zip(self._rows, self._lines, strict=False):
            row.sign.setPixmap(self._theme.pixmap(line.icon, line.ink))


def align(cards: Sequence[Card]) -> None:
    """Cards below each other: what is said of a name begins in one line in all of them."""
    width = max(card.names_width() for card in cards) + GAP_SMALL
    for card in cards:
        card.widen_names(width)


class _Row:
    def __init__(self, card: LinesCard, grid: QGridLayout, number: int) -> None:
        self.sign = QLabel()
        self.name = LinkButton("", lambda: card.choose(number))
        self.detail = ElidedLabel()
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setProperty("role", "muted")
        self.detail.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.figure = label("", "caption")
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, widget in enumerate((self.sign, self.name, self.detail, self.figure)):
            grid.addWidget(widget, number, column)

    def name_width(self) -> int:
        return min(self.name.sizeHint().width(), self.name.maximumWidth())

    def show_line(self, line: Line | None) -> None:
        for widget in (self.sign, self.name, self.detail, self.figure):
            widget.setVisible(line is not None)
        if line is None:
            return
        self.name.setText(line.name)
        self.name.setToolTip(line.name)
        self.name.setEnabled(line.target is not None)
        spoken = ", ".join(part for part in (line.name, line.detail, line.figure) if part)
        self.name.setAccessibleName(spoken)
        self.sign.setAccessibleName(line.name)
        self.detail.setText(line.detail)
        self.detail.setToolTip(line.detail)
        self.figure.setText(line.figure)
