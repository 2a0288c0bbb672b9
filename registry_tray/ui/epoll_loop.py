"""asyncio's own loop, turned by Qt's: all sockets are one descriptor to Qt, that of epoll. Linux."""

import asyncio
import selectors
import socket
from asyncio import selector_events
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from heapq import heapify, heappop
from math import ceil, inf
from time import perf_counter
from typing import Any, TypeVarTuple

from PySide6 import QtCore
from PySide6.QtCore import QCoreApplication, QSocketNotifier

from registry_tray.garbage import tidy
from registry_tray.ui import rounds
from registry_tray.ui.driver import DEAD, THREADS, Driver, signals_heard

Ts = TypeVarTuple("Ts")

BUDGET = 0.003  # seconds of callbacks a turn, at most; the others wait for the next one, so that Qt can paint and hear the user


class EventLoop(asyncio.SelectorEventLoop):
    """Sockets, timers and threads are asyncio's; only the waiting is Qt's.

    qasync asks Qt for a notifier each time that a socket is waited for, and starts a Qt timer a callback.
    Where Qt ends its loop by itself, and would again, `on_lost` is called and what still runs goes on without Qt.
    """

    _ready: deque[asyncio.Handle]
    _scheduled: list[asyncio.TimerHandle]
    _timer_cancelled_count: int
    _stopping: bool
    _csock: socket.socket

    def __init__(self, app: QCoreApplication, on_lost: Callable[[], None] = lambda: None) -> None:
        self._app = app
        self._on_lost = on_lost
        self._is_lost = False
        self._is_turning = False
        self._batch = 0  # of the ready callbacks, those that were there when sockets and timers were looked at
        self._interrupt: BaseException | None = None
        self._poller = selectors.EpollSelector()
        super().__init__(self._poller)
        self._driver = _Driver(self._turn, self._poller.fileno())
        rounds.watch()
        self.set_default_executor(ThreadPoolExecutor(THREADS, "worker"))

    def call_soon(self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None) -> asyncio.Handle:
        handle = super().call_soon(callback, *args, context=context)
        if not self._is_turning:
            self._driver.soon()
        return handle

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        handle = super().call_at(when, callback, *args, context=context)
        if not self._is_turning and self._scheduled[0] is handle:
            self._driver.alarm(when, self.time())
        return handle

    def stop(self) -> None:
        super().stop()
        self._app.exit()

    def close(self) -> None:
        if not self.is_closed():
            self._driver.stop()
            rounds.ignore()
        super().close()

    # -- what asyncio's loop is made of

    def _run_once(self) -> None:
        """All that it does until it is stopped; asyncio takes it for one turn."""
        if self._is_lost:
            super()._run_once()  # type: ignore[misc] # asyncio's own
            return
        if self._stopping:
            self._turn()
            self._raise_interrupt()
            return
        with signals_heard(self._csock):
            self._plan()
            self._app.exec()
        self._raise_interrupt()
        if not self._stopping:
            self._is_lost = True
            self._on_lost()

    def _raise_interrupt(self) -> None:
        interrupt, self._interrupt = self._interrupt, None
        if interrupt is not None:
            raise interrupt

    def _make_socket_transport(self, *args: Any, **named: Any) -> Any:
        return _Transport(self, *args, **named)

    def _turn(self) -> None:
        if self.is_closed() or self._is_turning:
            return
        self._is_turning = True
        try:
            if not self._batch:  # what epoll finds again before it was run would be run once for each time
                self._process_events(self._poller.select(0))  # type: ignore[attr-defined] # asyncio's own
                self._collect_due()
                self._batch = len(self._ready)
            self._run_batch()
        except (KeyboardInterrupt, SystemExit) as interrupt:
            self._interrupt = interrupt  # it would be lost in Qt: _run_once raises it
            self.stop()
        finally:
            self._is_turning = False
        tidy()
        self._plan()

    def _run_batch(self) -> None:
        end = rounds.until(BUDGET)
        while self._batch:
            self._batch -= 1
            handle = self._ready.popleft()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001
            if perf_counter() >= end:
                break

    def _collect_due(self) -> None:
        later, now = self._scheduled, self.time()
        if self._timer_cancelled_count > DEAD and self._timer_cancelled_count * 2 > len(later):
            self._scheduled = later = [timer for timer in later if not timer.cancelled()]
            heapify(later)
            self._timer_cancelled_count = 0
        while later and (later[0].cancelled() or later[0].when() <= now):
            timer = heappop(later)
            timer._scheduled = False  # type: ignore[attr-defined] # noqa: SLF001
            if timer.cancelled():
                self._timer_cancelled_count -= 1
            else:
                self._ready.append(timer)

    def _plan(self) -> None:
        """Have Qt call again when there is something to do."""
        if self._ready:
            self._driver.soon()
        else:
            self._driver.rest()
            if self._scheduled:
                self._driver.alarm(self._scheduled[0].when(), self.time())


class _Driver(Driver):
    """The same with one descriptor for all sockets."""

    def __init__(self, turn: Callable[[], None], descriptor: int) -> None:
        super().__init__(turn)
        self._alarm_at = inf
        self._sockets = QSocketNotifier(descriptor, QSocketNotifier.Type.Read)
        self._sockets.activated.connect(self._on_sockets)

    def alarm(self, when: float, now: float) -> None:
        """Turn then, never later; where it is set for an earlier time already, it is set anew after that.

        Until there is a window it may be off by a twentieth: PySide6 makes the namespace Qt when it is first asked for, which
        takes an eighth of the time in which a tray icon is shown.
        """
        if when >= self._alarm_at:
            return
        self._alarm_at, pause = when, max(0, ceil((when - now) * 1000))
        if "Qt" in vars(QtCore):
            self._alarm.start(pause, QtCore.Qt.TimerType.PreciseTimer, self)
        else:
            self._alarm.start(pause, self)

    def on_alarm(self) -> None:
        self._alarm_at = inf

    def _on_sockets(self) -> None:
        if not self.is_soon:
            self._turn()

    def stop(self) -> None:
        super().stop()
        self._sockets.setEnabled(False)


class _Transport(selector_events._SelectorSocketTransport):  # type: ignore[misc, name-defined] # noqa: SLF001
    """A plain connection; what lies under TLS asyncio makes by itself.

    asyncio's keeps a method of its own, and with it itself, until garbage is searched for: one a check.
    """

    def _call_connection_lost(self, exc: BaseException | None) -> None:
        super()._call_connection_lost(exc)
        self._read_ready_cb = None
