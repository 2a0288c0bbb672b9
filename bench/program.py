"""The program under test, and its API."""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.processes import Process, python

READY = r"Registry ready at http://127\.0\.0\.1:(\d+)"


class Face(Enum):
    """How the program is run."""

    HEADLESS = "headless"
    WINDOW = "window open"


class Program:
    """Registry Tray while it runs."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.port = int(process.wait_for(READY)[0])

    def get(self, path: str) -> Any:
        """The value of the answer."""
        return self._ask("GET", [(path, None)])[0]

    def register(self, *payloads: dict[str, Any]) -> list[Any]:
        """The records of the registered instances."""
        return self._ask("POST", [("/api/register", payload) for payload in payloads])

    def _ask(self, method: str, requests: list[tuple[str, dict[str, Any] | None]]) -> list[Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        values = []
        try:
            for path, payload in requests:
                body = None if payload is None else json.dumps(payload)
                connection.request(method, path, body, {"Content-Type": "application/json"} if body else {})
                answer = json.loads(connection.getresponse().read())
                if not answer["success"]:
                    raise RuntimeError(f"{method} {path}: {answer}")
                values.append(answer.get("value"))
        finally:
            connection.close()
        return values


def command(folder: Path, *more: str) -> tuple[str, ...]:
    """The arguments that start the program on a folder of its own, and a free port."""
    return ("-m", "registry_tray", "--port", "0", "--data-dir", str(folder), "--config", str(folder / "config.toml"), *more)


def environment(face: Face, folder: Path) -> dict[str, str]:
    """No display and no session bus but Qt's own offscreen one: nothing shows up on the desktop of who measures."""
    bus = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/no-bus"}
    return bus if face is Face.HEADLESS else {**bus, "QT_QPA_PLATFORM": "offscreen"}


@contextmanager
def running(
    face: Face, more: Mapping[str, str] | None = None, prepare: Callable[[Path], None] = lambda _: None
) -> Iterator[Program]:
    """The program on an empty store, where the window opens by itself, or on what `prepare` has put into its folder."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        prepare(folder)
        options = ("--headless",) if face is Face.HEADLESS else ()
        with python(*command(folder, *options), environment={**environment(face, folder), **(more or {})}) as process:
            yield Program(process)


def application(number: int, url: str, interval: int = 1000) -> dict[str, Any]:
    """A registration; `interval` in milliseconds, as it is sent."""
    return {"appId": f"app-{number}", "hostname": "bench", "health": {"url": url, "interval": interval}}
