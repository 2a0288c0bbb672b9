"""Mosquitto brokers that tests start, pause, kill and start again."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers.process import ServerProcess, need, started


class Mosquitto(ServerProcess):
    """A mosquitto. With `user` and `password` it lets nobody else in; `options` are lines of mosquitto.conf."""

    name = "mosquitto"

    def __init__(self, folder: Path, *options: str, user: str = "", password: str = "", port: int = 0) -> None:
        super().__init__(folder, port)
        self.user = user
        self.password = password
        self._options = options

    @property
    def url(self) -> str:
        """With user and password."""
        login = f"{self.user}:{self.password}@" if self.user else ""
        return f"mqtt://{login}127.0.0.1:{self.port}"

    async def prepare(self) -> None:
        """Its configuration, and who may log in."""
        lines = [f"listener {self.port} 127.0.0.1", "persistence false", "log_dest stderr", *self._options]
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
        (self.folder / "mosquitto.conf").write_text("\n".join(lines) + "\n")

    def invocation(self) -> list[str | Path]:
        """mosquitto, in the foreground."""
        return [need("mosquitto"), "-c", self.folder / "mosquitto.conf"]


@asynccontextmanager
async def mosquitto(folder: Path, *options: str, user: str = "", password: str = "") -> AsyncIterator[Mosquitto]:
    """A broker that is ended with the block."""
    async with started(Mosquitto(folder / "mosquitto", *options, user=user, password=password)) as broker:
        yield broker
