"""Observes and stores checks as fast as it can, and prints what memory it takes: `python -m bench.observing FOLDER CHECKS`."""

import asyncio
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import past
from registry_tray.core.models import Check
from registry_tray.core.stats import Stats
from registry_tray.core.status import Health, Result
from registry_tray.stores import FILE, SqliteStore, batches

JOBS = 100


async def observe(folder: Path, checks: int) -> None:
    """`checks` of a hundred jobs, ten seconds apart; the first ones long ago."""
    batches.FLUSH = 0.005
    store, stats = SqliteStore(folder / FILE), Stats()
    await store.open()
    rounds = checks // JOBS
    began = datetime.now(UTC) - rounds * past.INTERVAL
    jobs = [replace(past.job(number, began), active=True, health=Health.UP) for number in range(JOBS)]
    past.write_jobs(folder, JOBS, began)
    for turn in range(rounds):
        at, tick = began + turn * past.INTERVAL, turn * past.INTERVAL.total_seconds()
        for number, job in enumerate(jobs):
            latency = timedelta(microseconds=1000 + (turn * 7919 + number * 104729) % 30_000)
            check = Check(job.id, job.epoch, at, Result.OK, latency, 200, tick=tick)
            store.append(job, check, stats.observe(job, check))
        if turn % 10 == 0:
            await asyncio.sleep(2 * batches.FLUSH)  # what waits to be written is no growth
        if turn == rounds // 5:
            print(f"early {_memory()}", flush=True)
    print(f"late {_memory()}", flush=True)
    await store.close()


def _memory() -> float:
    """Resident set size, MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    asyncio.run(observe(Path(sys.argv[1]), int(sys.argv[2])))
