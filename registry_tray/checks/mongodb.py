"""mongodb:// is up when this server answers `hello`, and lets us in where a user is given.

It speaks the wire itself: pymongo keeps its own watch over servers, waits two seconds before it tells a failure, and leaves
sockets open when it is told to stop.
"""

import asyncio
import struct
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Meta

from registry_tray.checks.bson import Value, read_document, write_document
from registry_tray.checks.connection import Reader, connect, credentials, speaking
from registry_tray.checks.driver import LoginOptions, tls_in_url
from registry_tray.checks.scram import MECHANISMS, LoginError, log_in
from registry_tray.checks.tls_options import judge_certificate, peer_certificate, tls_context
from registry_tray.core.ports import Answer, Ask, ProbeError
from registry_tray.core.status import Result
from registry_tray.core.targets import Scheme, address_of
from registry_tray.phrases import phrase, remark
from registry_tray.wire.strategy import Strategy, plain, said

OP_MSG = 2013
MOST = 1 << 20

Primary = Annotated[bool, Meta(description="it must be one that takes writes: no secondary of a replica set")]


class MongoOptions(LoginOptions, rename="camel", kw_only=True, omit_defaults=True, frozen=True):
    """Who logs in, over what, and what must answer."""

    primary: Primary = False


async def check_mongodb(ask: Ask) -> Answer:
    """`hello`, and a log-in, of this very server, whatever its replica set does."""
    options, address = MongoOptions.of(ask), address_of(ask.endpoint)
    user, password = credentials(ask.endpoint)
    user, password = options.username or user, options.password or password
    source, mechanism = _log_in_of(ask.endpoint)
    tls = await tls_context(options) if options.tls else None
    async with connect(ask.endpoint, tls) as streams:
        reader, writer = streams

        async def tell(command: Mapping[str, Any]) -> dict[str, Value]:
            return await _told(reader, writer, command)

        async with speaking("MongoDB", ask.endpoint, streams, ""):
            wanted = {"saslSupportedMechs": f"{source}.{user}"} if user else {}
            state = await tell({"hello": 1, "$db": "admin", **wanted})
            if state.get("ok") != 1:
                raise ProbeError(
                    Result.BODY, remark("MongoDB at {0} says: {1}", address, said(state.get("errmsg", remark("not ok"))))
                )
            if user:
                try:
                    await log_in(tell, source, user, password, mechanism or _best(state.get("saslSupportedMechs")))
                except LoginError as error:
                    why = said(error, password)
                    raise ProbeError(
                        Result.BODY, remark("MongoDB at {0} refuses user {1} of {2}: {3}", address, user, source, why)
                    ) from None
        if options.primary and not state.get("isWritablePrimary", state.get("ismaster")):
            raise ProbeError(Result.BODY, remark("MongoDB at {0} takes no writes: it is no primary", address))
        return judge_certificate(peer_certificate(writer), options.expiry_days)


def find_fault(endpoint: str, options: Mapping[str, Any]) -> Mapping[str, str]:
    """A log-in of which a part is missing, or of another kind than SCRAM."""
    user, password = credentials(endpoint)
    if bool(options.get("username") or user) is not bool(options.get("password") or password):
        return {
            "endpoint": phrase("names a user without a password, or a password without a user: MongoDB needs both, or neither")
        }
    _, mechanism = _log_in_of(endpoint)
    if mechanism and mechanism not in MECHANISMS:
        return {
            "endpoint": phrase("asks for the log-in {0}, which cannot be checked: only {1} and {2} can", mechanism, *MECHANISMS)
        }
    return tls_in_url(endpoint, options)


def _log_in_of(endpoint: str) -> tuple[str, str]:
    """The database that knows the user, and how they log in, "" where that is left to the server."""
    parts = urlsplit(endpoint)
    query = {name.lower(): value for name, value in parse_qsl(parts.query)}
    return query.get("authsource") or unquote(parts.path.strip("/")) or "admin", query.get("authmechanism", "").upper()


def _best(offered: Value) -> str:
    """Where the server knows no user of that name it offers nothing, and refuses whatever comes."""
    names = read_document(offered).values() if isinstance(offered, bytes) else ()
    return next((name for name in MECHANISMS if name in names), MECHANISMS[-1])


async def _told(reader: Reader, writer: asyncio.StreamWriter, command: Mapping[str, Any]) -> dict[str, Value]:
    """The answer to a command; ValueError where it is none."""
    body = struct.pack("<iB", 0, 0) + write_document(command)
    writer.write(struct.pack("<iiii", 16 + len(body), 1, 0, OP_MSG) + body)
    length, _, to, kind = struct.unpack("<iiii", await reader.readexactly(16))
    if kind != OP_MSG or to != 1 or not 26 <= length <= MOST:
        raise ValueError("not an answer")
    return read_document((await reader.readexactly(length - 16))[5:])


STRATEGY = Strategy(
    name="mongodb",
    doc="A MongoDB server answers `hello`, and lets us in where a user is given.",
    schemes=(Scheme("mongodb", 27017),),
    example="mongodb://app@localhost:27017/shop?authSource=admin",
    open=plain(check_mongodb),
    options=MongoOptions,
    extra="mongodb",
    modules=("scramp",),
    logs_in=True,
    find_fault=find_fault,
)
