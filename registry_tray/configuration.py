"""Where settings come from: the settings file, then the environment, then arguments; validated once, and written back."""

import os
import re
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from registry_tray.config import Settings, settings_paths
from registry_tray.conversions import display_value
from registry_tray.core.errors import ConfigError
from registry_tray.phrases import phrase

COMMANDS = "exec"
ENVIRONMENT_PREFIX = "REGISTRY_TRAY_"
ARGUMENTS = {"data.dir": "data-dir", "mqtt.url": "mqtt", "store.url": "store"}  # others are named as the setting


def load_settings(
    file: Path, environment: Mapping[str, str] | None = None, arguments: Mapping[str, Any] | None = None
) -> Settings:
    """The settings in force. `arguments` are by path (`server.port`). ConfigError names the setting and its source."""
    settings = Settings()
    for path, raw in _from_file(file):
        settings = settings.with_value(path, raw, str(file))
    for path, name, raw in _from_environment(os.environ if environment is None else environment):
        settings = settings.with_value(path, raw, phrase("the environment ({0})", name))
    for path, raw in (arguments or {}).items():
        settings = settings.with_value(path, raw, phrase("the argument --{0}", ARGUMENTS.get(path) or path.split(".")[-1]))
    return settings


def save_setting(file: Path, path: str, value: Any) -> None:
    """Write one setting into the file; comments and the order of the rest stay. ConfigError where it cannot be written."""
    import tomlkit

    section, name = path.split(".")
    try:
        document = tomlkit.parse(file.read_text("utf-8")) if file.exists() else tomlkit.document()
        document.setdefault(section, tomlkit.table())[name] = value if isinstance(value, (bool, int)) else display_value(value)
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary = file.with_suffix(".new")
        temporary.write_text(tomlkit.dumps(document), "utf-8")
        temporary.replace(file)
    except (OSError, tomlkit.exceptions.TOMLKitError) as error:
        raise ConfigError(phrase("{0} could not be saved in {1}: {2}.", path, file, error)) from error


def load_commands(file: Path) -> dict[str, str]:
    """The section [exec]: commands that are checks, by the names of the applications. ConfigError names the one that is wrong."""
    commands = _document(file).get(COMMANDS, {})
    for name, command in commands.items() if isinstance(commands, dict) else [("", commands)]:
        try:
            if not re.fullmatch(r"[\w.+@\-]{1,100}", name) or not shlex.split(command):
                raise ValueError
        except (ValueError, TypeError, AttributeError):
            raise ConfigError(
                phrase('{0}.{1} in {2}: a name and a command are needed, as in backup = "/bin/x".', COMMANDS, name, file)
            ) from None
    return dict(commands)


def _document(file: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        if isinstance(error, FileNotFoundError):
            return {}
        raise ConfigError(phrase("The settings file {0} cannot be read: {1}.", file, error)) from error


def _from_file(file: Path) -> Iterable[tuple[str, Any]]:
    document = _document(file)
    if document.pop(COMMANDS, None) is not None:
        load_commands(file)
    known = {path for path, _ in settings_paths()}
    for section, options in document.items():
        for name, raw in options.items() if isinstance(options, dict) else [("", options)]:
            path = f"{section}.{name}".rstrip(".")
            if path not in known:
                raise ConfigError(phrase("{0} in {1} is not a setting. There are: {2}.", path, file, ", ".join(sorted(known))))
            yield path, raw


def _from_environment(environment: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    for path, _ in settings_paths():
        name = ENVIRONMENT_PREFIX + path.replace(".", "_").upper()
        if name in environment:
            yield path, name, environment[name]
