"""For checks that a client library makes: where it may connect to, and with which TLS, since it would look names up itself."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from msgspec import Meta

from registry_tray.checks.connection import connect, host_and_port, lookup
from registry_tray.checks.tls_options import TlsOptions, TrustOptions, peer_certificate, tls_context
from registry_tray.phrases import phrase
from registry_tray.wire import fields as f

T = TypeVar("T")

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


class NamedContext(ssl.SSLContext):
    """Holds the other side to `name`, although it is connected to by address; for one connection, whose end it remembers."""

    name = ""
    _wrapped: ssl.SSLObject | None = None

    def wrap_bio(self, *args: Any, **more: Any) -> ssl.SSLObject:
        """As ssl.SSLContext does, with that name."""
        self._wrapped = super().wrap_bio(*args, **(more | {"server_hostname": self.name}))
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


async def reached_address(endpoint: str, tls: ssl.SSLContext | None = None) -> tuple[str, int, bytes | None]:
    """The address and port that take a connection, and the certificate (DER) there: one is made, and closed again.

    OSError where none does; ProbeError where TLS fails.
    """
    async with connect(endpoint, tls) as (_, writer):
        address, port, *_ = writer.get_extra_info("peername")
        return str(address), int(port), peer_certificate(writer)
