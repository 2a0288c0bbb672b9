"""Servers of any manners, and what a check makes of them."""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import trustme

from registry_tray.checks import Probes
from registry_tray.core.events import CheckRecorded, EventBus
from registry_tray.core.models import Check
from registry_tray.core.monitor import Monitor
from registry_tray.core.ports import Probe
from registry_tray.core.stats import Stats
from registry_tray.core.status import Result
from registry_tray.stores.memory import MemoryStore
from scripts.document_checks import FAILURES
from tests.fakes import Heard, LoopClock, make_catalog, make_instance, make_job, seconds
from tests.ports import free_port

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Authority:
    """A certificate authority that only the tests know; `ca` is its certificate as a file."""

    def __init__(self, authority: trustme.CA, folder: Path) -> None:
        self._authority = authority
        self.folder = folder
        self.ca = str(folder / "ca.pem")
        authority.cert_pem.write_to_path(self.ca)

    def certificate(self, *names: str, lasts: timedelta = timedelta(days=365)) -> trustme.LeafCert:
        """A certificate for these names that is valid for so long from now on; negative: it has expired."""
        now = datetime.now(UTC)
        return self._authority.issue_cert(*names, not_before=now - timedelta(days=400), not_after=now + lasts)

    def context(self, *names: str, lasts: timedelta = timedelta(days=365)) -> ssl.SSLContext:
        """What a server needs that goes by these names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate(*names, lasts=lasts).configure_cert(context)
        return context

    def pair(self, *names: str, lasts: timedelta = timedelta(days=365)) -> tuple[bytes, bytes]:
        """Certificate and key as PEM."""
        leaf = self.certificate(*names, lasts=lasts)
        return b"".join(each.bytes() for each in leaf.cert_chain_pems), leaf.private_key_pem.bytes()

    def files(self, *names: str, lasts: timedelta = timedelta(days=365)) -> tuple[str, str]:
        """Certificate and key as files, for servers that are other programs."""
        name = f"{names[0]}-{lasts.days}"
        paths = self.folder / f"{name}.crt", self.folder / f"{name}.key"
        for path, content in zip(paths, self.pair(*names, lasts=lasts), strict=True):
            path.write_bytes(content)
        return str(paths[0]), str(paths[1])


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@contextmanager
def silent_beside(host: str) -> Iterator[int]:
    """A free port of this loopback address, on whose other address nobody answers meanwhile."""
    families = {"127.0.0.1": socket.AF_INET, "::1": socket.AF_INET6}
    other = next(each for each in families if each != host)
    for _ in range(100):
        with closing(socket.socket(families[other])) as held:
            held.bind((other, 0))
            port: int = held.getsockname()[1]
            with closing(socket.socket(families[host])) as tried:
                if tried.connect_ex((host, port)) == 0:
                    continue
            yield port
            return
    raise AssertionError("no port is free on both addresses")


@asynccontextmanager
async def serving(
    talk: Talk, host: str = "127.0.0.1", context: ssl.SSLContext | None = None, port: int = 0
) -> AsyncIterator[int]:
    """A server that does what it likes after the request; its port."""
    talks: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        try:
            await reader.readuntil(b"\r\n\r\n")
            await talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, host, port, ssl=context)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in talks:
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


def saying(answer: bytes) -> Talk:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()

    return talk


async def checked(probes: dict[str, Probe], endpoint: str, timeout: float = 3, **options: Any) -> Check:
    """What the monitor makes of it."""
    job = make_job(endpoint=endpoint, type=endpoint.partition(":")[0], timeout=seconds(timeout))
    job = replace(job, asked=replace(job.asked, options=options))
    bus = EventBus()
    heard = Heard(bus, CheckRecorded)
    catalog = make_catalog([make_instance()], [job])
    await Monitor(probes, catalog, MemoryStore(), Stats(), bus, LoopClock()).check(job)
    check: Check = heard.events[0].check
    assert is_documented(check.error), f"docs/checks.md lacks: {check.error}"
    return check


async def refused(scheme: str) -> None:
    """A check of a port on which nobody listens, by probes of its own."""
    async with Probes() as probes:
        await probes.open()
        assert (await checked(probes, f"{scheme}://127.0.0.1:{free_port()}/")).result is Result.REFUSED


def is_documented(reason: str) -> bool:
    """Whether the page about checks has the words of a reason."""
    inner, late, _ = reason.rpartition(" within ")
    if late and _late().fullmatch(reason):
        reason = inner
    return not reason or any(pattern.fullmatch(reason) for pattern in _documented())


@cache
def _late() -> re.Pattern[str]:
    return re.compile(r".* within [\d.]+ (s|ms|min)", re.DOTALL)


@cache
def _documented() -> tuple[re.Pattern[str], ...]:
    sentences = [sentence for rows in FAILURES.values() for sentence, _ in rows]
    return tuple(re.compile(re.sub(r"\\\{\d\\\}", "(.+)", re.escape(sentence)), re.DOTALL) for sentence in sentences)


def response(code: int, body: bytes = b"", phrase: bytes = b"x") -> bytes:
    return b"HTTP/1.1 %d %s\r\nContent-Length: %d\r\n\r\n%s" % (code, phrase, len(body), body)
