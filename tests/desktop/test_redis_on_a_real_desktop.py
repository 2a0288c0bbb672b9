"""A Redis that is away, comes and goes, and the main job on it, as a user sees it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.conftest import StartProgram
from tests.desktop.desktop import Desktop, wait_until
from tests.desktop.program import Server
from tests.ports import free_port
from tests.servers.process import need

pytestmark = pytest.mark.desktop


class Redis:
    """A redis-server with an append-only file."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", "", "--appendonly", "yes"]
        self._process = subprocess.Popen([need("redis-server"), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    redis = Redis(tmp_path)
    yield redis
    redis.kill()


def test_the_window_says_what_is_wrong_with_redis_and_the_main_job_goes_on(
    desktop: Desktop, start: StartProgram, server: Server, redis: Redis
) -> None:
    program = start(desktop, arguments=("--port", "0", "--store", f"redis://127.0.0.1:{redis.port}/0"))
    wait_until(program.windows, "the window")
    words = (
        f"Redis at 127.0.0.1:{redis.port} refuses connections; jobs are kept in memory until it answers. "
        "Start it, or choose another place with --store."
    )
    wait_until(lambda: program.reads(words), "the banner")
    program.register("payments", server.url)
    program.wait_until_up("payments")

    redis.start()
    wait_until(lambda: program.get("/api/health")["store"] == "ok", "the connection", 20)
    wait_until(lambda: not program.reads("Redis at"), "the end of the banner")

    redis.kill()
    wait_until(lambda: program.reads(words), "the banner")
    assert program.notified("payments is down") == []
    server.kill()
    wait_until(lambda: program.notified("payments is down"), "the outage", 20)
    redis.start()
    wait_until(lambda: not program.reads("Redis at"), "the end of the banner", 20)
    labels = [event["label"] for event in program.get("/api/event")["value"]]
    assert sorted(labels) == ["down", "register"]
