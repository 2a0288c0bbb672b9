"""How the program was started, and the settings in force."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from registry_tray.config import Settings


class SettingsHolder:
    """The settings in force, which change while the program runs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._listeners: list[Callable[[], None]] = []

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        self._settings = settings
        for listener in tuple(self._listeners):
            listener()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change. Returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the settings have made of it; `folder` is the data folder."""

    settings: Settings
    settings_file: Path
    folder: Path
    headless: bool = False
