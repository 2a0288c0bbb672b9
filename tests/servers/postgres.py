"""A PostgreSQL server that tests start, as a user who is not root."""

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers.process import ServerProcess, need, run_once

USER, PASSWORD = "app", "hunter2"


class Postgres(ServerProcess):
    """A server with the user `app`, who has the password `hunter2` and the database `postgres`."""

    name = "PostgreSQL"
    end = signal.SIGQUIT  # at once, but without leaving shared memory behind

    def __init__(self, folder: Path, certificate: str, key: str) -> None:
        super().__init__(folder)
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        self._bin = found[-1].parent if found else Path(need("postgres")).parent
        self._sources = {"server.crt": certificate, "server.key": key}
        self.runs_as = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}

    async def prepare(self) -> None:
        """Its databases, the first time."""
        if (self.folder / "data").exists():
            return
        self._write_secrets()
        await run_once(
            self._bin / "initdb", "-D", self.folder / "data", "-U", USER, "--pwfile", self.folder / "password",
            "-A", "scram-sha-256", "--no-sync", "--locale=C", "-E", "UTF8", **self.runs_as,
        )  # fmt: skip

    def _write_secrets(self) -> None:
        contents = {name: Path(source).read_bytes() for name, source in self._sources.items()} | {"password": PASSWORD.encode()}
        for name, content in contents.items():
            (self.folder / name).write_bytes(content)
            (self.folder / name).chmod(0o600)
        if self.runs_as:
            for path in (self.folder, *self.folder.iterdir()):
                shutil.chown(path, **self.runs_as)

    def invocation(self) -> list[str | Path]:
        """postgres, in the foreground."""
        settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "ssl": "on",
            "ssl_cert_file": self.folder / "server.crt", "ssl_key_file": self.folder / "server.key", "shared_buffers": "16MB",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self._bin / "postgres", "-D", self.folder / "data", *options]

    async def answers(self) -> bool:
        """Whether it lets anybody in."""
        return "ready to accept connections" in self.log()


@asynccontextmanager
async def postgres(certificate: str, key: str) -> AsyncIterator[Postgres]:
    """A server that is ended with the block; its folder is one that another user can reach."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = Postgres(folder, certificate, key)
    try:
        await server.start()
        yield server
    finally:
        await server.stop()
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
