"""Requests a second that the API answers on Qt's loop with the window open, over ten keep-alive connections."""

import json
from collections.abc import Iterator

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
    with running(Face.WINDOW) as program:
        for kind, seconds, name, goal in MEASURED:
            lasting = str(options.lasting(seconds))
            with python("-m", "bench.load", str(program.port), kind, lasting) as load:
                found = json.loads(load.wait_for("{.*}", patience=60)[0])
            if found["refused"]:
                raise StoppedError(f"{name}: {found['refused']} requests were refused, the first with {found['first']}")
            if name:
                yield Figure(name, found["rate"], "/s", at_least=goal)
                yield Figure("  its p99", found["p99"] * 1000, "ms")
