"""The chips above the list: what it can be narrowed to, and how many there are."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from registry_tray.ui.board import Summary
from registry_tray.ui.flow import FlowLayout
from registry_tray.ui.models.entries import GROUPS, Group
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_SMALL
from registry_tray.ui.widgets import button, one_of_several


class Chips(QWidget):
    """One is always on."""

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
        self._strong = QFontMetrics(theme.font(strong=True))
        self._chips: dict[Group, QPushButton] = {}
        self._flow = layout = FlowLayout(self, GAP_SMALL)
        for group, text in self._labels.items():
            chip = button(text, kind="chip", description=self.tr("Lists only these: {0}").format(text))
            one_of_several(chip)
            chip.toggled.connect(lambda on, group=group: self.chosen.emit(group) if on else None)
            self._group.addButton(chip)
            self._chips[group] = chip
            layout.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.choose(Group.ALL)

    def add(self, more: QWidget) -> None:
        """One more way to narrow the list, beside the chips."""
        self._flow.addWidget(more)

    def choose(self, group: Group) -> None:
        """Turn this one on; none that is on is hidden."""
        self._chips[group].setChecked(True)
        self._chips[group].show()

    def titles(self) -> dict[Group, str]:
        """What the list can be narrowed to, and what that is called."""
        return dict(self._labels)

    def show_counts(self, summary: Summary) -> None:
        """How many there are of each."""
        counts = dict.fromkeys(Group, 0)
        for status, count in summary.counts.items():
            counts[GROUPS[status]] += count
            counts[Group.ALL] += count
        counts[Group.MUTED], counts[Group.ARCHIVED] = summary.muted, summary.archived
        archived = self._chips[Group.ARCHIVED]
        archived.setVisible(summary.archived > 0 or archived.isChecked())
        for group, chip in self._chips.items():
            text = f"{self._labels[group]}  {counts[group]}"
            if chip.text() != text:
                chip.setText(text)
                chip.setMinimumWidth(self._strong.horizontalAdvance(text) + 2 * GAP)  # the chosen one is bold
                chip.setAccessibleName(f"{self._labels[group]}: {counts[group]}")
                chip.updateGeometry()
