"""How the program was started, and the settings in force."""

from dataclasses import dataclass
from pathlib import Path

from registry_tray.config import Settings


@dataclass(slots=True)
class SettingsHolder:
    """The settings in force, which change while the program runs."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the settings have made of it; `folder` is the data folder."""

    settings: Settings
    settings_file: Path
    folder: Path
    headless: bool = False
