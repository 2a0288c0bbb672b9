"""A MariaDB server that tests start."""

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.servers.process import ServerProcess, need, run_once, started

USER, PASSWORD = "app", "hunter2"
LOGIN = f"CREATE USER {USER}@'%' IDENTIFIED BY '{PASSWORD}'; CREATE DATABASE shop; GRANT ALL ON shop.* TO {USER}@'%';"


class MariaDb(ServerProcess):
    """A server with the user `app`, who has the password `hunter2` and the database `shop`."""

    name = "MariaDB"

    def __init__(self, folder: Path, certificate: str, key: str, ca: str) -> None:
        super().__init__(folder)
        self._tls = (f"--ssl-cert={certificate}", f"--ssl-key={key}", f"--ssl-ca={ca}")
        self._common = ("--no-defaults", f"--user={getpass.getuser()}", f"--datadir={folder}/data")

    async def prepare(self) -> None:
        """Its databases, the first time."""
        if (self.folder / "data").exists():
            return
        (self.folder / "init.sql").write_text(LOGIN.replace("; ", ";\n"))
        more = ("--skip-test-db", "--skip-name-resolve", "--auth-root-authentication-method=normal")
        await run_once(need("mariadb-install-db"), *self._common, *more)

    def invocation(self) -> list[str | Path]:
        """mariadbd, in the foreground."""
        return [
            need("mariadbd"), *self._common, f"--port={self.port}", "--bind-address=127.0.0.1", f"--socket={self.folder}/socket",
            f"--init-file={self.folder}/init.sql", *self._tls, "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve",
        ]  # fmt: skip

    async def answers(self) -> bool:
        """Whether it lets anybody in."""
        return "ready for connections" in self.log()


@asynccontextmanager
async def mariadb(folder: Path, certificate: str, key: str, ca: str) -> AsyncIterator[MariaDb]:
    """A server that is ended with the block."""
    async with started(MariaDb(folder, certificate, key, ca)) as server:
        yield server
