"""The program as a user starts it, on a test's desktop, and small servers for it to watch."""

import json
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.desktop.access import Control
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.session import Notified, TrayItem
from tests.ports import free_port

ROOT = Path(__file__).parents[2]
READY = "Registry ready at "
_NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Program:
    """`registry-tray` with a data folder of its own."""

    def __init__(
        self,
        desktop: Desktop,
        data: Path,
        environment: Mapping[str, str] | None = None,
        arguments: Sequence[str] = ("--port", "0"),
    ) -> None:
        self.desktop = desktop
        self.data = data
        self._before = len(desktop.session.notified)
        command = [sys.executable, "-m", "registry_tray", *arguments, "--data-dir", str(data)]
        self.process = desktop.run(
            command, {"PYTHONPATH": str(ROOT), "REGISTRY_TRAY_ALERTS_HOLD": "2s"} | dict(environment or {})
        )
        self.output: list[str] = []
        self.address = ""
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """Its process."""
        return self.process.pid

    def wait_until_ready(self, timeout: float = 20) -> str:
        """The address that it prints."""
        deadline = time.monotonic() + timeout
        while not self.address:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"not ready within {timeout:g} s; it said: {self.output}") from None
            assert line is not None, f"it ended before it was ready; it said: {self.output}"
            if line.startswith(READY):
                self.address = line.removeprefix(READY).strip()
        return self.address

    def wait_until_ended(self, timeout: float = 10) -> int:
        """Its exit status."""
        try:
            status = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it has not ended within {timeout:g} s; it said: {self.output}") from None
        self._reader.join(5)
        return status

    def stop(self) -> int:
        """End it as the system does."""
        self.process.terminate()
        return self.wait_until_ended()

    def get(self, path: str) -> Any:
        """What the API answers."""
        with _NO_PROXY.open(f"{self.address}{path}", timeout=5) as answer:
            return json.load(answer)

    def post(self, path: str, body: object) -> Any:
        """What the API answers; an error is raised with its words."""
        request = urllib.request.Request(
            f"{self.address}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
        )
        try:
            with _NO_PROXY.open(request, timeout=5) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{error.code}: {error.read().decode()}") from None

    def register(self, application: str, url: str, **more: Any) -> Any:
        """Register an application with a health endpoint that is asked every second."""
        body = {"appId": application, "health": {"url": url, "interval": 1000}} | more
        return self.post("/api/register", body)["value"]

    def record(self, application: str) -> Any:
        """How the API shows an application."""
        return next(record for record in self.get("/api/application")["value"] if record["appId"] == application)

    def wait_until_up(self, application: str) -> None:
        """A check has seen it well."""
        wait_until(lambda: self.record(application)["status"] == "up", f"{application} is up", 20)

    def windows(self) -> list[str]:
        """Its windows that show."""
        return self.desktop.windows("Registry Tray")

    def icon(self) -> TrayItem:
        """Its icon in the tray."""
        return wait_until(lambda: self.desktop.session.item_of(self.pid), "the icon in the tray", 20)

    def reads(self, text: str) -> bool:
        """Whether its windows show this text to somebody who hears them."""
        return any(text in each for each in self.desktop.access.texts(self.pid))

    def control(self, name: str, role: str = "") -> Control:
        """What has this text in its name, once it stays where it is: what shows for the first time is laid out a moment later."""
        seen: list[Control | None] = [None]

        def settled() -> Control | None:
            before, seen[0] = seen[0], self.desktop.access.find(self.pid, name, role)
            return seen[0] if seen[0] == before else None

        return wait_until(settled, name)

    def tab_to(self, name: str, most: int = 40) -> None:
        """Go with Tab to the control that has this text in its name."""
        for _ in range(most):
            if self.desktop.access.has_focus(self.pid, name):
                return
            self.desktop.key("Tab")
        raise AssertionError(f"{most} times Tab do not reach {name}")

    def press(self, name: str, role: str = "button") -> None:
        """Click what has this text in its name."""
        self.desktop.click(*self.control(name, role).middle)

    def notified(self, title: str) -> list[Notified]:
        """All notifications with this title since it was started."""
        return [notified for notified in self.desktop.session.notified[self._before :] if notified.title == title]

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output.append(line.rstrip())
            self._lines.put(line)
        self._lines.put(None)


class Server:
    """A small web server in a process of its own, that dies and comes back on the same port."""

    def __init__(self, desktop: Desktop) -> None:
        self.port = free_port()
        self._desktop = desktop
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Its health endpoint."""
        return f"http://localhost:{self.port}/"

    def start(self) -> None:
        """Returns when it answers."""
        self._process = self._desktop.run([sys.executable, "-m", "http.server", str(self.port), "--bind", "127.0.0.1"])
        wait_until(self._answers, "the web server")

    def kill(self) -> None:
        """As a crash does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(5)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
