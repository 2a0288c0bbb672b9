"""ws:// and wss:// are up when the WebSocket handshake succeeds; where a text is sent, when it comes back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, field

from registry_tray.checks.connection import host_and_port, waiting_for
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, peer_certificate, web_context
from registry_tray.core.ports import Answer, Ask, Probe, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Strategy, said

if TYPE_CHECKING:
    import aiohttp

LEAVING = 0.2  # seconds for the other side to say good-bye

Echo = Annotated[f.Needle, Meta(description="a text to send, which must come back as it is")]


class WsOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """What to send."""

    headers: f.Headers = field(default_factory=dict)
    echo: Echo = ""


@asynccontextmanager
async def open_ws() -> AsyncIterator[Probe]:
    """The probe. Its client is made for the first check: few programs need one, and it weighs 4 MB."""
    opening, opened = asyncio.Lock(), list["aiohttp.ClientSession"]()
    async with AsyncExitStack() as stack:

        async def check(ask: Ask) -> Answer:
            async with opening:
                if not opened:
                    opened.append(await stack.enter_async_context(_client()))
            return await check_ws(opened[0], ask)

        yield check


@asynccontextmanager
async def _client() -> AsyncIterator["aiohttp.ClientSession"]:
    """It follows no redirects: they may lead to other hosts."""
    await asyncio.to_thread(import_module, "registry_tray.checks.http_session")
    import aiohttp

    from registry_tray.checks.http_session import client_session

    async with client_session() as session:
        trace = aiohttp.TraceConfig()
        trace.on_request_redirect.append(_refuse_redirect)
        trace.freeze()
        session.trace_configs.append(trace)
        yield session


async def check_ws(session: "aiohttp.ClientSession", ask: Ask) -> Answer:
    """The handshake, and the echo where one is asked for."""
    import aiohttp

    from registry_tray.checks.http_errors import translated

    options, address = WsOptions.of(ask), address_of(ask.endpoint)
    secure = ask.endpoint.startswith("wss")
    tls = await web_context(options) if secure else True
    async with translated(*host_and_port(ask.endpoint), "" if secure else "wss://"):
        try:
            socket = await session.ws_connect(ask.endpoint, headers=options.headers, ssl=tls, autoping=False, autoclose=False)
            try:
                certificate = peer_certificate(socket)
                if options.echo:
                    with waiting_for(remark("{0} takes the WebSocket, but does not send the text back", address)):
                        await _echo(socket, options.echo)
                return judge_certificate(certificate, options.expiry_days, Answer(101))
            finally:
                await _leave(socket)
        except aiohttp.WSServerHandshakeError as error:
            why = remark("{0} answers HTTP {1}, not as a WebSocket does", address, error.status)
            if error.status == 101:
                why = remark("{0} answers with a handshake that is wrong, not as a WebSocket does", address)
            raise ProbeError(Result.STATUS, why, error.status) from error


async def _echo(socket: "aiohttp.ClientWebSocketResponse", text: str) -> None:
    from aiohttp import WSMsgType

    await socket.send_str(text)
    while (message := await _receive(socket)).type in (WSMsgType.PING, WSMsgType.PONG):
        if message.type is WSMsgType.PING:
            await socket.pong(message.data)
    match message.type:
        case WSMsgType.TEXT | WSMsgType.BINARY:
            data = message.data if isinstance(message.data, str) else message.data.decode("utf-8", "replace")
            if data != text:
                raise ProbeError(Result.BODY, remark('"{0}" comes back as "{1}"', said(text), said(data)))
        case _:
            raise ProbeError(Result.BODY, remark("It closes the WebSocket instead of sending the text back"))


async def _receive(socket: "aiohttp.ClientWebSocketResponse") -> "aiohttp.WSMessage":
    """The next message. A flood comes from a buffer, so others have their turn first."""
    await asyncio.sleep(0)
    return await socket.receive()


async def _leave(socket: "aiohttp.ClientWebSocketResponse") -> None:
    """Say good-bye, and hear that of the other side if it comes soon.

    aiohttp's own `close` reads what has come without letting anybody else run, and listens on to an end that need not come.
    """
    from aiohttp import ClientError, WSCloseCode, WSMsgType

    over = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)
    try:
        with suppress(TimeoutError, ClientError):
            async with asyncio.timeout(LEAVING):
                await socket.send_frame(WSCloseCode.OK.to_bytes(2), WSMsgType.CLOSE)
                while (await _receive(socket)).type not in over:
                    pass
    finally:
        socket._response.close()  # noqa: SLF001 # nothing public lets go of the connection without listening


async def _refuse_redirect(session: Any, context: Any, redirect: "aiohttp.TraceRequestRedirectParams") -> None:
    code = redirect.response.status
    redirect.response.close()
    raise ProbeError(Result.STATUS, remark("It answers with a redirect (HTTP {0}), not with a WebSocket", code), code)


STRATEGY = Strategy(
    name="ws",
    doc="The WebSocket handshake succeeds; with `echo`, a text comes back.",
    schemes=(Scheme("ws", 80), Scheme("wss", 443)),
    example="ws://localhost:8000/socket",
    open=open_ws,
    options=WsOptions,
    logs_in=True,
)
