"""Redis servers that tests start, pause, kill and start again; each on a free port of loopback, in a folder of its own."""

import asyncio
import os
import shutil
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

STARTED = 20  # seconds in which a server must answer


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def need(program: str) -> str:
    """The path of a server program; the test is skipped where there is none, but fails with CI=true."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        message = f"{program} is not installed; scripts/setup.sh test installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


class RedisServer:
    """A redis-server, by default with an append-only file that is synced before a write is answered.

    `options` are lines of redis.conf, without the dashes: `requirepass x`. The last one of a name counts.
    """

    program = "redis-server"

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._options = options
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Database 0."""
        return f"redis://{self.address}/0"

    async def start(self, *more: str, wait: bool = True) -> None:
        """Start it, or start it again on the same port and files; by default returns when it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [
            f"port {self.port}", "bind 127.0.0.1", f"dir {self.folder}", 'save ""', "appendonly yes", "appendfsync always",
            "daemonize no", "logfile redis.log", *self._options, *more,
        ]  # fmt: skip
        config = self.folder / "redis.conf"
        config.write_text("\n".join(lines) + "\n")
        command = [need(self.program), str(config)]
        self._process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
        )
        if wait:
            await self._answers()

    async def command(self, *words: str) -> bytes:
        """The raw answer to a command, on a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            parts = [word.encode() for word in words]
            request = b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts)
            writer.write(request)
            return await asyncio.wait_for(reader.read(65536), 5)
        finally:
            writer.close()

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
                    log = self.folder / "redis.log"
                    pytest.fail(f"{self.program} ended at once: {log.read_text()[-2000:] if log.exists() else ''}")
                with suppress(OSError):
                    if not (await self.command("PING")).startswith(b"-LOADING"):
                        return
                await asyncio.sleep(0.01)


class SentinelServer(RedisServer):
    """A redis-sentinel that watches one master, named `mymaster`."""

    program = "redis-sentinel"

    def __init__(self, folder: Path, master: RedisServer) -> None:
        super().__init__(folder)
        self._lines = (
            f"port {self.port}", "bind 127.0.0.1", f"dir {folder}", "logfile redis.log",
            f"sentinel monitor mymaster 127.0.0.1 {master.port} 1",
        )  # fmt: skip

    async def start(self, *more: str, wait: bool = True) -> None:
        """Start it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "redis.conf").write_text("\n".join((*self._lines, *more)) + "\n")
        self._process = await asyncio.create_subprocess_exec(
            need(self.program),
            str(self.folder / "redis.conf"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        if wait:
            await self._answers()


@asynccontextmanager
async def redis_server(folder: Path, *options: str) -> AsyncIterator[RedisServer]:
    """A server that is ended with the block."""
    server = RedisServer(folder / "redis", *options)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()
