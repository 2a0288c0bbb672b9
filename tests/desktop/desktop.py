"""A real desktop under Xvfb: window manager, panel, notification server, each in a home of its own."""

import contextlib
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self, TypeVar

from tests.desktop import homes
from tests.desktop.access import Access
from tests.desktop.session import NOTIFICATIONS, WATCHER, Session
from tests.fakes_desktop import PrivateBus

TOOLS = ("Xvfb", "dbus-daemon", "xfwm4", "xfce4-panel", "trayer", "xdotool", "xclip", "import", "xsetroot", "xprop", "xwininfo")
T = TypeVar("T")

_LIBRARIES = Path("/usr/lib/x86_64-linux-gnu/xfce4")
SERVICES = (
    _LIBRARIES / "notifyd/xfce4-notifyd",
    _LIBRARIES / "xfconf/xfconfd",
    Path("/usr/libexec/at-spi-bus-launcher"),
)


def missing() -> list[str]:
    """What this machine lacks for a desktop."""
    import shutil

    return [tool for tool in TOOLS if shutil.which(tool) is None] + [path.name for path in SERVICES if not path.exists()]


def wait_until(condition: Callable[[], T | None], what: str, timeout: float = 10) -> T:
    """Wait for something that another process brings about, and return it; AssertionError names `what` did not come."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout:g} s: {what}")
        time.sleep(0.02)


class Desktop:
    """`with` starts it and ends it, and everything that was started on it. `panel` and `notifications` may come later."""

    def __init__(self, *, panel: bool = True, notifications: bool = True, screen: str = "1440x900x24") -> None:
        self._with_panel = panel
        self._with_notifications = notifications
        self._screen = screen
        self._stack = ExitStack()
        self._processes: list[subprocess.Popen[str]] = []
        self.environment: dict[str, str] = {}
        self.session: Session
        self.access: Access

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desktop-", ignore_cleanup_errors=True)))
            bus = stack.enter_context(PrivateBus())
            stack.callback(self._stop_all)
            self.environment = homes.environment(self.home, bus.address)
            homes.write(self.home)
            self._start_screen()
            self.session = stack.enter_context(Session(bus.address))
            self._start_session()
            self.access = Access(self.session)
            stack.enter_context(self.access.session)
            if self._with_panel:
                self.start_panel()
            if self._with_notifications:
                self.start_notifications()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def run(self, command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start a program on this desktop; it is killed with the desktop."""
        process = subprocess.Popen(
            [str(part) for part in command],
            env=self.environment | dict(environment or {}),
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    def start_panel(self) -> None:
        """Returns when the tray takes icons."""
        self.panel = self._quiet(["xfce4-panel", "--disable-wm-check"])
        wait_until(lambda: self.session.has(WATCHER), "the panel's tray", 20)

    def start_old_tray(self) -> subprocess.Popen[str]:
        """A tray that takes windows as icons (XEmbed), as desktops did before they asked over D-Bus."""
        return self._quiet(["trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", "32"])

    def embedded_icon(self) -> tuple[int, int] | None:
        """The middle of the first icon in such a tray."""
        tree = wait_until(self._tree, "all windows").partition('("panel" "trayer")')[2]
        for found in re.finditer(r'"Registry Tray": \(.*?\)\s+(\d+)x(\d+)\S+\s+\+(\d+)\+(\d+)', tree):
            width, height, x, y = map(int, found.groups())
            if 1 < width < 64:  # the window is in the same tree
                return x + width // 2, y + height // 2
        return None

    def start_notifications(self) -> None:
        """Returns when the server takes notifications."""
        self.notifications = self._quiet([SERVICES[0]])
        wait_until(lambda: self.session.has(NOTIFICATIONS), "the notification server", 20)

    def screenshot(self, path: Path, window: str = "") -> None:
        """The whole screen, or a window by its number."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._tool("import", "-window", window or "root", str(path))

    def windows(self, title: str) -> list[str]:
        """The numbers of the windows that show and have this text in their title."""
        return self._tool("xdotool", "search", "--onlyvisible", "--name", title, check=False).split()

    def title(self, window: str) -> str:
        """The title of a window."""
        return self._tool("xdotool", "getwindowname", window).strip()

    def has_icon(self, window: str) -> bool:
        """Whether a window brings an icon for its frame."""
        return "Icon (" in self._tool("xprop", "-id", window, "-len", "8", "_NET_WM_ICON")

    def surfaces(self) -> set[str]:
        """The numbers of all that shows at the outermost level of the screen: frames of windows, menus, popups."""
        found = self._tool("xdotool", "search", "--onlyvisible", "--maxdepth", "1", "--name", "", check=False).split()
        return {window for window in found if min(self.place(window)[:2]) >= 0}

    def place(self, window: str) -> tuple[int, int, int, int]:
        """Where a window is: x, y, width, height."""
        lines = self._tool("xdotool", "getwindowgeometry", "--shell", window).splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        x, y, width, height = (int(values[name]) for name in ("X", "Y", "WIDTH", "HEIGHT"))
        return x, y, width, height

    def active_window(self) -> str:
        """The number of the window that has the keyboard."""
        return self._tool("xdotool", "getactivewindow", check=False).strip()

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there and click."""
        self._tool("xdotool", "mousemove", "--sync", str(x), str(y), "click", str(button))

    def point(self, x: int, y: int) -> None:
        """Move the pointer there."""
        self._tool("xdotool", "mousemove", str(x), str(y))

    def key(self, keys: str, times: int = 1) -> None:
        """Press keys together, such as `ctrl+f`, once or several times."""
        self._tool("xdotool", "key", "--clearmodifiers", *[keys] * times)

    def type(self, text: str) -> None:
        """Type a text."""
        self._tool("xdotool", "type", "--clearmodifiers", text)

    def clipboard(self) -> str:
        """What was copied last."""
        return self._tool("xclip", "-selection", "clipboard", "-out", check=False)

    def press_popup(self, label: str) -> None:
        """Click a button of a notification that shows, with the mouse."""
        server = self.notifications.pid
        button = wait_until(lambda: self.access.find(server, label, "button"), f"the button {label!r} of a notification")
        self.click(*button.middle)

    def clear_popups(self) -> None:
        """Close what earlier programs have left on the screen."""
        for notified in self.session.notified:
            if notified.number and self.session.has(NOTIFICATIONS):
                self.close_popup(notified.number)

    def close_popup(self, number: int) -> None:
        """Close one notification."""
        self.session.call(NOTIFICATIONS, "/org/freedesktop/Notifications", NOTIFICATIONS, "CloseNotification", "u", number)

    def tray_button(self) -> tuple[int, int] | None:
        """Where the last icon of the panel's tray is: left of the clock. The icons themselves have no names there."""
        clock = self.access.find(self.panel.pid, "", "toggle button")
        return (clock.x - homes.PANEL // 2, homes.PANEL // 2) if clock else None

    def _start_screen(self) -> None:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", self._screen, "-nolisten", "tcp", "-noreset"]
        self.screen = self._quiet(command, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as reader:
            number = reader.readline().strip()
        assert number, "Xvfb did not start"
        self.environment["DISPLAY"] = f":{number}"

    def _start_session(self) -> None:
        self._tool("xsetroot", "-solid", homes.BACKGROUND)
        self._quiet([SERVICES[1]])
        wait_until(lambda: self.session.has("org.xfce.Xfconf"), "the settings of the desktop")
        self._quiet([SERVICES[2], "--launch-immediately"])
        wait_until(lambda: self.session.has("org.a11y.Bus"), "the accessibility bus")
        self._quiet(["xfwm4"])
        wait_until(lambda: "window id" in self._tool("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "the window manager")

    def _tree(self) -> str:
        try:
            return self._tool("xwininfo", "-root", "-tree")
        except AssertionError:  # a window has gone while it was looked at
            return ""

    def _quiet(self, command: Sequence[str | Path], pass_fds: tuple[int, ...] = ()) -> subprocess.Popen[str]:
        """Part of the desktop: what it says is kept in its home."""
        with (self.home / "desktop.log").open("a") as log:
            process = subprocess.Popen(
                [str(part) for part in command],
                env=self.environment,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
                pass_fds=pass_fds,
            )
        self._processes.append(process)
        return process

    def _tool(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=20, check=False, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0 or not check, f"{' '.join(command)}: {done.stderr}"
        return done.stdout

    def _stop_all(self) -> None:
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
            if process.stdout is not None:
                process.stdout.close()
        self._processes.clear()
