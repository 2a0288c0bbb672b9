"""The list of keys, under `?`."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from registry_tray.ui.palette.overlay import Overlay
from registry_tray.ui.tokens import GAP, GAP_SMALL
from registry_tray.ui.widgets import button, label

Section: TypeAlias = tuple[str, tuple[tuple[tuple[str, ...], str], ...]]


def sections(tr: Callable[[str], str]) -> tuple[Section, ...]:
    """What the keys do, by where they do it."""
    return (
        (
            tr("Everywhere"),
            (
                (("Ctrl+K",), tr("Command palette")),
                (("?",), tr("This list")),
                (("/", "Ctrl+F"), tr("Search applications")),
                (("F8", "Shift+F8"), tr("Go to what fails next, or before")),
                (("Ctrl+1", "Ctrl+2", "…"), tr("Go to a page")),
                (("Ctrl+,",), tr("Settings")),
                (("Shift+F5",), tr("Check all now")),
                (("Ctrl+Z",), tr("Undo")),
                (("Ctrl+W",), tr("Close the window")),
                (("Ctrl+Q",), tr("Quit")),
            ),
        ),
        (
            tr("In the list"),
            (
                (("Up", "Down"), tr("Select")),
                (("Shift+Down", "Ctrl+A"), tr("Select several")),
                (("Left", "Right"), tr("Close or open an application")),
                (("F5", "Ctrl+R"), tr("Check what is selected")),
                (("Ctrl+M",), tr("Mute or unmute it")),
                (("Ctrl+Shift+C",), tr("Copy its identifier")),
                (("Menu",), tr("All that can be done with it")),
                (("Esc",), tr("Take back a filter, close the details")),
            ),
        ),
        (
            tr("In the details"),
            (
                (("Ctrl+I",), tr("Copy the incident")),
                (("Ctrl+PgUp", "Ctrl+PgDown"), tr("Go to the tab before or after")),
                (("Left", "Right"), tr("Read the chart")),
                (("+", "-", "0"), tr("Zoom the chart, show all of it")),
            ),
        ),
    )


class KeyList(Overlay):
    """Two columns: the keys, and what they do."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 520)
        self.setAccessibleName(self.tr("Keys"))
        inner = QWidget()
        inner.setObjectName("scrolled")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP_SMALL)
        grid.setColumnStretch(1, 1)
        line = 0
        for title, keys in sections(self.tr):
            grid.addWidget(label(title, "section"), line, 0, 1, 2)
            line += 1
            for sequences, text in keys:
                grid.addWidget(label("  ".join(map(_native, sequences)), "strong"), line, 0)
                grid.addWidget(label(text, wrap=True), line, 1)
                line += 1
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Keys"))
        area.setWidget(inner)
        self.close_button = button(self.tr("Close"), self.close_over)
        self.body.setSpacing(GAP)
        self.body.addWidget(label(self.tr("Keys"), "lead"))
        self.body.addWidget(area, 1)
        self.body.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.card.setMinimumHeight(inner.sizeHint().height() + 120)

    def open(self) -> None:
        """Show it; pressed again, it closes."""
        if self.isVisible():
            self.close_over()
        else:
            self.open_over(self.close_button)


def _native(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) or key
