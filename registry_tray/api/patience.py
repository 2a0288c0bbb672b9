"""How long clients may take: who sends or reads too slowly is let go, and holds nothing back for others."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Patience:
    """`idle` is for the next request to arrive whole on a connection, `body` for a body, `reader` for each part of a
    stream to be read, `quiet` after how long without a change a stream shows that it lives.
    """

    idle: timedelta = timedelta(seconds=75)
    body: timedelta = timedelta(seconds=15)
    reader: timedelta = timedelta(seconds=30)
    quiet: timedelta = timedelta(seconds=15)


PATIENCE = web.AppKey("patience", Patience)


async def send(request: web.Request, answer: web.StreamResponse, part: bytes) -> None:
    """Write a part of an answer; a client that does not read it is disconnected, and ConnectionResetError raised."""
    try:
        async with asyncio.timeout(request.app[PATIENCE].reader.total_seconds()):
            await answer.write(part)
    except TimeoutError:
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError("the client does not read") from None
