"""The event loop keeps asyncio's promises on Qt's loop."""

import asyncio
import gc
import os
import signal
import socket
import threading
import time
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import QSocketNotifier, QTimer, QTimerEvent
from PySide6.QtWidgets import QApplication

from registry_tray.ui import epoll_loop, qasync_loop, rounds
from registry_tray.ui.driver import Driver


@pytest.fixture(autouse=True)
def _app_stays(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture(params=[epoll_loop.EventLoop, qasync_loop.EventLoop], ids=["epoll", "qasync"])
def run(request: pytest.FixtureRequest, qapp: QApplication) -> Run:
    def run_in_it(work: Coroutine[Any, Any, Any]) -> Any:
        with asyncio.Runner(loop_factory=lambda: request.param(qapp)) as runner:
            return runner.run(work)

    return run_in_it


@pytest.mark.alone
def test_a_timer_never_fires_early(run: Run) -> None:
    async def work() -> None:
        for delay in (0.001, 0.01, 0.05, 0.3):
            began = time.monotonic()
            await asyncio.sleep(delay)
            assert delay <= time.monotonic() - began < delay + 0.2

    run(work())


def test_what_runs_when_qt_ends_its_loop_goes_on_without_it_until_it_is_done(qapp: QApplication) -> None:
    lost: list[str] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async def work() -> str:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        qapp.exit(1)  # as Qt does where the display has gone
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"still here\n")
        line = await reader.readline()
        writer.close()
        server.close()
        return await asyncio.to_thread(line.decode)

    with asyncio.Runner(loop_factory=lambda: epoll_loop.EventLoop(qapp, lambda: lost.append("lost"))) as runner:
        assert runner.run(work()) == "still here\n"
    assert lost == ["lost"]


def test_callbacks_run_in_the_order_in_which_they_were_asked_for(run: Run) -> None:
    async def work() -> list[int]:
        loop, seen = asyncio.get_running_loop(), list[int]()
        for number in range(100):
            loop.call_soon(seen.append, number)
        await asyncio.sleep(0)
        return seen

    assert run(work()) == list(range(100))


def test_timers_run_by_their_time(run: Run) -> None:
    async def work() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        loop.call_later(0.03, seen.append, "late")
        loop.call_later(0.01, seen.append, "early")
        await asyncio.sleep(0.06)
        return seen

    assert run(work()) == ["early", "late"]


def test_call_later_gives_a_timer_handle_that_can_be_cancelled(run: Run) -> None:
    async def work() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        handle = loop.call_later(0.01, seen.append, "never")
        assert isinstance(handle, asyncio.TimerHandle)
        assert handle.when() > loop.time()
        handle.cancel()
        await asyncio.sleep(0.03)
        return seen

    assert run(work()) == []


def test_cancelled_timers_are_forgotten(run: Run) -> None:
    async def work() -> int:
        running = asyncio.get_running_loop()
        for _ in range(10_000):
            running.call_later(3600, print).cancel()
        if isinstance(running, qasync_loop.EventLoop):
            return len(running._later)
        await asyncio.sleep(0.01)  # asyncio's own forgets them in its next turn
        return len(running._scheduled)  # type: ignore[attr-defined]

    assert run(work()) < 300


def test_a_cancelled_callback_does_not_run(run: Run) -> None:
    async def work() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        loop.call_soon(seen.append, "never").cancel()
        await asyncio.sleep(0.01)
        return seen

    assert run(work()) == []


def test_an_exception_goes_to_the_handler_and_the_rest_goes_on(run: Run) -> None:
    async def work() -> list[object]:
        loop, seen = asyncio.get_running_loop(), list[object]()
        loop.set_exception_handler(lambda _, context: seen.append(type(context["exception"])))
        loop.call_soon(lambda: 1 / 0)
        loop.call_soon(seen.append, "next")
        await asyncio.sleep(0.01)
        return seen

    assert run(work()) == [ZeroDivisionError, "next"]


def test_qt_gets_its_turn_while_callbacks_never_end(run: Run) -> None:
    async def work() -> bool:
        fired = asyncio.Event()
        QTimer.singleShot(5, fired.set)
        end = time.monotonic() + 2
        while not fired.is_set() and time.monotonic() < end:  # noqa: ASYNC110 # this is what is tested
            await asyncio.sleep(0)
        return fired.is_set()

    assert run(work())


def test_another_thread_wakes_the_loop(run: Run) -> None:
    async def work() -> float:
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        began = time.monotonic()
        threading.Timer(0.02, lambda: loop.call_soon_threadsafe(done.set)).start()
        await asyncio.wait_for(done.wait(), 2)
        return time.monotonic() - began

    assert run(work()) < 1


