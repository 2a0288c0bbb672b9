"""The figures at the head of the overview: how many there are of each, and the uptime of the last day."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from registry_tray.core.status import Status
from registry_tray.ui import texts
from registry_tray.ui.board import Summary
from registry_tray.ui.models.entries import GROUPS, Group
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import label

_SIGN = 18
_SHOWN = {
    Group.FAILING: Status.DOWN,
    Group.DEGRADED: Status.DEGRADED,
    Group.UP: Status.UP,
    Group.STARTING: Status.STARTING,
    Group.STOPPED: Status.STOPPED,
}


class Tile(QPushButton):
    """A figure and what it counts."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.caption = caption
        self.setProperty("kind", "tile")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.sign = QLabel()
        self.figure = label(texts.NOTHING, "headline")
        self._said = label(caption, "muted")
        top = QHBoxLayout()
        top.setSpacing(GAP_SMALL)
        top.addWidget(self.sign)
        top.addWidget(self.figure, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, GAP_SMALL, GAP, GAP_SMALL)
        layout.setSpacing(GAP_TINY)
        layout.addLayout(top)
        layout.addWidget(self._said)
        for shown in (self.sign, self.figure, self._said):
            shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.say(texts.NOTHING)

    def sizeHint(self) -> QSize:
        """That of its content, which Qt does not ask for in a button."""
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def say(self, figure: str) -> None:
        """Show this figure."""
        self.figure.setText(figure)
        self.setAccessibleName(f"{self.caption}: {figure}")
        self.sign.setAccessibleName(self.caption)


class Tiles(QWidget):
    """A click on a count lists what it counts."""

    group_chosen = Signal(object)
    """Group."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        captions = {
            Group.FAILING: self.tr("Failing"), Group.DEGRADED: self.tr("Degraded"), Group.UP: self.tr("Up"),
            Group.STARTING: self.tr("Starting"), Group.STOPPED: self.tr("Stopped"),
        }  # fmt: skip
        self.counts = {group: Tile(caption) for group, caption in captions.items()}
        self.uptime = Tile(self.tr("Uptime, last 24 h"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._columns = 0
        self._counted = dict.fromkeys(self.counts, 0)
        for group, tile in self.counts.items():
            tile.setAccessibleDescription(self.tr("Lists these applications"))
            tile.clicked.connect(lambda _checked=False, group=group: self.group_chosen.emit(group))
        self.uptime.setAccessibleDescription(self.tr("The share of the observed time in which applications were up"))
        self.uptime.setToolTip(self.uptime.accessibleDescription())
        self.uptime.clicked.connect(lambda: self.group_chosen.emit(Group.ALL))
        self.arrange(6)
        theme.changed.connect(self._tint)
        self._tint()

    def arrange(self, columns: int) -> None:
        """So many in a row."""
        if columns == self._columns:
            return
        self._columns = columns
        for number, tile in enumerate((*self.counts.values(), self.uptime)):
            self._grid.addWidget(tile, number // columns, number % columns)
        for number in range(6):
            self._grid.setColumnStretch(number, int(number < columns))

    def show_summary(self, summary: Summary) -> None:
        """Show how many there are of each."""
        self._counted = counted = dict.fromkeys(self.counts, 0)
        for status, count in summary.counts.items():
            counted[GROUPS[status]] += count
        for group, tile in self.counts.items():
            tile.say(str(counted[group]))
            tile.figure.setProperty("role", "headline-danger" if group is Group.FAILING and counted[group] else "headline")
            tile.figure.style().polish(tile.figure)

    def count(self, group: Group) -> int:
        """How many of them are shown."""
        return self._counted[group]

    def show_uptime(self, share: float | None) -> None:
        """Show the uptime of the last day, 0 to 1; None where nothing was observed."""
        self.uptime.say(texts.percent(share))

    def _tint(self) -> None:
        colours = self._theme.colours
        for group, tile in self.counts.items():
            status = _SHOWN[group]
            tile.sign.setPixmap(self._theme.pixmap(f"status-{status}", colours.status[status], _SIGN))
        self.uptime.sign.setPixmap(self._theme.pixmap("activity", colours.accent, _SIGN))
