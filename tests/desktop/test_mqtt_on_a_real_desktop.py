"""A broker that is away, and the main job over it, as a user sees it."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Program, Server
from tests.ports import free_port
from tests.servers.process import need

pytestmark = pytest.mark.desktop


class Broker:
    """A mosquitto."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._config = folder / "mosquitto.conf"
        self._config.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\n")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [need("mosquitto"), "-c", str(self._config)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def publish(self, topic: str, body: object) -> None:
        command = [need("mosquitto_pub"), "-p", str(self.port), "-t", topic, "-m", json.dumps(body)]
        subprocess.run(command, check=True, timeout=10)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    yield broker
    broker.kill()


def is_known(program: Program, application: str) -> bool:
    return any(record["appId"] == application for record in program.get("/api/application")["value"])


def test_the_window_says_what_is_wrong_with_the_broker_and_the_main_job_is_done_over_it(
    desktop: Desktop, start: StartProgram, server: Server, broker: Broker
) -> None:
    program = start(desktop, arguments=("--port", "0", "--mqtt", f"mqtt://127.0.0.1:{broker.port}"))
    wait_until(program.windows, "the window")
    words = f"MQTT broker at 127.0.0.1:{broker.port} refuses connections; retrying. Start it, or correct mqtt.url"
    wait_until(lambda: program.reads(words), "the banner")

    broker.start()
    wait_until(lambda: program.get("/api/health")["broker"] == "ok", "the connection", 20)
    wait_until(lambda: not program.reads("MQTT broker at"), "the end of the banner")

    health = {"url": server.url, "interval": 1000, "hold": 0, "failures": 1}
    broker.publish("ww/registry/register", {"appId": "payments", "health": health})
    wait_until(lambda: is_known(program, "payments"), "the registration")
    program.wait_until_up("payments")
    broker.kill()
    wait_until(lambda: program.reads("MQTT broker at"), "the banner")
    assert program.notified("payments is down") == []
    server.kill()
    wait_until(lambda: program.notified("payments is down"), "the outage", 20)
