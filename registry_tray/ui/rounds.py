"""A round of Qt's loop and its time: what can wait takes only what is left of it, so that painting is in time."""

from time import perf_counter

from PySide6.QtCore import QAbstractEventDispatcher, QObject

FULL = 0.006  # seconds of a round, from its first piece of work on
LEAST = 0.001  # seconds for each piece of work, however full the round is: what waits must end, too


class _Watch(QObject):
    """Hears of a dispatcher that a round is over."""

    def __init__(self, dispatcher: QAbstractEventDispatcher) -> None:
        super().__init__()
        self.since: float | None = None
        dispatcher.awake.connect(self._on_over)

    def _on_over(self) -> None:
        self.since = None


_watch: _Watch | None = None  # there is one loop of Qt


def watch() -> None:
    """Know of the rounds of Qt's loop from now on; where nobody watches, none is ever full."""
    global _watch
    _watch = _Watch(QAbstractEventDispatcher.instance())


def ignore() -> None:
    """Know of them no more: the loop has ended."""
    global _watch
    _watch = None


class Patience:
    """Of work that can wait: for one round where that is full, and not for another."""

    def __init__(self) -> None:
        self._has_waited = False

    def waits(self) -> bool:
        """Whether it leaves this round to what cannot wait."""
        self._has_waited = is_full() and not self._has_waited
        return self._has_waited


def begin() -> float:
    """When the present round began; at the latest now. `perf_counter`, in seconds."""
    now = perf_counter()
    if _watch is None:
        return now
    if _watch.since is None:
        _watch.since = now
    return _watch.since


def is_full() -> bool:
    """Whether what can wait should."""
    return perf_counter() >= begin() + FULL


def until(budget: float) -> float:
    """Until when work may go on that can wait, and that takes no more than `budget` seconds of a round."""
    since, now = begin(), perf_counter()
    return max(now + LEAST, min(now + budget, since + FULL))
