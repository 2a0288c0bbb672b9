"""A broker of our own for those who have none, reachable from this machine only."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from registry_tray.broker_address import BrokerAddress
from registry_tray.core.errors import ConfigError
from registry_tray.phrases import phrase

MOST_CLIENTS = 200


@asynccontextmanager
async def embedded_broker(address: BrokerAddress) -> AsyncIterator[None]:
    """It runs as long as the block. ConfigError where it cannot, with the reason in words."""
    if not address.is_local or address.is_tls or address.user:
        raise ConfigError(phrase("mqtt.embedded is for this machine only: make mqtt.url empty, or mqtt://localhost:1883."))
    try:
        from amqtt.broker import Broker
        from amqtt.errors import BrokerError
    except ImportError:
        raise ConfigError(phrase("mqtt.embedded needs a package that is missing: pip install 'registry-tray[broker]'.")) from None
    for name in ("amqtt", "transitions"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a client that breaks off is no news
    listener = {"type": "tcp", "bind": f"127.0.0.1:{address.port}", "max_connections": MOST_CLIENTS}
    plugins = {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}}
    broker = Broker({"listeners": {"default": listener}, "plugins": plugins}, loop=asyncio.get_running_loop())
    try:
        await broker.start()
    except (BrokerError, OSError) as error:
        raise ConfigError(_words(error, address)) from error
    try:
        yield
    finally:
        with suppress(BrokerError, TimeoutError):
            async with asyncio.timeout(1):
                await broker.shutdown()


def _words(error: BaseException, address: BrokerAddress) -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, OSError) and cause.errno == errno.EADDRINUSE:
        return phrase(
            "Port {0} is taken, so mqtt.embedded cannot use it: if a broker runs there, set mqtt.embedded to false.", address.port
        )
    return phrase("The embedded MQTT broker cannot start on port {0}: {1}. Choose another port in mqtt.url.", address.port, error)
