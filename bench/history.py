"""What the past weighs, and how fast it is asked: --checks 10000000 is the goal's size, and takes some minutes to write."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import past
from bench.figures import Figure, Options, quantile
from bench.processes import python
from registry_tray.clock import SystemClock
from registry_tray.core.ids import JobId
from registry_tray.core.summary import WINDOWS, Summaries
from registry_tray.stores import FILE, SqliteStore

REPEATS = 100
LIMIT = 30.0  # ms
WEIGHT = 30.0  # bytes


def measure(options: Options) -> Iterator[Figure]:
    """Queries through the store as the API asks them; then the memory of a process that goes on observing."""
    jobs = max(1, options.checks // past.PER_JOB)
    with TemporaryDirectory(prefix="bench-") as name:
        yield from asyncio.run(_measure(Path(name), jobs, options.checks // jobs))
    with TemporaryDirectory(prefix="bench-") as name, python("-m", "bench.observing", name, str(options.checks)) as process:
        early = float(process.wait_for(r"early (.*)", 600)[0])
        late = float(process.wait_for(r"late (.*)", 600)[0])
    yield Figure(f"memory after {options.checks:,} checks, above that after a fifth of them", late - early, "MB", at_most=3.0)


async def _measure(folder: Path, jobs: int, each: int) -> list[Figure]:
    now = datetime.now(UTC)
    store = SqliteStore(folder / FILE)
    await store.open()
    past.write_jobs(folder, jobs, now)
    past.write_rollups(folder, jobs, now)
    before = await store.size()
    await asyncio.to_thread(past.write_checks, folder, jobs, each, now)
    after = await store.size()
    total = f"{jobs * each:,} checks"
    figures = [
        Figure(f"{total}: a check weighs", (after - before) / (jobs * each), "bytes", at_most=WEIGHT),
        Figure(f"{jobs} jobs: all roll-ups of a job weigh", before / jobs / 1000, "kB"),
    ]
    for name, ask in _queries(store, jobs, now).items():
        took = []
        for number in range(REPEATS):
            began = time.perf_counter()
            await ask(number)
            took.append((time.perf_counter() - began) * 1000)
        figures.append(Figure(f"{total}: {name}, p99", quantile(took, 0.99), "ms", at_most=LIMIT))
    await store.close()
    return figures


def _queries(store: SqliteStore, jobs: int, now: datetime) -> dict[str, Callable[[int], Awaitable[object]]]:
    summaries = Summaries(store, SystemClock())

    def job(number: int) -> JobId:
        return JobId(f"job-{number % jobs}")

    asked: dict[str, Callable[[int], Awaitable[object]]] = {
        "newest 100 checks of a job": lambda n: store.checks(job(n), 100),
        "100 checks of a job out of its past": lambda n: store.checks(job(n), 100, now - timedelta(hours=n)),
        "newest 100 checks of all jobs": lambda n: store.all_checks(100),
        "100 checks of all jobs out of their past": lambda n: store.all_checks(100, now - timedelta(hours=n)),
        "number of checks of a job": lambda n: store.count_checks(job(n)),
        "number of all checks": lambda _: store.count_checks(),
        "100 rows of the journal": lambda n: store.events(100, before=20 * jobs + n),
        "journal of a job, of a week": lambda n: store.events(100, job_id=job(n), since=now - timedelta(days=7)),
        "uptimes of all jobs, four windows": lambda _: summaries.uptimes(),
    }
    for window in WINDOWS:
        asked[f"series of a chart, {window}"] = lambda n, window=window: summaries.series(job(n), window)  # type: ignore[misc]
    asked["whole statistics of a job"] = lambda n: summaries.job(past.job(n % jobs, now), "month")
    return asked
