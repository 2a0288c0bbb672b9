"""Checks of PostgreSQL, MariaDB and gRPC servers as they are."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from registry_tray.checks import Probes
from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.servers.mariadb import MariaDb
from tests.servers.postgres import Postgres
from tests.unit.checks.support import Authority, checked


async def test_postgresql_lets_in_whoever_has_the_password(
    probes: dict[str, Probe], postgresql: Postgres, authority: Authority
) -> None:
    at = f"127.0.0.1:{postgresql.port}"
    assert (await checked(probes, f"postgres://app:hunter2@{at}/postgres")).error == ""
    assert (
        await checked(probes, f"postgresql://localhost:{postgresql.port}/postgres", username="app", password="hunter2")
    ).error == ""
    assert (
        await checked(probes, f"postgres://app:hunter2@{at}/postgres", tls=True, insecure=True, expiryDays=0)
    ).result is Result.OK
    url = f"postgres://app:hunter2@localhost:{postgresql.port}/postgres"
    assert (await checked(probes, url, tls=True, ca=authority.ca, expiryDays=0)).error == ""
    check = await checked(probes, url, tls=True)
    assert check.result is Result.TLS
    assert check.error.startswith(f"The certificate of localhost:{postgresql.port} is not trusted: ")
    check = await checked(probes, f"postgres://app:hunter2@{at}/postgres", tls=True, ca=authority.ca)
    assert check.error.startswith(f"The certificate of {at} is not trusted: IP address mismatch")
    check = await checked(probes, f"postgres://app:wrong@{at}")
    assert (check.result, check.error) == (
        Result.BODY, f'PostgreSQL at {at} refuses user app: password authentication failed for user "app"',
    )  # fmt: skip
    check = await checked(probes, f"postgres://app:hunter2@{at}/nothing")
    assert check.error == f"PostgreSQL at {at} has no database nothing"


async def test_postgresql_that_hangs_is_told_as_that(probes: dict[str, Probe], postgresql: Postgres) -> None:
    postgresql.pause()
    try:
        check = await checked(probes, f"postgres://app:hunter2@127.0.0.1:{postgresql.port}", timeout=0.4)
    finally:
        postgresql.resume()
    assert check.result is Result.TIMEOUT
    assert "does not answer as PostgreSQL does within 0.4 s" in check.error


async def test_mariadb_lets_in_whoever_has_the_password(probes: dict[str, Probe], mysql: MariaDb, authority: Authority) -> None:
    at = f"127.0.0.1:{mysql.port}"
    assert (await checked(probes, f"mysql://app:hunter2@{at}/shop")).error == ""
    assert (await checked(probes, f"mariadb://localhost:{mysql.port}", username="app", password="hunter2")).error == ""
    url = f"mysql://app:hunter2@localhost:{mysql.port}/shop"
    assert (await checked(probes, url, tls=True, ca=authority.ca, expiryDays=0)).error == ""
    assert (await checked(probes, url, tls=True, insecure=True, expiryDays=0)).error == ""
    check = await checked(probes, url, tls=True)
    assert check.result is Result.TLS
    check = await checked(probes, f"mysql://app:hunter2@{at}/shop", tls=True, ca=authority.ca)
    assert check.error.startswith(f"The certificate of {at} is not trusted: IP address mismatch")
    check = await checked(probes, f"mysql://app:wrong@{at}/shop")
    assert check.result is Result.BODY
    assert check.error.startswith(f"MySQL at {at} refuses user app: Access denied for user 'app'")
    check = await checked(probes, f"mysql://app:hunter2@{at}/nothing")
    assert check.result is Result.BODY
    assert "nothing" in check.error


async def test_mariadb_that_hangs_is_told_as_that(probes: dict[str, Probe], mysql: MariaDb) -> None:
    mysql.pause()
    try:
        check = await checked(probes, f"mysql://app:hunter2@127.0.0.1:{mysql.port}", timeout=0.4)
    finally:
        mysql.resume()
    assert check.result is Result.TIMEOUT
    assert "does not answer as MySQL does within 0.4 s" in check.error


@pytest.fixture
async def grpc_server(authority: Authority) -> AsyncIterator[tuple[int, int, Any]]:
    """The ports of a server without and with TLS, and its health service."""
    certificate, key = authority.pair("localhost")
    server = grpc.server(ThreadPoolExecutor(2))
    servicer = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    plain = server.add_insecure_port("127.0.0.1:0")
    secure = server.add_secure_port("127.0.0.1:0", grpc.ssl_server_credentials([(key, certificate)]))
    server.start()
    servicer.set("", health_pb2.HealthCheckResponse.SERVING)
    servicer.set("shop.Orders", health_pb2.HealthCheckResponse.NOT_SERVING)
    yield plain, secure, servicer
    await asyncio.to_thread(server.stop(0).wait)


async def test_a_grpc_server_says_how_it_is(
    probes: dict[str, Probe], grpc_server: tuple[int, int, Any], authority: Authority
) -> None:
    plain, secure, _ = grpc_server
    assert (await checked(probes, f"grpc://localhost:{plain}")).error == ""
    check = await checked(probes, f"grpc://localhost:{plain}", service="shop.Orders")
    assert (check.result, check.error) == (Result.BODY, "shop.Orders says of itself NOT_SERVING")
    check = await checked(probes, f"grpc://localhost:{plain}", service="shop.None")
    assert check.error == f"The gRPC server at localhost:{plain} knows no service shop.None"
    assert (await checked(probes, f"grpcs://localhost:{secure}", ca=authority.ca)).error == ""
    check = await checked(probes, f"grpcs://localhost:{secure}")
    assert check.result is Result.TLS


async def test_a_grpc_server_without_a_health_service_says_so(probes: dict[str, Probe]) -> None:
    server = grpc.server(ThreadPoolExecutor(2))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    check = await checked(probes, f"grpc://127.0.0.1:{port}")
    await asyncio.to_thread(server.stop(0).wait)
    assert (check.result, check.error) == (Result.BODY, f"The gRPC server at 127.0.0.1:{port} has no health service")


def test_databases_are_checked_on_the_fast_loop_too(postgresql: Postgres, mysql: MariaDb, authority: Authority) -> None:
    uvloop = pytest.importorskip("uvloop")

    async def check() -> None:
        async with Probes() as probes:
            await probes.open()
            trust: dict[str, Any] = {"tls": True, "ca": authority.ca, "expiryDays": 0}
            url = f"postgres://app:hunter2@localhost:{postgresql.port}/postgres"
            assert (await checked(probes, url, **trust)).error == ""
            assert (await checked(probes, f"mysql://app:hunter2@localhost:{mysql.port}/shop", **trust)).error == ""
            assert (await checked(probes, f"postgres://app:hunter2@elsewhere.invalid:{postgresql.port}")).result.is_failure

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(check())
