"""Redis servers that tests start, pause, kill and start again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers.process import ServerProcess, need, started


class RedisServer(ServerProcess):
    """A redis-server, by default with an append-only file that is synced before a write is answered.

    `options` are lines of redis.conf, without the dashes: `requirepass x`. The last one of a name counts.
    """

    name = "redis-server"

    def __init__(self, folder: Path, *options: str, port: int = 0) -> None:
        super().__init__(folder, port)
        self.lines: tuple[str, ...] = (
            f"port {self.port}", "bind 127.0.0.1", f"dir {folder}", 'save ""', "appendonly yes", "appendfsync always",
            "daemonize no", *options,
        )  # fmt: skip

    @property
    def address(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        """Database 0."""
        return f"redis://{self.address}/0"

    async def prepare(self) -> None:
        """Its configuration."""
        (self.folder / "redis.conf").write_text("\n".join(self.lines) + "\n")

    def invocation(self) -> list[str | Path]:
        """redis-server, or redis-sentinel."""
        return [need(self.name), self.folder / "redis.conf"]

    async def answers(self) -> bool:
        """Whether it has loaded its file."""
        return not (await self.command("PING")).startswith(b"-LOADING")

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


class SentinelServer(RedisServer):
    """A redis-sentinel that watches one master, named `mymaster`."""

    name = "redis-sentinel"

    def __init__(self, folder: Path, master: RedisServer) -> None:
        super().__init__(folder)
        self.lines = (
            f"port {self.port}", "bind 127.0.0.1", f"dir {folder}", f"sentinel monitor mymaster 127.0.0.1 {master.port} 1",
        )  # fmt: skip


@asynccontextmanager
async def redis_server(folder: Path, *options: str) -> AsyncIterator[RedisServer]:
    """A server that is ended with the block."""
    async with started(RedisServer(folder / "redis", *options)) as server:
        yield server
