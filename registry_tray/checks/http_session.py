"""The client of ws, and which certificates it trusts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from registry_tray.checks.http_manners import AT_ONCE, HEADERS, small_socket
from registry_tray.checks.resolver import GuardedResolver


@asynccontextmanager
async def client_session() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that makes a new connection each time, so that a listener that is gone is seen at once."""
    connector = aiohttp.TCPConnector(
        limit=0,
        force_close=True,
        ttl_dns_cache=30,
        happy_eyeballs_delay=0.05,
        resolver=GuardedResolver(),
        socket_factory=small_socket,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=HEADERS,
        auto_decompress=False,
        read_bufsize=AT_ONCE,  # what is read ahead is worked off in one go: little, where a server floods us
    ) as session:
        yield session
