"""Clients that send too much, too deep, too slowly or nothing: each is answered in words or let go, and nobody else notices."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from registry_tray.api.patience import Patience
from registry_tray.api.server import Server, listen
from registry_tray.core.events import InstanceChanged
from registry_tray.core.models import Instance, InstanceId, new_id
from registry_tray.core.registry import LIMIT
from registry_tray.service import Service
from tests.fakes import make_instance, until
from tests.features.program import running
from tests.unit.api.client import Client

SOON = timedelta(seconds=0.2)
LATE = timedelta(seconds=60)
JSON = "Content-Type: application/json\r\n"
MOST_GROWTH = 40 << 20


class Wire:
    """A connection on which anything can be sent."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def post(self, length: str, headers: str = JSON, path: str = "/api/register") -> None:
        port = self.writer.get_extra_info("peername")[1]
        self.writer.write(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}{length}\r\n\r\n".encode())

    def get(self, path: str) -> None:
        port = self.writer.get_extra_info("peername")[1]
        self.writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())

    async def answer(self) -> tuple[int, dict[str, Any]]:
        """Status and body of the next answer."""
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 30)
        length = next(line for line in head.decode().splitlines() if line.lower().startswith("content-length"))
        body = await asyncio.wait_for(self.reader.readexactly(int(length.partition(":")[2])), 30)
        return int(head.split()[1]), json.loads(body)

    async def closed(self) -> bytes:
        """What came until the server closed the connection."""
        try:
            return await asyncio.wait_for(self.reader.read(), 30)
        except ConnectionResetError:
            return b""


def instance(app: str, **changes: Any) -> Instance:
    """An instance as the registry would make it."""
    return make_instance(app, id=InstanceId(new_id()), **changes)


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Wire]:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.rpartition(":")[2]), limit=1 << 20)
    try:
        yield Wire(reader, writer)
    finally:
        writer.transport.abort()


@asynccontextmanager
async def hasty(service: Service, patience: Patience) -> AsyncIterator[Server]:
    """A second door to the same registry, with less patience."""
    async with Server(service.services, listen(0), None, patience) as server:
        yield server


async def refused(client: Client, raw: bytes, **headers: str) -> tuple[int, str]:
    status, answer = await client.ask("POST", "/api/register", raw=raw, headers=headers)
    assert status >= 400, answer
    return status, answer["message"]


# -- too much


@pytest.mark.parametrize("said", [True, False])
async def test_100_mb_are_refused_without_being_kept(tmp_path: Path, said: bool) -> None:
    async with running(tmp_path / "data") as program:
        await program.ask("/api/register", {"appId": "x"})
        process = psutil.Process(program.process.pid)
        before = process.memory_info().rss
        async with connected(program.address) as wire:
            wire.post(f"Content-Length: {100 << 20}" if said else "Transfer-Encoding: chunked")
            piece = b"x" * 65536 if said else b"10000\r\n" + b"x" * 65536 + b"\r\n"

            async def send() -> None:
                for _ in range(1600):
                    wire.writer.write(piece)
                    await wire.writer.drain()

            sending = asyncio.create_task(send())
            status, answer = await wire.answer()
            assert (status, answer["message"]) == (413, "The body may have at most 256 KB.")
            await asyncio.gather(sending, return_exceptions=True)
        assert process.memory_info().rss - before < MOST_GROWTH
        assert len(await program.ask("/api/application")) == 1


@pytest.mark.parametrize("body", [gzip.compress(b'{"appId": "' + b"x" * (50 << 20) + b'"}'), b"no gzip at all"])
async def test_a_body_that_may_grow_when_it_is_unpacked_is_not_taken(client: Client, body: bytes) -> None:
    assert len(body) < 256 * 1024
    status, message = await refused(client, body, **{"Content-Encoding": "gzip"})
    assert status == 415
    assert "without the header Content-Encoding" in message


async def test_a_body_in_broken_pieces_is_refused_in_json(client: Client) -> None:
    async with connected(client.address) as wire:
        wire.post("Transfer-Encoding: chunked")
        wire.writer.write(b"zzz\r\nno length\r\n")
        status, answer = await wire.answer()
        assert (status, answer["success"]) == (400, False)
        await wire.closed()


async def test_a_line_that_is_too_long_is_answered_in_json(client: Client) -> None:
    status, answer = await client.ask("GET", f"/api/application/{'x' * 20_000}")
    assert status == 400
    assert "not HTTP as it should be" in answer["message"]


