"""The whole service on a free port, with a client that speaks to it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from registry_tray.data_folder import DataFolder
from registry_tray.service import Service
from tests.fakes import RecordingNotifier
from tests.unit.api.client import Client, make_service


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    folder = DataFolder(tmp_path / "data")
    await asyncio.to_thread(folder.acquire)
    async with make_service(folder, RecordingNotifier()) as service:
        yield service
    folder.release()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[Client]:
    async with Client(service.address) as client:
        yield client
