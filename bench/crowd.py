"""A store with thousands of instances that run, written as the program writes it."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import past
from registry_tray.core.ids import AppId, Identifier, InstanceId, JobId
from registry_tray.core.models import Application, Instance, Job, Session, SessionId
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.spec import JobSpec
from registry_tray.core.stats import BEATS
from registry_tray.core.status import Health
from registry_tray.stores import FILE, SqliteStore, rows

SIBLINGS = 5  # instances an application
ENVIRONMENTS = (None, "production", "staging", "test")


def write(folder: Path, n: int, url: Callable[[int], str], interval: timedelta) -> None:
    """`n` instances on five hosts, all up, each with a job that asks its url, the last beats and the uptime of an hour."""
    now = datetime.now(UTC)
    asyncio.run(_create(folder))
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        for number in range(n // SIBLINGS + 1):
            rows.save(connection, Application(AppId(f"app-{number}"), now))
        for number in range(n):
            _save(connection, number, url(number), interval, now - timedelta(seconds=number))
    past.write_checks(folder, n, BEATS, now)


async def _create(folder: Path) -> None:
    store = SqliteStore(folder / FILE)
    await store.open()
    await store.close()


def _save(connection: sqlite3.Connection, number: int, url: str, interval: timedelta, since: datetime) -> None:
    name, host = f"app-{number // SIBLINGS}", f"bench-{number % SIBLINGS}"
    instance = Instance(
        InstanceId(f"instance-{number:05d}"),
        AppId(name),
        Identifier(f"{name}@{host}"),
        host,
        since,
        since,
        since,
        environment=ENVIRONMENTS[number % len(ENVIRONMENTS)],
        tags=(f"team-{number % 7}",),
    )
    spec = JobSpec("http", url, interval=interval)
    job_id = JobId(f"job-{number:05d}")
    latency = timedelta(microseconds=1000 + number * 7919 % 30_000)
    job = Job(
        job_id, instance.id, "http", url, interval, interval / 5, since, spec,
        epoch=1, health=Health.UP, changed_at=since, first_tested_at=since, last_tested_at=since, latency=latency,
    )  # fmt: skip
    session = Session(SessionId(f"session-{number:05d}"), instance.id, since)
    hour = Rollup(job_id, Period.HOUR, Period.HOUR.number(since), 3600.0, 3600.0 - number % 100)
    for record in (instance, session, job, hour):
        rows.save(connection, record)
