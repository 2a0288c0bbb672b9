"""A sorted list that is kept, not made anew: a change costs two searches, whatever the number of rows."""

from bisect import bisect_left, insort
from collections.abc import Iterable
from typing import Any

from registry_tray.core.models import InstanceId

_Pair = tuple[Any, InstanceId]


class Order:
    """Instances by their keys; which two are equal is settled by the id."""

    def __init__(self, keys: Iterable[_Pair] = ()) -> None:
        self._keys: dict[InstanceId, Any] = {instance_id: key for key, instance_id in keys}
        self._pairs: list[_Pair] = sorted((key, instance_id) for instance_id, key in self._keys.items())

    def put(self, instance_id: InstanceId, key: Any) -> bool:
        """Take it in, or move it to its new place; whether that changes anything."""
        if self._keys.get(instance_id) == key:
            return False
        self.drop(instance_id)
        self._keys[instance_id] = key
        insort(self._pairs, (key, instance_id))
        return True

    def drop(self, instance_id: InstanceId) -> bool:
        """Take it out; whether it was there."""
        if instance_id not in self._keys:
            return False
        key = self._keys.pop(instance_id)
        del self._pairs[bisect_left(self._pairs, (key, instance_id))]
        return True

    def ids(self, *, reverse: bool = False) -> list[InstanceId]:
        """All of them, in order."""
        return [instance_id for _, instance_id in (reversed(self._pairs) if reverse else self._pairs)]
