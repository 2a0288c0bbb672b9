"""How many checks run at once: in all, and of one host."""

from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

SLOW = 0.25  # seconds after which a check that hangs no longer keeps others from starting
HARD_LIMIT = 8  # times the concurrency: never more in flight, however many hang

T = TypeVar("T", bound=Hashable)


class Places(Generic[T]):
    """Who has begun, and when. One that hangs frees its place after a moment, so that it delays nobody else."""

    def __init__(self, concurrency: int, per_host: int) -> None:
        self.concurrency = concurrency
        self._per_host = per_host
        self._taken: dict[T, float] = {}
        self._hosts: dict[str, dict[T, float]] = {}

    def __len__(self) -> int:
        """How many are in flight."""
        return len(self._taken)

    def has_room(self, now: float) -> bool:
        """Whether one more may begin at all."""
        return self._is_free(self._taken, self.concurrency, now)

    def has_room_at(self, host: str, now: float) -> bool:
        """Whether one more may begin at this host."""
        return self._is_free(self._hosts.get(host, {}), self._per_host, now)

    def take(self, who: T, host: str, now: float) -> None:
        """It begins."""
        self._taken[who] = now
        self._hosts.setdefault(host, {})[who] = now

    def leave(self, who: T, host: str) -> None:
        """It has ended."""
        self._taken.pop(who, None)
        siblings = self._hosts.get(host)
        if siblings is not None:
            siblings.pop(who, None)
            if not siblings:
                del self._hosts[host]

    def _is_free(self, running: Mapping[T, float], limit: int, now: float) -> bool:
        if len(running) < limit:
            return True
        if len(self._taken) >= HARD_LIMIT * self.concurrency:
            return False
        return sum(1 for began in running.values() if now - began < SLOW) < limit
