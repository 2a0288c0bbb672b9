"""Serves the API on this machine's loopback addresses."""

import asyncio
import errno
import socket
from contextlib import suppress
from functools import cache, partial

from aiohttp import web

from registry_tray import __version__
from registry_tray.api.access import LOOPBACK, OPEN, guard
from registry_tray.api.answers import tag
from registry_tray.api.connection import Connection
from registry_tray.api.middlewares import MOST_BODY, answering
from registry_tray.api.openapi import DOCUMENT, build_document
from registry_tray.api.owner import port_owner
from registry_tray.api.patience import PATIENCE, Patience
from registry_tray.api.routes import OPERATIONS
from registry_tray.api.routes.applications import LISTING, Listing
from registry_tray.api.routes.docs import docs
from registry_tray.api.routes.stream import STREAM
from registry_tray.api.services import SERVICES, Services
from registry_tray.api.stream import Stream
from registry_tray.core.errors import PortTakenError
from registry_tray.phrases import phrase

ADDRESSES = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))
BACKLOG = 1024
LINGERING = 2.0  # seconds for which the rest of a refused body is read, so that its sender can read the answer
SERVER, PROGRAM = "Server", f"registry-tray/{__version__}"  # in place of the library's
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}


def listen(port: int, bind: str = LOOPBACK) -> list[socket.socket]:
    """Sockets bound to `port` on every loopback address that the machine has, or on the address `bind`; 0 takes a free one.

    PortTakenError says what is wrong, and by whom a port is taken.
    """
    for attempt in range(10):
        try:
            return _listen(port, bind)
        except PortTakenError:
            # A free port of one address may be taken on the other: another one is as good.
            if port or attempt == 9:
                raise
    raise AssertionError("the last attempt returns or raises")


def _listen(port: int, bind: str) -> list[socket.socket]:
    sockets: list[socket.socket] = []
    for family, address in ADDRESSES if bind == LOOPBACK else _addresses(bind):
        try:
            bound = _bind(family, address, port or (sockets[0].getsockname()[1] if sockets else 0))
        except OSError as error:
            if family == socket.AF_INET6 and error.errno in (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL):
                continue
            for each in sockets:
                each.close()
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(_taken(port)) from None
            if error.errno == errno.EADDRNOTAVAIL:
                raise PortTakenError(phrase("This machine has no address {0}: correct server.bind.", address)) from None
            if error.errno == errno.EACCES:
                raise PortTakenError(phrase("Port {0} needs special rights. Choose one above 1023 with --port.", port)) from None
            raise
        sockets.append(bound)
    return sockets


class Server:
    """The API while it is open."""

    def __init__(
        self, services: Services, sockets: list[socket.socket], token: str | None = None, patience: Patience | None = None
    ) -> None:
        patience = patience or Patience()
        self._sockets = sockets
        self.token = token
        """What requests must carry, where there is one; a new one counts from the next request on."""
        self.port: int = sockets[0].getsockname()[1]
        self._app = web.Application(middlewares=[answering(guard(self.port, lambda: self.token))], client_max_size=MOST_BODY)
        self._app[SERVICES] = services
        self._app[LISTING] = Listing()
        self._app[STREAM] = Stream(services.bus, services.catalog, services.record)
        self._app[PATIENCE] = patience
        address, with_token = self.address, token is not None

        @cache
        def document() -> tuple[bytes, str]:
            made = build_document(OPERATIONS, address, services.strategies, with_token=with_token)
            return made, tag(made)

        self._app[DOCUMENT] = partial(document)
        for operation in OPERATIONS:
            self._app.router.add_route(operation.method, operation.path, operation.handler)
        self._app.router.add_get(OPEN, docs, allow_head=False)
        self._app.on_shutdown.append(self._end_streams)
        self._app.on_response_prepare.append(_add_headers)
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.5)
        self._listening: list[asyncio.Server] = []

    @property
    def address(self) -> str:
        """The URL under which the API answers on this machine."""
        host = self._sockets[0].getsockname()[0]
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.port}"

    async def _end_streams(self, app: web.Application) -> None:
        app[STREAM].close()

    async def __aenter__(self) -> "Server":
        await self._runner.setup()
        loop = asyncio.get_running_loop()
        for bound in self._sockets:
            self._listening.append(await loop.create_server(self._connect, sock=bound, backlog=BACKLOG))
        return self

    async def __aexit__(self, *_: object) -> None:
        for each in self._listening:
            each.close()
        with suppress(OSError):
            await self._runner.cleanup()

    def _connect(self) -> Connection:
        assert self._runner.server is not None
        idle = self._app[PATIENCE].idle.total_seconds()
        return Connection(
            self._runner.server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=idle,
            lingering_time=LINGERING,
            access_log=None,  # type: ignore[arg-type]
            auto_decompress=False,
        )


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    headers = response.headers
    headers[SERVER] = PROGRAM
    for name, value in HEADERS.items():
        headers.setdefault(name, value)


def _addresses(bind: str) -> list[tuple[socket.AddressFamily, str]]:
    try:
        found = socket.getaddrinfo(bind, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PortTakenError(phrase("server.bind {0} is no address of this machine: {1}.", repr(bind), error.strerror)) from None
    return list(dict.fromkeys((family, str(address[0])) for family, _, _, _, address in found))


def _bind(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((address, port))
        bound.listen(BACKLOG)
        bound.setblocking(False)
    except BaseException:
        bound.close()
        raise
    return bound


def _taken(port: int) -> str:
    owner = port_owner(port)
    by = phrase("by {0}", owner) if owner else phrase("by another program")
    return phrase("Port {0} is taken {1}. Stop it, or start with another port: registry-tray --port {2}", port, by, port + 1)
