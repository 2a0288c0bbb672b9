"""Hundreds of targets checked every second: on time, cheaply, and right."""

import math
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from bench.figures import Figure, Options, quantile
from bench.fleet_server import Fleet
from bench.processes import StoppedError, python
from bench.program import Face, Program, application, running

N = 500
INTERVAL = 1.0
GOALS = {500: (99.5, 20.0), 1000: (99.0, 40.0), 2000: (97.0, 80.0)}  # % of the wanted rate, jitter in ms
CPU = {Face.HEADLESS: 0.4, Face.WINDOW: 0.6}
FLOOR = {500: 0.126, 2000: 0.078}  # seconds that bare aiohttp took for 1,000 checks where the goals for the CPU were set
BROKEN = 10
FAILURES = 3  # in a row, that make a target down


def measure(options: Options) -> Iterator[Figure]:
    """First headless, then with the window open; before them, what aiohttp alone costs for the same."""
    n = options.count(N)
    with Fleet(n) as fleet, python("-m", "bench.floor", "check", fleet.url(0)[:-1], str(n), "6") as bare:
        floor = float(bare.wait_for(r"cost (.*)")[0])
    yield Figure("what this machine can do: bare aiohttp, keep-alive", floor, "s")
    for face in Face:
        with Fleet(n) as fleet, running(face) as program:
            ids = registered(program, fleet)
            yield from _steady(options, face, fleet, program, floor)
            yield from _broken(face, fleet, program, ids)


def registered(program: Program, fleet: Fleet) -> list[str]:
    """The ids of one instance for each endpoint; returns when all are checked, and have found their places."""
    records = program.register(*(application(i, fleet.url(i)) for i in range(fleet.n)))
    deadline = time.monotonic() + 60
    while min(len(moments) for moments in fleet.arrivals()) < 3:
        if time.monotonic() > deadline:
            raise StoppedError("after a minute, not every target has been checked three times")
        time.sleep(0.5)
    time.sleep(1)
    return [record["id"] for record in records]


def jitter(arrivals: list[list[float]], since: float, until: float) -> list[float]:
    """By how many ms each gap between two checks of a target differs from the interval."""
    return [
        abs(later - earlier - INTERVAL) * 1000
        for moments in arrivals
        for earlier, later in pairwise(moments)
        if since <= earlier and later < until
    ]


def _steady(options: Options, face: Face, fleet: Fleet, program: Program, floor: float) -> Iterator[Figure]:
    before, since = program.process.cpu(), time.monotonic()
    time.sleep(options.lasting(15))
    used, until = program.process.cpu() - before, time.monotonic()
    arrivals = fleet.arrivals()
    checks = sum(since <= moment < until for moments in arrivals for moment in moments)
    late = jitter(arrivals, since, until)
    share, most = GOALS.get(fleet.n, (None, None))
    usual = FLOOR.get(fleet.n)
    wanted = fleet.n * (until - since) / INTERVAL
    name = f"{fleet.n:,} targets, {face.value}"
    yield Figure(f"{name}: share of the wanted rate", 100 * checks / wanted, "%", at_least=share)
    yield Figure(f"{name}: jitter p50", quantile(late, 0.5), "ms")
    yield Figure(f"{name}: jitter p99", quantile(late, 0.99), "ms", at_most=most)
    cost = 1000 * used / checks
    yield Figure(f"{name}: CPU per 1,000 checks", cost, "s", at_most=CPU[face])
    yield Figure(f"{name}: times bare aiohttp", cost / floor, "x", at_most=CPU[face] / usual if usual else None)


def _broken(face: Face, fleet: Fleet, program: Program, ids: list[str]) -> Iterator[Figure]:
    broken = range(0, fleet.n, max(fleet.n // BROKEN, 1))
    expected = {ids[i] for i in broken}
    since = time.time()
    fleet.turn("broken", broken)
    deadline = since + FAILURES * INTERVAL + 5
    down: dict[str, float] = {}
    while time.time() < deadline and not expected <= down.keys():
        time.sleep(0.2)
        down = _outages(program.get("/api/event?limit=1000"))
    took = [down[each] - since for each in expected if each in down]
    name = f"{fleet.n:,} targets, {face.value}"
    limit = FAILURES * INTERVAL + 0.1
    yield Figure(f"{name}: breaks to down, slowest of {len(expected)}", max(took, default=math.nan), "s", at_most=limit)
    yield Figure(f"{name}: outages missed", len(expected - down.keys()), at_most=0)
    yield Figure(f"{name}: false alarms", len(down.keys() - expected), at_most=0)


def _outages(events: list[dict[str, Any]]) -> dict[str, float]:
    """When each instance went down, in seconds since the epoch."""
    return {
        event["application"]: datetime.fromisoformat(event["createdAt"]).timestamp()
        for event in events
        if event["label"] == "down"
    }
