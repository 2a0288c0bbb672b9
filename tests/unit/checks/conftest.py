"""The probes, as the program has them, and certificates of an authority that only the tests know."""

from collections.abc import AsyncIterator

import pytest
import trustme

from registry_tray.checks import Probes
from registry_tray.core.ports import Probe
from tests.unit.checks.support import Authority


@pytest.fixture
async def probes() -> AsyncIterator[dict[str, Probe]]:
    async with Probes() as probes:
        await probes.open()
        yield probes


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A certificate authority of our own, and its certificate as a file."""
    return Authority(trustme.CA(), tmp_path_factory.mktemp("authority"))
