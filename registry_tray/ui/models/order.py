"""A sorted list that is kept, not made anew: a change costs two searches, whatever the number of rows."""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from typing import Any

from registry_tray.core.models import InstanceId

_Pair = tuple[Any, InstanceId]
STEP = 1000  # of a list that is merged, or let go, in one step


class Order:
    """Instances by their keys; which two are equal is settled by the id."""

    def __init__(self) -> None:
        self._pairs: list[_Pair] = []
        self._keys: dict[InstanceId, Any] = {}

    @classmethod
    def of(cls, runs: Iterable[Iterable[_Pair]]) -> Generator[None, None, "Order"]:
        """All of these in one order, some a step. Two that are sorted are merged, again and again."""
        order = cls()
        waiting: deque[list[_Pair]] = deque()
        for run in runs:
            waiting.append(sorted(run))
            order._keys.update((instance_id, key) for key, instance_id in waiting[-1])
            yield
        while len(waiting) > 1:
            waiting.append((yield from _merged(waiting.popleft(), waiting.popleft())))
        order._pairs = waiting.popleft() if waiting else []
        return order

    def clear(self) -> Iterator[None]:
        """Let go of all of them, some a step: to free ten thousand at once takes longer than one may."""
        while self._pairs:
            for _, instance_id in self._pairs[-STEP:]:
                del self._keys[instance_id]
            del self._pairs[-STEP:]
            yield

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


def _merged(one: list[_Pair], other: list[_Pair]) -> Generator[None, None, list[_Pair]]:
    """Two sorted lists as one: the least of both again and again, no more than `STEP` of each."""
    merged: list[_Pair] = []
    first = second = 0
    while first < len(one) and second < len(other):
        last = min(one[min(first + STEP, len(one)) - 1], other[min(second + STEP, len(other)) - 1])
        past_first, past_second = bisect_right(one, last, first), bisect_right(other, last, second)
        merged += sorted(one[first:past_first] + other[second:past_second])
        first, second = past_first, past_second
        yield
    merged += one[first:] or other[second:]
    return merged
