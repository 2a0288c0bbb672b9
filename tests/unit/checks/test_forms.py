"""Every kind of real server, slow, half-closing, refusing, and taken for another kind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

import grpc
import pytest
import pytest_asyncio
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
from tests.unit.checks.mongod import mongod
from tests.unit.checks.support import checked

SCHEMES = ["http", "ws", "grpc", "redis", "mqtt", "amqp", "postgres", "mysql", "mongodb"]
DELAY = 0.05  # seconds for which each piece of an answer is held back


@dataclass(frozen=True)
class Servers:
    """The port of each kind."""

    ports: dict[str, int]

    def url(self, scheme: str, port: int | None = None) -> str:
        """Of the server of that kind; through another port, or of another server."""
        login = "app:hunter2@" if scheme in ("amqp", "postgres", "mysql", "mongodb") else ""
        path = {"amqp": "/shop", "mysql": "/shop", "postgres": "/postgres", "ws": "/", "mongodb": "/?authSource=admin"}
        return f"{scheme}://{login}127.0.0.1:{port or self.ports[scheme]}{path.get(scheme, '')}"


@asynccontextmanager
async def web_server() -> AsyncIterator[int]:
    """Answers over HTTP, and as a WebSocket to who asks for one."""

    async def take(request: web.Request) -> web.StreamResponse:
        if "Upgrade" not in request.headers:
            return web.Response(text="fine")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.receive()
        return socket

    app = web.Application()
    app.router.add_get("/", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


@asynccontextmanager
async def grpc_server() -> AsyncIterator[int]:
    server = grpc.server(ThreadPoolExecutor(2))
    servicer = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    yield port
    await asyncio.to_thread(server.stop(0).wait)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def brokers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[dict[str, int]]:
    folder = tmp_path_factory.mktemp("servers")
    async with redis_server(folder) as redis, mosquitto(folder) as broker:
        yield {"redis": redis.port, "mqtt": broker.port}


@pytest.fixture
async def servers(postgresql: Postgres, mysql: MariaDb, rabbit: RabbitMq, brokers: dict[str, int]) -> AsyncIterator[Servers]:
    others = {"amqp": rabbit.port, "postgres": postgresql.port, "mysql": mysql.port, **brokers}
    async with web_server() as site, grpc_server() as grpc_port, mongod() as mongo:
        yield Servers({"http": site, "ws": site, "grpc": grpc_port, "mongodb": mongo.port, **others})


Pass = Callable[[bytes, asyncio.StreamWriter], Awaitable[bool]]


@asynccontextmanager
async def between(port: int, answer: Pass) -> AsyncIterator[int]:
    """A port that leads to another one; `answer` passes on each piece of what comes back, until it says no."""
    tasks: set[asyncio.Task[None]] = set()

    async def forth(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            theirs, ours = await asyncio.open_connection("127.0.0.1", port)
        except asyncio.CancelledError:
            writer.transport.abort()
            return
        asked = asyncio.create_task(forth(reader, ours))
        try:
            while (data := await theirs.read(65536)) and await answer(data, writer):
                pass
            await asked
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            asked.cancel()
            ours.transport.abort()
            writer.transport.abort()

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as listening:
        yield listening.sockets[0].getsockname()[1]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def late(data: bytes, writer: asyncio.StreamWriter) -> bool:
    await asyncio.sleep(DELAY)
    writer.write(data)
    return True


async def half(data: bytes, writer: asyncio.StreamWriter) -> bool:
    """The first half of the first piece, and nothing more; the other direction stays open."""
    writer.write(data[: len(data) // 2])
    writer.write_eof()
    return False


async def nothing(data: bytes, writer: asyncio.StreamWriter) -> bool:
    return await half(b"", writer)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_server_that_is_well_or_slow_is_up(probes: dict[str, Probe], servers: Servers, scheme: str) -> None:
    assert (await checked(probes, servers.url(scheme))).error == ""
    async with between(servers.ports[scheme], late) as port:
        check = await checked(probes, servers.url(scheme, port))
        assert (check.result, check.error) == (Result.OK, "")
        assert check.latency is not None
        assert check.latency.total_seconds() >= DELAY
        check = await checked(probes, servers.url(scheme, port), timeout=DELAY / 2)
        assert check.result is Result.TIMEOUT


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_server_that_refuses_is_down(probes: dict[str, Probe], servers: Servers, scheme: str) -> None:
    port = free_port()
    check = await checked(probes, servers.url(scheme, port))
    assert (check.result, check.error) == (Result.REFUSED, f"Connection refused on 127.0.0.1:{port}")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("answer", [half, nothing])
async def test_a_server_that_closes_its_half_is_down_before_the_timeout(
    probes: dict[str, Probe], servers: Servers, scheme: str, answer: Pass
) -> None:
    async with between(servers.ports[scheme], answer) as port:
        check = await checked(probes, servers.url(scheme, port), timeout=3)
    assert check.result in (Result.REFUSED, Result.BODY)
    assert check.error in (
        f"127.0.0.1:{port} closed the connection without an answer", f"127.0.0.1:{port} broke off in the middle of its answer",
        f"What answers at 127.0.0.1:{port} is not a gRPC server", "The answer broke off in the middle",
    )  # fmt: skip


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_a_server_of_another_kind_is_never_up(probes: dict[str, Probe], servers: Servers, scheme: str) -> None:
    for other, port in servers.ports.items():
        if port == servers.ports[scheme]:
            continue
        check = await checked(probes, servers.url(scheme, port), timeout=0.3)
        assert check.result in (Result.BODY, Result.REFUSED, Result.TIMEOUT, Result.STATUS), (other, check.error)
        assert f"127.0.0.1:{port}" in check.error, (other, check.error)
