"""For checks that a client library makes: where it may connect to, and with which TLS, since it would look names up itself."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from msgspec import Meta

from registry_tray.checks.connection import connect, host_and_port, lookup
from registry_tray.checks.tls_options import TrustOptions, tls_context
from registry_tray.wire import fields as f

T = TypeVar("T")

Encrypted = Annotated[bool, Meta(description="speak TLS, and trust only certificates of the system or of `ca`")]


class LoginOptions(TrustOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in, and over what."""

    username: f.User = ""
    password: f.Password = ""
    tls: Encrypted = False


class NamedContext(ssl.SSLContext):
    """Holds the other side to `name`, although it is connected to by address."""

    name = ""

    def wrap_bio(self, *args: Any, **more: Any) -> ssl.SSLObject:
        """As ssl.SSLContext does, with that name."""
        return super().wrap_bio(*args, **(more | {"server_hostname": self.name}))


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


async def first_address(endpoint: str, open_at: Callable[[str, int], Awaitable[T]]) -> T:
    """What the first address of the endpoint's host gives that takes a connection. OSError of the last one where none does."""
    host, port = host_and_port(endpoint)
    addresses = list(dict.fromkeys(str(address[0]) for *_, address in await lookup(host, port)))
    for address in addresses[:-1]:
        try:
            return await open_at(address, port)
        except ConnectionError:
            continue
    return await open_at(addresses[-1], port)


async def reached_address(endpoint: str) -> tuple[str, int]:
    """The address of the endpoint's host that takes a connection: it is made, and closed again. OSError where none does."""
    async with connect(endpoint) as (_, writer):
        address, port, *_ = writer.get_extra_info("peername")
        return str(address), int(port)
