"""The details beside the list: made when something is first selected, and shown in steps."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from registry_tray.core.models import InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.deeds import Deeds
from registry_tray.ui.details.making import details, uncovered
from registry_tray.ui.pages.panes import Panes
from registry_tray.ui.slices import Slices
from registry_tray.ui.theme import Theme

if TYPE_CHECKING:
    from registry_tray.ui.details.pane import DetailsPane

_WIDTH = 420  # pixels, when they first open


class DetailsPlace(QObject):
    """Most windows never show any."""

    close_requested = Signal()
    instance_chosen = Signal(object)
    """InstanceId that they lead to."""

    def __init__(self, page: QWidget, bridge: Bridge, theme: Theme, deeds: Deeds, panes: Panes) -> None:
        super().__init__(page)
        self._bridge = bridge
        self._theme = theme
        self._deeds = deeds
        self._panes = panes
        self._pane: DetailsPane | None = None
        self._making = Slices(self, self._on_done)
        self._showing = Slices(self, self._on_done)
        self._chosen: InstanceId | None = None

    @property
    def pane(self) -> "DetailsPane":
        """Those of what is chosen, whole."""
        if self._pane is None:
            self._begin()
            self._making.finish()
        self.finish()
        assert self._pane is not None
        return self._pane

    @property
    def row(self) -> Row | None:
        """What they show, or are to show as soon as they are made."""
        return self.pane.row if self._chosen is not None else None

    def choose(self, instance_id: InstanceId | None) -> None:
        """Show this one soon; what a key that is held down passes over is skipped. None closes them at once."""
        self._chosen = instance_id
        if self._pane is None:
            if instance_id is not None:
                self._begin()
            return
        self._showing.add("details", self._pane.showing(instance_id))
        if instance_id is None:
            self.finish()

    def finish(self) -> None:
        """Show what was chosen now, where there are details already."""
        self._showing.finish()

    def enter(self) -> None:
        """The keyboard is theirs where they stand in the place of the list."""
        if self._panes.is_alone:
            self.pane.tabs.bar.setFocus()

    def _begin(self) -> None:
        if not self._making.are_left:
            self._making.add("details", self._make())

    def _make(self) -> Iterator[None]:
        made = yield from details(self._bridge, self._theme, self._deeds, self._put, lambda: self._chosen)
        self._pane = made  # from now on it hears itself who is chosen
        yield
        yield from uncovered(made, self._show)

    def _put(self, made: "DetailsPane") -> None:
        made.close_requested.connect(self.close_requested)
        made.instance_chosen.connect(self.instance_chosen)
        self._panes.put(made)

    def _on_done(self) -> None:
        if self._chosen is not None and self._bridge.row(self._chosen) is None:  # it was forgotten meanwhile
            self.close_requested.emit()
        self._show()
        self.enter()

    def _show(self) -> None:
        shown = self.row is not None
        self._panes.show_second(shown=shown, width=max(_WIDTH, self.pane.tabs.bar.whole_width()))
