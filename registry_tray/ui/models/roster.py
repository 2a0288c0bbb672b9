"""All instances in one order, and which of them fit the filter; kept with every change, so that filters need not sort."""

from registry_tray.core.models import AppId, InstanceId
from registry_tray.ui.board import Row
from registry_tray.ui.models.entries import Column, Entry, Filter
from registry_tray.ui.models.order import Order


class Roster:
    """What the list could show, and what it does."""

    def __init__(self) -> None:
        self.apps: dict[InstanceId, AppId] = {}
        self.filter = Filter()
        self._entries: dict[InstanceId, Entry] = {}
        self._fitting: set[InstanceId] = set()
        self._order = Order()
        self._column = Column.STATUS
        self._is_reversed = False

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
        instance_id, entry = row.instance.id, Entry(row)
        self._entries[instance_id] = entry
        self.apps[instance_id] = row.instance.app_id
        moved = self._order.put(instance_id, entry.key(self._column, is_reversed=self._is_reversed))
        fitted, fits = instance_id in self._fitting, self.filter.fits(entry)
        if fits:
            self._fitting.add(instance_id)
        else:
            self._fitting.discard(instance_id)
        return (moved and fits) or fitted is not fits

    def drop(self, instance_id: InstanceId) -> None:
        """List it no more; it is known until `forget`, for views still have its line."""
        self._order.drop(instance_id)
        self._fitting.discard(instance_id)

    def forget(self, instance_id: InstanceId) -> None:
        """Nothing is known of it any more."""
        self._entries.pop(instance_id, None)
        self.apps.pop(instance_id, None)

    def narrow(self, wanted: Filter) -> None:
        """Let only these through."""
        self.filter = wanted
        self._fitting = {instance_id for instance_id, entry in self._entries.items() if wanted.fits(entry)}

    def sort(self, column: Column, *, is_reversed: bool) -> None:
        """Order them anew."""
        self._column, self._is_reversed = column, is_reversed
        keys = ((entry.key(column, is_reversed=is_reversed), instance_id) for instance_id, entry in self._entries.items())
        self._order = Order(keys)
