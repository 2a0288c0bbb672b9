"""A process of ours: started, told the signals that we get, waited for, and started anew."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

from registry_tray.core.run import ORDER
from registry_tray.runner.output import KeptOutput, PassedOutput

_PASSED = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH", "SIGBREAK")
PATIENCE = 5.0  # seconds that a process gets to end by itself before it is started anew
_STOPS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")


class Wrapped:
    """It has our terminal, our input and our environment; `kept` gets its output too. OSError where it cannot be started.

    Every signal reaches it as it comes, but for the tray's order: that restarts it, or ends it by force where it was asked to
    end by a SIGTERM and has not.
    """

    def __init__(self, command: Sequence[str], kept: KeptOutput) -> None:
        self._command = command
        self._kept = kept
        self._told: set[int] = set()
        self._restart = False
        self._forced = False
        # Before it starts: what comes in between is passed on late, but never lost.
        self._early: list[int] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._output: PassedOutput | None = None
        for name in ("SIGINT", *_PASSED, ORDER):
            number = getattr(signal, name, None)
            if number is not None:
                signal.signal(number, self._on_signal)
        self._start()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process is not None
        return self._process.pid

    def wait(self) -> int:
        """Until it has ended; its exit status as a shell has it: 128 and the signal where one has ended it."""
        assert self._process is not None
        status = self._process.wait()
        if self._output is not None:
            self._output.finish()
        return 128 - status if status < 0 else status

    @property
    def is_to_restart(self) -> bool:
        """Whether it has ended in order to be started anew, and nobody has asked for its end."""
        return self._restart and not any(_name(number) in _STOPS for number in self._told)

    def start_again(self) -> None:
        """Once more, after its end. OSError."""
        self._process, self._restart, self._forced = None, False, False
        self._told.clear()
        self._start()

    def was_stopped(self, status: int) -> bool:
        """Whether somebody has asked for its end, and that was why it ended."""
        return self._forced or any(
            status in (0, 128 + number) or status == number for number in self._told if _name(number) in _STOPS
        )

    def _start(self) -> None:
        self._kept.errors = b""
        self._output = PassedOutput(self._kept)
        stdout, stderr = self._output.ends
        self._process = subprocess.Popen(self._command, stdout=stdout, stderr=stderr)
        self._output.begin()
        early, self._early = self._early, []
        for number in early:
            self._pass(number)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._process is None or self._process.returncode is not None:
            self._early.append(number)  # of one that has ended, the next one is told, if there is one
        else:
            self._pass(number)

    def _pass(self, number: int) -> None:
        if _name(number) == ORDER:
            self._obey()
            return
        if _name(number) == "SIGWINCH" and self._output is not None:
            self._output.resize()
        self._told.add(number)
        if _name(number) == "SIGINT" and _shares_terminal():
            return  # the terminal has told it already
        assert self._process is not None
        with suppress(ProcessLookupError, PermissionError, ValueError):
            self._process.send_signal(number)

    def _obey(self) -> None:
        process = self._process
        assert process is not None
        if signal.SIGTERM in self._told:
            self._forced = True
            process.kill()
            return
        if self._restart:
            return
        self._restart = True
        process.terminate()
        timer = threading.Timer(PATIENCE, process.kill)
        timer.daemon = True
        timer.start()


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
