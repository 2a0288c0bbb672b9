"""Servers that mean a check no good: what they send costs no memory, holds nobody up, and is told as what it is."""

import asyncio
import base64
import hashlib
import struct
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from ssl import SSLContext
from typing import Any

import bson
import psutil
import pytest
import trustme
from pamqp.commands import Connection
from pamqp.frame import marshal

from registry_tray.checks import Probes
from registry_tray.core.ports import Probe
from registry_tray.core.status import Result
from tests.fakes import until
from tests.unit.checks.support import Authority, Talk, checked

PATIENCE = 0.3  # seconds: the timeout of the checks
MEGABYTE = 1 << 20
MOST = 32 * MEGABYTE  # a fraction of what comes in within the timeout
OURS = {"redis": "Redis", "mqtt": "an MQTT broker", "amqp": "an AMQP broker", "mongodb": "MongoDB"}  # those whose wire we speak
TLS = {"redis": "rediss", "mqtt": "mqtts", "amqp": "amqps", "http": "https", "ws": "wss"}
START = marshal(Connection.Start(mechanisms="PLAIN", locales="en_US", server_properties={}), 0)
TUNE, OPEN_OK = marshal(Connection.Tune(0, 131072, 0), 0), marshal(Connection.OpenOk(), 0)
STATE = bson.encode({"isWritablePrimary": True, "ok": 1.0})
GOOD = {
    "redis": b"+PONG\r\n",
    "mqtt": b"\x20\x02\0\0",
    "amqp": START,
    "mongodb": struct.pack("<iiii", 21 + len(STATE), 7, 1, 2013) + b"\0" * 5 + STATE,
}
HUGE = {
    "redis": b"$999999999999\r\n",
    "mqtt": b"\x20\xff\xff\xff\x7f",
    "amqp": b"\1\0\0\xff\xff\xff\xff",
    "mongodb": struct.pack("<iiii", 2**31 - 1, 7, 1, 2013),
}


@pytest.fixture
async def probes() -> AsyncIterator[dict[str, Probe]]:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the server's end of a handshake that fails
    async with Probes() as found:
        await found.open()
        yield found


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(trustme.CA(), tmp_path_factory.mktemp("authority"))


@pytest.fixture
def memory() -> Iterator[Callable[[], int]]:
    """How many bytes more were used at the most than at the start."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    yield lambda: tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()


def connections_to(port: int) -> list[object]:
    return [each for each in psutil.Process().net_connections("tcp") if each.raddr and each.raddr.port == port]


@asynccontextmanager
async def server(talk: Talk, context: SSLContext | None = None) -> AsyncIterator[int]:
    """One that talks to whoever comes, whatever they say; at the end, nobody is connected any more."""
    talks: set[asyncio.Task[Any]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            await talk(reader, writer)
            await reader.read()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    async with await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context) as listening:
        port: int = listening.sockets[0].getsockname()[1]
        try:
            yield port
            await until(lambda: not connections_to(port), "the check has let go of its connection")
        finally:
            for task in talks:
                task.cancel()
            await asyncio.gather(*talks, return_exceptions=True)


def flood(block: bytes, begin: bytes = b"") -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(begin)
        while True:
            writer.write(block)
            await writer.drain()

    return talk


def saying(answer: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)

    return talk


def dripping(answer: bytes, pause: float) -> Talk:
    """A byte at a time."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for byte in answer:
            writer.write(bytes((byte,)))
            await asyncio.sleep(pause)

    return talk


def cut(answer: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return talk


@asynccontextmanager
async def turns() -> AsyncIterator[Callable[[], int]]:
    """How often the loop has come round to somebody else."""
    count = 0

    async def run() -> None:
        nonlocal count
        while True:
            await asyncio.sleep(0.001)
            count += 1

    task = asyncio.create_task(run())
    yield lambda: count
    task.cancel()


@pytest.mark.parametrize(("scheme", "name"), OURS.items())
async def test_a_line_without_an_end_is_not_read_to_its_end(
    probes: dict[str, Probe], scheme: str, name: str, memory: Callable[[], int]
) -> None:
    async with server(flood(b"x" * 65536)) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}")
    assert (check.result, check.error) == (Result.BODY, f"What answers at 127.0.0.1:{port} is not {name}")
    assert memory() < MOST


