"""N health endpoints in a process of their own, which note when each of them is asked."""

import asyncio
import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from bench.floor import run_fast
from bench.processes import Process, python

ANSWER = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
OK = ANSWER % (b"200 OK", 15, b'{"status":"ok"}')
BROKEN = ANSWER % (b"503 Service Unavailable", 17, b'{"status":"fail"}')
MODES = ("ok", "broken", "hanging")


class Fleet:
    """The endpoints, seen from the process that measures. Moments are time.monotonic(), which all processes share."""

    def __init__(self, n: int, ports: int = 1) -> None:
        self.n = n
        self._process: Process = python("-m", "bench.fleet_server", str(n), str(ports))
        self._ports = self._process.wait_for(r"ports (.+)")[0].split()

    def __enter__(self) -> "Fleet":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stop()

    def url(self, i: int) -> str:
        """The address of one endpoint."""
        return f"http://127.0.0.1:{self._ports[i % len(self._ports)]}/health/{i}"

    def turn(self, mode: str, numbers: Iterable[int]) -> None:
        """From now on these answer `ok`, `broken`, or not at all: `hanging`."""
        self._process.ask(f"{mode} {' '.join(map(str, numbers))}")

    def arrivals(self) -> list[list[float]]:
        """When each endpoint was asked, so far."""
        found: list[list[float]] = json.loads(self._process.ask("arrivals", patience=60))
        return found


class _Endpoints(asyncio.Protocol):
    def __init__(self, arrivals: list[list[float]], modes: list[str]) -> None:
        self._arrivals = arrivals
        self._modes = modes
        self._received = b""

    def connection_made(self, transport: Any) -> None:
        self._transport: asyncio.Transport = transport

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self._received += data
        if not self._received.endswith(b"\r\n\r\n"):
            return
        number = int(self._received.split(b" ", 2)[1].rpartition(b"/")[2])
        self._arrivals[number].append(now)
        mode = self._modes[number]
        if mode != "hanging":
            self._transport.write(OK if mode == "ok" else BROKEN)
        if b"connection: close" in self._received.lower():
            self._transport.close()
        self._received = b""


async def _serve(n: int, ports: int) -> None:
    arrivals: list[list[float]] = [[] for _ in range(n)]
    modes = ["ok"] * n
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(lambda: _Endpoints(arrivals, modes), "127.0.0.1", 0, backlog=4096) for _ in range(ports)]
    print("ports", *(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    commands = asyncio.StreamReader(limit=2**20)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while line := (await commands.readline()).decode().split():
        if line[0] in MODES:
            for number in line[1:]:
                modes[int(number)] = line[0]
            print("done", flush=True)
        else:
            print(json.dumps(arrivals), flush=True)


if __name__ == "__main__":
    run_fast(_serve(int(sys.argv[1]), int(sys.argv[2])))
