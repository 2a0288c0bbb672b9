"""tcp://host:port is up when it takes a connection."""

import asyncio
from urllib.parse import urlsplit

from registry_tray.core.ports import Answer
from registry_tray.core.targets import refuse_address


async def check_tcp(endpoint: str) -> Answer:
    """Connect, and close again. OSError where nothing listens."""
    parts = urlsplit(endpoint)
    assert parts.hostname
    # Both addresses of localhost are tried, one shortly after the other: an application may listen on only one of them.
    _, writer = await asyncio.open_connection(parts.hostname, parts.port, happy_eyeballs_delay=0.05)
    try:
        refuse_address(writer.get_extra_info("peername")[0])
    except ValueError as error:
        raise OSError(f"it {error}") from None
    finally:
        writer.transport.abort()
    return Answer()