@pytest.mark.parametrize(("scheme", "name"), OURS.items())
async def test_a_length_that_is_huge_is_not_waited_for(
    probes: dict[str, Probe], scheme: str, name: str, memory: Callable[[], int]
) -> None:
    async with server(flood(b"\0" * 65536, HUGE[scheme])) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}")
    assert (check.result, check.error) == (Result.BODY, f"What answers at 127.0.0.1:{port} is not {name}")
    assert memory() < MOST


@pytest.mark.parametrize(
    ("scheme", "name", "begin", "block"),
    [
        ("postgres", "PostgreSQL", b"R\x7f\xff\xff\xff", b"\0" * 65536),  # one message of 2 GB
        ("postgres", "PostgreSQL", b"", b"S\0\0\0\x0eab\0cdefgh\0" * 4000),  # settings without an end
        ("postgres", "PostgreSQL", b"", b"N\0\0\0\x0bSNOTE\0\0" * 4000),  # notices without an end
        ("postgres", "PostgreSQL", b"", b"\0\0\0\0\x04" * 4000),  # messages without a type
        ("postgres", "PostgreSQL", b"", b"R\0\0\0\0" * 4000),  # messages shorter than their length
        ("mysql", "MySQL", b"\xff\xff\xff\0", b"\0" * 65536),  # a packet of 16 MB, which goes on in the next
    ],
)
async def test_a_client_library_is_given_only_so_much(
    probes: dict[str, Probe], scheme: str, name: str, begin: bytes, block: bytes, memory: Callable[[], int]
) -> None:
    async with server(flood(block, begin)) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}/")
    assert (check.result, check.error) == (Result.BODY, f"What answers at 127.0.0.1:{port} is not {name}")
    assert memory() < MOST


async def test_a_client_library_is_given_only_messages_over_tls_too(probes: dict[str, Probe], authority: Authority) -> None:
    context = authority.context("localhost")

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(b"S")
        await writer.start_tls(context)
        writer.write(b"\0\0\0\0\x04")  # a message without a type

    async with server(talk) as port:
        check = await checked(probes, f"postgres://localhost:{port}/", tls=True, ca=authority.ca)
    assert (check.result, check.error) == (Result.REFUSED, f"localhost:{port} closed the connection without an answer")


@pytest.mark.parametrize(("scheme", "name"), OURS.items())
async def test_half_an_answer_is_waited_for_until_the_timeout(probes: dict[str, Probe], scheme: str, name: str) -> None:
    for length in (1, len(GOOD[scheme]) // 2, len(GOOD[scheme]) - 1):
        async with server(saying(GOOD[scheme][:length])) as port:
            check = await checked(probes, f"{scheme}://127.0.0.1:{port}", timeout=PATIENCE)
        assert check.result is Result.TIMEOUT
        assert check.error == f"127.0.0.1:{port} takes the connection, but does not answer as {name} does within 0.3 s"


@pytest.mark.parametrize("scheme", OURS)
async def test_an_answer_that_breaks_off_is_told_as_that(probes: dict[str, Probe], scheme: str) -> None:
    for length in range(1, len(GOOD[scheme])):
        async with server(cut(GOOD[scheme][:length])) as port:
            check = await checked(probes, f"{scheme}://127.0.0.1:{port}")
        broke_off = (Result.BODY, f"127.0.0.1:{port} broke off in the middle of its answer")
        closed = (Result.REFUSED, f"127.0.0.1:{port} closed the connection without an answer")
        assert (check.result, check.error) in (broke_off, closed)


@pytest.mark.parametrize(("scheme", "name"), OURS.items())
async def test_a_byte_at_a_time_is_an_answer_where_it_ends_in_time(probes: dict[str, Probe], scheme: str, name: str) -> None:
    if scheme != "amqp":  # whose answer is a dialogue
        async with server(dripping(GOOD[scheme], 0.001)) as port:
            assert (await checked(probes, f"{scheme}://127.0.0.1:{port}")).error == ""
    async with server(dripping(GOOD[scheme] * 50, 0.1)) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}", timeout=PATIENCE)
    assert (check.result, check.error) == (
        Result.TIMEOUT, f"127.0.0.1:{port} takes the connection, but does not answer as {name} does within 0.3 s",
    )  # fmt: skip


