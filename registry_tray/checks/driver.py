"""For checks that a client library makes: where it may connect to, and with which TLS, since it would look names up itself."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from msgspec import Meta

from registry_tray.checks.connection import connect
from registry_tray.checks.tls_options import TlsOptions, TrustOptions, peer_certificate, tls_context
from registry_tray.core.ports import ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import address_of
from registry_tray.phrases import phrase, remark
from registry_tray.wire import fields as f

LOOPBACK = "127.0.0.1"
MOST_SAID = 1 << 16  # bytes; a log-in takes one or two KB
ASKED_AT_ONCE = 65536

Encrypted = Annotated[bool, Meta(description="speak TLS, and trust only certificates of the system or of `ca`")]


class LoginOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in, and over what."""

    username: f.User = ""
    password: f.Password = ""
    tls: Encrypted = False


def tls_in_url(endpoint: str, options: Mapping[str, Any]) -> Mapping[str, str]:
    """Names parameters of the URL that are about TLS: as options of drivers they differ, and ignored they would mislead."""
    names = [name for name, _ in parse_qsl(urlsplit(endpoint).query, keep_blank_values=True)]
    found = [name for name in names if name.lower().startswith(("ssl", "tls"))]
    if not found:
        return {}
    return {
        "endpoint": phrase("says {0}, which is not read here: leave it out, and give the options tls, ca or insecure", found[0])
    }


def anything(_: bytes) -> bool:
    """What fits where nothing is known of it."""
    return True


class _Watched(ssl.SSLObject):
    """Ends where what it reads does not fit."""

    fits: Callable[[bytes], bool] = staticmethod(anything)

    def read(self, *asked: Any) -> Any:
        found: Any = super().read(*asked)
        if not self.fits(found if isinstance(found, bytes) else bytes(asked[1][:found])):
            raise ssl.SSLError
        return found


class NamedContext(ssl.SSLContext):
    """Holds the other side to `name`, although it is connected to by address, and to what `fits`; for one connection, whose end
    it remembers.
    """

    sslobject_class = _Watched
    name = ""
    fits: Callable[[bytes], bool] | None = None
    _wrapped: ssl.SSLObject | None = None

    def wrap_bio(self, *args: Any, **more: Any) -> ssl.SSLObject:
        """As ssl.SSLContext does, with that name."""
        self._wrapped = super().wrap_bio(*args, **(more | {"server_hostname": self.name}))
        if self.fits is not None and isinstance(self._wrapped, _Watched):
            self._wrapped.fits = self.fits
        return self._wrapped

    @property
    def certificate(self) -> bytes | None:
        """The one (DER) of the other side, which no client library shows."""
        return self._wrapped.getpeercert(True) if self._wrapped is not None else None


async def named_context(options: TrustOptions, host: str) -> NamedContext:
    """TLS as the options say, for a connection by address. ProbeError where the file of certificates cannot be used."""
    await tls_context(options)  # says in words what is wrong with the file

    def make() -> NamedContext:
        context = NamedContext(ssl.PROTOCOL_TLS_CLIENT)
        context.name = host
        if options.insecure:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        elif options.ca:
            context.load_verify_locations(options.ca)
        else:
            context.load_default_certs()
        return context

    return await asyncio.to_thread(make)


@asynccontextmanager
async def relayed(endpoint: str, name: str, fits: Callable[[bytes], bool] = anything) -> AsyncIterator[tuple[str, int]]:
    """An address and a port of this machine that lead to the endpoint, for one connection.

    A client library takes in whatever comes, however much; here only so much of it passes as a log-in needs, while it `fits`.
    What says anything else is not `name`. OSError where nobody is there.
    """
    async with connect(endpoint) as (reader, writer):
        with socket.create_server((LOOPBACK, 0), backlog=1) as door:
            door.setblocking(False)
            relay = _Relay(reader, writer, fits)
            passing = asyncio.create_task(relay.run(door), name=f"relay to {address_of(endpoint)}")
            try:
                yield LOOPBACK, door.getsockname()[1]
            except Exception as error:
                if not relay.left:
                    raise ProbeError(Result.BODY, remark("What answers at {0} is not {1}", address_of(endpoint), name)) from error
                raise
            finally:
                passing.cancel()
                await asyncio.wait((passing,))


class _Relay:
    """Passes on what the library and the target say to each other; `left` bytes more may come from the target."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fits: Callable[[bytes], bool]) -> None:
        self.left = MOST_SAID
        self._fits = fits
        self._reader = reader
        self._writer = writer

    async def run(self, door: socket.socket) -> None:
        """Until one of them leaves, or the target has said too much; the first who comes to the door is let in."""
        guest, _ = await asyncio.get_running_loop().sock_accept(door)
        reader, writer = await asyncio.open_connection(sock=guest)
        asked = asyncio.create_task(self._ask(reader), name="relay of what is asked")
        try:
            while self.left and (data := await self._reader.read(self.left)):
                if not self._fits(data):
                    self.left = 0
                    return
                self.left -= len(data)
                writer.write(data)
                await writer.drain()
        except OSError:
            pass  # one of them is gone, which the other one sees
        finally:
            writer.close()
            asked.cancel()
            await asyncio.wait((asked,))

    async def _ask(self, reader: asyncio.StreamReader) -> None:
        with suppress(OSError):
            while data := await reader.read(ASKED_AT_ONCE):
                self._writer.write(data)
                await self._writer.drain()


async def reached_address(endpoint: str, tls: ssl.SSLContext | None = None) -> tuple[str, int, bytes | None]:
    """The address and port that take a connection, and the certificate (DER) there: one is made, and closed again.

    OSError where none does; ProbeError where TLS fails.
    """
    async with connect(endpoint, tls) as (_, writer):
        address, port, *_ = writer.get_extra_info("peername")
        return str(address), int(port), peer_certificate(writer)
