"""The program as a process."""

import asyncio
import signal
import sys
from collections.abc import Iterator

import pytest

from registry_tray.process import has_display, quit_on_signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _own_handlers() -> Iterator[None]:
    before = [(number, signal.getsignal(number)) for number in SIGNALS]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_ends_it_and_one_that_comes_too_late_does_no_harm(number: signal.Signals) -> None:
    async def main() -> None:
        stopped = asyncio.Event()
        quit_on_signals(stopped.set)
        signal.raise_signal(number)
        await asyncio.wait_for(stopped.wait(), 5)

    asyncio.run(main())
    signal.raise_signal(number)


@pytest.mark.parametrize("display", ["", ":4711", "nonsense", ":", ":x"])
def test_a_display_that_nobody_serves_is_none(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", display)
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not has_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert has_display()
