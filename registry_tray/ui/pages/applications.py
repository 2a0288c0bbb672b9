"""The page of all instances: search, chips, the list, and the details of the one that is selected."""

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from registry_tray.core.models import AppId, InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.deeds import Deeds
from registry_tray.ui.models.entries import Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.pages.details_place import DetailsPlace
from registry_tray.ui.pages.filters import Filters, texts_of
from registry_tray.ui.pages.instance_list import InstanceList
from registry_tray.ui.pages.list_head import ListHead
from registry_tray.ui.pages.panes import Panes
from registry_tray.ui.pages.row_keys import RowKeys
from registry_tray.ui.pages.row_menu import row_menu
from registry_tray.ui.pages.selection_bar import SelectionBar
from registry_tray.ui.pages.view_button import ViewButton
from registry_tray.ui.pages.welcome import Welcome
from registry_tray.ui.slices import Slices
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP
from registry_tray.ui.undo import Toast, Undo
from registry_tray.ui.widgets import EmptyState, button

if TYPE_CHECKING:
    from registry_tray.ui.details.pane import DetailsPane

_LEAST = 96  # pixels: of the list


class ApplicationsPage(QWidget):
    """The heart of the window."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self._theme = theme
        self._awaited: InstanceId | None = None
        self._bar: SelectionBar | None = None  # made when several are first selected
        self._making_bar = Slices(self, self._show_selection)
        self.undo = Undo()
        self.deeds = Deeds(bridge, self.undo)
        self.model = InstanceModel(bridge)
        self.entry: QWidget

    def build(self) -> Generator[None, None, None]:
        """Fill it, a part a step, each where it belongs at once; nothing else may be asked of it before."""
        bridge, theme = self._bridge, self._theme
        self._lay_out()
        yield
        self.entry = self.list = InstanceList(bridge, self.model, theme)
        yield
        self.filters = Filters(bridge, self.model, theme)
        self.search, self.chips = self.filters.search, self.filters.chips
        self.view_button = ViewButton(self.model, self.list, theme)
        yield
        self.head = ListHead(self.filters, self.view_button)
        self._column.insertWidget(0, self.head)
        self._stack.addWidget(self.list)  # Tab goes to what was placed later
        yield
        self.welcome = Welcome(bridge, theme)
        self._stack.addWidget(self.welcome)
        yield
        self.no_match = EmptyState(
            theme, "search", self.tr("No match"), self.tr("No application fits this search and filter."),
            button(self.tr("Clear filters"), self.filters.clear),
        )  # fmt: skip
        self.all_archived = EmptyState(
            theme, "archive", self.tr("Everything is archived"),
            self.tr("What was put away comes back when it registers again."),
            button(self.tr("Show archived"), lambda: self.chips.choose(Group.ARCHIVED)),
        )  # fmt: skip
        for state in (self.no_match, self.all_archived):
            self._stack.addWidget(state)
        self.toast = Toast(self._left, self._stack, theme, self.undo)
        yield
        self._connect()
        self.chips.fit(self.height())
        self.head.show_summary(bridge.summary())
        self._show_state()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if "chips" in self.__dict__:
            self.chips.fit(self.height())

    @property
    def details(self) -> "DetailsPane":
        """Those of what is selected, whole."""
        return self._place.pane

    @property
    def bar(self) -> SelectionBar:
        """What can be done with several that are selected."""
        if self._bar is None:
            self._begin_bar()
            self._making_bar.finish()
        assert self._bar is not None
        return self._bar

    def show_instance(self, instance_id: InstanceId) -> None:
        """Select it and open its details; filters that hide it are cleared."""
        if self._bridge.row(instance_id) is None:
            return
        self._awaited = instance_id
        if not self.model.find(instance_id).isValid():
            self.model.reveal(instance_id)
        if not self.model.find(instance_id).isValid():
            self.filters.clear()
        self._show_awaited()

    def _show_awaited(self) -> None:
        """Where there are many, it is listed a moment after it was asked for."""
        instance_id = self._awaited
        if instance_id is None or not (self.model.find(instance_id).isValid() or self.model.is_settled):
            return
        self._awaited = None
        self.list.select(instance_id)
        self._place.choose(instance_id)
        self._place.finish()  # asked for by name, and not passed over on the way to another one
        self._panes.open_second(on=True)
        (self.details.tabs.bar if self._panes.is_alone else self.list).setFocus()

    def escape(self) -> None:
        """Take back the last narrowing, then close the details."""
        if not self.filters.step_back():
            self.close_details()

    def focus_search(self) -> None:
        """Go to the search box; where details stand, or are about to stand, in the place of the list, it comes back."""
        self._panes.open_second(on=False)
        self.filters.focus_search()

    def close_details(self) -> None:
        """Select nothing."""
        alone = self._panes.is_alone
        self.list.select(None)
        self._place.choose(None)
        if alone:
            self.list.setFocus()

    def save_state(self, state: QSettings) -> None:
        """Remember how it was left."""
        if not (sizes := self._panes.keep()).isEmpty():
            state.setValue("applications/splitter", sizes)
        self.filters.save_state(state)
        self.list.columns.save_state(state)
        state.setValue("applications/grouped", "true" if self.model.tree.is_grouped else "false")
        state.setValue("applications/closed", sorted(self.model.tree.closed))

    def restore_state(self, state: QSettings) -> None:
        """Take it up from the last time."""
        self._panes.restore(state.value("applications/splitter"))
        self.list.columns.restore_state(state)
        self.model.tree.is_grouped = state.value("applications/grouped") != "false"
        self.model.tree.closed = {AppId(each) for each in texts_of(state.value("applications/closed"))}
        self.model.refresh()
        self.filters.restore_state(state)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(_LEAST)  # else that of what it says without a list, at the cost of what is above
        self._left = left = QWidget()
        self._column = column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._stack, 1)
        self._panes = Panes(self._theme, left)
        self._place = DetailsPlace(self, self._bridge, self._theme, self.deeds, self._panes)
        self._place.close_requested.connect(self.close_details)
        self._place.instance_chosen.connect(self.show_instance)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._panes)

    def _connect(self) -> None:
        self.search.returnPressed.connect(self.list.setFocus)
        self.model.refreshed.connect(self._show_state)
        self.list.selection.chosen.connect(self._place.choose)
        self.list.selection.changed.connect(self._show_selection)
        self.list.menu_wanted.connect(self._on_menu)
        self.list.clicked.connect(lambda _: self._open())
        self.list.activated.connect(lambda _: self._open())
        self._bridge.summary_changed.connect(self.head.show_summary)
        self._bridge.rows_changed.connect(self._on_rows_changed)
        RowKeys(self, self._bridge)

    def _begin_bar(self) -> None:
        if not self._making_bar.are_left:
            self._making_bar.add("bar", self._make_bar())

    def _make_bar(self) -> Iterator[None]:
        made = SelectionBar(self._theme, self.deeds)
        made.cleared.connect(self.close_details)
        made.hide()
        self._column.addWidget(made)
        yield from made.build()
        self._bar = made

    def _open(self) -> None:
        """A click, or Enter: to go through the list by keyboard does not hide it, however narrow the window is."""
        self._panes.open_second(on=len(self.list.selection.rows()) == 1)
        self._place.enter()

    @property
    def shown(self) -> Row | None:
        """What the details show, or are to show as soon as they are made."""
        return self._place.row

    def meant(self) -> list[Row]:
        """What is selected; where filters hide that, what the details show."""
        return self.list.selection.rows() or [row for row in (self.shown,) if row is not None]

    def _on_menu(self, rows: list[Row], place: QPoint) -> None:
        menu = row_menu(self, self._theme, self.deeds, rows)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _show_selection(self) -> None:
        rows = self.list.selection.rows()
        if self._bar is not None:
            self._bar.show_rows(rows)
        elif len(rows) > 1:
            self._begin_bar()

    def _on_rows_changed(self) -> None:
        if self._bar is not None and self._bar.isVisible():
            self._show_selection()

    def _show_state(self) -> None:
        empty = self.model.is_empty
        self.head.show_empty(empty)
        nothing = self.welcome if empty else self.all_archived if self.model.filter.is_open else self.no_match
        self._stack.setCurrentWidget(self.list if self.model.rowCount() or not self.model.is_settled else nothing)
        self._show_awaited()
