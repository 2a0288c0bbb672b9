"""Starts programs, notes when they print what, and reads from /proc what they cost."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")


class StoppedError(Exception):
    """A program ended, or did not say in time what was waited for; with what it printed last."""


class Process:
    """A program while it is open: `wait_for` its lines, of stdout and stderr alike, and what it costs."""

    def __init__(self, *command: str, environment: Mapping[str, str] | None = None) -> None:
        self._lines: list[tuple[float, str]] = []
        self._news = threading.Condition()
        self._ended = False
        self._command = command
        self.started = time.monotonic()
        self._process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.pid = self._process.pid
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def wait_for(self, pattern: str, patience: float = 20.0, after: int = 0) -> tuple[str, float]:
        """The first line that fits (its group, where the pattern has one), and the seconds from the start to it."""
        deadline = time.monotonic() + patience
        with self._news:
            while True:
                for moment, line in self._lines[after:]:
                    if found := re.fullmatch(pattern, line):
                        return found[found.re.groups], moment - self.started
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    last = "\n".join(line for _, line in self._lines[-15:])
                    raise StoppedError(f"{' '.join(self._command[:4])} never said {pattern!r}:\n{last}")
                self._news.wait(left)

    def ask(self, line: str, patience: float = 20.0, pattern: str = ".*") -> str:
        """Send a line, and give the one that is the answer: the first that fits."""
        with self._news:
            before = len(self._lines)
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self.wait_for(pattern, patience, after=before)[0]

    def cpu(self) -> float:
        """Seconds of processor time so far, with those of children that have ended."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / TICKS

    def memory(self) -> float:
        """Resident set size, MB. What it shares counts in full, so that other programs that run do not change the figure."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    def stop(self) -> None:
        """End it, kindly first."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._news:
                self._lines.append((time.monotonic(), line.rstrip("\n")))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


def python(*arguments: str, environment: Mapping[str, str] | None = None) -> Process:
    """A Python program, with the Python that runs us."""
    # As a user's second launch: compiled modules are kept, whatever this shell says. An empty value is as good as none.
    warm = {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
    return Process(sys.executable, *arguments, environment=warm | dict(environment or {}))
