"""Requests a second that the API answers on Qt's loop with the window open, over ten keep-alive connections."""

import json
import os
import time
from collections.abc import Iterator
from statistics import median
from tempfile import TemporaryFile
from typing import Any

from bench.figures import Figure, Options
from bench.processes import StoppedError, python
from bench.program import Face, running

MEASURED = (  # kind of load, seconds, name, goal
    ("known", 0.5, "", None),
    ("list", 4, "GET /api/application, 100 applications", 3000),
    ("unchanged", 4, "the same, If-None-Match", 3000),
    ("known", 4, "POST /api/register, known applications", 2500),
    ("new", 4, "POST /api/register, new applications", 1200),
)


def measure(options: Options) -> Iterator[Figure]:
    """The first load only registers the 100 applications."""
    with python("-m", "bench.floor", "serve") as bare:
        rate = load(bare.wait_for(r"port (\d+)")[0], "new", options.lasting(3))["rate"]
    yield Figure("what this machine can do: bare aiohttp on uvloop", rate, "/s")
    yield Figure("what this disk can do: a write that is durable", _durable_write() * 1000, "ms")
    with running(Face.WINDOW) as program:
        for kind, seconds, name, goal in MEASURED:
            found = load(str(program.port), kind, options.lasting(seconds))
            if name:
                yield Figure(name, found["rate"], "/s", at_least=goal)
                yield Figure("  its p99", found["p99"] * 1000, "ms")


def _durable_write() -> float:
    """The median seconds that a registration must wait for its disk, whatever the program does."""
    took = []
    with TemporaryFile(prefix="bench-") as file:
        for _ in range(100):
            file.write(bytes(8192))
            file.flush()
            began = time.monotonic()
            os.fsync(file.fileno())
            took.append(time.monotonic() - began)
    return median(took)


def load(port: str, kind: str, seconds: float) -> dict[str, float]:
    """The rate a second and the p99 in seconds of one kind of load."""
    with python("-m", "bench.load", port, kind, str(seconds)) as load:
        found: dict[str, Any] = json.loads(load.wait_for("{.*}", patience=60)[0])
    if found["refused"]:
        raise StoppedError(f"{kind}: {found['refused']} requests were refused, the first with {found['first']}")
    return found
