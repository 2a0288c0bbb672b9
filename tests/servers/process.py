"""A server that tests start as a process of its own: on free ports of loopback, in a folder of its own, never as a service."""

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.ports import free_port

STARTED = 20  # seconds in which a server must answer


def need(program: str) -> str:
    """The path of a server program; the test is skipped where there is none, but fails with CI=true."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    return found or missing(f"{program} is not installed; scripts/setup.sh test installs it")


def missing(message: str) -> Any:
    """Skip the test, with CI=true fail it: what it needs is not here."""
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


async def run_once(*command: str | Path, **more: Any) -> None:
    """Run a program to its end, which must be a good one."""
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        cwd="/", **more,
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode(errors="replace")


class ServerProcess:
    """What starts, pauses and ends a server with all the processes that it starts; what it says is in `log` of its folder.

    A server has `invocation`, and what it needs before in `prepare`. It is not bound to an event loop.
    """

    name = "the server"
    end = signal.SIGTERM  # what it ends on in good order

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.runs_as: dict[str, Any] = {}  # a user who is not this one, as subprocess takes it
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> Mapping[str, str]:
        """That of the tests."""
        return os.environ

    async def prepare(self) -> None:
        """Make its files."""

    def invocation(self) -> list[str | Path]:
        """What starts it."""
        raise NotImplementedError

    async def answers(self) -> bool:
        """Whether it is ready. OSError counts as no."""
        _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.close()
        return True

    async def start(self, *, wait: bool = True) -> None:
        """Start it, or start it again on the same port and files; by default returns when it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        await self.prepare()
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: ASYNC220  takes a millisecond, and outlives the loop
                self.invocation(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True,
                env=self.environment, **self.runs_as,
            )  # fmt: skip
        if wait:
            await self._ready()

    def log(self) -> str:
        """What it has said since it was started."""
        return (self.folder / "log").read_text(errors="replace")

    def pause(self) -> None:
        """Let it hang: it accepts, but answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    async def kill(self) -> None:
        """End it at once, as a loss of power would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it in good order."""
        self.resume()
        await self._end(self.end)

    async def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._signal(number)
            await asyncio.to_thread(self._process.wait, STARTED)
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, number)

    async def _ready(self) -> None:
        assert self._process is not None
        try:
            async with asyncio.timeout(STARTED):
                while self._process.poll() is None:
                    with suppress(OSError):
                        if await self.answers():
                            return
                    await asyncio.sleep(0.01)
        except TimeoutError:
            await self.kill()
        pytest.fail(f"{self.name} does not start: {self.log()[-2000:]}")


S = TypeVar("S", bound=ServerProcess)


@asynccontextmanager
async def started(server: S) -> AsyncIterator[S]:
    """A server that is ended with the block."""
    await server.start()
    try:
        yield server
    finally:
        await server.kill()
