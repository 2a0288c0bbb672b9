"""A process of ours: started, told the signals that we get, and waited for."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

_PASSED = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH", "SIGBREAK")
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")


class Wrapped:
    """It has our terminal, our streams and our environment. OSError where it cannot be started."""

    def __init__(self, command: Sequence[str]) -> None:
        self._told: set[int] = set()
        # Before it starts: what comes in between is passed on late, but never lost.
        self._early: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("SIGINT", *_PASSED):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, self._on_signal)
        self._process = subprocess.Popen(command)
        for number in self._early:
            self._pass(number)

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process is not None
        return self._process.pid

    def wait(self) -> int:
        """Until it has ended; its exit status as a shell has it: 128 and the signal where one has ended it."""
        assert self._process is not None
        status = self._process.wait()
        return 128 - status if status < 0 else status

    def was_stopped(self, status: int) -> bool:
        """Whether somebody has asked for its end, and that was why it ended."""
        return any(status in (0, 128 + number) or status == number for number in self._told if _name(number) in _STOPS)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._process is None:
            self._early.append(number)
        else:
            self._pass(number)

    def _pass(self, number: int) -> None:
        self._told.add(number)
        if _name(number) == "SIGINT" and _shares_terminal():
            return  # the terminal has told it already
        assert self._process is not None
        with suppress(ProcessLookupError, PermissionError, ValueError):
            self._process.send_signal(number)


def _name(number: int) -> str:
    return signal.Signals(number).name


def _shares_terminal() -> bool:
    """Whether keys at the terminal reach both of us."""
    if sys.platform == "win32":
        return True
    try:
        with open("/dev/tty", "rb") as terminal:  # noqa: PTH123 # no path of a file
            return os.tcgetpgrp(terminal.fileno()) == os.getpgrp()
    except OSError:
        return False
