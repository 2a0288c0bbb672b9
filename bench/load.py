"""Ten keep-alive connections that ask as fast as they are answered, in a process of their own."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from bench.figures import quantile

CONNECTIONS = 10


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], deadline: float, latencies: list[float], refused: list[bytes]) -> None:
        self._requests = requests
        self._deadline = deadline
        self._latencies = latencies
        self._refused = refused
        self._received = b""
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.Transport = transport
        self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self._refused.append(b"the connection was lost")
            self.over.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self._latencies.append(time.monotonic() - self._asked)
        if head[9:12] not in (b"200", b"304"):
            self._refused.append(self._received[:300])
        self._received = b""
        self._ask()

    def _ask(self) -> None:
        self._asked = time.monotonic()
        if self._asked < self._deadline:
            self._transport.write(next(self._requests))
        else:
            self.over.set_result(None)
            self._transport.close()


def _length(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(b"content-length:")
    return int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 and head[9:12] != b"304" else 0


def _request(port: int, line: str, body: str = "", more: str = "") -> bytes:
    kind = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{line} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{kind}{more}\r\n{body}".encode()


def _registration(number: int) -> str:
    """With nothing in it that could be checked: only registering is measured."""
    data = {"version": "1.4.2", "boot": 1763900000000}
    return json.dumps({"appId": f"load-{number}", "hostname": "bench", "environment": "production", "data": data})


def _known(port: int) -> Iterator[bytes]:
    return (_request(port, "POST /api/register", _registration(number % 100)) for number in count())


def _new(port: int) -> Iterator[bytes]:
    return (_request(port, "POST /api/register", _registration(number)) for number in count(1000))


def _list(port: int) -> Iterator[bytes]:
    request = _request(port, "GET /api/application")
    return (request for _ in count())


def _unchanged(port: int) -> Iterator[bytes]:
    """With the ETag of the list as it is."""
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/application") as answer:
        tag = answer.headers["ETag"]
    request = _request(port, "GET /api/application", more=f"If-None-Match: {tag}\r\n")
    return (request for _ in count())


KINDS: dict[str, Callable[[int], Iterator[bytes]]] = {"known": _known, "new": _new, "list": _list, "unchanged": _unchanged}


async def _load(port: int, kind: str, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    requests = KINDS[kind](port)
    latencies: list[float] = []
    refused: list[bytes] = []
    start = time.monotonic()
    connections = []
    for _ in range(CONNECTIONS):
        _, connection = await loop.create_connection(
            lambda: _Connection(requests, start + seconds, latencies, refused), "127.0.0.1", port
        )
        connections.append(connection)
    await asyncio.gather(*(connection.over for connection in connections))
    rate = len(latencies) / (time.monotonic() - start)
    first = refused[0].decode("latin-1") if refused else ""
    print(json.dumps({"rate": rate, "p99": quantile(latencies, 0.99), "refused": len(refused), "first": first}), flush=True)


if __name__ == "__main__":
    asyncio.run(_load(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
