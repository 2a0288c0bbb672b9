"""Mosquitto brokers that tests start, pause, kill and start again; each on a free port of loopback, in a folder of its own."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.servers.redis import STARTED, free_port, need


class Mosquitto:
    """A mosquitto. With `user` and `password` it lets nobody else in; `options` are lines of mosquitto.conf."""

    def __init__(self, folder: Path, *options: str, user: str = "", password: str = "", port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.user = user
        self.password = password
        self._options = options
        self._process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """With user and password."""
        login = f"{self.user}:{self.password}@" if self.user else ""
        return f"mqtt://{login}127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Start it, or start it again on the same port; returns when it answers."""
        await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
        lines = [f"listener {self.port} 127.0.0.1", "persistence false", f"log_dest file {self.folder}/log", *self._options]
        if os.geteuid() == 0:
            lines.append("user root")  # else it cannot read the folder
        if self.user:
            passwords = self.folder / "passwords"
            command = (need("mosquitto_passwd"), "-b", "-c", str(passwords), self.user, self.password)
            made = await asyncio.create_subprocess_exec(*command)
            assert await made.wait() == 0
            lines += ["allow_anonymous false", f"password_file {passwords}"]
        else:
            lines.append("allow_anonymous true")
        config = self.folder / "mosquitto.conf"
        config.write_text("\n".join(lines) + "\n")
        self._process = await asyncio.create_subprocess_exec(
            need("mosquitto"), "-c", str(config), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        await self._answers()

    def pause(self) -> None:
        """Let it hang: it accepts, but answers nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    async def kill(self) -> None:
        """End it at once."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it in good order."""
        self.resume()
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._signal(number)
            await self._process.wait()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(number)

    async def _answers(self) -> None:
        async with asyncio.timeout(STARTED):
            while True:
                assert self._process is not None
                if self._process.returncode is not None:
                    log = self.folder / "log"
                    pytest.fail(f"mosquitto ended at once: {log.read_text()[-2000:] if log.exists() else ''}")
                with suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                    writer.close()
                    return
                await asyncio.sleep(0.01)


@asynccontextmanager
async def mosquitto(folder: Path, *options: str, user: str = "", password: str = "") -> AsyncIterator[Mosquitto]:
    """A broker that is ended with the block."""
    broker = Mosquitto(folder / "mosquitto", *options, user=user, password=password)
    await broker.start()
    try:
        yield broker
    finally:
        await broker.kill()
