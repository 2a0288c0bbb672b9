"""The instances as a table: searched, narrowed and sorted, and told to views no more often than they can show it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal

from registry_tray.core.models import InstanceId
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column, Filter, Group
from registry_tray.ui.models.lines import Lines
from registry_tray.ui.slices import Slices, finished

_PACE = 1000  # ms between two changes of the order while data change
_SMALL = 1000  # rows; among so many all is done at once, and a new one is shown at once
_STEP = 50  # rows that are taken in in one step


class InstanceModel(Lines):
    """Two orders: the one that is kept with every change, and the one that views know, which follows at the pace.

    QSortFilterProxyModel asks for every comparison: half a second for 10,000 rows in Python. Here they are searched and
    sorted in slices, while the list shows what it did before.
    """

    refreshed = Signal()
    """The list may have become empty, or has come to life."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.sort_column = Column.STATUS
        self.sort_order = Qt.SortOrder.AscendingOrder
        self._stale = False
        self._pace = QTimer(self, singleShot=True, interval=_PACE)
        self._pace.timeout.connect(self._on_pace)
        self._slices = Slices(self, self.refreshed.emit)
        self._known = bridge.rows()
        self._arrange("rows", self._take_in())
        bridge.rows_changed.connect(self._on_rows_changed)

    # -- what is asked for

    @property
    def is_empty(self) -> bool:
        """Whether nothing is registered, whatever is listed."""
        return not self._roster and self.is_settled

    @property
    def is_settled(self) -> bool:
        """Whether all that was asked for is shown."""
        return not self._slices.are_left

    @property
    def filter(self) -> Filter:
        """What the list is narrowed to, or soon will be."""
        return self._roster.filter

    def search(self, text: str) -> None:
        """List only what has all these words in its name, identifier, host, environment, tags or endpoint."""
        self._filter(replace(self.filter, needle=text.casefold().strip()))

    def narrow(self, group: Group) -> None:
        """List only this group."""
        self._filter(replace(self.filter, group=group))

    def pick(self, environments: frozenset[str], tags: frozenset[str]) -> None:
        """List only what is of one of these environments and has one of these tags; none of a kind stands for all."""
        self._filter(replace(self.filter, environments=environments, tags=tags))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        wanted = Column(column) if column >= 0 else Column.STATUS
        if (wanted, order) != (self.sort_column, self.sort_order):
            self.sort_column, self.sort_order = wanted, order
            self._arrange("order", self._roster.sort(wanted, is_reversed=order is Qt.SortOrder.DescendingOrder))

    def refresh(self) -> None:
        """Show all that was asked for, as soon as it is known."""
        self._slices.add("lines", self._listing())
        if max(len(self._roster), len(self._known)) <= _SMALL:
            self._slices.finish()

    def group(self, *, on: bool) -> None:
        """Show instances under their application, or no more."""
        if on != self.tree.is_grouped:
            self.tree.is_grouped = on
            self.refresh()

    def open_line(self, position: int, *, on: bool) -> bool:
        """Open or close the application that is listed there; whether that changed anything."""
        branch = self.tree.branch(self.listed[position])
        if branch is None or branch.is_open is on:
            return False
        if on:
            self.tree.closed.discard(branch.app_id)
        else:
            self.tree.closed.add(branch.app_id)
        if line := self.tree.touch(branch.app_id):
            self._tell(line)  # its arrow turns at once
        self.refresh()
        return True

    def close_all(self, *, closed: bool) -> None:
        """Close all applications, or open them."""
        self.tree.closed = self.tree.applications() if closed else set()
        self.refresh()

    def reveal(self, instance_id: InstanceId) -> None:
        """Open the application that it is in."""
        row = self._bridge.row(instance_id)
        if row is not None:
            self.tree.closed.discard(row.instance.app_id)
        self.refresh()

    # -- what changes

    def _filter(self, wanted: Filter) -> None:
        if wanted != self.filter:
            self._arrange("filter", self._roster.narrow(wanted))

    def _arrange(self, what: str, steps: Iterator[None]) -> None:
        """In slices where there are so many that it would be felt."""
        self._slices.add(what, steps)
        self.refresh()

    def _listing(self) -> Iterator[None]:
        self._stale = False
        self._pace.start()
        known = None
        while known != self._roster.forgotten:  # some are gone since
            known = self._roster.forgotten
            arrangement = yield from self.tree.arrange(self._roster.ids())
            change = yield from self.plan(arrangement.lines)
        self.tree.take(arrangement)
        self.become(change)

    def _take_in(self) -> Iterator[None]:
        """Those that were there before us."""
        for number, row in enumerate(self._known):
            if row.instance.id not in self._roster and self._bridge.row(row.instance.id) is not None:
                self._roster.keep(row)
            if number % _STEP == _STEP - 1:
                yield
        self._known = []

    def _on_rows_changed(self, changed: Iterable[InstanceId]) -> None:
        gone: list[InstanceId] = []
        shelved: list[InstanceId] = []
        moved = grown = False
        for instance_id in changed:
            row = self._bridge.row(instance_id)
            if row is None:
                gone.append(instance_id)
                self._roster.drop(instance_id)
                continue
            before = self._roster.row(instance_id) if instance_id in self._roster else None
            grown = grown or before is None
            moved = self._roster.keep(row) or moved
            if row.is_archived and not self._roster.fits(instance_id):
                shelved.append(instance_id)
            self._tell(instance_id, before)
            line = self.tree.touch(row.instance.app_id)
            if line is not None:
                self._tell(line)
        if gone or shelved:
            self._take_out(gone, shelved)
        if grown and (len(self._roster) <= _SMALL or not self._pace.isActive()):
            self.refresh()
        elif moved or grown:
            self._stale = True
            if not self._pace.isActive():
                self._pace.start()

    def _take_out(self, gone: list[InstanceId], shelved: list[InstanceId]) -> None:
        """At once: a person has asked for it, and looks whether it happens."""
        away = frozenset((*gone, *shelved))
        left = [instance_id for instance_id in self.tree.ids if instance_id not in away]
        arrangement = finished(self.tree.arrange(left))
        self.tree.take(arrangement)
        self.become(finished(self.plan(arrangement.lines)))
        for instance_id in gone:
            self._roster.forget(instance_id)
        self.refreshed.emit()

    def _on_pace(self) -> None:
        if self._stale:
            self.refresh()
