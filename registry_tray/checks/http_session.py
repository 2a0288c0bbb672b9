"""What http and ws have in common: the client, the headers they send, and what its errors mean in words."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from registry_tray import __version__
from registry_tray.checks.resolver import GuardedResolver
from registry_tray.checks.tls_options import TlsOptions, peer_certificate, tls_context, tls_failure
from registry_tray.core.ports import ProbeError
from registry_tray.core.status import Result
from registry_tray.wire.strategy import said

HEADERS = {
    "User-Agent": f"registry-tray/{__version__}",
    "Accept": "application/json, */*;q=0.5",
    "Accept-Encoding": "identity",
}


class Response(aiohttp.ClientResponse):
    """Keeps the certificate of its connection, which is let go of with the last byte."""

    certificate: bytes | None = None

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """As soon as the connection is there."""
        self.certificate = peer_certificate(connection.transport)
        return await super().start(connection)


@asynccontextmanager
async def client_session() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that makes a new connection each time, so that a listener that is gone is seen at once."""
    connector = aiohttp.TCPConnector(
        limit=0, force_close=True, ttl_dns_cache=30, happy_eyeballs_delay=0.05, resolver=GuardedResolver()
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=HEADERS,
        auto_decompress=False,
        response_class=Response,
    ) as session:
        yield session


async def trust(options: TlsOptions, *, secure: bool) -> ssl.SSLContext | bool:
    """For `ssl=` of a request."""
    return await tls_context(options) if secure and (options.ca or options.insecure) else True


@asynccontextmanager
async def translated(host: str, port: int) -> AsyncIterator[None]:
    """Within it, the errors of the client are what they mean: ProbeError, or the OSError behind them."""
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        raise await tls_failure(error.certificate_error, host, port) from error
    except aiohttp.ClientConnectorSSLError as error:
        raise await tls_failure(error.os_error, host, port) from error
    except ssl.SSLError as error:
        raise await tls_failure(error, host, port) from error
    except aiohttp.ClientConnectorError as error:
        raise error.os_error from error
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        raise ConnectionResetError("the server closed the connection without an answer") from error
    except aiohttp.ClientPayloadError as error:
        raise ProbeError(Result.BODY, "The answer broke off in the middle") from error
    except aiohttp.ClientError as error:
        raise ProbeError(Result.BODY, f"The answer is not HTTP: {said(error)}") from error
