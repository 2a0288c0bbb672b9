"""One event loop for asyncio and Qt: qasync's, with its timers mended and its callbacks run in batches."""

import asyncio
import os
import socket
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import Context
from heapq import heapify, heappop, heappush
from math import ceil
from typing import TYPE_CHECKING, TypeVarTuple

os.environ.setdefault("QT_API", "pyside6")  # qasync takes the first binding it finds

from PySide6.QtCore import QCoreApplication, QEvent, Qt

from registry_tray.garbage import tidy
from registry_tray.ui import rounds
from registry_tray.ui.driver import DEAD, THREADS, Driver, signals_heard

if TYPE_CHECKING:
    from asyncio import SelectorEventLoop as _Base
else:
    from qasync import QEventLoop as _Base

Ts = TypeVarTuple("Ts")

_WAKE = QEvent.Type(QEvent.registerEventType())


class _Driver(Driver):
    """The same with a posted event, for other threads."""

    def __init__(self, turn: Callable[[], None]) -> None:
        super().__init__(turn)
        self._when: float | None = None

    def wake(self) -> None:
        """Turn soon; for other threads, which may not touch timers."""
        QCoreApplication.postEvent(self, QEvent(_WAKE))

    def alarm(self, when: float, now: float) -> None:
        """Turn at `when`, never earlier; both are readings of one clock, in seconds."""
        if when != self._when:
            self._when = when
            self._alarm.start(max(1, ceil((when - now) * 1000)), Qt.TimerType.PreciseTimer, self)

    def on_alarm(self) -> None:
        self._when = None

    def stop(self) -> None:
        super().stop()
        self._when = None

    def customEvent(self, event: QEvent) -> None:
        self._turn()


class EventLoop(_Base):
    """asyncio on Qt's loop.

    qasync 0.28 starts a Qt timer for each callback; its timers fire early, live on after they were cancelled, and are not
    TimerHandles. Here callbacks share a queue and timers a heap, and Qt knows of one timer for each.
    """

    def __init__(self, app: QCoreApplication | None = None) -> None:
        self._soon: deque[asyncio.Handle] = deque()
        self._later: list[asyncio.TimerHandle] = []
        self._dead = 0
        self._woken = False
        self._interrupt: BaseException | None = None
        self._driver = _Driver(self._turn)
        rounds.watch()
        super().__init__(app)  # type: ignore[arg-type] # typed as asyncio's loop, which takes a selector
        self.set_default_executor(ThreadPoolExecutor(THREADS, "worker"))

    def call_soon(self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None) -> asyncio.Handle:
        self._check_closed()  # type: ignore[attr-defined]
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append(handle)
        self._driver.soon()
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        self._check_closed()  # type: ignore[attr-defined]
        handle = asyncio.Handle(callback, args, self, context)
        self._soon.append(handle)
        if not self._woken:
            self._woken = True
            self._driver.wake()
        return handle

    def call_later(
        self, delay: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        self._check_closed()  # type: ignore[attr-defined]
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        handle._scheduled = True  # type: ignore[attr-defined] # noqa: SLF001 # asyncio's own mark: cancel() tells us
        heappush(self._later, handle)
        if self._later[0] is handle:
            self._driver.alarm(when, self.time())
        return handle

    def run_forever(self) -> None:
        wake: socket.socket | None = getattr(self, "_csock", None)
        with signals_heard(wake) if wake is not None else nullcontext():
            super().run_forever()
        interrupt, self._interrupt = self._interrupt, None
        if interrupt is not None:
            raise interrupt

    def close(self) -> None:
        if not self.is_closed():
            self._driver.stop()
            rounds.ignore()
            self._soon.clear()
            self._later.clear()
        super().close()

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        self._dead += 1
        if self._dead > DEAD and self._dead * 2 > len(self._later):
            self._later = [timer for timer in self._later if not timer.cancelled()]
            heapify(self._later)
            self._dead = 0

    def _turn(self) -> None:
        self._woken = False  # before the queue is read: what another thread adds from now on wakes us again
        if self.is_closed():
            return
        if self._later:
            self._collect_due()
        run = self._soon.popleft
        try:
            # What is added meanwhile waits for the next turn, so that sockets and painting get theirs.
            for _ in range(len(self._soon)):
                handle = run()
                if not handle.cancelled():
                    handle._run()  # noqa: SLF001
        except (KeyboardInterrupt, SystemExit) as interrupt:
            self._interrupt = interrupt  # it would be lost in Qt: run_forever raises it
            self.stop()
        tidy()
        if self._soon:
            self._driver.soon()
        else:
            self._driver.rest()

    def _collect_due(self) -> None:
        now = self.time()
        later = self._later
        while later and (later[0].cancelled() or later[0].when() <= now):
            timer = heappop(later)
            timer._scheduled = False  # type: ignore[attr-defined] # noqa: SLF001
            if timer.cancelled():
                self._dead = max(0, self._dead - 1)
            else:
                self._soon.append(timer)
        if later:
            self._driver.alarm(later[0].when(), now)
