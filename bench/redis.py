"""Registrations a second that the API answers while everything is kept in a Redis, as surely as in the file and less so."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, Options, SkippedError
from bench.processes import Process
from bench.program import Face, running
from bench.requests import load


def measure(options: Options) -> Iterator[Figure]:
    """With the window open, over ten connections, as in `requests`."""
    program = shutil.which("redis-server")
    if program is None:
        raise SkippedError("redis-server is not installed")
    for sync in ("always", "everysec"):
        with TemporaryDirectory() as folder:
            port = _free_port()
            with Process(program, *_options(port, Path(folder), sync)) as server:
                server.wait_for(".*Ready to accept connections.*")
                with running(Face.WINDOW, {"REGISTRY_TRAY_STORE_URL": f"redis://127.0.0.1:{port}/0"}) as tray:
                    for kind, name in (("new", "new"), ("known", "known")):
                        found = load(str(tray.port), kind, options.lasting(4))
                        yield Figure(f"POST /api/register, {name} applications, appendfsync {sync}", found["rate"], "/s")
                        yield Figure("  its p99", found["p99"] * 1000, "ms")


def _options(port: int, folder: Path, sync: str) -> tuple[str, ...]:
    network = ("--port", str(port), "--bind", "127.0.0.1")
    return (*network, "--dir", str(folder), "--save", "", "--appendonly", "yes", "--appendfsync", sync)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
