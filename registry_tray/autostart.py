"""Starts the program when the user logs in: one small file, or one value, as each platform has it."""

import importlib
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from registry_tray.core.errors import ConfigError
from registry_tray.phrases import phrase

NAME = "registry-tray"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


class Autostart(Protocol):
    """Where the platform looks at log-in. Both methods block, and raise ConfigError."""

    def is_on(self) -> bool:
        """Whether the program will be started."""

    def turn(self, on: bool) -> None:
        """Have it started, or no more."""


class XdgAutostart:
    """A desktop file in the autostart folder (Linux and other freedesktop systems)."""

    def __init__(self, command: Sequence[str], folder: Path | None = None) -> None:
        config = os.environ.get("XDG_CONFIG_HOME")
        base = folder or (Path(config) if config else Path.home() / ".config") / "autostart"
        self.file = base / f"{NAME}.desktop"
        self._command = command

    def is_on(self) -> bool:
        """A desktop may keep the file and say in it that it is hidden, or off."""
        try:
            lines = [line.strip().lower() for line in self.file.read_text("utf-8").splitlines()]
        except OSError:
            return False
        return "hidden=true" not in lines and "x-gnome-autostart-enabled=false" not in lines

    def turn(self, on: bool) -> None:
        """Write the file, or remove it."""
        entry = (
            "[Desktop Entry]\nType=Application\nName=Registry Tray\nComment=Tells when an application of this machine breaks\n"
            "Comment[es]=Avisa cuando falla una aplicación de este equipo\n"
            f"Exec={' '.join(map(_quoted, self._command))}\nIcon={NAME}\nTerminal=false\nX-GNOME-Autostart-enabled=true\n"
        )
        _keep(self.file, entry.encode() if on else None)


class LaunchAgent:
    """A property list that launchd reads (macOS)."""

    def __init__(self, command: Sequence[str], folder: Path | None = None) -> None:
        self.file = (folder or Path.home() / "Library/LaunchAgents") / f"io.github.{NAME}.plist"
        self._command = command

    def is_on(self) -> bool:
        """Whether the file is there and not disabled."""
        import plistlib

        try:
            return not plistlib.loads(self.file.read_bytes()).get("Disabled", False)
        except (OSError, plistlib.InvalidFileException):
            return False

    def turn(self, on: bool) -> None:
        """Write the file, or remove it."""
        import plistlib

        agent = {
            "Label": self.file.stem,
            "ProgramArguments": list(self._command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        _keep(self.file, plistlib.dumps(agent) if on else None)


class RunKey:
    """A value under the user's Run key (Windows)."""

    def __init__(self, command: Sequence[str]) -> None:
        import subprocess

        self._line = subprocess.list2cmdline(command)

    def is_on(self) -> bool:
        """Whether the value is there."""
        winreg = _winreg()
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                return bool(winreg.QueryValueEx(key, NAME)[0])
        except OSError:
            return False

    def turn(self, on: bool) -> None:
        """Write the value, or remove it."""
        winreg = _winreg()
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                if on:
                    winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, self._line)
                elif self.is_on():
                    winreg.DeleteValue(key, NAME)
        except OSError as error:
            raise ConfigError(phrase("The start at log-in could not be changed: {0}.", error.strerror)) from error


def _winreg() -> Any:
    """The module that only Windows has, and whose names only its type checker knows."""
    return importlib.import_module("winreg")


def own_command() -> list[str]:
    """How this program is started, with full paths, since a log-in knows no virtual environment."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = shutil.which(NAME, path=str(Path(sys.executable).parent))
    return [beside] if beside else [sys.executable, "-m", "registry_tray"]


def build_autostart(command: Sequence[str] | None = None, platform: str = sys.platform) -> Autostart:
    """The one of this platform."""
    command = command or own_command()
    if platform == "darwin":
        return LaunchAgent(command)
    return RunKey(command) if platform == "win32" else XdgAutostart(command)


def _quoted(part: str) -> str:
    """As the Desktop Entry Specification wants it: percent signs doubled, and quoted where a shell would need it."""
    part = part.replace("%", "%%")
    if shlex.quote(part) == part:
        return part
    for special in '\\"`$':
        part = part.replace(special, f"\\{special}")
    return '"' + part.replace("\\", "\\\\") + '"'


def _keep(file: Path, content: bytes | None) -> None:
    try:
        if content is None:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise ConfigError(phrase("The start at log-in could not be changed: {0}: {1}.", file, error.strerror)) from error
