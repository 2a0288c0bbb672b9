"""Checks of Redis, Mosquitto, TLS and WebSocket servers as they are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.ports import free_port
from tests.servers.mosquitto import mosquitto
from tests.servers.redis import RedisServer
from tests.unit.checks.support import Authority, checked


@pytest.fixture(autouse=True)
async def silent_servers() -> None:
    """The server's end of a handshake that fails is no news."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)


@asynccontextmanager
async def slow(port: int, delay: float) -> AsyncIterator[int]:
    """Leads to a port, and lets the answers wait."""

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
        while data := await reader.read(65536):
            await asyncio.sleep(delay)
            writer.write(data)
        writer.close()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pump(reader, forth, 0), pump(back, writer, delay), return_exceptions=True)

    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


# -- Redis


@pytest.fixture
async def redis(tmp_path: Path, authority: Authority) -> AsyncIterator[RedisServer]:
    certificate, key = authority.files("localhost")
    tls = free_port()
    server = RedisServer(
        tmp_path, "requirepass hunter2", f"tls-port {tls}", f"tls-cert-file {certificate}", f"tls-key-file {key}",
        "tls-auth-clients no", "user me on >geheim +ping", "appendonly no",
    )  # fmt: skip
    server.tls = tls  # type: ignore[attr-defined]
    await server.start()
    yield server
    await server.kill()


async def test_redis_answers_whoever_has_the_password(probes: dict[str, Probe], redis: RedisServer) -> None:
    at = redis.address
    assert (await checked(probes, f"redis://:hunter2@{at}")).result is Result.OK
    assert (await checked(probes, f"redis://me:geheim@{at}/0")).result is Result.OK
    assert (await checked(probes, f"redis://{at}", username="me", password="geheim")).result is Result.OK
    check = await checked(probes, f"redis://{at}")
    assert (check.result, check.error) == (Result.BODY, f"Redis at {at} asks for a password")
    check = await checked(probes, f"redis://{at}", password="wrong")
    assert check.error == f"Redis at {at} refuses the user name or the password"
    async with slow(redis.port, 0.1) as port:
        check = await checked(probes, f"redis://:hunter2@localhost:{port}")
    assert check.result is Result.OK
    assert check.latency is not None
    assert check.latency.total_seconds() >= 0.19


async def test_redis_over_tls_has_a_certificate(probes: dict[str, Probe], redis: RedisServer, authority: Authority) -> None:
    url = f"rediss://:hunter2@localhost:{redis.tls}"  # type: ignore[attr-defined]
    assert (await checked(probes, url, ca=authority.ca)).result is Result.OK
    assert (await checked(probes, url, insecure=True)).result is Result.OK
    check = await checked(probes, url)
    assert check.result is Result.TLS
    assert "; name its authority's file in the option ca" in check.error
    check = await checked(probes, f"rediss://:hunter2@{redis.address}", timeout=0.3)
    assert check.result is Result.TIMEOUT
    assert check.error == f"{redis.address} takes the connection, but does not answer the TLS handshake within 0.3 s"


async def test_redis_that_hangs_is_told_as_that(probes: dict[str, Probe], redis: RedisServer) -> None:
    redis.pause()
    check = await checked(probes, f"redis://:hunter2@{redis.address}", timeout=0.3)
    redis.resume()
    assert check.result is Result.TIMEOUT
    assert check.error == f"{redis.address} takes the connection, but does not answer as Redis does within 0.3 s"


async def test_redis_without_a_password_says_that_it_knows_none(probes: dict[str, Probe], tmp_path: Path) -> None:
    server = RedisServer(tmp_path, "appendonly no")
    await server.start()
    try:
        assert (await checked(probes, f"redis://{server.address}")).result is Result.OK
        check = await checked(probes, f"redis://{server.address}", password="hunter2")
    finally:
        await server.kill()
    assert check.error == f"Redis at {server.address} knows no password: leave it out"


# -- MQTT


async def test_mosquitto_answers_and_its_messages_are_seen(
    probes: dict[str, Probe], tmp_path: Path, authority: Authority
) -> None:
    certificate, key = authority.files("localhost")
    tls = free_port()
    more = (f"listener {tls} 127.0.0.1", f"certfile {certificate}", f"keyfile {key}", "allow_anonymous true")
    async with mosquitto(tmp_path, *more) as broker:
        url = f"mqtt://127.0.0.1:{broker.port}"
        assert (await checked(probes, url)).result is Result.OK
        assert (await checked(probes, f"mqtts://localhost:{tls}", ca=authority.ca)).result is Result.OK
        assert (await checked(probes, f"mqtts://localhost:{tls}")).result is Result.TLS
        check = await checked(probes, url, timeout=0.3, topic="presence/+")
        assert check.result is Result.TIMEOUT
        assert (
            check.error == f"The MQTT broker at 127.0.0.1:{broker.port} answers, but no message came on presence/+ within 0.3 s"
        )
        await publish(broker.port, "presence/a", "online", retain=True)
        assert (await checked(probes, url, topic="presence/+", retained=True, contains="online")).result is Result.OK
        check = await checked(probes, url, topic="presence/a", contains="ready")
        assert check.error == 'The message on presence/a is "online", without "ready"'
        async with slow(broker.port, 0.1) as port:
            assert (await checked(probes, f"mqtt://127.0.0.1:{port}", topic="presence/a")).result is Result.OK
        waiting = asyncio.create_task(checked(probes, url, topic="live", timeout=5))
        while not waiting.done():
            await publish(broker.port, "live", "tick")
        assert (await waiting).result is Result.OK
        check = await checked(probes, url, topic="live", retained=True, timeout=0.3)
        assert "nothing is retained on live" in check.error
        broker.pause()
        check = await checked(probes, url, timeout=0.3)
        broker.resume()
        assert check.error.startswith(f"127.0.0.1:{broker.port} takes the connection, but does not answer as an MQTT broker does")


