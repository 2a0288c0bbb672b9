"""redis:// and rediss:// are up when they answer PING, after logging in where a password is given.

It speaks the protocol itself: two commands need neither redis-py's pool nor its start-up time, and the connection is one that
goes to no address that is never checked.
"""

import asyncio
from urllib.parse import urlsplit

from registry_tray.checks.connection import connect, credentials, speaking
from registry_tray.checks.tls_options import TlsOptions, judge_certificate, peer_certificate, tls_context
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import remark
from registry_tray.wire import fields as f
from registry_tray.wire.strategy import Strategy, plain, said


class RedisOptions(TlsOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in."""

    username: f.User = ""
    password: f.Password = ""


async def check_redis(ask: Ask) -> Answer:
    """AUTH where there is a password, and PING."""
    options = RedisOptions.of(ask)
    user, password = credentials(ask.endpoint)
    user, password = options.username or user, options.password or password
    address = address_of(ask.endpoint)
    tls = await tls_context(options) if urlsplit(ask.endpoint).scheme == "rediss" else None
    async with connect(ask.endpoint, tls) as streams:
        reader, writer = streams
        async with speaking("Redis", ask.endpoint, streams, "rediss://"):
            if password:
                await _command(reader, writer, "AUTH", *((user, password) if user else (password,)), address=address)
            answer = await _command(reader, writer, "PING", address=address)
        if answer != "+PONG":
            raise ProbeError(Result.BODY, remark("What answers at {0} is not Redis", address))
        return judge_certificate(peer_certificate(writer), options.expiry_days)


async def _command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *words: str, address: str) -> str:
    """The first line of the answer; ProbeError where it is an error."""
    encoded = [word.encode() for word in words]
    writer.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded))
    line = (await reader.readuntil(b"\r\n"))[:-2].decode("utf-8", "replace")
    if not line.startswith("-"):
        return line
    kind, _, text = line[1:].partition(" ")
    match kind:
        case "NOAUTH":
            reason = remark("Redis at {0} asks for a password", address)
        case "WRONGPASS":
            reason = remark("Redis at {0} refuses the user name or the password", address)
        case "LOADING" | "MASTERDOWN" | "BUSY":
            reason = remark("Redis at {0} is not ready: {1}", address, said(text, *words[1:]))
        case "ERR" if words[0] == "AUTH" and "without any password" in text:
            reason = remark("Redis at {0} knows no password: leave it out", address)
        case _:
            reason = remark("Redis at {0} says: {1}", address, said(line[1:], *words[1:]))
    raise ProbeError(Result.BODY, reason)


STRATEGY = Strategy(
    name="redis",
    doc="Redis, or what speaks as it does, answers PING.",
    schemes=(Scheme("redis", 6379), Scheme("rediss", 6379)),
    example="redis://localhost:6379",
    open=plain(check_redis),
    options=RedisOptions,
    logs_in=True,
)
