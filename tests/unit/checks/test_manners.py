"""Every check over the network, of servers that are slow, hang, refuse, break off and lie."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.fakes import until
from tests.ports import free_port
from tests.unit.checks.support import checked

TALKING = [
    "http",
    "https",
    "tls",
    "ws",
    "wss",
    "redis",
    "rediss",
    "mqtt",
    "mqtts",
    "grpc",
    "grpcs",
    "postgres",
    "mysql",
    "amqp",
    "amqps",
    "mongodb",
]


@asynccontextmanager
async def server(answer: bytes | None, *, closes: bool = True) -> AsyncIterator[int]:
    """Takes any connection, says this whatever it hears, and closes; None: it says nothing and does not close."""
    open_ones: set[asyncio.StreamWriter] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_ones.add(writer)
        if answer is None:
            return
        writer.write(answer)
        if closes:
            writer.close()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as listening:
        try:
            yield listening.sockets[0].getsockname()[1]
        finally:
            for writer in open_ones:
                writer.close()


@pytest.mark.parametrize("scheme", ["tcp", *TALKING])
async def test_nobody_there_is_refused(probes: dict[str, Probe], scheme: str) -> None:
    port = free_port()
    check = await checked(probes, f"{scheme}://127.0.0.1:{port}")
    assert (check.result, check.error) == (Result.REFUSED, f"Connection refused on 127.0.0.1:{port}")


@pytest.mark.parametrize("scheme", TALKING)
async def test_who_takes_the_connection_and_says_nothing_is_told_as_that(probes: dict[str, Probe], scheme: str) -> None:
    async with server(None) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}", timeout=0.3)
    assert check.result is Result.TIMEOUT
    assert f"127.0.0.1:{port}" in check.error
    assert check.error.endswith(" within 0.3 s")


@pytest.mark.parametrize("scheme", TALKING)
async def test_who_closes_without_a_word_is_told_as_that(probes: dict[str, Probe], scheme: str) -> None:
    async with server(b"") as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}")
    assert check.result in (Result.REFUSED, Result.TLS)
    assert check.error


@pytest.mark.parametrize("scheme", TALKING)
@pytest.mark.parametrize(
    "lie", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", b"\0\1\2\3\xff\xfe" * 20, b" "]
)
async def test_who_speaks_something_else_is_told_as_that(probes: dict[str, Probe], scheme: str, lie: bytes) -> None:
    async with server(lie) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}")
    assert check.result in (Result.BODY, Result.TLS, Result.STATUS, Result.REFUSED)
    assert 0 < len(check.error) < 300
    assert "check itself failed" not in check.error


@pytest.mark.parametrize("scheme", ["tcp", *TALKING])
async def test_no_name_leads_to_a_metadata_service(
    probes: dict[str, Probe], scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    check = await checked(probes, f"{scheme}://innocent.example:80/", timeout=1)
    assert check.result is Result.REFUSED
    assert "never checked" in check.error


async def test_no_check_leaves_a_connection_open(probes: dict[str, Probe]) -> None:
    def files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    async with server(b"\0\1\2") as port:
        for scheme in ("tcp", *TALKING):
            await checked(probes, f"{scheme}://127.0.0.1:{port}")
        before = files()
        for scheme in ("tcp", *TALKING):
            await checked(probes, f"{scheme}://127.0.0.1:{port}")
        await until(lambda: files() <= before, "all connections are closed", timeout=5)
