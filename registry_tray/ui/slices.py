"""Work that would hold up the loop is done some milliseconds a turn."""

from collections.abc import Callable, Generator, Iterator
from importlib import import_module
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from registry_tray.garbage import tidy
from registry_tray.ui import rounds

T = TypeVar("T")

BUDGET = 0.003  # seconds of work a turn, at most
PAUSE = 1  # ms between two turns; with none, what Qt thinks more urgent could keep them from ever coming


class Slices(QObject):
    """Steps of several pieces of work, one piece after the other; `done` is called when all are over."""

    def __init__(self, parent: QObject, done: Callable[[], object]) -> None:
        super().__init__(parent)
        self._done = done
        self._pieces: dict[str, Iterator[None]] = {}
        self._patience = rounds.Patience()
        self._timer = QTimer(self, interval=PAUSE)
        self._timer.timeout.connect(self._on_turn)

    @property
    def are_left(self) -> bool:
        """Whether something is to be done still."""
        return bool(self._pieces)

    def add(self, name: str, steps: Iterator[None]) -> None:
        """Do this as well, in the place of what had this name and is not over."""
        self._pieces.pop(name, None)
        self._pieces[name] = steps
        self._timer.start()

    def finish(self) -> None:
        """Do all of it now."""
        self._work(float("inf"))

    def _on_turn(self) -> None:
        if self._patience.waits():  # a step may be long: not after what could not wait
            return
        self._work(rounds.until(BUDGET))
        tidy()

    def _work(self, until: float) -> None:
        while self._pieces:
            name, steps = next(iter(self._pieces.items()))
            for _ in steps:
                if perf_counter() >= until:
                    return
            if self._pieces.get(name) is steps:  # the last step may have had it done anew
                del self._pieces[name]
        if self._timer.isActive():
            self._timer.stop()
            self._done()


def finished(steps: Generator[None, None, T]) -> T:
    """What comes of steps that are all done now."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: T = end.value
            return result


def imported(package: str, *modules: str) -> Iterator[None]:
    """Import these, one a step: those first that others import."""
    for module in modules:
        import_module(f"{package}.{module}")
        yield
