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
    registered = Registered(parsed.registry or registry, _payload(parsed, command, process.pid, runs))
    registered.on_registered = lambda identifier: _keep(runs, identifier, output)
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
    if registered.identifier is not None:  # now that it has told of the end: without a runner that would be in doubt
        runs.forget(registered.identifier)
    return status


def _keep(runs: Runs, identifier: str, output: KeptOutput) -> None:
    """Let the registry find the output and us; a folder that cannot be written is no reason not to run."""
    with suppress(OSError):
        if runs.runner(identifier) is None:
            output.keep_in(runs.open_log(identifier))
            runs.note(identifier)


def _payload(parsed: argparse.Namespace, command: list[str], pid: int, runs: Runs) -> dict[str, Any]:
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
    if parsed.port is None and parsed.environment is None and (identifier := _beside(runs, name)) is not None:
        payload["identifier"] = identifier
    return payload


def _beside(runs: Runs, name: str) -> str | None:
    """The identifier to ask for where one of that name runs already: to the registry it would be that one, started anew."""
    plain = f"{name}@localhost"
    if runs.runner(plain) is None:
        return None
    return next(each for number in count(2) if runs.runner(each := f"{plain}#{number}") is None)


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
