"""The chips above the list: what it can be narrowed to, and how many there are."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QSizePolicy, QWidget

from registry_tray.ui.board import Summary
from registry_tray.ui.flow import FlowLayout, flow_height
from registry_tray.ui.models.entries import GROUPS, Group
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_SMALL
from registry_tray.ui.widgets import button, one_of_several

_SHARE = 8  # the part of the page that the chips may take


class Chips(QWidget):
    """One is always on. Where they would take too much of a page, one button with a menu stands for them all."""

    chosen = Signal(object)
    """Group."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._labels = {
            Group.ALL: self.tr("All"), Group.FAILING: self.tr("Failing"), Group.DEGRADED: self.tr("Degraded"),
            Group.STARTING: self.tr("Starting"), Group.UP: self.tr("Up"), Group.STOPPED: self.tr("Stopped"),
            Group.MUTED: self.tr("Muted"), Group.ARCHIVED: self.tr("Archived"),
        }  # fmt: skip
        self._group = QButtonGroup(self)
        self._theme = theme
        self._offered = set(self._labels) - {Group.ARCHIVED}
        self._counts = dict.fromkeys(Group, 0)
        self._page = 0
        self._chips: dict[Group, QPushButton] = {}
        self._flow = layout = FlowLayout(self, GAP_SMALL)
        for group, text in self._labels.items():
            chip = button(text, kind="chip", description=self.tr("Lists only these: {0}").format(text))
            one_of_several(chip)
            chip.toggled.connect(lambda on, group=group: self._on_chosen(group) if on else None)
            self._group.addButton(chip)
            self._chips[group] = chip
            layout.addWidget(chip)
        self._beside: list[QWidget] = []
        self.folded = button("", kind="chip")
        self.folded.setProperty("menu", "true")
        self.folded.setCheckable(True)
        menu = QMenu(self.folded)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.folded.setMenu(menu)
        self.folded.setChecked(True)  # it shows what is chosen
        self.folded.hide()
        layout.addWidget(self.folded)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._widen)
        self.choose(Group.ALL)

    def add(self, more: QWidget) -> None:
        """One more way to narrow the list, beside the chips."""
        self._flow.addWidget(more)
        self._beside.append(more)

    def fit(self, page: int) -> None:
        """Take no more than its part of a page of this height."""
        self._page = page
        self._fold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def choose(self, group: Group) -> None:
        """Turn this one on; none that is on is hidden."""
        self._offered.add(group)
        self._chips[group].setChecked(True)
        self._fold()

    def titles(self) -> dict[Group, str]:
        """What the list can be narrowed to, and what that is called."""
        return dict(self._labels)

    def show_counts(self, summary: Summary) -> None:
        """How many there are of each."""
        self._counts = counts = dict.fromkeys(Group, 0)
        for status, count in summary.counts.items():
            counts[GROUPS[status]] += count
            counts[Group.ALL] += count
        counts[Group.MUTED], counts[Group.ARCHIVED] = summary.muted, summary.archived
        if not summary.archived and not self._chips[Group.ARCHIVED].isChecked():
            self._offered.discard(Group.ARCHIVED)
        elif summary.archived:
            self._offered.add(Group.ARCHIVED)
        for group, chip in self._chips.items():
            text = f"{self._labels[group]}  {counts[group]}"
            if chip.text() != text:
                chip.setText(text)
                chip.setAccessibleName(f"{self._labels[group]}: {counts[group]}")
        self._widen()

    def _widen(self) -> None:
        strong = QFontMetrics(self._theme.font(strong=True))
        for chip in self._chips.values():
            least = strong.horizontalAdvance(chip.text()) + 2 * GAP  # the chosen one is bold
            if chip.minimumWidth() != least:
                chip.setMinimumWidth(least)
                chip.updateGeometry()
        self._fold()

    def _on_chosen(self, group: Group) -> None:
        self._fold()
        self.chosen.emit(group)

    def _fold(self) -> None:
        chips = [chip for group, chip in self._chips.items() if group in self._offered]
        folded = flow_height([*chips, *self._beside], self.width(), GAP_SMALL) > self._page / _SHARE > 0
        for chip in self._chips.values():
            chip.setVisible(not folded and chip in chips)
        chosen = next(group for group, chip in self._chips.items() if chip.isChecked())
        text = f"{self._labels[chosen]}  {self._counts[chosen]}"
        if self.folded.text() != text:
            self.folded.setText(text)
            self.folded.setAccessibleName(f"{self._labels[chosen]}: {self._counts[chosen]}")
            self.folded.setAccessibleDescription(self.tr("Lists only these: {0}").format(self._labels[chosen]))
            self.folded.updateGeometry()
        self.folded.setVisible(folded)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for group, chip in self._chips.items():
            if group in self._offered:
                action = menu.addAction(f"{self._labels[group]}\t{self._counts[group]}")
                action.setCheckable(True)
                action.setChecked(chip.isChecked())
                action.triggered.connect(lambda _=False, group=group: self.choose(group))