async def test_mosquitto_with_passwords_says_who_is_refused(probes: dict[str, Probe], tmp_path: Path) -> None:
    async with mosquitto(tmp_path, user="me", password="hunter2") as broker:
        assert (await checked(probes, broker.url)).result is Result.OK
        url = f"mqtt://127.0.0.1:{broker.port}"
        assert (await checked(probes, url, username="me", password="hunter2")).result is Result.OK
        for options in ({}, {"username": "me", "password": "wrong"}):
            check = await checked(probes, url, **options)  # type: ignore[arg-type]
            assert check.result is Result.BODY
            assert check.error == f"The MQTT broker at 127.0.0.1:{broker.port} refuses the log-in: not authorized"


async def publish(port: int, topic: str, message: str, *, retain: bool = False) -> None:
    command = ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(port), "-t", topic, "-m", message, *(["-r"] if retain else [])]
    assert await (await asyncio.create_subprocess_exec(*command)).wait() == 0


# -- TLS


async def test_a_tls_server_with_its_own_authority(probes: dict[str, Probe], authority: Authority) -> None:
    async def serve(context_days: float) -> asyncio.Server:
        context = authority.context("localhost", lasts=timedelta(days=context_days))
        return await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0, ssl=context)

    async with await serve(100) as server:
        port = server.sockets[0].getsockname()[1]
        assert (await checked(probes, f"tls://localhost:{port}", ca=authority.ca)).result is Result.OK
        assert (await checked(probes, f"tls://localhost:{port}")).result is Result.TLS
        assert (await checked(probes, f"tls://127.0.0.1:{port}", insecure=True)).result is Result.OK
    async with await serve(3.5) as server:
        check = await checked(probes, f"tls://localhost:{server.sockets[0].getsockname()[1]}", ca=authority.ca)
        assert check.result is Result.WARN
        assert check.error.startswith("The certificate expires within a week, in 3 days, on ")
    async with await serve(-2.5) as server:
        port = server.sockets[0].getsockname()[1]
        check = await checked(probes, f"tls://localhost:{port}", ca=authority.ca)
        assert (check.result, check.error) == (Result.TLS, f"TLS: the certificate of localhost:{port} expired 2 days ago")


# -- WebSocket


@pytest.fixture
async def web_socket(authority: Authority) -> AsyncIterator[tuple[int, int]]:
    """The ports of a server of WebSockets, without and with TLS."""

    async def echo(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            match request.path:
                case "/echo":
                    await socket.send_str(message.data)
                case "/lies":
                    await socket.send_str("something else")
                case "/closes":
                    await socket.close()
        return socket

    async def guarded(request: web.Request) -> web.WebSocketResponse:
        if request.headers.get("Authorization") != "Bearer hunter2":
            raise web.HTTPUnauthorized
        return await echo(request)

    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPFound("http://169.254.169.254/latest")

    app = web.Application()
    app.router.add_get("/guarded", guarded)
    app.router.add_get("/elsewhere", elsewhere)
    app.router.add_get("/{any}", echo)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    plain, secure = (
        web.TCPSite(runner, "127.0.0.1", 0),
        web.TCPSite(runner, "127.0.0.1", 0, ssl_context=authority.context("localhost")),
    )
    await plain.start()
    await secure.start()
    yield runner.addresses[0][1], runner.addresses[1][1]
    await runner.cleanup()


async def test_a_web_socket_is_up_after_its_handshake(
    probes: dict[str, Probe], web_socket: tuple[int, int], authority: Authority
) -> None:
    plain, secure = web_socket
    assert (await checked(probes, f"ws://127.0.0.1:{plain}/any")).result is Result.OK
    assert (await checked(probes, f"wss://localhost:{secure}/any", ca=authority.ca)).result is Result.OK
    assert (await checked(probes, f"wss://localhost:{secure}/any")).result is Result.TLS
    headers = {"Authorization": "Bearer hunter2"}
    assert (await checked(probes, f"ws://127.0.0.1:{plain}/guarded", headers=headers)).result is Result.OK
    check = await checked(probes, f"ws://127.0.0.1:{plain}/guarded")
    assert (check.result, check.code) == (Result.STATUS, 401)
    assert check.error == f"127.0.0.1:{plain} answers HTTP 401, not as a WebSocket does"
    check = await checked(probes, f"ws://127.0.0.1:{plain}/elsewhere")
    assert (check.result, check.error) == (Result.STATUS, "It answers with a redirect (HTTP 302), not with a WebSocket")


async def test_a_text_that_is_sent_must_come_back(probes: dict[str, Probe], web_socket: tuple[int, int]) -> None:
    url = f"ws://127.0.0.1:{web_socket[0]}"
    assert (await checked(probes, f"{url}/echo", echo="hello")).result is Result.OK
    assert (await checked(probes, f"{url}/lies", echo="hello")).error == '"hello" comes back as "something else"'
    assert (
        await checked(probes, f"{url}/closes", echo="hello")
    ).error == "It closes the WebSocket instead of sending the text back"
    check = await checked(probes, f"{url}/silent", echo="hello", timeout=0.3)
    assert check.result is Result.TIMEOUT
    assert check.error == f"127.0.0.1:{web_socket[0]} takes the WebSocket, but does not send the text back within 0.3 s"
