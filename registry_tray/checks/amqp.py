"""amqp:// and amqps:// are up when the broker (RabbitMQ and others that speak AMQP 0-9-1) lets us in.

It speaks the few frames of a log-in itself, made and read by pamqp: aiormq loses what the broker says where it refuses a
virtual host, reads an answer of any length, and logs an error each time.
"""

import asyncio
import struct
from typing import Any
from urllib.parse import unquote, urlsplit

from registry_tray import __version__
from registry_tray.checks.connection import Reader, connect, credentials, speaking
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, peer_certificate, tls_context
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Strategy, plain, said

MOST = 1 << 17  # bytes of a frame, as brokers propose it
HEARTBEAT = 8
PROPERTIES: dict[str, Any] = {
    "product": "registry-tray",
    "version": __version__,
    "capabilities": {"authentication_failure_close": True},  # a refusal is said at once, and why
}


class AmqpOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in; without a user it is guest, as RabbitMQ allows on its own machine."""

    username: f.User = ""
    password: f.Password = ""


async def check_amqp(ask: Ask) -> Answer:
    """Log in to the virtual host, and leave."""
    options, address, parts = AmqpOptions.of(ask), address_of(ask.endpoint), urlsplit(ask.endpoint)
    user, password = credentials(ask.endpoint)
    user, password = options.username or user or "guest", options.password or password or "guest"
    tls = await tls_context(options) if parts.scheme == "amqps" else None
    async with connect(ask.endpoint, tls) as streams:
        reader, writer = streams
        async with speaking(remark("an AMQP broker"), ask.endpoint, streams, "amqps://"):
            await _log_in(reader, writer, address, user, password)
            await _open(reader, writer, address, user, unquote(parts.path[1:]) or "/")
        return judge_certificate(peer_certificate(writer), options.expiry_days)


async def _log_in(reader: Reader, writer: asyncio.StreamWriter, address: str, user: str, password: str) -> None:
    from pamqp.commands import Connection
    from pamqp.header import ProtocolHeader

    writer.write(ProtocolHeader().marshal())
    start = await _frame(reader)
    if isinstance(start, ProtocolHeader):
        raise ProbeError(Result.BODY, remark("The AMQP broker at {0} does not speak AMQP 0-9-1", address))
    if not isinstance(start, Connection.Start):
        raise ValueError("not a greeting")
    if "PLAIN" not in start.mechanisms.split():
        instead = said(start.mechanisms) or "nothing"
        raise ProbeError(Result.BODY, remark("The AMQP broker at {0} takes no passwords, only: {1}", address, instead))
    _send(writer, Connection.StartOk(PROPERTIES, "PLAIN", f"\0{user}\0{password}"))
    match await _frame(reader):
        case Connection.Close() as refusal:
            why = _why(refusal, password)
            raise ProbeError(Result.BODY, remark("The AMQP broker at {0} refuses user {1}: {2}", address, user, why))
        case Connection.Tune() as tune:
            _send(writer, Connection.TuneOk(tune.channel_max, tune.frame_max, 0))
        case _:
            raise ValueError("not an answer to a log-in")


async def _open(reader: Reader, writer: asyncio.StreamWriter, address: str, user: str, virtual_host: str) -> None:
    from pamqp.commands import Connection

    _send(writer, Connection.Open(virtual_host))
    match await _frame(reader):
        case Connection.Close() as refusal:
            why = _why(refusal)
            raise ProbeError(
                Result.BODY,
                remark(
                    "The AMQP broker at {0} does not let {1} into the virtual host {2}: {3}", address, user, virtual_host, why
                ),
            )
        case Connection.OpenOk():
            _send(writer, Connection.Close(200, "Bye", 0, 0))  # without it, the broker notes each check as a lost connection
            await _closed(reader)
        case _:
            raise ValueError("not an answer")


async def _closed(reader: Reader) -> None:
    from pamqp.commands import Connection

    while not isinstance(await _frame(reader), Connection.CloseOk):
        pass


def _send(writer: asyncio.StreamWriter, frame: Any) -> None:
    from pamqp.frame import marshal

    writer.write(marshal(frame, 0))


async def _frame(reader: Reader) -> Any:
    """The next frame that is no heartbeat; ValueError where it is none."""
    from pamqp.exceptions import PAMQPException
    from pamqp.frame import unmarshal

    while True:
        head = await reader.readexactly(7)
        if head.startswith(b"AMQP"):
            return unmarshal(head + await reader.readexactly(1))[2]
        kind, _, size = struct.unpack(">BHI", head)
        if size > MOST:
            raise ValueError("too long")
        body = await reader.readexactly(size + 1)
        await asyncio.sleep(0)  # a flood comes from a buffer, and would let nobody else run
        if kind != HEARTBEAT:
            try:
                return unmarshal(head + body)[2]
            except (PAMQPException, IndexError, KeyError, TypeError, OverflowError, RecursionError, struct.error):
                raise ValueError("not a frame") from None


def _why(refusal: Any, *secrets: str) -> str:
    return f"{said(refusal.reply_text, *secrets)} ({refusal.reply_code})"


STRATEGY = Strategy(
    name="amqp",
    doc="RabbitMQ, or another broker that speaks AMQP 0-9-1, lets us in.",
    schemes=(Scheme("amqp", 5672), Scheme("amqps", 5671)),
    example="amqp://guest@localhost:5672",
    open=plain(check_amqp),
    options=AmqpOptions,
    extra="amqp",
    modules=("pamqp",),
    logs_in=True,
)
