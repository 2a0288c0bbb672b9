"""One HTTP request and its answer, over a connection of its own.

It is aiohttp's parser without its client: that would cost a check three times as much, and 4 MB before the first one.
"""

from asyncio import AbstractEventLoop, BufferedProtocol, get_running_loop
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from ssl import SSLContext

from aiohttp.client_proto import ResponseHandler
from aiohttp.streams import StreamReader
from yarl import URL

from registry_tray.checks.connection import Lookup, credentials, open_connection, waiting_for
from registry_tray.checks.http_manners import AT_ONCE, HEADERS
from registry_tray.checks.tls_options import peer_certificate
from registry_tray.core.targets import address_of
from registry_tray.phrases import remark


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    def encoded(self) -> bytes:
        """As it is sent. A header that is given counts more than what we would say."""
        url = URL(self.url)
        lines = {"host": ("Host", url.host_port_subcomponent or "")} | {name.lower(): (name, HEADERS[name]) for name in HEADERS}
        user, password = credentials(self.url)
        if user or password:
            login = b64encode(f"{user}:{password}".encode()).decode()
            lines["authorization"] = ("Authorization", f"Basic {login}")
        if self.body or self.method in ("POST", "PUT", "PATCH"):
            lines["content-length"] = ("Content-Length", str(len(self.body)))
            lines["content-type"] = ("Content-Type", "application/octet-stream")
        lines["connection"] = ("Connection", "close")
        lines |= {name.lower(): (name, value) for name, value in self.headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.values())
        return f"{self.method} {url.raw_path_qs} HTTP/1.1\r\n{head}\r\n".encode() + self.body


@dataclass(frozen=True, slots=True)
class Response:
    """The head of an answer, what follows it, and the certificate (DER) of who answers; None without TLS."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: StreamReader
    certificate: bytes | None


class _Handler(ResponseHandler, BufferedProtocol):
    """What comes at once is parsed in one go: little, so that a flood of it holds nobody up."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        super().__init__(loop)
        self._taken = bytearray(AT_ONCE)

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._taken

    def buffer_updated(self, nbytes: int) -> None:
        self.data_received(bytes(memoryview(self._taken)[:nbytes]))


@asynccontextmanager
async def exchange(question: Question, tls: SSLContext | None, find: Lookup) -> AsyncIterator[Response]:
    """The answer while the connection lasts. OSError, and what `http_errors.translated` translates."""
    url = URL(question.url)
    handler = partial(_Handler, get_running_loop())
    transport, protocol = await open_connection(url.raw_host or "", url.port or 0, handler, tls, find)
    try:
        certificate = peer_certificate(transport)
        protocol.set_response_params(
            skip_payload=question.method == "HEAD", read_until_eof=True, auto_decompress=False, read_bufsize=AT_ONCE
        )
        transport.write(question.encoded())
        with waiting_for(remark("{0} takes the connection, but does not answer the request", address_of(question.url))):
            message, content = await protocol.read()
            while 100 <= message.code < 200 and message.code != 101:  # the answer follows
                message, content = await protocol.read()
        yield Response(message.code, message.reason or "", message.headers, content, certificate)
    finally:
        transport.abort()
