"""A MariaDB server that tests start; on a free port of loopback, in a folder of its own."""

import getpass
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.redis import STARTED, free_port, need

USER, PASSWORD = "app", "hunter2"
LOGIN = f"CREATE USER {USER}@'%' IDENTIFIED BY '{PASSWORD}'; CREATE DATABASE shop; GRANT ALL ON shop.* TO {USER}@'%';"


class MariaDb:
    """A server with the user `app`, who has the password `hunter2` and the database `shop`."""

    def __init__(self, certificate: str, key: str, ca: str) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="mariadb-"))
        me, data = f"--user={getpass.getuser()}", self._folder / "data"
        made = subprocess.run(
            [need("mariadb-install-db"), "--no-defaults", me, f"--datadir={data}", "--skip-test-db", "--skip-name-resolve",
             "--auth-root-authentication-method=normal"],
            capture_output=True, text=True,
        )  # fmt: skip
        assert made.returncode == 0, made.stdout + made.stderr
        (self._folder / "init.sql").write_text(LOGIN.replace("; ", ";\n"))
        log = self._folder / "log"
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [need("mariadbd"), "--no-defaults", me, f"--datadir={data}", f"--port={self.port}", "--bind-address=127.0.0.1",
                 f"--socket={self._folder}/socket", f"--init-file={self._folder}/init.sql", f"--ssl-cert={certificate}",
                 f"--ssl-key={key}", f"--ssl-ca={ca}", "--innodb-flush-log-at-trx-commit=0", "--skip-name-resolve"],
                stdout=output, stderr=output,
            )  # fmt: skip
        deadline = time.monotonic() + STARTED
        while "ready for connections" not in log.read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"MariaDB does not start: {log.read_text()[-2000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it, and remove its files."""
        self.process.kill()
        self.process.wait(STARTED)
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def mariadb(certificate: str, key: str, ca: str) -> Iterator[MariaDb]:
    """A server that is ended with the block."""
    server = MariaDb(certificate, key, ca)
    try:
        yield server
    finally:
        server.stop()
