"""All instances in one order, and which of them fit the filter; kept with every change, so that filters need not sort."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from registry_tray.core.models import AppId, InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.models.entries import Column, Entry, Filter, key_of
from registry_tray.ui.models.order import Order

STEP = 250  # instances that are looked at in one step
CHANGES = 50  # of these as many: to move one in an order is to look for its places


class Roster:
    """What the list could show, and what it does. `narrow` and `sort` are steps, and nothing changes before the last one."""

    def __init__(self) -> None:
        self.apps: dict[InstanceId, AppId] = {}
        self.filter = Filter()
        """What is wanted; the last step of `narrow` puts it in force."""
        self.forgotten = 0
        """How many have been forgotten: where it is what it was, those that were known are."""
        self._in_force = Filter()
        self._entries: dict[InstanceId, Entry] = {}
        self._fitting: set[InstanceId] = set()
        self._key = key_of(Column.STATUS)
        self._order = Order()
        self._is_reversed = False
        self._meanwhile: list[dict[InstanceId, None]] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, instance_id: InstanceId) -> bool:
        return instance_id in self._entries

    def row(self, instance_id: InstanceId) -> Row:
        """The instance as it was last taken in."""
        return self._entries[instance_id].row

    def fits(self, instance_id: InstanceId) -> bool:
        """Whether the filter lets it through."""
        return instance_id in self._fitting

    def ids(self) -> list[InstanceId]:
        """Those that fit, in their order."""
        ids = self._order.ids(reverse=self._is_reversed)
        return ids if len(self._fitting) == len(ids) else [each for each in ids if each in self._fitting]

    def keep(self, row: Row) -> bool:
        """Know it as it is now; whether what is listed, or its order, changes by that."""
        instance_id = row.instance.id
        entry = Entry(row, self._entries.get(instance_id))
        self._entries[instance_id] = entry
        self.apps[instance_id] = row.instance.app_id
        self._note(instance_id)
        moved = self._order.put(instance_id, self._key(entry))
        fitted, fits = instance_id in self._fitting, self._in_force.fits(entry)
        if fits:
            self._fitting.add(instance_id)
        else:
            self._fitting.discard(instance_id)
        return (moved and fits) or fitted is not fits

    def drop(self, instance_id: InstanceId) -> None:
        """List it no more; it is known until `forget`, for views still have its line."""
        self._note(instance_id)
        self._order.drop(instance_id)
        self._fitting.discard(instance_id)

    def forget(self, instance_id: InstanceId) -> None:
        """Nothing is known of it any more."""
        if self._entries.pop(instance_id, None) is not None:
            self.forgotten += 1
        self.apps.pop(instance_id, None)

    def narrow(self, wanted: Filter) -> Iterator[None]:
        """Let only these through."""
        self.filter = wanted
        return self._narrow(wanted)

    def _narrow(self, wanted: Filter) -> Iterator[None]:
        with self._noting() as meanwhile:
            fitting: set[InstanceId] = set()
            for some in _portions(self._entries):
                fitting.update(each for each in some if self._is_listed(each) and wanted.fits(self._entries[each]))
                yield
            for each in _caught_up(meanwhile):
                if each is None:
                    yield
                    continue
                fits = self._is_listed(each) and wanted.fits(self._entries[each])
                (fitting.add if fits else fitting.discard)(each)
        self._fitting, self._in_force = fitting, wanted

    def sort(self, column: Column, *, is_reversed: bool) -> Iterator[None]:
        """Order them anew."""
        key = key_of(column, is_reversed=is_reversed)
        with self._noting() as meanwhile:
            runs = (
                [(key(self._entries[each]), each) for each in some if self._is_listed(each)] for some in _portions(self._entries)
            )
            order = yield from Order.of(runs)
            yield
            for each in _caught_up(meanwhile):
                if each is None:
                    yield
                elif self._is_listed(each):
                    order.put(each, key(self._entries[each]))
                else:
                    order.drop(each)
        before, self._order, self._key, self._is_reversed = self._order, order, key, is_reversed
        yield from before.clear()

    def _is_listed(self, instance_id: InstanceId) -> bool:
        return instance_id in self._entries and instance_id in self._order

    def _note(self, instance_id: InstanceId) -> None:
        for noted in self._meanwhile:
            noted[instance_id] = None

    @contextmanager
    def _noting(self) -> Iterator[dict[InstanceId, None]]:
        """Those that change between the first step and the last."""
        noted: dict[InstanceId, None] = {}
        self._meanwhile.append(noted)
        try:
            yield noted
        finally:
            self._meanwhile = [each for each in self._meanwhile if each is not noted]


def _caught_up(noted: dict[InstanceId, None]) -> Iterator[InstanceId | None]:
    """Those that were noted, until none is left; None where it is time for a pause, in which more may come."""
    while noted:
        for each in tuple(islice(noted, CHANGES)):
            del noted[each]
            yield each
        if noted:
            yield None


def _portions(ids: dict[InstanceId, Entry]) -> Iterator[list[InstanceId]]:
    rest = iter(tuple(ids))
    while some := list(islice(rest, STEP)):
        yield some
