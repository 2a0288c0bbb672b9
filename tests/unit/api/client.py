"""Speaks JSON to the API, and holds every answer to the envelope."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import aiohttp

from registry_tray.config import Server, Settings
from registry_tray.core.ports import Clock
from registry_tray.data_folder import DataFolder
from registry_tray.service import Service
from tests.fakes import RecordingNotifier


def make_service(
    folder: DataFolder, notifier: RecordingNotifier, settings: Settings | None = None, clock: Clock | None = None
) -> Service:
    """The program without a face, on a free port."""
    settings = replace(settings or Settings(), server=Server(port=0))
    return Service(settings, folder.path / "config.toml", folder, lambda *_: notifier, clock=clock)


@asynccontextmanager
async def program(
    folder: Path, notifier: RecordingNotifier, settings: Settings | None = None, clock: Clock | None = None
) -> AsyncIterator[tuple[Service, "Client"]]:
    """One whole life of the program; nothing is left of it."""
    data = DataFolder(folder)
    await asyncio.to_thread(data.acquire)
    before = asyncio.all_tasks()
    try:
        async with make_service(data, notifier, settings, clock) as service:
            running = asyncio.create_task(service.run())
            try:
                async with Client(service.address) as client:
                    yield service, client
            finally:
                service.desk.quit()
                await running
    finally:
        data.release()
    left = asyncio.all_tasks() - before
    assert not left, left


class Client:
    """`async with` opens it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def ask(
        self, method: str, path: str, body: Any = None, *, raw: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Status and body of an answer, which is JSON whatever happens."""
        given = dict(headers or {})
        if body is not None or raw is not None:
            given.setdefault("Content-Type", "application/json")
        sent: dict[str, Any] = {"data": raw} if raw is not None else {"json": body} if body is not None else {}
        async with self._session.request(method, self.address + path, headers=given, **sent) as response:
            assert response.content_type == "application/json", await response.text()
            answer: dict[str, Any] = await response.json()
            assert answer["success"] is (response.status < 400)
            if not answer["success"]:
                assert isinstance(answer["message"], str)
                assert answer["message"]
                assert all(fault.keys() == {"path", "message"} for fault in answer["errors"])
            return response.status, answer

    async def get(self, path: str) -> Any:
        """The value of a 200."""
        status, answer = await self.ask("GET", path)
        assert status == 200, answer
        return answer.get("value", answer)

    async def ask_any(self, path: str) -> Any:
        """A document that stands outside the envelope."""
        async with self._session.get(self.address + path) as response:
            assert response.status == 200
            return await response.json()

    async def post(self, path: str, body: Any) -> Any:
        """The value of a 200."""
        status, answer = await self.ask("POST", path, body)
        assert status == 200, answer
        return answer["value"]

    async def refusal(self, method: str, path: str, body: Any = None, **options: Any) -> tuple[int, dict[str, str]]:
        """The status, and the messages by path."""
        status, answer = await self.ask(method, path, body, **options)
        assert status >= 400, answer
        return status, {fault["path"]: fault["message"] for fault in answer["errors"]}
