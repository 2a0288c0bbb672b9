"""A small HTTP server with a health endpoint, that is registered through the API while it is open."""

import asyncio
from contextlib import suppress
from secrets import token_hex
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from registry_tray.client.call import RefusedError, call

ENVIRONMENT = "demo"
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/health+json\r\nContent-Length: 17\r\nConnection: close\r\n\r\n"
    b'{"status":"pass"}'
)
_PATIENCE = 5.0  # seconds that a client has to send its request


class Sample:
    """`async with` opens and registers it; the end unregisters and forgets it. `more` are fields of the registration.

    Each is an instance of its own: what was learned of an earlier one, its restarts and how often it has gone down, would have
    its outage told late, or not at all.

    Raises OSError where no registry answers, RefusedError where it refuses.
    """

    def __init__(self, registry: str, name: str, token: str | None = None, **more: Any) -> None:
        self.name = name
        self._registry = registry
        self._token = token
        self._more = more
        self._server: asyncio.Server | None = None
        self._port = 0
        self.identifier = ""

    async def __aenter__(self) -> Self:
        await self.mend()
        try:
            self.identifier = await self._register()
        except BaseException:
            await self.break_down()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with suppress(OSError, RefusedError):
            await asyncio.to_thread(call, self._registry, "unregister", {"identifier": self.identifier}, self._token)
            await forget(self._registry, self.identifier, self._token)
        await self.break_down()

    async def mend(self) -> None:
        """Answer again, on the same port."""
        if self._server is None:
            self._server = await asyncio.start_server(_answer, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def break_down(self) -> None:
        """Refuse connections, as a program that has died."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _register(self) -> str:
        health = {"url": f"http://127.0.0.1:{self._port}/health", "interval": 1000} | self._more.pop("health", {})
        payload = {
            "appId": self.name,
            "identifier": f"{self.name}-{token_hex(3)}@localhost",
            "environment": ENVIRONMENT,
            "hostname": "localhost",
            "server": {"port": self._port},
            "health": health,
        }
        answer = await asyncio.to_thread(call, self._registry, "register", payload | self._more, self._token)
        return str(answer["identifier"])


async def forget(registry: str, identifier: str, token: str | None = None) -> None:
    """Have the registry forget one that no longer runs. OSError, RefusedError."""
    path = f"application/{quote(identifier, safe='')}?confirm={quote(identifier, safe='')}"
    await asyncio.to_thread(call, registry, path, None, token, "DELETE")


async def forget_left(registry: str, tag: str) -> None:
    """Have the registry forget those of an earlier run that was ended by force. OSError, RefusedError."""
    for record in await asyncio.to_thread(call, registry, f"application?tag={quote(tag)}", None):
        if not record["online"] and record["environment"] == ENVIRONMENT:
            with suppress(RefusedError):  # another run forgets it as well
                await forget(registry, record["identifier"])


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(_PATIENCE):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(_ANSWER)
            await writer.drain()
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()
