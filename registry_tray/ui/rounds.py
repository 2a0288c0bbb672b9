"""A round of Qt's loop and its time: what can wait takes only what is left of it, so that painting is in time."""

from time import perf_counter

from PySide6.QtCore import QAbstractEventDispatcher, QObject

FULL = 0.006  # seconds of a round, from its first piece of work on
LEAST = 0.001  # seconds for each piece of work, however full the round is: what waits must end, too


class _Watch(QObject):
    """Hears that a round is over."""

    def __init__(self) -> None:
        super().__init__()
        self._dispatcher: QAbstractEventDispatcher | None = None
        self.is_on = False
        self.since: float | None = None

    def start(self) -> None:
        """Hear of the rounds of this thread from now on."""
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not self._dispatcher:
            self._dispatcher = dispatcher
            dispatcher.awake.connect(self._on_over)
            dispatcher.destroyed.connect(self._on_gone)
            self.is_on = True

    def stop(self) -> None:
        """Hear of them no more."""
        if self._dispatcher is not None and self.is_on:
            self._dispatcher.awake.disconnect(self._on_over)
            self._dispatcher.destroyed.disconnect(self._on_gone)
        self._on_gone()

    def _on_over(self) -> None:
        self.since = None

    def _on_gone(self) -> None:
        self._dispatcher, self.since, self.is_on = None, None, False


_watch: _Watch | None = None  # there is one loop of Qt


def watch() -> None:
    """Know of the rounds of Qt's loop from now on; where nobody watches, none is ever full."""
    global _watch
    _watch = _watch or _Watch()
    _watch.start()


def ignore() -> None:
    """Know of them no more: the loop has ended."""
    if _watch is not None:
        _watch.stop()


def begin() -> float:
    """When the present round began; at the latest now. `perf_counter`, in seconds."""
    now = perf_counter()
    if _watch is None or not _watch.is_on:
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
