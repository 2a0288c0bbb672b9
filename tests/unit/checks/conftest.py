"""The probes, as the program has them, and certificates of an authority that only the tests know."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
import trustme

from registry_tray.checks import Probes
from registry_tray.core.ports import Probe
from tests.servers.mariadb import MariaDb, mariadb
from tests.servers.postgres import Postgres, postgres
from tests.servers.rabbitmq import RabbitMq, rabbitmq
from tests.unit.checks.support import Authority

SOON = timedelta(days=3.5)  # until the certificates of the servers that are started once expire


@pytest.fixture
async def probes() -> AsyncIterator[dict[str, Probe]]:
    async with Probes() as probes:
        await probes.open()
        yield probes


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority of our own, and its certificate as a file."""
    return Authority(trustme.CA(), tmp_path_factory.mktemp("authority"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgresql(authority: Authority) -> AsyncIterator[Postgres]:
    async with postgres(*authority.files("localhost", lasts=SOON)) as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def mysql(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MariaDb]:
    async with mariadb(tmp_path_factory.mktemp("mariadb"), *authority.files("localhost", lasts=SOON), authority.ca) as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rabbit(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RabbitMq]:
    async with rabbitmq(tmp_path_factory.mktemp("rabbitmq"), *authority.files("localhost", lasts=SOON), authority.ca) as server:
        yield server
