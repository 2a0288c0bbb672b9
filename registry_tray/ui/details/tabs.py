"""The tabs of the details: a bar of names, and what belongs to the chosen one, scrolled for itself."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from registry_tray.ui.scroll_area import ScrollArea
from registry_tray.ui.tokens import GAP_HUGE, GAP_LARGE, GAP_SMALL, GAP_TINY

_MARGIN = 9  # of the style sheet, before the first tab: its word begins where what is below it does
_CLOSER = 6  # pixels of a tab that it may lose
_TURNS = 3  # of the event loop, after which what was opened has its height: layouts within layouts take one each


class TabBar(QTabBar):
    """Tabs as wide as their words, for a pane that is narrow; they move together before they have to be scrolled."""

    def tabSizeHint(self, index: int) -> QSize:
        offered = sum(self._wide(place) for place in range(self.count()) if self.isTabVisible(place))
        closer = 0 if offered + _MARGIN <= self.width() else _CLOSER
        margin = 0 if index else _MARGIN  # Qt takes it from the tab
        return QSize(self._wide(index) + margin - closer, self.fontMetrics().height() + 2 * GAP_SMALL)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def whole_width(self) -> int:
        """What all of them need, also those that are not offered at present."""
        return sum(self._wide(place) for place in range(self.count())) + GAP_LARGE

    def _wide(self, place: int) -> int:
        return self.fontMetrics().size(0, self.tabText(place)).width() + 2 * (GAP_SMALL - 1)


class Tabs(QWidget):
    """Ctrl+PgUp and Ctrl+PgDown go from one to the next."""

    changed = Signal(str)
    """The name of the tab that shows."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = TabBar()
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.bar.setAccessibleName(self.tr("Parts of the details"))
        self._stack = QStackedWidget()
        self._names: list[str] = []
        self._titles: list[str] = []
        self.bar.currentChanged.connect(self._on_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(key), self).activated.connect(lambda step=step: self._step(step))

    @property
    def current(self) -> str:
        """The name of the tab that shows."""
        return self._names[self.bar.currentIndex()] if self._names else ""

    def add(self, name: str, title: str, *sections: QWidget, fills: bool = False) -> None:
        """One more tab, with these below each other; `fills` is whether the last of them takes all the room."""
        area = ScrollArea(title)
        self._stack.addWidget(area)  # before it is filled: what is in a widget is styled anew when that gets its place
        inner = QWidget()
        inner.setObjectName("scrolled")
        area.setWidget(inner)
        column = QVBoxLayout(inner)
        column.setContentsMargins(GAP_LARGE, GAP_LARGE, GAP_LARGE, GAP_LARGE if fills else GAP_HUGE)
        column.setSpacing(GAP_HUGE)
        for section in sections:
            column.addWidget(section, int(fills and section is sections[-1]))
        if not fills:
            column.addStretch()
        self._names.append(name)
        self._titles.append(title)
        self.bar.addTab(title)

    def show_tab(self, name: str) -> None:
        """Go to a tab; an unknown name changes nothing."""
        if name in self._names:
            self.bar.setCurrentIndex(self._names.index(name))

    def offer(self, name: str, *, offered: bool) -> None:
        """Show a tab in the bar, or leave it out where it has no meaning."""
        place = self._names.index(name)
        if self.bar.isTabVisible(place) != offered:
            self.bar.setTabVisible(place, offered)

    def count(self, name: str, number: int) -> None:
        """Show how many there are in a tab; nothing where there are none."""
        place = self._names.index(name)
        text = f"{self._titles[place]} {number}" if number else self._titles[place]
        if self.bar.tabText(place) != text:
            self.bar.setTabText(place, text)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to it as soon as it has its place: to its head, where it is higher than what can be seen of it."""
        area = self._stack.currentWidget()
        if isinstance(area, ScrollArea):
            _after_turns(_TURNS, widget, partial(_scroll_to, area, widget))

    def scroll_up(self) -> None:
        """Begin at the top again, in all of them."""
        for place in range(self._stack.count()):
            area = self._stack.widget(place)
            if isinstance(area, ScrollArea):
                area.verticalScrollBar().setValue(0)

    def _on_changed(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        if 0 <= place < len(self._names):
            self.changed.emit(self._names[place])

    def _step(self, step: int) -> None:
        count = self.bar.count()
        places = ((self.bar.currentIndex() + step * far) % count for far in range(1, count))
        place = next((place for place in places if self.bar.isTabVisible(place)), None)
        if place is not None:
            self.bar.setCurrentIndex(place)


def _scroll_to(area: ScrollArea, widget: QWidget) -> None:
    inner = area.widget()
    if inner is not None and widget.height() + 2 * GAP_LARGE > area.viewport().height():
        area.verticalScrollBar().setValue(widget.mapTo(inner, QPoint()).y() - GAP_TINY)
    else:
        area.ensureWidgetVisible(widget, 0, GAP_LARGE)


def _after_turns(turns: int, context: QWidget, do: Callable[[], None]) -> None:
    """Unless `context` is gone by then."""
    QTimer.singleShot(0, context, do if turns == 1 else partial(_after_turns, turns - 1, context, do))