@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
async def test_a_depth_of_10_000_is_refused_in_words(client: Client, opening: bytes) -> None:
    closing = b"]" if opening == b"[" else b"}"
    raw = b'{"appId": "x", "data": ' + opening * 10_000 + b"1" + closing * 10_000 + b"}"
    status, message = await refused(client, raw)
    assert (status, message) == (413, "The body is nested more than 40 levels deep.")


async def test_20_000_instances_are_the_most_and_known_ones_still_come(client: Client, service: Service) -> None:
    await client.post("/api/register", {"appId": "known"})
    for number in range(LIMIT - 1):
        service.catalog.put_instance(instance(f"app{number}"))
    status, answer = await client.ask("POST", "/api/register", {"appId": "new"})
    assert status == 429
    assert answer["message"] == "20000 instances are registered already. Delete those that are gone."
    assert (await client.post("/api/register", {"appId": "known"}))["identifier"] == "known@localhost"


# -- not what it should be


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b'{"appId": "x\\u0000y"}', 422),
        (b'{"appId": "x\x00y"}', 422),
        (b'{"appId": "\\ud800"}', 422),
        (b'{"appId": "x", "data": {"\\udfff": 1}}', 422),
        (b'{"appId": "\xed\xa0\x80"}', 422),
        (b'{"appId": "\xff"}', 422),
        (b'{"appId": "x", "data": 1e999}', 422),
        (b'{"appId": "x", "pid": 1e300}', 422),
        (b'{"appId": "x", "ttl": ' + b"9" * 400 + b"}", 422),
        (b'{"appId": "x", "health": {"interval": NaN}}', 422),
        (b'{"appId": "x"} {"appId": "y"}', 422),
        (b'\xef\xbb\xbf{"appId": "x"}', 422),
        (b"\x00", 422),
        (b"", 422),
    ],
)
async def test_what_is_no_json_or_no_name_is_refused_and_nothing_is_kept(client: Client, raw: bytes, status: int) -> None:
    assert (await refused(client, raw))[0] == status
    assert await client.get("/api/application") == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (b'"a\\u0000b"', "a\0b"),
        (b"1" + b"0" * 30, 10**30),
        (b"-0.0", 0),
        (b"9007199254740993", 9007199254740993),
        (b"18446744073709551615", 18446744073709551615),
        (b'{"": {"": ""}}', {"": {"": ""}}),
        (b'"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
    ],
)
async def test_what_is_odd_but_json_is_kept_as_it_is(client: Client, service: Service, given: bytes, kept: Any) -> None:
    status, answer = await client.ask("POST", "/api/register", raw=b'{"appId": "x", "odd": ' + given + b"}")
    assert status == 200, answer
    assert answer["value"]["data"] == {"odd": kept}
    snapshot = await service.store.load(service.clock.now())
    assert snapshot.instances[0].data == {"odd": kept}


async def test_of_a_key_that_comes_twice_the_last_one_counts(client: Client) -> None:
    status, answer = await client.ask("POST", "/api/register", raw=b'{"appId": "x", "label": "a", "label": "b", "appId": "y"}')
    assert (status, answer["value"]["appId"], answer["value"]["label"]) == (200, "y", "b")


# -- too slow, or not at all


async def test_who_sends_no_request_is_let_go(client: Client, service: Service) -> None:
    async with hasty(service, Patience(idle=SOON)) as door:
        for begun in (b"", b"G", b"POST /api/register HTTP/1.1\r\nHost: x\r\n"):
            async with connected(door.address) as wire:
                wire.writer.write(begun)
                await wire.closed()


async def test_who_sends_one_letter_of_the_head_after_the_other_is_let_go(client: Client, service: Service) -> None:
    async with hasty(service, Patience(idle=SOON)) as door, connected(door.address) as wire:

        async def trickle() -> None:
            while True:
                wire.writer.write(b"X")
                await asyncio.sleep(0.01)

        trickling = asyncio.create_task(trickle())
        await wire.closed()
        trickling.cancel()
        await asyncio.wait([trickling])


async def test_who_sends_no_body_is_told_so_and_let_go(client: Client, service: Service) -> None:
    async with hasty(service, Patience(body=SOON)) as door, connected(door.address) as wire:
        wire.post("Content-Length: 100")
        wire.writer.write(b'{"appId": ')
        assert await wire.answer() == (408, {"success": False, "message": "The body did not arrive in time.", "errors": []})
        assert await wire.closed() == b""
    assert await client.get("/api/application") == []


async def test_who_hangs_up_in_the_middle_of_a_body_leaves_nothing(client: Client) -> None:
    async with connected(client.address) as wire:
        wire.post("Content-Length: 100")
        wire.writer.write(b'{"appId": "x"}')
        wire.writer.write_eof()
        await wire.closed()
    assert await client.get("/api/application") == []


