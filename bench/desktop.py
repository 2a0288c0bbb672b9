"""A private desktop: Xvfb, a session bus and a panel with a tray."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import SkippedError
from bench.processes import Process

NEEDED = ("Xvfb", "dbus-daemon", "dbus-send", "xfce4-panel")
BUS = "org.freedesktop.DBus"
ASK = f"dbus-send --session --print-reply --dest={BUS} / {BUS}.NameHasOwner string:org.kde.StatusNotifierWatcher".split()


@contextmanager
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a program on that desktop. SkippedError where something is missing."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise SkippedError(f"needs {', '.join(missing)}, which `make setup` installs")
    with ExitStack() as stack:
        # The folder goes last: what runs in it writes to the end.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)))
        home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder / "config")}
        server = stack.enter_context(
            Process("Xvfb", "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", environment=home)
        )
        display = server.wait_for(r"\d+")[0]
        address = f"unix:path={folder}/bus"
        bus = stack.enter_context(
            Process("dbus-daemon", "--session", "--nofork", "--print-address=1", f"--address={address}", environment=home)
        )
        bus.wait_for("unix:.*")
        variables = {
            **home,
            "DISPLAY": f":{display}",
            "DBUS_SESSION_BUS_ADDRESS": address,
            "QT_QPA_PLATFORM": "xcb",
            "WAYLAND_DISPLAY": "",
        }
        stack.enter_context(Process("xfce4-panel", "--disable-wm-check", environment=variables))
        _wait_for_tray(variables)
        yield variables


def _wait_for_tray(variables: dict[str, str]) -> None:
    for _ in range(100):
        asked = subprocess.run(ASK, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
        if "boolean true" in asked.stdout:
            time.sleep(1)  # the panel's other plugins
            return
        time.sleep(0.1)
    raise SkippedError("the panel shows no tray here")
