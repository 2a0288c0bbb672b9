"""tcp://host:port is up when it takes a connection."""

import asyncio
import socket
from urllib.parse import urlsplit

from aiohappyeyeballs import start_connection

from registry_tray.core.ports import Answer
from registry_tray.core.targets import refuse_address


async def check_tcp(endpoint: str) -> Answer:
    """Connect, and close again. OSError where nothing listens."""
    parts = urlsplit(endpoint)
    assert parts.hostname
    found = await asyncio.get_running_loop().getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
    try:
        for *_, address in found:
            refuse_address(str(address[0]))
    except ValueError as error:
        raise OSError(f"it {error}") from None
    # Both addresses of localhost are tried, one shortly after the other: an application may listen on only one of them.
    connection = await start_connection(found, happy_eyeballs_delay=0.05)
    connection.close()
    return Answer()
