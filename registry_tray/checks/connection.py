"""Connections to targets: names looked up and refused where they lead astray, TLS, and what it all means in words."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from ipaddress import ip_address
from ssl import SSLContext, SSLError
from time import monotonic
from typing import SupportsIndex, TypeVar
from urllib.parse import unquote, urlsplit

from aiohappyeyeballs import AddrInfoType, start_connection

from registry_tray.core.ports import ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import DEFAULT_PORTS, Target, address_of, refuse_address
from registry_tray.phrases import remark

ALERT = b"\x15\x03"  # how TLS answers what is none (RFC 8446, 5.1)
REMEMBERED = 30.0  # seconds
MOST_NAMES = 1000

P = TypeVar("P", bound=asyncio.Protocol)
Lookup = Callable[[str, int], Awaitable[Sequence[AddrInfoType]]]


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
    found = _written(host, port) or await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    try:
        for *_, address in found:
            refuse_address(str(address[0]))
    except ValueError as error:
        raise OSError(remark("its address {0}", error)) from None
    return found


class Names:
    """Looks names up as `lookup` does, and remembers their addresses for a moment: for many checks of one host."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._found: dict[tuple[str, int], tuple[float, Sequence[AddrInfoType]]] = {}

    async def lookup(self, host: str, port: int) -> Sequence[AddrInfoType]:
        """The addresses of a host; OSError."""
        now = self._now()
        until, found = self._found.get((host, port), (now, ()))
        if until > now:
            return found
        self._found.pop((host, port), None)
        found = await lookup(host, port)
        if len(self._found) >= MOST_NAMES:
            self._found.clear()
        self._found[host, port] = now + REMEMBERED, found
        return found


@asynccontextmanager
async def connect(endpoint: str, tls: SSLContext | None = None) -> AsyncIterator[Streams]:
    """A new connection to an endpoint, closed at once at the end. OSError; ProbeError where TLS fails."""
    from registry_tray.checks.tls_options import tls_failure

    host, port = host_and_port(endpoint)
    loop = asyncio.get_running_loop()
    reader = Reader(loop=loop)
    transport, protocol = await open_connection(host, port, partial(asyncio.StreamReaderProtocol, reader, loop=loop), tls)
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    try:
        yield reader, writer
    except SSLError as error:  # a client certificate that is missed is said after the handshake
        raise await tls_failure(error, host, port) from error
    finally:
        transport.abort()


async def open_connection(
    host: str, port: int, protocol: Callable[[], P], tls: SSLContext | None = None, find: Lookup = lookup
) -> tuple[asyncio.Transport, P]:
    """A new connection. OSError; ProbeError where TLS fails."""
    from registry_tray.checks.tls_options import tls_failure

    create, found = partial(asyncio.get_running_loop().create_connection, protocol), await find(host, port)
    if tls is None and len(found) == 1:
        # uvloop asks a thread for the address of a socket that is made here, although it is written there.
        return await create(*found[0][4][:2])
    # Both addresses of localhost are tried, one shortly after the other: an application may listen on only one of them.
    connection = await start_connection(found, happy_eyeballs_delay=0.05)
    try:
        if tls is None:
            return await create(sock=connection)
        address = Target("", "", host, port).address
        with waiting_for(remark("{0} takes the connection, but does not answer the TLS handshake", address)):
            return await create(sock=connection, ssl=tls, server_hostname=host)
    except (SSLError, ConnectionError) as error:
        connection.close()
        raise await tls_failure(error, host, port) from error
    except BaseException:
        connection.close()
        raise


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


def _written(host: str, port: int) -> Sequence[AddrInfoType]:
    """The address where the host is written as one: nobody needs to be asked for it."""
    try:
        family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        return ()
    return ((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port)),) if "%" not in host else ()
