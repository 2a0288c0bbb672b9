"""A RabbitMQ broker that tests start, with an epmd of its own, by which the nodes of Erlang find each other."""

import base64
import hashlib
import json
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.ports import free_port
from tests.servers.process import ServerProcess, missing, need, started

USER, PASSWORD = "app", "hunter2"
SCRIPT = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")  # that of Debian in /usr/sbin runs it as another user


class Epmd(ServerProcess):
    """The daemon that a broker would start otherwise, and leave behind."""

    name = "epmd"

    def invocation(self) -> list[str | Path]:
        """epmd, in the foreground."""
        return [need("epmd"), "-port", str(self.port), "-address", "127.0.0.1"]


class RabbitMq(ServerProcess):
    """A broker with the user `app`, who has the password `hunter2` and the virtual host `shop`; `guest` is as it comes."""

    name = "RabbitMQ"

    def __init__(self, folder: Path, epmd: Epmd, certificate: str, key: str, ca: str) -> None:
        super().__init__(folder)
        self.tls_port = free_port()
        self._epmd = epmd
        self._tls = {"certfile": certificate, "keyfile": key, "cacertfile": ca}
        self._distribution_port = free_port()

    @property
    def environment(self) -> Mapping[str, str]:
        """All that it makes goes into the folder; it listens on loopback alone."""
        return os.environ | {
            "HOME": str(self.folder),
            "ERL_EPMD_PORT": str(self._epmd.port),
            "RABBITMQ_NODENAME": f"test{self.port}@localhost",
            "RABBITMQ_MNESIA_BASE": f"{self.folder}/mnesia",
            "RABBITMQ_LOG_BASE": f"{self.folder}/logs",
            "RABBITMQ_CONFIG_FILE": f"{self.folder}/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{self.folder}/plugins",
            "RABBITMQ_DIST_PORT": str(self._distribution_port),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none",
        }

    async def prepare(self) -> None:
        """Its configuration, and who may log in."""
        lines = [
            f"listeners.tcp.local = 127.0.0.1:{self.port}", f"listeners.ssl.local = 127.0.0.1:{self.tls_port}",
            *(f"ssl_options.{name} = {path}" for name, path in self._tls.items()), "ssl_options.verify = verify_none",
            "log.console = true", "log.file = false", f"load_definitions = {self.folder}/definitions.json",
        ]  # fmt: skip
        (self.folder / "rabbitmq.conf").write_text("\n".join(lines) + "\n")
        (self.folder / "plugins").write_text("[].\n")
        salt = b"salt"
        digest = base64.b64encode(salt + hashlib.sha256(salt + PASSWORD.encode()).digest()).decode()
        all_rights = dict.fromkeys(("configure", "write", "read"), ".*")
        definitions = {
            "users": [{"name": USER, "password_hash": digest, "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": []}],
            "vhosts": [{"name": "/"}, {"name": "shop"}],
            "permissions": [{"user": USER, "vhost": "shop", **all_rights}],
        }
        (self.folder / "definitions.json").write_text(json.dumps(definitions))

    def invocation(self) -> list[str | Path]:
        """rabbitmq-server, in the foreground."""
        if not SCRIPT.exists():
            missing("rabbitmq-server is not installed; scripts/setup.sh test installs it")
        return [SCRIPT]

    async def answers(self) -> bool:
        """Whether it lets anybody in."""
        return "Server startup complete" in self.log()


@asynccontextmanager
async def rabbitmq(folder: Path, certificate: str, key: str, ca: str) -> AsyncIterator[RabbitMq]:
    """A broker that is ended with the block."""
    async with started(Epmd(folder / "epmd")) as epmd, started(RabbitMq(folder, epmd, certificate, key, ca)) as broker:
        yield broker
