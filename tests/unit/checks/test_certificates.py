"""Every check that speaks TLS warns of a certificate that expires soon, in the same words."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest
from aiohttp import web
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.ports import free_port
from tests.servers.mariadb import MariaDb
from tests.servers.mosquitto import mosquitto
from tests.servers.postgres import Postgres
from tests.servers.rabbitmq import RabbitMq
from tests.servers.redis import redis_server
from tests.unit.checks.conftest import SOON
from tests.unit.checks.mongod import mongod
from tests.unit.checks.support import OK, Authority, checked, saying, serving

Server = Callable[[Authority, Path], AbstractAsyncContextManager[str]]


@asynccontextmanager
async def https(authority: Authority, folder: Path) -> AsyncIterator[str]:
    async with serving(saying(OK), context=authority.context("localhost", lasts=SOON)) as port:
        yield f"https://localhost:{port}"


@asynccontextmanager
async def tls(authority: Authority, folder: Path) -> AsyncIterator[str]:
    async with serving(saying(b""), context=authority.context("localhost", lasts=SOON)) as port:
        yield f"tls://localhost:{port}"


@asynccontextmanager
async def wss(authority: Authority, folder: Path) -> AsyncIterator[str]:
    async def take(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=authority.context("localhost", lasts=SOON)).start()
    yield f"wss://localhost:{runner.addresses[0][1]}/"
    await runner.cleanup()


@asynccontextmanager
async def rediss(authority: Authority, folder: Path) -> AsyncIterator[str]:
    certificate, key = authority.files("localhost", lasts=SOON)
    port = free_port()
    options = (f"tls-port {port}", f"tls-cert-file {certificate}", f"tls-key-file {key}", "tls-auth-clients no")
    async with redis_server(folder, *options):
        yield f"rediss://localhost:{port}"


@asynccontextmanager
async def mqtts(authority: Authority, folder: Path) -> AsyncIterator[str]:
    certificate, key = authority.files("localhost", lasts=SOON)
    port = free_port()
    async with mosquitto(folder, f"listener {port} 127.0.0.1", f"certfile {certificate}", f"keyfile {key}"):
        yield f"mqtts://localhost:{port}"


@asynccontextmanager
async def grpcs(authority: Authority, folder: Path) -> AsyncIterator[str]:
    certificate, key = authority.pair("localhost", lasts=SOON)
    server = grpc.server(ThreadPoolExecutor(2))
    servicer = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    server.start()
    servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    yield f"grpcs://localhost:{port}"
    await asyncio.to_thread(server.stop(0).wait)


@asynccontextmanager
async def mongodb(authority: Authority, folder: Path) -> AsyncIterator[str]:
    async with mongod(context=authority.context("localhost", lasts=SOON)) as server:
        yield f"mongodb://localhost:{server.port}"


async def warns(probes: dict[str, Probe], url: str, **options: Any) -> None:
    check = await checked(probes, url, **options)
    assert check.result is Result.WARN, check.error
    assert check.error.startswith("The certificate expires within a week, in 3 days, on ")
    assert (await checked(probes, url, **options, expiryDays=3)).error == ""
    assert (await checked(probes, url, **options, expiryDays=0)).error == ""


@pytest.mark.parametrize("server", [https, tls, wss, rediss, mqtts, grpcs, mongodb])
async def test_a_certificate_that_expires_soon_is_a_warning(
    probes: dict[str, Probe], authority: Authority, tmp_path: Path, server: Server
) -> None:
    async with server(authority, tmp_path) as url:
        await warns(probes, url, ca=authority.ca, **({"tls": True} if url.startswith("mongodb") else {}))


async def test_a_certificate_behind_a_log_in_is_looked_at_too(
    probes: dict[str, Probe], authority: Authority, postgresql: Postgres, mysql: MariaDb, rabbit: RabbitMq
) -> None:
    await warns(probes, f"postgres://app:hunter2@localhost:{postgresql.port}/postgres", tls=True, ca=authority.ca)
    await warns(probes, f"mysql://app:hunter2@localhost:{mysql.port}/shop", tls=True, ca=authority.ca)
    await warns(probes, f"amqps://app:hunter2@localhost:{rabbit.tls_port}/shop", ca=authority.ca)


@pytest.mark.parametrize(
    ("server", "plain", "fix"),
    [
        (https, "http", "as https://"), (wss, "ws", "as wss://"), (rediss, "redis", "as rediss://"),
        (mqtts, "mqtt", "as mqtts://"), (grpcs, "grpc", "as grpcs://"), (mongodb, "mongodb", "with the option tls"),
    ],
)  # fmt: skip
async def test_who_is_asked_without_tls_and_hangs_up_is_told_with_the_fix(
    probes: dict[str, Probe], authority: Authority, tmp_path: Path, server: Server, plain: str, fix: str
) -> None:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the server's end of the handshake
    async with server(authority, tmp_path) as url:
        _, _, address = url.partition("://")
        check = await checked(probes, f"{plain}://{address}")
    assert (check.result, check.error) == (Result.BODY, f"What answers at {address.strip('/')} speaks TLS: check it {fix}")


@pytest.mark.parametrize("scheme", ["https", "wss", "rediss", "mqtts", "amqps"])
async def test_who_asks_for_a_client_certificate_is_told_as_that(
    probes: dict[str, Probe], authority: Authority, scheme: str
) -> None:
    context = authority.context("localhost")
    context.verify_mode = ssl.CERT_REQUIRED

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As TLS 1.3 has it: the handshake succeeds on the other side, and the refusal comes after it."""
        received, sent = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = context.wrap_bio(received, sent, server_side=True)
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                writer.write(sent.read())
                received.write(await reader.read(65536))
            except ssl.SSLError:
                writer.write(sent.read())
                await reader.read()
                writer.close()
                return

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        check = await checked(probes, f"{scheme}://localhost:{port}", ca=authority.ca)
    words = "it asks for a client certificate, which no check has"
    assert (check.result, check.error) == (Result.TLS, f"The TLS handshake with localhost:{port} failed: {words}")
