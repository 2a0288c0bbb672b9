"""The command line."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from registry_tray import __version__
from registry_tray.configuration import load_settings
from registry_tray.core.errors import RegistryError
from registry_tray.data_folder import default_folder, settings_file
from registry_tray.options import Options
from registry_tray.process import say


def main(arguments: Sequence[str] | None = None) -> int:
    """The program `registry-tray`; the exit status: 0, 1 where it could not start, 2 for a wrong argument."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] in (["run"], ["demo"]):
        return _beside(words[0], words[1:])
    parser = _parser()
    parsed, rest = parser.parse_known_args(words)
    command = rest.pop() if rest in (["export"], ["import"]) else None
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    logging.basicConfig(level=logging.INFO if parsed.verbose else logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    try:
        file = parsed.config or settings_file()
        given = {"server.port": parsed.port, "data.dir": parsed.data_dir, "mqtt.url": parsed.mqtt, "store.url": parsed.store}
        settings = load_settings(file, arguments={path: value for path, value in given.items() if value is not None})
        folder = settings.data.dir if settings.data.dir != Path() else default_folder()
        options = Options(settings, file, folder, parsed.headless)
        if command is not None:
            from registry_tray.commands import export_store, import_store

            return export_store(options) if command == "export" else import_store(options)
        from registry_tray.app import run

        return run(options)
    except RegistryError as error:
        say(f"registry-tray: {error}")
        return 1


def _beside(command: str, arguments: list[str]) -> int:
    """Commands that talk to a registry that runs."""
    try:
        settings = load_settings(settings_file())
    except RegistryError as error:
        say(f"registry-tray: {error}")
        return 1
    registry = os.environ.get("REGISTRY_TRAY_URL") or f"http://127.0.0.1:{settings.server.port or 7331}"
    if command == "run":
        from registry_tray.runner import run_command

        folder = settings.data.dir if settings.data.dir != Path() else default_folder()
        return run_command(arguments, registry, folder)
    from registry_tray.demo import run_demo

    return run_demo(arguments, registry)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "registry-tray",
        usage="%(prog)s [export | import] [options]\n       %(prog)s run [options] -- COMMAND ...\n       %(prog)s demo",
        description="Knows every application running on this machine, and tells you when one breaks. "
        "`export` writes everything in the store to stdout, `import` adds stdin to it; "
        "`run` starts a command and registers it, `demo` shows what happens with sample applications.",
        epilog="Every setting can also be given in the settings file and as REGISTRY_TRAY_<SECTION>_<NAME>, "
        "such as REGISTRY_TRAY_ALERTS_HOLD=2s.",
    )
    parser.add_argument("--port", metavar="N", help="port of the API (default 7331; 0 takes a free one)")
    parser.add_argument("--data-dir", metavar="FOLDER", help="where the store is kept")
    parser.add_argument("--store", metavar="URL", help="Redis to keep everything in, such as redis://localhost:6379/0")
    parser.add_argument("--mqtt", metavar="URL", help="MQTT broker to be present on, such as mqtt://localhost:1883")
    parser.add_argument("--config", metavar="FILE", type=Path, help="the settings file")
    parser.add_argument("--headless", action="store_true", help="serve without a tray and a window")
    parser.add_argument("--verbose", action="store_true", help="log more")
    parser.add_argument("--version", action="version", version=f"registry-tray {__version__}")
    return parser
