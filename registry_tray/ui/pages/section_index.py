"""The sections of a long page beside it: where one is, and the way to the others."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from registry_tray.ui.tokens import GAP_TINY
from registry_tray.ui.widgets import button, one_of_several

_AROUND = 28  # pixels: what the style sheet puts around a name


class SectionIndex(QWidget):
    """One is always marked. Tab goes to that one, and the arrows to the others."""

    chosen = Signal(int)
    """The place of the section."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Sections"))
        self._group = QButtonGroup(self)
        self.buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_TINY)
        for place, title in enumerate(titles):
            made = button(title, partial(self.chosen.emit, place), kind="section")
            made.setAccessibleDescription(self.tr("Goes to the section {0}").format(title))
            one_of_several(made)
            self._group.addButton(made)
            self.buttons.append(made)
            column.addWidget(made)
        column.addStretch()
        self.mark(0)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def mark(self, place: int) -> None:
        """Show where one is."""
        self.buttons[place].setChecked(True)

    def _fit(self) -> None:
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)  # the marked one is bold
        for each in self.buttons:
            each.setMinimumWidth(QFontMetrics(strong).horizontalAdvance(each.text()) + _AROUND)
