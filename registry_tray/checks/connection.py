"""Connections to targets: names looked up and refused where they lead astray, TLS, and what it all means in words."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from ssl import SSLContext, SSLError
from typing import SupportsIndex
from urllib.parse import unquote, urlsplit

from aiohappyeyeballs import AddrInfoType, start_connection

from registry_tray.core.ports import ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import DEFAULT_PORTS, address_of, refuse_address
from registry_tray.phrases import remark

ALERT = b"\x15\x03"  # how TLS answers what is none (RFC 8446, 5.1)


class Reader(asyncio.StreamReader):
    """Remembers how an answer begins, which tells what kind of server it is."""

    began = b""

    def feed_data(self, data: Iterable[SupportsIndex]) -> None:
        """As it comes in."""
        if len(self.began) < len(ALERT):
            self.began = (self.began + bytes(data))[: len(ALERT)]
        super().feed_data(data)


Streams = tuple[Reader, asyncio.StreamWriter]


def host_and_port(endpoint: str) -> tuple[str, int]:
    """Where an endpoint that was taken leads."""
    parts = urlsplit(endpoint)
    return parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def credentials(endpoint: str) -> tuple[str, str]:
    """User and password of an endpoint, "" where it has none."""
    parts = urlsplit(endpoint)
    return unquote(parts.username or ""), unquote(parts.password or "")


async def lookup(host: str, port: int) -> Sequence[AddrInfoType]:
    """The addresses of a host. OSError where it has none, or one that is never checked."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    try:
        for *_, address in found:
            refuse_address(str(address[0]))
    except ValueError as error:
        raise OSError(remark("its address {0}", error)) from None
    return found


@asynccontextmanager
async def connect(endpoint: str, tls: SSLContext | None = None) -> AsyncIterator[Streams]:
    """A new connection to an endpoint, closed at once at the end. OSError; ProbeError where TLS fails."""
    from registry_tray.checks.tls_options import tls_failure

    host, port = host_and_port(endpoint)
    # Both addresses of localhost are tried, one shortly after the other: an application may listen on only one of them.
    connection = await start_connection(await lookup(host, port), happy_eyeballs_delay=0.05)
    try:
        with waiting_for(
            remark("{0} takes the connection, but does not answer the TLS handshake", address_of(endpoint)), tls is not None
        ):
            reader, writer = await _streams(connection, tls, host)
    except (SSLError, ConnectionError) as error:
        connection.close()
        raise await tls_failure(error, host, port) from error
    except BaseException:
        connection.close()
        raise
    try:
        yield reader, writer
    except SSLError as error:  # a client certificate that is missed is said after the handshake
        raise await tls_failure(error, host, port) from error
    finally:
        writer.transport.abort()


@contextmanager
def waiting_for(what: str, applies: bool = True) -> Iterator[None]:
    """Within it, a check that runs out of time is told as `what` and "within 3 s"."""
    try:
        yield
    except asyncio.CancelledError as error:
        if applies:
            error.add_note(what)
        raise


@asynccontextmanager
async def speaking(name: str, endpoint: str, streams: Streams, over_tls: str) -> AsyncIterator[None]:
    """Within it, a connection that ends too early, or an answer of another kind, is a failure of the target in words.

    `over_tls` is the scheme to ask a server by that turns out to speak TLS; "" where an option does.
    """
    from registry_tray.checks.tls_options import refuse_plain

    address, (reader, writer) = address_of(endpoint), streams
    try:
        with waiting_for(remark("{0} takes the connection, but does not answer as {1} does", address, name)):
            yield
    except SSLError:
        raise
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        if not reader.began and writer.get_extra_info("ssl_object") is None:
            await refuse_plain(*host_and_port(endpoint), over_tls)
        if reader.began == ALERT:
            raise ProbeError(Result.BODY, speaks_tls(address, over_tls)) from None
        if reader.began:
            raise ProbeError(Result.BODY, remark("{0} broke off in the middle of its answer", address)) from None
        raise ConnectionResetError(f"{name} closed the connection") from error
    except (ValueError, asyncio.LimitOverrunError):
        if reader.began == ALERT:
            raise ProbeError(Result.BODY, speaks_tls(address, over_tls)) from None
        raise ProbeError(Result.BODY, remark("What answers at {0} is not {1}", address, name)) from None


def speaks_tls(address: str, over_tls: str) -> str:
    """That a server wants TLS, and how to ask it so: by another scheme, or where there is none by the option."""
    if not over_tls:
        return remark("What answers at {0} speaks TLS: check it with the option tls", address)
    return remark("What answers at {0} speaks TLS: check it as {1}", address, over_tls)


async def _streams(connection: socket.socket, tls: SSLContext | None, host: str) -> Streams:
    loop = asyncio.get_running_loop()
    reader = Reader(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_connection(lambda: protocol, sock=connection, ssl=tls, server_hostname=host if tls else None)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)
