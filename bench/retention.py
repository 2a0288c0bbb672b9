"""Old history is deleted while 500 targets are checked every second: nobody is checked later for it."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import past
from bench.figures import Figure, Options, quantile
from bench.fleet import jitter, registered
from bench.fleet_server import Fleet
from bench.processes import StoppedError
from bench.program import Face, Program, running
from registry_tray.core.retention import FIRST
from registry_tray.stores import FILE, SqliteStore

N = 500
JOBS = 20
OLD = 15_000  # checks a job that are too old
WINDOW = 15.0


def measure(options: Options) -> Iterator[Figure]:
    """Jitter before, after, and while at least ten thousand rows are deleted."""
    with Fleet(N) as fleet, running(Face.HEADLESS, prepare=_with_a_past) as program:
        started = time.monotonic()
        registered(program, fleet)
        calm, _, _ = _window(fleet, program, options.lasting(WINDOW))
        time.sleep(max(0.0, started + FIRST + 2 - time.monotonic()))
        busy, deleted, lasted = _window(fleet, program, options.lasting(WINDOW))
        while _window(fleet, program, 2)[1] > 0:
            pass
        after, _, _ = _window(fleet, program, options.lasting(WINDOW))
    if deleted < 10_000:
        raise StoppedError(f"only {deleted} rows were deleted meanwhile")
    before, during, later = (quantile(each, 0.99) for each in (calm, busy, after))
    yield Figure(f"{N} targets: jitter p99 before a sweep", before, "ms")
    yield Figure(f"{N} targets: jitter p99 during it", during, "ms", at_most=20.0)
    yield Figure(f"{N} targets: jitter p99 after it", later, "ms")
    yield Figure(f"{N} targets: the sweep moves it by", during - max(before, later), "ms", at_most=5.0)
    yield Figure("old checks deleted meanwhile", deleted / lasted, "/s")


def _window(fleet: Fleet, program: Program, length: float) -> tuple[list[float], int, float]:
    """The jitter of each gap, how many old checks were deleted, and the seconds."""
    before, since = program.get("/api/check/count"), time.monotonic()
    time.sleep(length)
    until, after = time.monotonic(), program.get("/api/check/count")
    arrivals = fleet.arrivals()
    come = sum(since <= moment < until for moments in arrivals for moment in moments)
    return jitter(arrivals, since, until), before + come - after, until - since


def _with_a_past(folder: Path) -> None:
    now = datetime.now(UTC)

    async def create() -> None:
        store = SqliteStore(folder / FILE)
        await store.open()
        await store.close()

    asyncio.run(create())
    past.write_jobs(folder, JOBS, now)
    past.write_checks(folder, JOBS, OLD, now - timedelta(days=2))
