"""What there is to know of this computer, each fact with a way to copy it."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton

from registry_tray.core.machine import Machine
from registry_tray.ui.direction import margins
from registry_tray.ui.language import figure
from registry_tray.ui.overview.card import Card
from registry_tray.ui.sayings import spoken
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import label, narrow_label

_GIB = 2**30
_USUAL = 7  # facts: five, and two addresses


class MachineCard(Card):
    """Reads nothing itself: it is given what to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(self.tr("This computer"))
        self._theme = theme
        self._rows: list[tuple[QLabel, QLabel, QToolButton]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_SMALL)
        self._grid.setVerticalSpacing(0)
        # Icons, not their buttons, end where the text of other cards does.
        self.body.setContentsMargins(margins(GAP_LARGE, GAP, GAP_LARGE - GAP_TINY - 2, GAP))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch()
        theme.changed.connect(self._tint)

    def build(self) -> Iterator[None]:
        """Make the lines that most computers need beforehand, one a step."""
        while len(self._rows) < _USUAL:
            self._add_row()
            yield

    def show_machine(self, machine: Machine, now: datetime) -> None:
        """Show it as it is now."""
        facts = list(self._facts(machine, now))
        while len(self._rows) < len(facts):
            self._add_row()
        for number, row in enumerate(self._rows):
            for widget in row:
                widget.setVisible(number < len(facts))
            if number < len(facts):
                name, value = facts[number]
                row[0].setText(name)
                row[1].setText(value)
                row[2].setAccessibleName(self.tr("Copy {0}").format(name))

    def names_width(self) -> int:
        return max((name.sizeHint().width() for name, _, _ in self._rows), default=0) - self._sign

    def widen_names(self, width: int) -> None:
        self._grid.setColumnMinimumWidth(0, self._sign + width)

    @property
    def _sign(self) -> int:
        """What a sign before a name takes in other cards."""
        return self._theme.size() + GAP_SMALL

    def facts(self) -> dict[str, str]:
        """What is shown, by its name."""
        return {name.text(): value.text() for name, value, _ in self._rows if not name.isHidden()}

    def copy_button(self, name: str) -> QToolButton:
        """The button that copies the fact of this name."""
        return next(button for shown, _, button in self._rows if shown.text() == name)

    def _facts(self, machine: Machine, now: datetime) -> Iterator[tuple[str, str]]:
        yield self.tr("Name"), machine.hostname
        yield self.tr("System"), machine.system
        yield self.tr("Running for"), spoken(now - machine.booted_at)
        yield self.tr("Processor"), self.tr("{0} % of {1} cores").format(round(machine.cpu * 100), machine.cores)
        used, all_ = machine.memory_used / _GIB, machine.memory / _GIB
        yield self.tr("Memory"), self.tr("{0} of {1} GiB").format(figure(used, 1), figure(all_, 1))
        if not machine.addresses:
            yield self.tr("Address"), self.tr("no network")
        seen: dict[str, int] = {}
        for interface, address in machine.addresses:
            seen[interface] = seen.get(interface, 0) + 1
            yield interface if seen[interface] == 1 else f"{interface} ({seen[interface]})", address

    def _add_row(self) -> None:
        row = self._make_row(len(self._rows))
        for widget in row:
            widget.hide()
        self._rows.append(row)

    def _make_row(self, number: int) -> tuple[QLabel, QLabel, QToolButton]:
        name, value, copy = label("", "caption"), narrow_label(), QToolButton()
        copy.setProperty("kind", "icon")
        copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        copy.setToolTip(self.tr("Copy"))
        copy.setIcon(self._theme.icon("copy"))

        def on_clicked() -> None:
            QGuiApplication.clipboard().setText(value.text())
            copy.setIcon(self._theme.icon("check"))
            copy.setToolTip(self.tr("Copied"))

        copy.clicked.connect(on_clicked)
        for column, widget in enumerate((name, value, copy)):
            self._grid.addWidget(widget, number, column)
        return name, value, copy

    def _tint(self) -> None:
        for _, _, copy in self._rows:
            copy.setIcon(self._theme.icon("copy"))
