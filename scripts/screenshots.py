"""Takes the pictures in docs/images: the program as it is, on a desktop under Xvfb, with small servers to watch."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.desktop.desktop import Desktop, missing, wait_until  # noqa: E402 # found by the line above
from tests.desktop.program import Program, free_port  # noqa: E402

IMAGES = ROOT / "docs/images"
ENVIRONMENT = {"REGISTRY_TRAY_ALERTS_HOLD": "2s", "REGISTRY_TRAY_ALERTS_SUCCESSES": "10"}
HISTORY = 45.0  # seconds of checks before a picture is taken, so that there is something to see
MARGIN = 24  # pixels around a popup

# keys, picture, a text that shows
PAGES = (
    ("ctrl+1", "overview", "Failing now"),
    ("ctrl+3", "activity", "Mark all as read"),
    ("ctrl+4", "reports", "Save as PDF"),
    ("ctrl+5", "settings", "Test notification"),
)

# name, environment, port, milliseconds that an answer takes
SAMPLES = (
    ("payments", "production", 7401, 12),
    ("orders", "production", 7402, 18),
    ("gateway", "production", 7403, 6),
    ("catalog", "staging", 7404, 9),
    ("search", "staging", 7405, 650),
    ("mailer", "development", 7406, 14),
    ("identity", "development", 7407, 11),
    ("invoices", "development", 7408, 22),
    ("thumbnails", "development", 7409, 40),
)


class Sample:
    """A server with a health endpoint that answers after a while, and as it is told to."""

    def __init__(self, port: int, delay: int) -> None:
        self.delay = delay / 1000
        self.answer: dict[str, str] = {"status": "pass"}
        self._server: ThreadingHTTPServer | None = None
        self.port = port
        try:
            self.start()
        except OSError:  # somebody else has the port
            self.port = free_port()
            self.start()

    @property
    def url(self) -> str:
        """Its health endpoint."""
        return f"http://localhost:{self.port}/health"

    def start(self) -> None:
        """Listen."""
        sample = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                spread = 0.75 + (time.monotonic() * 7 % 1) / 2
                time.sleep(sample.delay * spread)
                body = json.dumps(sample.answer).encode()
                with suppress(ConnectionError):  # the program has ended meanwhile
                    self.send_response(200)
                    self.send_header("Content-Type", "application/health+json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 # the name is the library's
                """Nothing: the pictures are what is wanted."""

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Refuse connections, as a program that has died."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class Pictures:
    """The program on a desktop, and the pictures of it, one after the other."""

    def __init__(self, desktop: Desktop, data: Path) -> None:
        self._desktop = desktop
        self._data = data
        self._samples: dict[str, Sample] = {}

    def take(self) -> None:
        """All of them."""
        program = self._start("light")
        self._window(program, "empty", "Register the first one")
        self._register(program)
        self._samples["catalog"].answer = {"status": "warn"}
        self._pause(HISTORY)
        self._hide(program)
        self._samples["orders"].stop()
        program.post("/api/unregister", {"identifier": program.record("thumbnails")["identifier"]})
        wait_until(lambda: program.notified("orders is down"), "the first notification", 20)
        self._pause(4)
        self._desktop.clear_popups()
        self._samples["payments"].stop()
        self._notification(program)
        self._desktop.clear_popups()
        self._tray_menu()
        self._samples["orders"].start()
        self._until(program, "orders", "recovering")
        self._desktop.session.choose(program.icon(), "Open")
        self._window(program, "window-light", "payments")
        for keys, name, shown in PAGES:
            self._desktop.key(keys)
            self._window(program, name, shown)
        self._desktop.key("ctrl+2")
        self._desktop.session.choose(program.icon(), "payments is down")
        self._pause(1)
        self._window(program, "details", "Connection refused")
        self._end(program)
        program = self._start("dark")
        self._desktop.session.choose(program.icon(), "Open")
        self._pause(8)
        self._window(program, "window-dark", "payments")
        self._end(program)

    def close(self) -> None:
        """Stop the servers."""
        for sample in self._samples.values():
            sample.stop()

    def _start(self, theme: str) -> Program:
        program = Program(self._desktop, self._data, ENVIRONMENT | {"REGISTRY_TRAY_APPEARANCE_THEME": theme})
        program.wait_until_ready()
        program.icon()
        return program

    def _end(self, program: Program) -> None:
        status = program.stop()
        self._desktop.clear_popups()
        assert status == 0, program.output

    def _register(self, program: Program) -> None:
        for name, environment, port, delay in SAMPLES:
            sample = self._samples[name] = Sample(port, delay)
            program.register(
                name, sample.url, environment=environment, hostname="localhost", data={"server": {"port": sample.port}}
            )
        program.register("reports", f"http://localhost:{free_port()}/health", environment="staging", hostname="localhost")
        self._until(program, "payments", "up")

    def _until(self, program: Program, name: str, status: str) -> None:
        wait_until(lambda: program.record(name)["status"] == status, f"{name} is {status}", 40)

    def _window(self, program: Program, name: str, shown: str) -> None:
        [window] = wait_until(program.windows, "the window")
        wait_until(lambda: program.reads(shown), shown)
        self._desktop.point(1, 899)  # no hover
        self._desktop.clear_popups()
        self._pause(0.5)
        self._save(name, window)

    def _notification(self, program: Program) -> None:
        wait_until(lambda: program.notified("payments is down"), "the notification", 20)
        server = self._desktop.notifications.pid
        wait_until(lambda: self._desktop.access.find(server, "payments is down"), "the popup")
        self._pause(0.5)
        popup = wait_until(lambda: self._desktop.access.find(server, "payments is down"), "the popup")
        self._save("notification")
        self._crop("notification", popup.x - 5 * MARGIN, 0, 1440 - popup.x + 5 * MARGIN, popup.y + 6 * MARGIN)

    def _tray_menu(self) -> None:
        x, y = wait_until(self._desktop.tray_button, "the icon in the panel")
        before = self._desktop.surfaces()
        self._desktop.click(x, y, button=3)
        [menu] = wait_until(lambda: self._desktop.surfaces() - before, "the menu")
        self._pause(0.5)
        self._save("tray-menu")
        left, top, _, height = self._desktop.place(menu)
        self._crop("tray-menu", left - MARGIN, 0, 1440 - left + MARGIN, top + height + MARGIN)
        self._desktop.key("Escape")

    def _hide(self, program: Program) -> None:
        self._desktop.key("ctrl+w")
        wait_until(lambda: not program.windows(), "the window closes")

    def _save(self, name: str, window: str = "") -> None:
        self._desktop.screenshot(IMAGES / f"{name}.png", window)
        print(f"docs/images/{name}.png")

    def _crop(self, name: str, x: int, y: int, width: int, height: int) -> None:
        path = str(IMAGES / f"{name}.png")
        subprocess.run(["convert", path, "-crop", f"{width}x{height}+{x}+{y}", "+repage", path], check=True)

    def _pause(self, seconds: float) -> None:
        time.sleep(seconds)  # a picture shows time that has passed


def main() -> int:
    """The exit status: 1 where this machine has no desktop to offer."""
    if absent := missing():
        print(f"Pictures need {', '.join(absent)}: not installed here.", file=sys.stderr)
        return 1
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pictures-")))
        pictures = Pictures(stack.enter_context(Desktop()), data)
        stack.callback(pictures.close)
        pictures.take()
    return 0


if __name__ == "__main__":
    sys.exit(main())
