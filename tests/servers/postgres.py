"""A PostgreSQL server that tests start; on a free port of loopback, in a folder of its own, as a user who is not root."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.servers.redis import STARTED, free_port, need

USER, PASSWORD = "app", "hunter2"


class Postgres:
    """A server with the user `app`, who has the password `hunter2` and the database `postgres`."""

    def __init__(self, certificate: str, key: str) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        self._bin = found[-1].parent if found else Path(need("postgres")).parent
        self._as: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        for source, name in ((certificate, "server.crt"), (key, "server.key"), ("", "password")):
            path = self._folder / name
            path.write_bytes(Path(source).read_bytes() if source else PASSWORD.encode())
            path.chmod(0o600)
        if self._as:
            for path in (self._folder, *self._folder.iterdir()):
                shutil.chown(path, "postgres", "postgres")
        self._start()

    def _start(self) -> None:
        data = self._folder / "data"
        made = subprocess.run(
            [self._bin / "initdb", "-D", data, "-U", USER, "--pwfile", self._folder / "password", "-A", "scram-sha-256",
             "--no-sync", "--locale=C", "-E", "UTF8"],
            capture_output=True, text=True, cwd="/", **self._as,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        settings = {
            "port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off", "ssl": "on",
            "ssl_cert_file": self._folder / "server.crt", "ssl_key_file": self._folder / "server.key", "shared_buffers": "16MB",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = (self._folder / "log").open("w")
        self.process = subprocess.Popen(
            [self._bin / "postgres", "-D", data, *options], stdout=log, stderr=log, cwd="/", **self._as
        )
        deadline = time.monotonic() + STARTED
        while "ready to accept connections" not in (self._folder / "log").read_text():
            if self.process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"PostgreSQL does not start: {(self._folder / 'log').read_text()[-2000:]}")
            time.sleep(0.02)
        log.close()

    def stop(self) -> None:
        """End it, and remove its files."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(STARTED)
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def postgres(certificate: str, key: str) -> Iterator[Postgres]:
    """A server that is ended with the block."""
    server = Postgres(certificate, key)
    try:
        yield server
    finally:
        server.stop()