async def test_who_does_not_read_the_stream_is_let_go_and_others_are_told(client: Client, service: Service) -> None:
    large = instance("large", data={"text": "x" * 100_000})
    service.catalog.put_instance(large)
    async with hasty(service, Patience(reader=SOON)) as door, connected(door.address) as deaf, connected(door.address) as wire:
        for each in (deaf, wire):
            each.get("/api/stream")
            assert b"retry" in await each.reader.readuntil(b"retry: 2000\n")
        deaf.writer.transport.pause_reading()  # type: ignore[attr-defined]
        heard = asyncio.create_task(_listen(wire))
        for _ in range(300):
            service.bus.publish(InstanceChanged(large))
            await asyncio.sleep(0)
        await asyncio.wait_for(heard, 30)
        await until(lambda: len(door._runner.server.connections) == 1, "the end of the deaf one")  # type: ignore[union-attr]
        deaf.writer.transport.resume_reading()  # type: ignore[attr-defined]
        assert len(await deaf.closed()) < 300 * 100_000


async def _listen(wire: Wire) -> None:
    for _ in range(300):
        await wire.reader.readuntil(b"event: application\n")
        while len(await wire.reader.readline()) < 100_000:
            pass


async def test_a_quiet_stream_shows_that_it_lives(client: Client, service: Service) -> None:
    async with hasty(service, Patience(quiet=SOON)) as door, connected(door.address) as wire:
        wire.get("/api/stream")
        for _ in range(2):
            await asyncio.wait_for(wire.reader.readuntil(b": still here\n\n"), 30)


# -- too many


async def test_1_000_connections_at_once_are_all_answered(tmp_path: Path) -> None:
    async with running(tmp_path / "data") as program:
        port = int(program.address.rpartition(":")[2])
        connections = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(1000)))
        wires = [Wire(*each) for each in connections]
        try:
            assert await program.ask("/api/application") == []  # they are there, silent, and take nobody's place
            for number, wire in enumerate(wires):
                body = json.dumps({"appId": f"app{number}"})
                wire.post(f"Content-Length: {len(body)}")
                wire.writer.write(body.encode())
            answers = await asyncio.gather(*(wire.answer() for wire in wires))
        finally:
            for wire in wires:
                wire.writer.transport.abort()
        assert {status for status, _ in answers} == {200}
        assert len({answer["value"]["id"] for _, answer in answers}) == 1000
        assert len(await program.ask("/api/application")) == 1000


async def test_lists_are_paged_each_entry_once_also_where_one_is_deleted_meanwhile(client: Client, service: Service) -> None:
    for number in range(2500):
        service.catalog.put_instance(instance(f"app{number}"))
    found, after, sizes = [], "", []
    while True:
        status, answer = await client.ask("GET", f"/api/application?limit=1000{after}")
        assert status == 200
        found += [record["appId"] for record in answer["value"]]
        sizes.append(len(answer["value"]))
        if "next" not in answer:
            break
        after = f"&after={answer['next']}"
    assert found == [f"app{number}" for number in range(2500)]
    assert sizes == [1000, 1000, 500]
    assert len((await client.ask("GET", "/api/application"))[1]["value"]) == 1000
    for path in ("/api/application", "/api/job"):
        status, faults = await client.refusal("GET", f"{path}?after=gone")
        assert status == 422
        assert faults == {"after": "is no longer known: read the list from its beginning"}


async def test_the_journal_is_paged_by_a_cursor_each_row_once(client: Client) -> None:
    for number in range(30):
        await client.post("/api/register", {"appId": f"app{number}"})
    found: list[int] = []
    before = ""
    while True:
        _, answer = await client.ask("GET", f"/api/event?limit=7&kind=register{before}")
        found += [event["id"] for event in answer["value"]]
        await client.post("/api/register", {"appId": f"later{len(found)}"})  # what is new moves no page
        if "next" not in answer:
            break
        before = f"&before={answer['next']}"
    assert len(found) == len(set(found)) == 30
    assert found == sorted(found, reverse=True)


async def test_connections_that_are_gone_leave_nothing_behind(client: Client, service: Service) -> None:
    before = len(asyncio.all_tasks())
    for _ in range(50):
        async with connected(client.address) as wire:
            wire.get("/api/stream")
            await wire.reader.readuntil(b"retry: 2000\n")
    here = instance("here")
    service.catalog.put_instance(here)

    def gone() -> bool:
        service.bus.publish(InstanceChanged(here))
        return len(asyncio.all_tasks()) <= before

    await until(gone, "their end")
