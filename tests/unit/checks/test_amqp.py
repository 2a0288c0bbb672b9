"""Checks of a RabbitMQ as it is."""

import pytest

from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.fakes import until
from tests.servers.rabbitmq import RabbitMq
from tests.unit.checks.support import Authority, checked


async def test_rabbitmq_lets_in_whoever_has_the_password(probes: dict[str, Probe], rabbit: RabbitMq) -> None:
    at = f"127.0.0.1:{rabbit.port}"
    assert (await checked(probes, f"amqp://app:hunter2@{at}/shop")).error == ""
    assert (await checked(probes, f"amqp://localhost:{rabbit.port}/shop", username="app", password="hunter2")).error == ""
    check = await checked(probes, f"amqp://app:wrong@{at}/shop")
    assert check.result is Result.BODY
    assert check.error.startswith(f"The AMQP broker at {at} refuses user app: ACCESS_REFUSED")


async def test_guest_is_who_logs_in_where_nobody_is_named(probes: dict[str, Probe], rabbit: RabbitMq) -> None:
    check = await checked(probes, f"amqp://127.0.0.1:{rabbit.port}")
    assert "refuses user guest" in check.error


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("", "does not let app into the virtual host /: NOT_ALLOWED - access to vhost '/' refused for user 'app' (530)"),
        ("/nothing", "does not let app into the virtual host nothing: NOT_ALLOWED - vhost nothing not found (530)"),
        ("/a%2Fb", "does not let app into the virtual host a/b: NOT_ALLOWED - vhost a/b not found (530)"),
    ],
)
async def test_rabbitmq_says_why_it_opens_no_virtual_host(
    probes: dict[str, Probe], rabbit: RabbitMq, path: str, error: str
) -> None:
    check = await checked(probes, f"amqp://app:hunter2@127.0.0.1:{rabbit.port}{path}")
    assert (check.result, check.error) == (Result.BODY, f"The AMQP broker at 127.0.0.1:{rabbit.port} {error}")


async def test_rabbitmq_over_tls_has_a_certificate(probes: dict[str, Probe], rabbit: RabbitMq, authority: Authority) -> None:
    at = f"localhost:{rabbit.tls_port}"
    assert (await checked(probes, f"amqps://app:hunter2@{at}/shop", ca=authority.ca, expiryDays=0)).error == ""
    assert (await checked(probes, f"amqps://app:hunter2@{at}/shop")).result is Result.TLS
    check = await checked(probes, f"amqps://app:hunter2@127.0.0.1:{rabbit.tls_port}/shop", ca=authority.ca)
    assert check.error.startswith(f"The certificate of 127.0.0.1:{rabbit.tls_port} is not trusted: IP address mismatch")
    check = await checked(probes, f"amqps://app:hunter2@127.0.0.1:{rabbit.tls_port}/shop", insecure=True, expiryDays=0)
    assert check.error == ""


async def test_the_other_port_of_rabbitmq_is_told_as_that(
    probes: dict[str, Probe], rabbit: RabbitMq, authority: Authority
) -> None:
    check = await checked(probes, f"amqp://app:hunter2@localhost:{rabbit.tls_port}/shop")
    assert check.error == f"What answers at localhost:{rabbit.tls_port} speaks TLS: check it as amqps://"
    check = await checked(probes, f"amqps://app:hunter2@localhost:{rabbit.port}/shop", ca=authority.ca)
    assert check.error == f"The TLS handshake failed: what answers at localhost:{rabbit.port} does not speak TLS"


async def test_rabbitmq_that_hangs_is_told_as_that(probes: dict[str, Probe], rabbit: RabbitMq) -> None:
    before = len(rabbit.log())
    rabbit.pause()
    check = await checked(probes, f"amqp://app:hunter2@127.0.0.1:{rabbit.port}/shop", timeout=0.4)
    rabbit.resume()
    assert check.result is Result.TIMEOUT
    assert check.error == (
        f"127.0.0.1:{rabbit.port} takes the connection, but does not answer as an AMQP broker does within 0.4 s"
    )
    await until(lambda: "clos" in rabbit.log()[before:], "RabbitMQ notes the connection that broke")


async def test_rabbitmq_does_not_take_a_check_for_a_connection_that_broke(probes: dict[str, Probe], rabbit: RabbitMq) -> None:
    before = len(rabbit.log())
    await checked(probes, f"amqp://app:hunter2@127.0.0.1:{rabbit.port}/shop")
    await until(lambda: "closing AMQP connection" in rabbit.log()[before:], "RabbitMQ notes the end")
    assert "client unexpectedly closed TCP connection" not in rabbit.log()[before:]
