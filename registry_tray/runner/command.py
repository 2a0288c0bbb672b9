"""The command `run`."""

import argparse
import shlex
from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from registry_tray.client import Registered
from registry_tray.core.run import RUNNER
from registry_tray.process import say
from registry_tray.runner.crash import crash
from registry_tray.runner.name import name_of
from registry_tray.runner.output import KeptOutput
from registry_tray.runner.wrapped import Wrapped
from registry_tray.runs import Runs

NOT_FOUND, NOT_RUNNABLE = 127, 126  # as shells have them


def run_command(arguments: Sequence[str], registry: str, folder: Path) -> int:
    """Start a command and register it; its exit status is ours. The last lines of its output are kept in the data folder.

    How it ends is told: status 0, or an end that was asked for by a signal, is a stop; all else is a crash.
    """
    parsed = _parser().parse_args(arguments)
    command: list[str] = parsed.command[1:] if parsed.command[:1] == ["--"] else parsed.command
    if not command:
        _parser().error("name the command to run: registry-tray run -- node server.js")
    output, runs = KeptOutput(), Runs(folder)
    try:
        process = Wrapped(command, output)
    except FileNotFoundError:
        say(f"registry-tray: there is no command {command[0]!r}.")
        return NOT_FOUND
    except OSError as error:
        say(f"registry-tray: {command[0]!r} cannot be started: {error.strerror}.")
        return NOT_RUNNABLE
    payload = _payload(parsed, command, process.pid)
    claimed = _claim(runs, payload) if parsed.port is None and parsed.environment is None else None
    registered = Registered(parsed.registry or registry, payload)
    registered.on_registered = _Keeping(runs, output, claimed).keep
    registered.start()
    status = process.wait()
    while process.is_to_restart:
        try:
            process.start_again()
        except OSError as error:
            say(f"registry-tray: {command[0]!r} cannot be started again: {error.strerror}.")
            status = NOT_RUNNABLE
            break
        registered.renew(process.pid)
        status = process.wait()
    output.close()
    registered.unregister(None if status == 0 or process.was_stopped(status) else crash(status, output.errors))
    for identifier in filter(None, (registered.identifier, claimed)):  # not before it has told of the end: that would be in doubt
        runs.forget(identifier)
    return status


class _Keeping:
    """Lets the registry find the output and us; a folder that cannot be written is no reason not to run."""

    def __init__(self, runs: Runs, output: KeptOutput, claimed: str | None) -> None:
        self._runs = runs
        self._output = output
        self._claimed = claimed

    def keep(self, identifier: str) -> None:
        """Under the identifier that the registry gave; at the first time only, and not in the place of another runner."""
        with suppress(OSError):
            if self._claimed is not None and self._claimed != identifier:
                self._runs.forget(self._claimed)
            if identifier == self._claimed or self._runs.runner(identifier) is None:
                self._output.keep_in(self._runs.open_log(identifier))
                self._runs.note(identifier)
            self._claimed = None


def _payload(parsed: argparse.Namespace, command: list[str], pid: int) -> dict[str, Any]:
    name = parsed.name or name_of(command, Path.cwd())
    payload: dict[str, Any] = {
        "appId": name,
        "pid": pid,
        "runner": RUNNER,
        "command": shlex.join(command),
        "directory": str(Path.cwd()),
    }
    if parsed.port is not None:
        payload["server"] = {"port": parsed.port}
    if parsed.health is not None:
        payload["health"] = {"url": parsed.health}
    if parsed.environment is not None:
        payload["environment"] = parsed.environment
    return payload


def _claim(runs: Runs, payload: dict[str, Any]) -> str | None:
    """The identifier that is ours from now on; one of its own where one of that name runs already.

    To the registry it would be that one, started anew. None where the folder cannot be written.
    """
    plain = f"{payload['appId']}@localhost"
    with suppress(OSError), runs.choosing():
        names = (plain if number == 1 else f"{plain}#{number}" for number in count(1))
        free = next(each for each in names if runs.runner(each) is None)
        if free != plain:
            payload["identifier"] = free
        runs.note(free)
        return free
    return None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "registry-tray run",
        usage="%(prog)s [options] -- COMMAND ...",
        description="Runs a command, and registers it for as long as it lives. Its output, its signals and its exit status are "
        "passed through; a status that is not 0 is a crash. Without a registry the command runs all the same.",
    )
    parser.add_argument(
        "--name",
        metavar="APP",
        help="the application's name, else that of its project (package.json ..., or the folder) and script",
    )
    parser.add_argument(
        "--port", metavar="N", type=int, help="the port of its server, which is checked where no --health is given"
    )
    parser.add_argument("--health", metavar="URL", help="its health URL")
    parser.add_argument("--environment", metavar="NAME", help="such as development")
    parser.add_argument("--registry", metavar="URL", help="where the registry is, else REGISTRY_TRAY_URL, else this machine")
    parser.add_argument("command", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    return parser