def test_work_in_threads_comes_back(run: Run) -> None:
    async def work() -> list[int]:
        return await asyncio.gather(*(asyncio.to_thread(pow, number, 2) for number in range(20)))

    assert run(work()) == [number**2 for number in range(20)]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_cancels_the_program_at_once(run: Run) -> None:
    cleaned = []

    async def work() -> None:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            await asyncio.sleep(30)
        finally:
            cleaned.append(True)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(work())
    assert cleaned
    assert time.monotonic() - began < 5


def test_an_exit_that_a_callback_raises_ends_the_loop(run: Run) -> None:
    def leave() -> None:
        raise SystemExit(3)

    async def work() -> None:
        asyncio.get_running_loop().call_soon(leave)
        await asyncio.sleep(30)

    with pytest.raises(SystemExit):
        run(work())


def test_streams_work(run: Run) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    async def work() -> bytes:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            said = await reader.readline()
            writer.close()
            await writer.wait_closed()
        return said

    assert run(work()) == b"hello\n"


def test_a_connection_that_is_over_leaves_no_garbage(qapp: QApplication) -> None:
    async def work() -> list[object]:
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            known = weakref.ref(writer.transport)
            writer.close()
            await writer.wait_closed()
            del reader, writer
            await asyncio.sleep(0.02)
            assert not gc.isenabled()
            return [] if known() is None else [known()]

    with asyncio.Runner(loop_factory=lambda: epoll_loop.EventLoop(qapp)) as runner:
        assert runner.run(work()) == []


def test_of_many_callbacks_some_wait_until_qt_had_its_turn(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epoll_loop, "BUDGET", 0.0)  # as if each took too long
    monkeypatch.setattr(rounds, "LEAST", 0.0)

    async def work() -> list[int]:
        done: list[int] = []
        seen = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(lambda: QTimer.singleShot(0, lambda: seen.set_result(len(done))))
        for number in range(1000):
            asyncio.get_running_loop().call_soon(done.append, number)
        before = await seen
        await asyncio.sleep(0.01)
        return [before, len(done)]

    with asyncio.Runner(loop_factory=lambda: epoll_loop.EventLoop(qapp)) as runner:
        before, after = runner.run(work())
    assert before < after == 1000


def test_a_socket_is_read_once_however_many_turns_the_callbacks_take(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epoll_loop, "BUDGET", 0.0)  # a turn a callback
    monkeypatch.setattr(rounds, "LEAST", 0.0)

    async def work() -> list[str]:
        loop, reads = asyncio.get_running_loop(), list[str]()
        pairs = [socket.socketpair() for _ in range(20)]

        def read(end: socket.socket) -> None:
            try:
                reads.append(end.recv(9).decode())
            except BlockingIOError:
                reads.append("in vain")

        for near, far in pairs:
            near.setblocking(False)
            far.setblocking(False)
            far.send(b"word")
            loop.add_reader(near, read, near)
        await asyncio.sleep(0.2)
        for near, far in pairs:
            loop.remove_reader(near)
            near.close()
            far.close()
        return reads

    with asyncio.Runner(loop_factory=lambda: epoll_loop.EventLoop(qapp)) as runner:
        assert runner.run(work()) == ["word"] * 20


def test_an_alarm_turns_the_loop_only_where_no_turn_is_to_come_anyway(qapp: QApplication) -> None:
    turns: list[str] = []
    driver = Driver(lambda: turns.append("turn"))

    def ring() -> None:
        driver._alarm.start(60_000, driver)
        driver.timerEvent(QTimerEvent(driver._alarm.timerId()))
        assert not driver._alarm.isActive()

    ring()
    assert turns == ["turn"]
    driver.soon()
    ring()
    assert turns == ["turn"]
    driver.timerEvent(QTimerEvent(driver._soon.timerId()))
    assert turns == ["turn", "turn"]
    driver.stop()


def test_sockets_turn_the_loop_only_where_no_turn_is_to_come_anyway(qapp: QApplication) -> None:
    turns: list[str] = []
    one, other = socket.socketpair()
    driver = epoll_loop._Driver(lambda: turns.append("turn"), one.fileno())
    driver.soon()
    driver._sockets.activated.emit(one.fileno(), QSocketNotifier.Type.Read)
    assert turns == []
    driver.rest()
    driver._sockets.activated.emit(one.fileno(), QSocketNotifier.Type.Read)
    assert turns == ["turn"]
    driver.stop()
    one.close()
    other.close()
