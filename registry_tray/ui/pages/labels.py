"""The environments and tags that the list can be narrowed to: a button for each kind, with a menu of what there is."""

from collections import Counter
from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QMenu, QPushButton

from registry_tray.ui.board import Row
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_HUGE

_MOST = 30  # entries of a menu; the most frequent ones


class LabelFilter(QPushButton):
    """Says what is picked. Its menu is made when it opens."""

    picked = Signal()

    def __init__(
        self, kind: str, rows: Callable[[], Iterable[Row]], labels: Callable[[Row], Iterable[str]], theme: Theme
    ) -> None:
        super().__init__()
        self._kind = kind
        self._theme = theme
        self._rows = rows
        self._labels = labels
        self.chosen: frozenset[str] = frozenset()
        self.setProperty("kind", "chip")
        self.setProperty("menu", "true")
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        theme.changed.connect(self._say)
        self._say()

    def choose(self, labels: Iterable[str]) -> None:
        """Pick exactly these."""
        chosen = frozenset(labels)
        if chosen != self.chosen:
            self.chosen = chosen
            self._say()
            self.picked.emit()

    def _fill(self) -> None:
        self._menu.clear()
        counts = Counter(label for row in self._rows() if not row.is_archived for label in self._labels(row))
        for label in self.chosen:
            counts.setdefault(label, 0)
        frequent = [label for label, _ in counts.most_common(_MOST)]
        for label in sorted({*frequent, *self.chosen}, key=str.casefold):
            action = self._menu.addAction(f"{label or self.tr('None')}\t{counts[label]}")
            action.setCheckable(True)
            action.setChecked(label in self.chosen)
            action.toggled.connect(lambda on, label=label: self.choose(self.chosen | {label} if on else self.chosen - {label}))
        if not counts:
            self._menu.addAction(self.tr("None")).setEnabled(False)
        elif self.chosen:
            self._menu.addSeparator()
            self._menu.addAction(self.tr("All")).triggered.connect(lambda: self.choose(()))

    def _say(self) -> None:
        names = ", ".join(sorted(label or self.tr("None") for label in self.chosen))
        text = f"{self._kind}: {names}" if names else self._kind
        self.setText(text)
        strong = QFontMetrics(self._theme.font(strong=True))  # what is chosen is bold
        self.setMinimumWidth(strong.horizontalAdvance(text) + self._theme.size() + GAP_HUGE)
        self.setChecked(bool(names))
        self.setAccessibleName(text)
        self.setAccessibleDescription(self.tr("Lists only what is of these"))
        self.updateGeometry()
