"""The program as a process: what it prints, the signals that end it, whether there is a display."""

import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from registry_tray.data_folder import DataFolder


def announce(address: str, folder: DataFolder) -> None:
    """The one line on stdout that scripts wait for; and who we are, for those who want to start another one."""
    print(f"Registry ready at {address}", flush=True)
    folder.describe(f"pid {os.getpid()}, {address}")


def allow_many_files() -> None:
    """Raise the limit of open files to what the system allows: a check is a socket, and 1,024 are soon used up."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65536 if hard == resource.RLIM_INFINITY else min(65536, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def say(text: str) -> None:
    """A line for the person at the terminal; stdout is for `announce` only."""
    print(text, file=sys.stderr, flush=True)


def trace(text: str) -> None:
    """A line for benchmarks, where they ask for it."""
    if os.environ.get("REGISTRY_TRAY_TRACE"):
        print(f"trace: {text}", file=sys.stderr, flush=True)


def quit_on_signals(stop: Callable[[], None]) -> None:
    """Let SIGINT, SIGTERM and SIGHUP end the program as Quit does."""
    import asyncio  # which the tray does not wait for

    loop = asyncio.get_running_loop()

    def on_signal(*_: object) -> None:
        with suppress(RuntimeError):  # the loop is closed: it is ending already
            loop.call_soon_threadsafe(stop)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, on_signal)


def has_display() -> bool:
    """Whether a window could be shown. A DISPLAY that nobody serves counts as none: Qt would abort on it."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "").startswith(("offscreen", "minimal", "vnc")):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdigit():
        return False
    if host not in ("", "unix"):
        return True
    path = f"/tmp/.X11-unix/X{number}"
    return any(_answers(address) for address in (f"\0{path}", path) if address.startswith("\0") or Path(path).exists())


def _answers(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(address)
        except OSError:
            return False
    return True