FLOODS: dict[str, tuple[str, dict[str, Any], Talk]] = {
    "answers to nothing": ("mqtt", {"topic": "t"}, flood(b"\x90\x00" * 30000, GOOD["mqtt"])),
    "messages that are not retained": (
        "mqtt", {"topic": "t", "retained": True}, flood(b"\x30\x04\0\1tx" * 10000, GOOD["mqtt"]),
    ),
    "heartbeats": ("amqp", {}, flood(b"\x08\0\0\0\0\0\0\xce" * 8000, START)),
    "no good-bye": ("amqp", {}, flood(OPEN_OK * 5000, START + TUNE + OPEN_OK)),
    "informational answers": ("http", {}, flood(b"HTTP/1.1 102 Processing\r\n\r\n" * 3000)),
}  # fmt: skip


async def pinging(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A WebSocket on which nothing but pings come, and no good-bye."""
    request = await reader.readuntil(b"\r\n\r\n")
    key = next(line.split(b": ")[1] for line in request.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key"))
    accepted = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
    await flood(b"\x89\x00" * 30000, head + accepted + b"\r\n\r\n")(reader, writer)


FLOODS["pings"] = ("ws", {"echo": "hello"}, pinging)


@pytest.mark.parametrize("kind", FLOODS)
async def test_a_flood_holds_nobody_up_and_ends_with_the_timeout(probes: dict[str, Probe], kind: str) -> None:
    scheme, options, talk = FLOODS[kind]
    async with turns() as others, server(talk) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}/", timeout=PATIENCE, **options)
    assert check.result is Result.TIMEOUT, check.error  # INCONCLUSIVE would say that the loop was late by seconds
    assert check.error.endswith(" within 0.3 s")
    assert others() > 5


@pytest.mark.parametrize("kind", FLOODS)
async def test_a_flood_costs_no_memory(probes: dict[str, Probe], kind: str, memory: Callable[[], int]) -> None:
    scheme, options, talk = FLOODS[kind]
    async with server(talk) as port:
        await checked(probes, f"{scheme}://127.0.0.1:{port}/", timeout=PATIENCE, **options)
    assert memory() < MOST


async def test_a_web_socket_that_never_says_good_bye_is_left_all_the_same(probes: dict[str, Probe]) -> None:
    async with server(pinging) as port, asyncio.timeout(10):
        assert (await checked(probes, f"ws://127.0.0.1:{port}/")).result is Result.OK


# -- the wrong port


def alerting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Any:
    """As a TLS port answers what is no TLS."""
    return saying(b"\x15\x03\x03\x00\x02\x02\x46")(reader, writer)


@pytest.mark.parametrize(("scheme", "secure"), TLS.items())
async def test_a_port_that_speaks_tls_is_told_with_the_scheme_that_fits(
    probes: dict[str, Probe], scheme: str, secure: str
) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        await alerting(reader, writer)
        await writer.drain()
        writer.close()

    async with server(talk) as port:
        check = await checked(probes, f"{scheme}://127.0.0.1:{port}/")
    assert check.error == f"What answers at 127.0.0.1:{port} speaks TLS: check it as {secure}://"


@pytest.mark.parametrize("secure", [*TLS.values(), "tls", "grpcs"])
async def test_a_port_that_speaks_no_tls_is_told_as_that(probes: dict[str, Probe], secure: str, authority: Authority) -> None:
    async with server(saying(b"-ERR what is that?\r\n")) as port:
        check = await checked(probes, f"{secure}://localhost:{port}/", ca=authority.ca)
    assert (check.result, check.error) == (
        Result.TLS, f"The TLS handshake failed: what answers at localhost:{port} does not speak TLS",
    )  # fmt: skip


@pytest.mark.parametrize("scheme", OURS)
async def test_no_bytes_of_any_kind_break_a_check(probes: dict[str, Probe], scheme: str, tmp_path: Path) -> None:
    """Each answer with one byte after another turned into another one."""
    for place in range(min(len(GOOD[scheme]), 60)):
        for value in (0x00, 0x7F, 0x80, 0xFF):
            wrong = GOOD[scheme][:place] + bytes((value,)) + GOOD[scheme][place + 1 :]
            async with server(cut(wrong)) as port:
                check = await checked(probes, f"{scheme}://127.0.0.1:{port}", timeout=PATIENCE)
            assert "check itself failed" not in check.error, wrong
