"""Checks of a RabbitMQ as it is."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.fakes import until
from tests.servers.rabbitmq import RabbitMq, rabbitmq
from tests.unit.checks.support import Authority, checked


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def broker(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RabbitMq]:
    files = authority.files("localhost", lasts=timedelta(days=3.5))
    async with rabbitmq(tmp_path_factory.mktemp("rabbitmq"), *files, authority.ca) as running:
        yield running


async def test_rabbitmq_lets_in_whoever_has_the_password(probes: dict[str, Probe], broker: RabbitMq) -> None:
    at = f"127.0.0.1:{broker.port}"
    assert (await checked(probes, f"amqp://app:hunter2@{at}/shop")).error == ""
    assert (await checked(probes, f"amqp://localhost:{broker.port}/shop", username="app", password="hunter2")).error == ""
    check = await checked(probes, f"amqp://app:wrong@{at}/shop")
    assert check.result is Result.BODY
    assert check.error.startswith(f"The AMQP broker at {at} refuses the user app or the password: ACCESS_REFUSED")


async def test_guest_is_who_logs_in_where_nobody_is_named(probes: dict[str, Probe], broker: RabbitMq) -> None:
    check = await checked(probes, f"amqp://127.0.0.1:{broker.port}")
    assert "refuses the user guest" in check.error


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("", "does not let app into the virtual host /: NOT_ALLOWED - access to vhost '/' refused for user 'app' (530)"),
        ("/nothing", "does not let app into the virtual host nothing: NOT_ALLOWED - vhost nothing not found (530)"),
        ("/a%2Fb", "does not let app into the virtual host a/b: NOT_ALLOWED - vhost a/b not found (530)"),
    ],
)
async def test_rabbitmq_says_why_it_opens_no_virtual_host(
    probes: dict[str, Probe], broker: RabbitMq, path: str, error: str
) -> None:
    check = await checked(probes, f"amqp://app:hunter2@127.0.0.1:{broker.port}{path}")
    assert (check.result, check.error) == (Result.BODY, f"The AMQP broker at 127.0.0.1:{broker.port} {error}")


async def test_rabbitmq_over_tls_has_a_certificate(probes: dict[str, Probe], broker: RabbitMq, authority: Authority) -> None:
    at = f"localhost:{broker.tls_port}"
    check = await checked(probes, f"amqps://app:hunter2@{at}/shop", ca=authority.ca)
    assert check.result is Result.WARN
    assert check.error.startswith("The certificate expires within a week, in 3 days")
    assert (await checked(probes, f"amqps://app:hunter2@{at}/shop", ca=authority.ca, expiryDays=1)).error == ""
    assert (await checked(probes, f"amqps://app:hunter2@{at}/shop")).result is Result.TLS
    check = await checked(probes, f"amqps://app:hunter2@127.0.0.1:{broker.tls_port}/shop", ca=authority.ca)
    assert check.error.startswith("The certificate is not trusted: IP address mismatch")
    check = await checked(probes, f"amqps://app:hunter2@127.0.0.1:{broker.tls_port}/shop", insecure=True, expiryDays=0)
    assert check.error == ""


async def test_the_other_port_of_rabbitmq_is_told_as_that(
    probes: dict[str, Probe], broker: RabbitMq, authority: Authority
) -> None:
    check = await checked(probes, f"amqp://app:hunter2@localhost:{broker.tls_port}/shop")
    assert check.error == f"What answers at localhost:{broker.tls_port} speaks TLS: check it as amqps://"
    check = await checked(probes, f"amqps://app:hunter2@localhost:{broker.port}/shop", ca=authority.ca)
    assert check.error == f"The TLS handshake failed: what answers at localhost:{broker.port} does not speak TLS"


async def test_rabbitmq_that_hangs_is_told_as_that(probes: dict[str, Probe], broker: RabbitMq) -> None:
    broker.pause()
    check = await checked(probes, f"amqp://app:hunter2@127.0.0.1:{broker.port}/shop", timeout=0.4)
    broker.resume()
    assert check.result is Result.TIMEOUT
    assert check.error == (
        f"127.0.0.1:{broker.port} takes the connection, but does not answer as an AMQP broker does within 0.4 s"
    )


async def test_rabbitmq_does_not_take_a_check_for_a_connection_that_broke(probes: dict[str, Probe], broker: RabbitMq) -> None:
    before = len(broker.log())
    await checked(probes, f"amqp://app:hunter2@127.0.0.1:{broker.port}/shop")
    await until(lambda: "closing AMQP connection" in broker.log()[before:], "RabbitMQ notes the end")
    assert "client unexpectedly closed TCP connection" not in broker.log()[before:]
