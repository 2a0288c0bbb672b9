"""How Qt turns a loop of asyncio: what both of our loops have in common."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBasicTimer, QObject, QTimerEvent

THREADS = 4  # of a loop, for what blocks
DEAD = 100  # cancelled timers that may lie in the heap before it is swept


class Driver(QObject):
    """Turns two Qt timers into turns of the loop: one for what is to be run at once, an alarm for what is due later.

    In a round of Qt's loop asyncio's is turned once, whatever is ready: each turn may take all of its time.
    """

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__()
        self._turn = turn
        self._soon = QBasicTimer()
        self._alarm = QBasicTimer()
        self._is_soon = False  # asking the timer would cost more than all else in `soon`

    def soon(self) -> None:
        """Turn in the next round of Qt's loop. A timer, for posted events that post themselves starve everything else."""
        if not self._is_soon:
            self._is_soon = True
            self._soon.start(0, self)

    def rest(self) -> None:
        """Nothing is left to run at once."""
        if self._is_soon:
            self._is_soon = False
            self._soon.stop()

    @property
    def is_soon(self) -> bool:
        """Whether a turn is to come in any case."""
        return self._is_soon

    def stop(self) -> None:
        """Turn no more."""
        self.rest()
        self._alarm.stop()

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._alarm.timerId():
            self._alarm.stop()
            self.on_alarm()
            if self._is_soon:
                return
        self._turn()

    def on_alarm(self) -> None:
        """The alarm has gone off, and is not set."""


@contextmanager
def signals_heard(wake: socket.socket) -> Iterator[None]:
    """Meanwhile a signal ends Qt's poll, so that Python's handler runs at once and not with the next event."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(previous)
