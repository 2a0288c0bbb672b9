"""The list of keys, under `?`."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from registry_tray.ui.language import key_text, tr
from registry_tray.ui.masonry import MasonryLayout
from registry_tray.ui.palette.overlay import Overlay
from registry_tray.ui.scroll_area import ScrollArea
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP, GAP_HUGE, GAP_LARGE, GAP_SMALL, GAP_TINY
from registry_tray.ui.widgets import button, label

_WIDTH, _BLOCK = 868, 360

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
                (("Ctrl+O",), tr("Open its page in the browser")),
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
    """A block for each place; in each the keys, and what they do."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme, _WIDTH)
        self.setAccessibleName(self.tr("Keys"))
        inner = QWidget()
        inner.setObjectName("scrolled")
        blocks = MasonryLayout(inner, theme.size(_BLOCK), GAP_HUGE)
        for title, keys in sections(tr):
            blocks.addWidget(_block(title, keys))
        area = ScrollArea(self.tr("Keys"), inner)
        self.close_button = button(self.tr("Close"), self.close_over)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Keys"), "lead"), 1)
        head.addWidget(self.close_button)
        self.body.setSpacing(GAP_LARGE)
        self.body.addLayout(head)
        self.body.addWidget(area, 1)
        self._content, self.area = inner, area

    def wanted_height(self, width: int) -> int:
        margins = self.body.contentsMargins()
        beside = margins.left() + margins.right() + self.area.verticalScrollBar().sizeHint().width()
        inside = self._content.heightForWidth(width - beside)  # else a bar that shows once stays, for it makes texts wrap
        inside += self.area.height() - self.area.maximumViewportSize().height()  # the line that shows where the keyboard is
        return inside + self.close_button.sizeHint().height() + self.body.spacing() + margins.top() + margins.bottom()

    def open(self) -> None:
        """Show it; pressed again, it closes."""
        if self.isVisible():
            self.close_over()
        else:
            self.open_over(self.close_button)


def _block(title: str, keys: Sequence[tuple[Sequence[str], str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP_SMALL)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(title, "section"), 0, 0, 1, 2)
    for line, (sequences, text) in enumerate(keys, 1):
        caps = QHBoxLayout()
        caps.setSpacing(GAP_TINY)
        for sequence in sequences:
            caps.addWidget(label(key_text(sequence), "key"))
        grid.addWidget(label(text, wrap=True), line, 0)
        grid.addLayout(caps, line, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    grid.setRowStretch(len(keys) + 1, 1)
    return made
