"""The output of a process: passed on as it comes, and its last lines kept."""

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO

from registry_tray.runs import SIZE

STDOUT, STDERR = 1, 2
ERRORS = 8192  # bytes of stderr in which the last words are
LINGER = 1.0  # seconds for what is still on its way when the process has ended; others may hold its output for ever


class KeptOutput:
    """The last bytes of an output: in memory, and in a file once there is one. `errors` are the last of those of stderr."""

    def __init__(self) -> None:
        self.errors = b""
        self._tail = bytearray()
        self._lock = threading.Lock()
        self._file: IO[bytes] | None = None
        self._written = 0

    def add(self, data: bytes) -> None:
        """More of it. A file that cannot be written is given up: the process comes first."""
        with self._lock:
            self._tail += data
            if len(self._tail) > 2 * SIZE:
                del self._tail[: len(self._tail) - SIZE]
            self._write(data)

    def add_error(self, data: bytes) -> None:
        """More of what it says on stderr; where that is where stdout goes, all of it."""
        self.errors = (self.errors + data)[-ERRORS:]
        self.add(data)

    def keep_in(self, file: IO[bytes]) -> None:
        """Keep it in this file from now on, with what has come before."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file, self._written = file, 0
            self._write(bytes(self._tail[-SIZE:]))

    def close(self) -> None:
        """It has ended; the file stays."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _write(self, data: bytes) -> None:
        if self._file is None:
            return
        try:
            if self._written + len(data) > 2 * SIZE:  # in place: who reads it has it open by its name
                data, self._written = bytes(self._tail[-SIZE:]), 0
                self._file.seek(0)
                self._file.truncate()
            self._file.write(data)
            self._written += len(data)
        except OSError:
            with suppress(OSError):
                self._file.close()
            self._file = None


class PassedOutput:
    """Both streams of one process. A terminal gets a terminal, so that colours and lines come as without us."""

    def __init__(self, kept: KeptOutput) -> None:
        together = os.path.sameopenfile(STDOUT, STDERR)
        self._streams = [_Stream(STDOUT, kept.add_error if together else kept.add)]
        if not together:
            self._streams.append(_Stream(STDERR, kept.add_error))

    @property
    def ends(self) -> tuple[int, int]:
        """What the process gets as its stdout and stderr."""
        return self._streams[0].end, self._streams[-1].end

    def begin(self) -> None:
        """The process has them."""
        for stream in self._streams:
            stream.begin()

    def finish(self) -> None:
        """Pass on what is still on its way."""
        for stream in self._streams:
            stream.finish()

    def resize(self) -> None:
        """The terminal has another size."""
        for stream in self._streams:
            stream.resize()


class _Stream:
    def __init__(self, target: int, keep: Callable[[bytes], None]) -> None:
        self._target = target
        self._keep = keep
        self._is_terminal = sys.platform != "win32" and os.isatty(target)
        self._source, self.end = _open_terminal() if self._is_terminal else os.pipe()
        self._thread = threading.Thread(target=self._pass_on, name="output", daemon=True)
        self.resize()

    def begin(self) -> None:
        os.close(self.end)
        self._thread.start()

    def finish(self) -> None:
        self._thread.join(LINGER)

    def resize(self) -> None:
        if self._is_terminal and sys.platform != "win32":
            import fcntl
            import termios

            with suppress(OSError):
                fcntl.ioctl(self._source, termios.TIOCSWINSZ, fcntl.ioctl(self._target, termios.TIOCGWINSZ, bytes(8)))

    def _pass_on(self) -> None:
        # A terminal whose other end is closed is an error to read; a reader of ours that has gone is one to write to, and
        # then the process hears of it when it writes, as it would without us.
        with suppress(OSError):
            while data := os.read(self._source, 65536):
                self._keep(data)
                while data:
                    data = data[os.write(self._target, data) :]
        with suppress(OSError):
            os.close(self._source)


def _open_terminal() -> tuple[int, int]:
    import pty
    import tty

    source, end = pty.openpty()
    tty.setraw(end)  # lines are ended by the terminal that shows them
    return source, end
