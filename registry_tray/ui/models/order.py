"""A sorted list that is kept, not made anew: a change costs two searches, whatever the number of rows."""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Generator, Iterable
from typing import Any

from registry_tray.core.models import InstanceId

_Pair = tuple[Any, InstanceId]


class Order:
    """Instances by their keys; which two are equal is settled by the id."""

    def __init__(self, ordered: Iterable[_Pair] = ()) -> None:
        self._pairs: list[_Pair] = list(ordered)
        self._keys: dict[InstanceId, Any] = {instance_id: key for key, instance_id in self._pairs}

    def __contains__(self, instance_id: InstanceId) -> bool:
        return instance_id in self._keys

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


def merge_sorted(runs: Iterable[Iterable[_Pair]]) -> Generator[None, None, list[_Pair]]:
    """All of these in one order, a run or two a step. To sort a list of two that are sorted is to merge them."""
    waiting: deque[list[_Pair]] = deque()
    for run in runs:
        waiting.append(sorted(run))
        yield
    while len(waiting) > 1:
        merged = waiting.popleft() + waiting.popleft()
        merged.sort()
        waiting.append(merged)
        yield
    return waiting.popleft() if waiting else []
