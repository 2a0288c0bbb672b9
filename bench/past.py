"""A store with a long past, written as the program writes it."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from registry_tray.core.ids import AppId, Identifier, InstanceId, JobId
from registry_tray.core.models import Instance, Job, StatusEvent
from registry_tray.core.outages import Outage
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import EventKind, Registration
from registry_tray.stores import FILE, rows

INTERVAL = timedelta(seconds=10)
PER_JOB = 100_000  # checks; eleven days
BATCH = 50_000  # checks written in one transaction
_MINUTES, _HOURS, _DAYS = 7 * 1440, 90 * 24, 365


def job(number: int, now: datetime) -> Job:
    """One that is not checked any more, so that only its past matters."""
    spec = JobSpec("http", f"http://localhost:{number}/health")
    return Job(
        JobId(f"job-{number}"),
        InstanceId(f"instance-{number}"),
        "http",
        spec.endpoint,
        INTERVAL,
        INTERVAL / 5,
        now,
        spec,
        active=False,
    )


def write_jobs(folder: Path, count: int, now: datetime) -> None:
    """Instances that have stopped just now, each with a job."""
    with closing(_connect(folder)) as connection, connection:
        for number in range(count):
            of = job(number, now)
            name = f"past-{number}"
            registration = Registration.STOPPED
            rows.save(
                connection,
                Instance(
                    of.instance_id,
                    AppId(name),
                    Identifier(f"{name}@bench"),
                    "bench",
                    now,
                    now,
                    now,
                    registration=registration,
                    ended_at=now,
                ),
            )
            rows.save(connection, of)


def write_checks(folder: Path, jobs: int, each: int, until: datetime) -> None:
    """`each` checks of every job, the last one at `until`, in the order of time as they come."""
    last, step = rows.milliseconds(until), INTERVAL // timedelta(milliseconds=1)
    chance = random.Random(1)

    def made() -> Iterator[tuple[int, int, int, int | None, int | None, str | None]]:
        for number in range(each):
            at = last - (each - 1 - number) * step
            for of in range(1, jobs + 1):
                if chance.random() < 0.001:
                    yield of, at + of, 2, None, None, "Connection refused on localhost:8000"
                else:
                    yield of, at + of, 0, int(chance.lognormvariate(8.5, 0.5)), 200, None

    source = made()
    with closing(_connect(folder)) as connection:
        while batch := list(islice(source, BATCH)):
            with connection:
                written = connection.executemany("INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?)", batch)
                rows.count_in(connection, written.rowcount)


def write_rollups(folder: Path, jobs: int, now: datetime) -> None:
    """Minutes, hours and days of every job, as far back as they are kept, and an outage and two journal rows a day."""
    chance = random.Random(2)
    events = 0
    with closing(_connect(folder)) as connection:
        for number in range(jobs):
            of = job(number, now)
            with connection:
                for period, count, checks in (
                    (Period.MINUTE, _MINUTES, 6),
                    (Period.HOUR, _HOURS, 360),
                    (Period.DAY, _DAYS, 8640),
                ):
                    shapes = [_rollup(of, period, checks, chance) for _ in range(20)]
                    first = period.number(now) - count + (period is not Period.DAY)
                    connection.executemany(
                        "INSERT INTO rollups SELECT number, ?, ?, ?, ?, ? FROM jobs WHERE id = ?",
                        [(period.value, first + back, *rows.rollup_row(shapes[back % 20])[2:], of.id) for back in range(count)],
                    )
                for back in range(30):
                    began = now - timedelta(days=back + 1)
                    rows.save(connection, Outage(of.id, began, began + INTERVAL, "Connection refused"))
                    for kind in (EventKind.DOWN, EventKind.UP):
                        events += 1
                        rows.save(connection, StatusEvent(of.instance_id, kind, began, "", of.id, number=events))


def _rollup(of: Job, period: Period, checks: int, chance: random.Random) -> Rollup:
    made = Rollup(of.id, period, 0, period.value, period.value * 0.999)
    for _ in range(checks):
        made.latencies.add(timedelta(microseconds=chance.lognormvariate(8.5, 0.5)))
    return made


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / FILE)
    connection.execute("PRAGMA synchronous = OFF")
    return connection
