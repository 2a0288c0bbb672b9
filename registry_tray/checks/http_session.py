"""What http and ws have in common: the client, the headers they send, and what its errors mean in words."""

import re
import socket
import ssl
from ast import literal_eval
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from registry_tray import __version__
from registry_tray.checks.connection import ALERT, speaks_tls, waiting_for
from registry_tray.checks.resolver import GuardedResolver
from registry_tray.checks.tls_options import TlsOptions, peer_certificate, refuse_plain, tls_context, tls_failure
from registry_tray.core.ports import ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Target, address_of
from registry_tray.phrases import remark
from registry_tray.wire.strategy import said

if TYPE_CHECKING:
    from aiohappyeyeballs import AddrInfoType

HEADERS = {
    "User-Agent": f"registry-tray/{__version__}",
    "Accept": "application/json, */*;q=0.5",
    "Accept-Encoding": "identity",
}

AT_ONCE = 8192  # bytes; the system doubles it
LINE = re.compile(r"""^ *b(['"]).*\1$""", re.MULTILINE)
NEW_LINE = "\n"


class Response(aiohttp.ClientResponse):
    """Keeps the certificate of its connection, which is let go of with the last byte."""

    certificate: bytes | None = None

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """As soon as the connection is there."""
        self.certificate = peer_certificate(connection.transport)
        with waiting_for(remark("{0} takes the connection, but does not answer the request", address_of(str(self.url)))):
            return await super().start(connection)


@asynccontextmanager
async def client_session() -> AsyncIterator[aiohttp.ClientSession]:
    """A client that makes a new connection each time, so that a listener that is gone is seen at once."""
    connector = aiohttp.TCPConnector(
        limit=0,
        force_close=True,
        ttl_dns_cache=30,
        happy_eyeballs_delay=0.05,
        resolver=GuardedResolver(),
        socket_factory=_small_socket,
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers=HEADERS,
        auto_decompress=False,
        response_class=Response,
        read_bufsize=8192,  # what is read ahead is worked off in one go: little, where a server floods us
    ) as session:
        yield session


async def trust(options: TlsOptions, *, secure: bool) -> ssl.SSLContext | bool:
    """For `ssl=` of a request."""
    return await tls_context(options) if secure and (options.ca or options.insecure) else True


@asynccontextmanager
async def translated(host: str, port: int, over_tls: str) -> AsyncIterator[None]:
    """Within it, the errors of the client are what they mean: ProbeError, or the OSError behind them.

    `over_tls` is the scheme to ask a server by that turns out to speak TLS; "" where it was asked so.
    """
    try:
        yield
    except aiohttp.ClientConnectorCertificateError as error:
        raise await tls_failure(error.certificate_error, host, port) from error
    except aiohttp.ClientConnectorSSLError as error:
        raise await tls_failure(error.os_error, host, port) from error
    except ssl.SSLError as error:
        raise await tls_failure(error, host, port) from error
    except aiohttp.ClientConnectorError as error:
        if isinstance(error.os_error, ConnectionResetError):  # a connection that is there is reset: in its handshake
            raise await tls_failure(error.os_error, host, port) from error
        raise error.os_error from error
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError) as error:
        if isinstance(error.__cause__, ssl.SSLError):
            raise await tls_failure(error.__cause__, host, port) from error
        if over_tls:
            await refuse_plain(host, port, over_tls)
        raise ConnectionResetError("the server closed the connection without an answer") from error
    except aiohttp.ClientPayloadError as error:
        raise ProbeError(Result.BODY, remark("The answer broke off in the middle")) from error
    except aiohttp.ClientError as error:
        raise ProbeError(Result.BODY, _no_http(error, Target("", "", host, port).address, over_tls)) from error


def _small_socket(address: "AddrInfoType") -> socket.socket:
    """What comes at once is parsed in one go: little, so that a flood of it holds nobody up."""
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, AT_ONCE)
    return made


def _no_http(error: aiohttp.ClientError, address: str, over_tls: str) -> str:
    """What an answer is that the client cannot read; it gives the line that it could not read as Python writes bytes."""
    text = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
    line = _quoted(text)
    if line is None:
        return remark("What answers at {0} is not HTTP: {1}", address, said(text.partition(NEW_LINE)[0]))
    if line.startswith(ALERT):
        return speaks_tls(address, over_tls)
    return remark('What answers at {0} is not HTTP: it says "{1}"', address, said(repr(line[:60])[2:-1]))


def _quoted(text: str) -> bytes | None:
    found = LINE.search(text)
    try:
        line = literal_eval(found[0].strip()) if found else None
    except (SyntaxError, ValueError):
        return None
    return line if isinstance(line, bytes) else None
