"""The event loop keeps asyncio's promises on Qt's loop."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Coroutine
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from registry_tray.ui.loop import EventLoop


@pytest.fixture(autouse=True)
def _app_stays(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(False)


def run(qapp: QApplication, work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=lambda: EventLoop(qapp)) as runner:
        return runner.run(work)


def test_a_timer_never_fires_early(qapp: QApplication) -> None:
    async def work() -> None:
        for delay in (0.001, 0.01, 0.05, 0.3):
            began = time.monotonic()
            await asyncio.sleep(delay)
            assert delay <= time.monotonic() - began < delay + 0.2

    run(qapp, work())


def test_callbacks_run_in_the_order_in_which_they_were_asked_for(qapp: QApplication) -> None:
    async def work() -> list[int]:
        loop, seen = asyncio.get_running_loop(), list[int]()
        for number in range(100):
            loop.call_soon(seen.append, number)
        await asyncio.sleep(0)
        return seen

    assert run(qapp, work()) == list(range(100))


def test_timers_run_by_their_time(qapp: QApplication) -> None:
    async def work() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        loop.call_later(0.03, seen.append, "late")
        loop.call_later(0.01, seen.append, "early")
        await asyncio.sleep(0.06)
        return seen

    assert run(qapp, work()) == ["early", "late"]


def test_call_later_gives_a_timer_handle_that_can_be_cancelled(qapp: QApplication) -> None:
    async def work() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        handle = loop.call_later(0.01, seen.append, "never")
        assert isinstance(handle, asyncio.TimerHandle)
        assert handle.when() > loop.time()
        handle.cancel()
        await asyncio.sleep(0.03)
        return seen

    assert run(qapp, work()) == []


def test_cancelled_timers_are_forgotten(qapp: QApplication) -> None:
    async def work() -> int:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, EventLoop)
        for _ in range(10_000):
            loop.call_later(3600, print).cancel()
        return len(loop._later)

    assert run(qapp, work()) < 300


def test_a_cancelled_callback_does_not_run(qapp: QApplication) -> None:
    async def work() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        loop.call_soon(seen.append, "never").cancel()
        await asyncio.sleep(0.01)
        return seen

    assert run(qapp, work()) == []


def test_an_exception_goes_to_the_handler_and_the_rest_goes_on(qapp: QApplication) -> None:
    async def work() -> list[object]:
        loop, seen = asyncio.get_running_loop(), list[object]()
        loop.set_exception_handler(lambda _, context: seen.append(type(context["exception"])))
        loop.call_soon(lambda: 1 / 0)
        loop.call_soon(seen.append, "next")
        await asyncio.sleep(0.01)
        return seen

    assert run(qapp, work()) == [ZeroDivisionError, "next"]


def test_qt_gets_its_turn_while_callbacks_never_end(qapp: QApplication) -> None:
    async def work() -> bool:
        fired = asyncio.Event()
        QTimer.singleShot(5, fired.set)
        end = time.monotonic() + 2
        while not fired.is_set() and time.monotonic() < end:  # noqa: ASYNC110 # this is what is tested
            await asyncio.sleep(0)
        return fired.is_set()

    assert run(qapp, work())


def test_another_thread_wakes_the_loop(qapp: QApplication) -> None:
    async def work() -> float:
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        began = time.monotonic()
        threading.Timer(0.02, lambda: loop.call_soon_threadsafe(done.set)).start()
        await asyncio.wait_for(done.wait(), 2)
        return time.monotonic() - began

    assert run(qapp, work()) < 1


def test_work_in_threads_comes_back(qapp: QApplication) -> None:
    async def work() -> list[int]:
        return await asyncio.gather(*(asyncio.to_thread(pow, number, 2) for number in range(20)))

    assert run(qapp, work()) == [number**2 for number in range(20)]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_cancels_the_program_at_once(qapp: QApplication) -> None:
    cleaned = []

    async def work() -> None:
        threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            await asyncio.sleep(30)
        finally:
            cleaned.append(True)

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(qapp, work())
    assert cleaned
    assert time.monotonic() - began < 5


def test_an_exit_that_a_callback_raises_ends_the_loop(qapp: QApplication) -> None:
    def leave() -> None:
        raise SystemExit(3)

    async def work() -> None:
        asyncio.get_running_loop().call_soon(leave)
        await asyncio.sleep(30)

    with pytest.raises(SystemExit):
        run(qapp, work())


def test_streams_work(qapp: QApplication) -> None:
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

    assert run(qapp, work()) == b"hello\n"
