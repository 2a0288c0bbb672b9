"""Checks of MongoDB, of which there is no server to install: one of ours speaks as it does."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from registry_tray.checks.mongodb import read_document
from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.unit.checks.support import Authority, checked


def element(name: str, value: object) -> bytes:
    """A BSON element."""
    key = name.encode() + b"\0"
    match value:
        case bool():
            return b"\x08" + key + bytes((value,))
        case int():
            return b"\x10" + key + struct.pack("<i", value)
        case float():
            return b"\x01" + key + struct.pack("<d", value)
        case str():
            text = value.encode() + b"\0"
            return b"\x02" + key + struct.pack("<i", len(text)) + text
        case dict():
            return b"\x03" + key + document(value)
    raise TypeError(type(value))


def document(values: dict[str, object]) -> bytes:
    """A BSON document."""
    body = b"".join(element(name, value) for name, value in values.items())
    return struct.pack("<i", len(body) + 5) + body + b"\0"


@asynccontextmanager
async def mongod(answer: dict[str, object], authority: Authority | None = None) -> AsyncIterator[int]:
    """Answers `hello` on a port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        length, number, _, kind = struct.unpack("<iiii", await reader.readexactly(16))
        asked = read_document((await reader.readexactly(length - 16))[5:])
        assert (kind, asked) == (2013, {"hello": 1, "$db": "admin"})
        body = b"\0" * 5 + document(answer)
        writer.write(struct.pack("<iiii", 16 + len(body), 7, number, 2013) + body)
        await reader.read()
        writer.close()

    context = authority.context("localhost") if authority else None
    async with await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context) as server:
        yield server.sockets[0].getsockname()[1]


async def test_mongodb_answers_hello(probes: dict[str, Probe], authority: Authority) -> None:
    well: dict[str, object] = {"helloOk": True, "isWritablePrimary": True, "topologyVersion": {"a": 1}, "me": "x", "ok": 1.0}
    async with mongod(well) as port:
        assert (await checked(probes, f"mongodb://localhost:{port}/shop", primary=True)).error == ""
    async with mongod(well | {"isWritablePrimary": False}) as port:
        assert (await checked(probes, f"mongodb://127.0.0.1:{port}")).result is Result.OK
        check = await checked(probes, f"mongodb://127.0.0.1:{port}", primary=True)
        assert check.error == f"MongoDB at 127.0.0.1:{port} takes no writes: it is no primary"
    async with mongod({"ok": 0.0, "errmsg": "shutting down", "code": 91}) as port:
        check = await checked(probes, f"mongodb://127.0.0.1:{port}")
        assert (check.result, check.error) == (Result.BODY, f"MongoDB at 127.0.0.1:{port} says: shutting down")
    async with mongod(well, authority) as port:
        assert (await checked(probes, f"mongodb://localhost:{port}", tls=True, ca=authority.ca)).error == ""


@pytest.mark.parametrize("cut", range(40))
def test_a_document_that_breaks_off_is_none(cut: int) -> None:
    whole = document({"a": {"b": 1}, "c": "text", "d": True, "e": 1.5, "f": 2})
    assert read_document(whole)["c"] == "text"
    with pytest.raises(ValueError, match=r"breaks off|document|type|found"):
        read_document(whole[:cut])
