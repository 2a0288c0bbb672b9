"""What every store promises; and what only a file can break."""

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from registry_tray.core.errors import StoreError
from registry_tray.core.models import (
    Acknowledgement,
    Alert,
    AppId,
    Application,
    Instance,
    InstanceId,
    Job,
    JobId,
    Session,
    SessionId,
    StatusEvent,
)
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Kept, Store
from registry_tray.core.reports import ErrorSpec, report
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.spec import JobSpec, Policy, Wishes
from registry_tray.core.status import AlertState, EventKind, Health, Registration, Result
from registry_tray.core.tally import Tally
from registry_tray.redis_url import parse_redis_url
from registry_tray.stores import SqliteStore, open_store
from registry_tray.stores.faults import Faults
from registry_tray.stores.memory import MemoryStore
from registry_tray.stores.migrations import STEPS, migrate
from registry_tray.stores.pending import PORTION, Pending
from registry_tray.stores.redis import RedisStore
from tests.fakes import NOW, make_check, make_instance, make_job, seconds, until
from tests.servers.redis import redis_server

ROOT = Path(__file__).parents[2]
LAYOUTS = Path(__file__).parent / "layouts"  # stores that older programs have written, as SQL
START = int(NOW.timestamp()) // 3600
INSTANCE = replace(
    make_instance(),
    environment="production",
    port=3000,
    label="Shop \N{SNOWMAN}",
    description="Sells.\nA lot.",
    data={"server": {"port": 3000}, "list": [1, 2.5, None, True, {"a": []}], "ünï": "cødé"},
    health={"url": "http://localhost:8000/health", "interval": 1000},
    muted_until=NOW + timedelta(days=1),
    tags=("a", "b"),
    links={"docs": "http://localhost/docs"},
    depends_on=("redis",),
    ttl=seconds(30.5),
    lease_ends=NOW + seconds(30.5),
    ended_at=NOW,
    ending="killed",
    is_pinned=True,
    acknowledged=Acknowledgement(NOW, "I know"),
    registration=Registration.LOST,
)
JOB = replace(
    make_job(),
    asked=JobSpec("http", "http://localhost:8000/health", seconds(1), None, 4, None, seconds(0), name="n", label="l"),
    policy=Policy(4, 3, seconds(0), seconds(61)),
    health=Health.SUSPECT,
    degraded=True,
    reason="Connection refused",
    failures=1,
    ping_count=12,
    latency=timedelta(microseconds=12345),
    first_tested_at=NOW,
    last_tested_at=NOW + timedelta(microseconds=1),
    down_since=NOW,
    grace_ends=1234.5,
)
SESSION = Session(SessionId("s1"), INSTANCE.id, NOW, 4711, process_started=1.5, version="1.0", branch="main", commit="abc")
EVENT = StatusEvent(INSTANCE.id, EventKind.UP, NOW, "Answers again", JOB.id, seconds(3.25), 1)


@pytest.fixture(autouse=True)
def _no_wait_for_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry_tray.stores.batches.FLUSH", 0.02)
    monkeypatch.setattr("registry_tray.stores.redis.courier.FLUSH", 0.02)


@pytest.fixture(params=["memory", "sqlite", "redis"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    if request.param == "redis":
        async with redis_server(tmp_path) as server:
            redis = RedisStore(parse_redis_url(server.url), "test", "me", _fail)
            await redis.open()
            yield redis
            await redis.close()
        return
    sqlite = await open_store(tmp_path, _fail)
    yield sqlite
    await sqlite.close()


def _fail(problem: str) -> None:
    assert not problem


def hour_of(job_id: JobId, start: int, observed: float, up: float) -> Rollup:
    return Rollup(job_id, Period.HOUR, start, observed, up)


async def written(store: Store, job: JobId, count: int) -> None:
    """Checks are written in a batch within a second."""
    async with asyncio.timeout(5):
        while await store.count_checks(job) < count:  # noqa: ASYNC110 # a batch is written without a word
            await asyncio.sleep(0.02)


async def test_every_record_comes_back_as_it_was(store: Store) -> None:
    application = Application(AppId("shop"), NOW, Wishes(hold=seconds(30), failures=4))
    alert = Alert(INSTANCE.id, AlertState.HELD, NOW, NOW + seconds(10), "it is down")
    tally = Tally((NOW, NOW + seconds(1)), NOW, {INSTANCE.id: (NOW - seconds(300), NOW)})
    await store.save(application, INSTANCE, SESSION, JOB, alert, EVENT, Tally())
    await store.keep(tally)
    kept = await store.load(NOW)
    assert kept.applications == (application,)
    assert kept.instances == (INSTANCE,)
    assert kept.sessions == (SESSION,)
    assert kept.jobs == (JOB,)
    assert kept.alerts == (alert,)
    assert kept.tally == tally
    assert kept.last_event == 1
    assert await store.events(10) == [EVENT]


async def test_an_empty_store_is_empty(store: Store) -> None:
    kept = await store.load(NOW)
    assert (kept.instances, kept.jobs, dict(kept.beats), kept.last_event, kept.boot) == ((), (), {}, 0, "")
    assert await store.events(10) == []
    assert await store.checks(JobId("x"), 10) == []
    assert await store.count_checks() == 0
    assert await store.errors(INSTANCE.id, 10) == []


async def test_saving_again_replaces_and_keeps_the_order(store: Store) -> None:
    second = make_instance("second")
    await store.save(INSTANCE, second)
    await store.save(replace(INSTANCE, label="new"))
    assert [instance.label for instance in (await store.load(NOW)).instances] == ["new", ""]


async def test_checks_come_back_newest_first_in_pages(store: Store) -> None:
    await store.save(INSTANCE, JOB)
    made = [make_check(JOB, Result(number % 8), number, code=None if number % 2 else 503) for number in range(50)]
    for check in made:
        store.append(JOB, check)
    await written(store, JOB.id, 50)
    page = await store.checks(JOB.id, 20)
    assert [check.at for check in page] == [check.at for check in made[:-21:-1]]
    rest = await store.checks(JOB.id, 100, page[-1].at)
    assert [check.at for check in rest] == [check.at for check in made[29::-1]]
    assert [(check.result, check.latency, check.code, check.error) for check in page] == [
        (check.result, check.latency, check.code, check.error) for check in made[:-21:-1]
    ]
    assert await store.count_checks() == await store.count_checks(JOB.id) == 50
    assert await store.count_checks(JobId("other")) == 0


async def test_events_come_back_newest_first_in_pages_and_by_what_they_are_about(store: Store) -> None:
    kinds = [EventKind.DOWN, EventKind.UP]
    made = [
        replace(EVENT, number=number, at=NOW + seconds(number), kind=kinds[number % 2], job_id=JOB.id if number % 3 else None)
        for number in range(1, 31)
    ]
    await store.save(*made, replace(EVENT, number=31, instance_id=InstanceId("other"), job_id=None))
    page = await store.events(10)
    assert [event.number for event in page] == list(range(31, 21, -1))
    assert [event.number for event in await store.events(3, before=5)] == [4, 3, 2]
    assert {event.number for event in await store.events(100, instance_id=InstanceId("other"))} == {31}
    assert {event.number for event in await store.events(100, job_id=JOB.id)} == {n for n in range(1, 31) if n % 3}
    assert {event.number for event in await store.events(100, kind="up", job_id=JOB.id)} == {
        n for n in range(1, 31) if n % 3 and n % 2
    }
    span = await store.events(100, since=NOW + seconds(5), until=NOW + seconds(8), instance_id=INSTANCE.id)
    assert [event.number for event in span] == [7, 6, 5]


async def test_a_stale_state_never_overwrites_a_newer_registration(store: Store) -> None:
    newer = replace(JOB, epoch=5, health=Health.STARTING)
    await store.save(INSTANCE, JOB)
    await store.save(newer)
    store.append(JOB, make_check(JOB))
    await written(store, JOB.id, 1)
    assert (await store.load(NOW)).jobs == (newer,)
    await store.save(JOB, EVENT)
    assert (await store.load(NOW)).jobs == (newer,)
    later = replace(newer, health=Health.UP)
    store.append(later, make_check(later, at=1))
    await written(store, JOB.id, 2)
    assert (await store.load(NOW)).jobs == (later,)


async def test_what_was_checked_before_an_edit_does_not_undo_it(store: Store) -> None:
    await store.save(INSTANCE, JOB)
    checked = replace(JOB, ping_count=JOB.ping_count + 1)
    store.append(checked, make_check(checked))
    edited = replace(checked, interval=timedelta(hours=5))
    await store.save(edited)
    await written(store, JOB.id, 1)
    assert (await store.load(NOW)).jobs == (edited,)
    later = replace(edited, ping_count=JOB.ping_count + 2)
    store.append(later, make_check(later, at=1))
    await written(store, JOB.id, 2)
    assert (await store.load(NOW)).jobs == (later,)


async def test_an_alert_that_is_over_is_gone(store: Store) -> None:
    alert = Alert(INSTANCE.id, AlertState.OPEN, NOW, NOW)
    await store.save(alert)
    await store.save(replace(alert, reason="still"))
    assert [each.reason for each in (await store.load(NOW)).alerts] == ["still"]
    await store.save(replace(alert, state=AlertState.QUIET))
    assert (await store.load(NOW)).alerts == ()


async def test_a_new_session_ends_the_one_before_and_only_the_open_one_is_loaded(store: Store) -> None:
    second = replace(SESSION, id=SessionId("s2"), started_at=NOW + seconds(5))
    elsewhere = replace(SESSION, id=SessionId("s3"), instance_id=InstanceId("other"))
    await store.save(SESSION, elsewhere)
    await store.save(second)
    assert set((await store.load(NOW)).sessions) == {second, elsewhere}
    await store.save(second.ended(Registration.STOPPED, NOW + seconds(6)))
    assert (await store.load(NOW)).sessions == (elsewhere,)
    assert [session.id for session in await store.sessions(INSTANCE.id, 1)] == ["s2"]


async def test_sessions_are_a_history(store: Store) -> None:
    for number in range(5):
        session = replace(SESSION, id=SessionId(f"s{number}"), started_at=NOW + seconds(number))
        await store.save(session)
        await store.save(session.ended(Registration.CRASHED, NOW + seconds(number + 0.5), "boom", 3))
    found = await store.sessions(INSTANCE.id, 3)
    assert [session.id for session in found] == ["s4", "s3", "s2"]
    assert found[0].exit_code == 3


async def test_errors_with_one_fingerprint_are_counted(store: Store) -> None:
    first = report(INSTANCE.id, SESSION.id, ErrorSpec("TypeError", "user 17 has no name", "at f:1"), NOW)
    again = report(INSTANCE.id, SESSION.id, ErrorSpec("TypeError", "user 18 has no name", "at f:2"), NOW + seconds(9))
    other = report(INSTANCE.id, None, ErrorSpec("IOError", "full"), NOW + seconds(5))
    for each in (first, again, other):
        await store.save(each)
    newest, oldest = await store.errors(INSTANCE.id, 10)
    assert (newest.count, newest.first_at, newest.last_at, newest.message) == (2, NOW, NOW + seconds(9), "user 18 has no name")
    assert oldest == other
    assert len(await store.errors(INSTANCE.id, 1)) == 1


async def test_beats_and_hours_are_there_after_a_restart(store: Store) -> None:
    await store.save(INSTANCE, JOB)
    row = [Result(number % 8) for number in range(60)]
    for number, result in enumerate(row):
        store.append(JOB, make_check(JOB, result, number), (hour_of(JOB.id, START, number, number / 2),))
    store.append(JOB, make_check(JOB, Result.OK, 60), (hour_of(JOB.id, START - 30, 9, 9),))
    store.append(JOB, make_check(JOB, Result.OK, 61), (hour_of(JOB.id, START - 23, 7, 7),))
    await written(store, JOB.id, 62)
    kept = await store.load(NOW)
    assert kept.beats[JOB.id] == bytes([*row[22:], 0, 0])
    assert sorted(kept.rollups, key=lambda hour: hour.start) == [
        hour_of(JOB.id, START - 23, 7, 7),
        hour_of(JOB.id, START, 59, 29.5),
    ]


async def test_the_boot_of_the_machine_is_remembered(store: Store) -> None:
    await store.mark_boot("one")
    await store.mark_boot("two")
    assert (await store.load(NOW)).boot == "two"


async def test_a_deleted_job_takes_its_history_along_and_no_other(store: Store) -> None:
    other = make_job(id=JobId("other"))
    await store.save(INSTANCE, JOB, other, EVENT)
    for job in (JOB, other):
        store.append(job, make_check(job), (hour_of(job.id, START, 1, 1),))
    await written(store, other.id, 1)
    store.append(JOB, make_check(JOB, at=5))
    await store.delete_job(JOB.id)
    kept = await store.load(NOW)
    assert kept.jobs == (other,)
    assert [hour.job_id for hour in kept.rollups] == ["other"]
    assert await store.count_checks() == 1
    assert await store.events(10) == []
    third = make_job(id=JobId("third"))
    await store.save(third)
    store.append(third, make_check(third))
    await written(store, third.id, 1)
    assert await store.count_checks(third.id) == 1
    assert await store.count_checks(JOB.id) == 0


async def test_a_deleted_instance_takes_everything_along(store: Store) -> None:
    other = make_instance("other")
    await store.save(INSTANCE, other, JOB, make_job(other.id), SESSION, EVENT, Alert(INSTANCE.id, AlertState.OPEN, NOW, NOW))
    await store.save(report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW))
    store.append(JOB, make_check(JOB), (hour_of(JOB.id, START, 1, 1),))
    await written(store, JOB.id, 1)
    store.append(JOB, make_check(JOB, at=1))
    await store.delete_instance(INSTANCE.id)
    kept = await store.load(NOW)
    assert kept.instances == (other,)
    assert [job.instance_id for job in kept.jobs] == [other.id]
    assert (kept.sessions, kept.alerts, kept.rollups, await store.events(9)) == ((), (), (), [])
    assert await store.errors(INSTANCE.id, 9) == []
    assert await store.count_checks() == 0


async def test_roll_ups_come_back_by_period_and_time_with_their_latencies(store: Store) -> None:
    await store.save(INSTANCE, JOB, other := make_job(id=JobId("other")))
    kept: list[Rollup] = []
    for period, start in [
        *((Period.MINUTE, START * 60 + n) for n in range(70)),
        *((Period.HOUR, START + n) for n in range(-3, 3)),
    ]:
        rollup = Rollup(JOB.id, period, start, 30.25, 10.125)
        for latency in (0.0001, 0.012, 0.5, *[3] * (start % 300)):
            rollup.latencies.add(seconds(latency))
        kept.append(rollup)
    day = Rollup(JOB.id, Period.DAY, START // 24, 86400, 0)
    store.append(JOB, make_check(JOB), kept)
    store.append(other, make_check(other), [hour_of(other.id, START, 1, 1)])
    await written(store, other.id, 1)
    await store.save(day)
    hours = [each for each in kept if each.period is Period.HOUR]
    assert await store.rollups(JOB.id, Period.HOUR, NOW - timedelta(days=1)) == hours
    assert await store.rollups(JOB.id, Period.HOUR, NOW) == hours[3:]
    assert await store.rollups(JOB.id, Period.HOUR, NOW - seconds(1), NOW + seconds(1)) == hours[3:4]
    assert await store.rollups(JOB.id, Period.HOUR, NOW + seconds(1), NOW + seconds(3600)) == []
    assert await store.rollups(JOB.id, Period.MINUTE, NOW, NOW + seconds(180)) == kept[:3]
    assert await store.rollups(JOB.id, Period.DAY, NOW - timedelta(days=1)) == [day]
    assert await store.rollups(JobId("nobody"), Period.DAY, NOW) == []
    assert await store.observed(Period.HOUR, NOW) == (3 * 30.25 + 1, 3 * 10.125 + 1)
    assert await store.observed(Period.DAY, NOW) == (0, 0)


async def test_a_roll_up_that_grows_is_replaced_and_what_may_still_grow_is_there_after_a_restart(store: Store) -> None:
    await store.save(INSTANCE, JOB)
    minute = Rollup(JOB.id, Period.MINUTE, START * 60)
    for number in range(3):
        minute.observed += 10
        minute.latencies.add(seconds(0.02))
        store.append(JOB, make_check(JOB, at=number), [minute])
    earlier = [Rollup(JOB.id, Period.MINUTE, START * 60 - back, back) for back in (1, 2)]
    store.append(JOB, make_check(JOB, at=4), earlier)
    await written(store, JOB.id, 4)
    assert [(each.observed, each.latencies.count) for each in await store.rollups(JOB.id, Period.MINUTE, NOW)] == [(30, 3)]
    kept = await store.load(NOW + seconds(30))
    assert sorted(kept.rollups, key=lambda each: each.start) == [earlier[0], minute]


async def test_an_outage_lasts_until_its_end_and_keeps_its_reason(store: Store) -> None:
    await store.save(INSTANCE, JOB, make_job(id=JobId("other")))
    made = [Outage(JOB.id, NOW + seconds(n * 100), NOW + seconds(n * 100 + 50), f"reason {n}") for n in range(3)]
    for outage in made:
        await store.save(replace(outage, ended=None))
        assert (await store.outages(JOB.id, 1))[0].length is None
        await store.save(replace(outage, reason="later it said something else"))
    assert await store.outages(JOB.id, 10) == made[::-1]
    assert await store.outages(JOB.id, 2) == made[:0:-1]
    assert await store.outages(JOB.id, 10, NOW + seconds(149)) == made[:0:-1]
    assert await store.outages(JOB.id, 10, NOW + seconds(150)) == [made[2]]
    assert await store.outages(JobId("other"), 10) == []
    await store.delete_job(JOB.id)
    assert await store.outages(JOB.id, 10) == []


async def test_an_outage_that_had_been_given_up_goes_on(store: Store) -> None:
    lasts = Outage(JOB.id, NOW, None, "it has crashed")
    await store.save(INSTANCE, JOB, lasts)
    await store.save(replace(lasts, ended=NOW + seconds(60)))
    await store.save(lasts)
    assert await store.outages(JOB.id, 10) == [lasts]
    await store.save(replace(lasts, ended=NOW + seconds(90)))
    assert await store.outages(JOB.id, 10) == [replace(lasts, ended=NOW + seconds(90))]


async def test_a_job_is_in_one_outage_at_a_time(store: Store) -> None:
    await store.save(INSTANCE, JOB, Outage(JOB.id, NOW, None, "left open by a crash"))
    last = Outage(JOB.id, NOW + seconds(9), None, "refused")
    await store.save(last)
    assert await store.outages(JOB.id, 10) == [last]


async def fill(store: Store) -> None:
    """A hundred of everything, a minute apart, of two jobs."""
    other = make_job(id=JobId("other"))
    await store.save(INSTANCE, JOB, other)
    for number in range(100):
        job, at = (JOB, other)[number % 2], NOW + seconds(60 * number)
        rollups = [Rollup(job.id, period, period.number(NOW) + number, 1, 1) for period in Period]
        store.append(job, make_check(job, at=60 * number), rollups)
        session = replace(SESSION, id=SessionId(f"s{number}"), started_at=at)
        await store.save(session)
        await store.save(
            session.ended(Registration.STOPPED, at),
            replace(EVENT, number=number + 1, at=at),
            Outage(job.id, at, at, "refused"),
            report(INSTANCE.id, None, ErrorSpec("E", "".join(map(chr, (97 + number % 26, 97 + number // 26)))), at),
        )
    await written(store, JOB.id, 50)
    await written(store, other.id, 50)


@pytest.mark.parametrize("kind", list(Kept))
async def test_what_is_over_is_deleted_in_steps_and_nothing_else(store: Store, kind: Kept) -> None:
    await fill(store)
    length = {Kept.MINUTES: 60, Kept.HOURS: 3600, Kept.DAYS: 86400}.get(kind, 60)
    first = NOW - seconds(NOW.timestamp() % length) if kind is Kept.DAYS else NOW
    assert await store.oldest(kind) == first
    limit, gone = 7, 0
    while True:
        step = await store.prune(kind, first + seconds(30 * length), limit)
        gone += step
        assert step <= limit
        if step < limit:
            break
    assert gone == 30 * (3 if kind is Kept.EVENTS else 1)
    assert await store.oldest(kind) == first + seconds(30 * length)
    rollups = [
        len(await store.rollups(job, period, NOW - timedelta(days=1))) for period in Period for job in (JOB.id, JobId("other"))
    ]
    minutes, hours, days = (35 if kind is each else 50 for each in (Kept.MINUTES, Kept.HOURS, Kept.DAYS))
    assert rollups == [minutes, minutes, hours, hours, days, days]
    assert await store.count_checks() == (70 if kind is Kept.CHECKS else 100)
    assert len(await store.outages(JOB.id, 100)) == (35 if kind is Kept.OUTAGES else 50)
    journal = 70 if kind is Kept.EVENTS else 100
    assert len(await store.events(1000)) == len(await store.sessions(INSTANCE.id, 1000)) == journal
    assert len(await store.errors(INSTANCE.id, 1000)) == journal
    assert await store.prune(kind, first + seconds(30 * length), limit) == 0


async def test_what_lasts_is_never_deleted(store: Store) -> None:
    outage = Outage(JOB.id, NOW, None, "refused")
    await store.save(INSTANCE, JOB, SESSION, outage)
    for kind in Kept:
        assert await store.prune(kind, NOW + timedelta(days=1000), 100) == 0
    assert await store.outages(JOB.id, 1) == [outage]
    assert (await store.load(NOW)).sessions == (SESSION,)
    assert await store.sessions(INSTANCE.id, 10) == [SESSION]


async def test_nothing_is_oldest_in_an_empty_store(store: Store) -> None:
    assert [await store.oldest(kind) for kind in Kept] == [None] * len(Kept)
    assert await store.size() >= 0


async def test_the_newest_checks_of_all_jobs_are_found_however_far_apart_they_are(store: Store) -> None:
    jobs = [make_job(id=JobId(f"j{number}")) for number in range(3)]
    await store.save(INSTANCE, *jobs)
    moments = [0.0, 0.5, 1, 7, 90, 5000, 90_000, 10_000_000]
    for number, moment in enumerate(moments):
        store.append(job := jobs[number % 3], make_check(job, at=moment))
    for job in jobs:
        await written(store, job.id, 2)
    for limit in range(1, 10):
        found = await store.all_checks(limit)
        assert [check.at for check in found] == [NOW + seconds(moment) for moment in moments[::-1]][:limit]
    assert [check.at for check in await store.all_checks(2, NOW + seconds(90))] == [NOW + seconds(7), NOW + seconds(1)]
    assert await store.all_checks(5, NOW) == []


# -- only a file can be read by others, break, be full, be older or newer


async def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    first = await open_store(tmp_path, _fail)
    await first.save(INSTANCE, JOB, EVENT)
    first.append(JOB, make_check(JOB), (hour_of(JOB.id, START, 1, 1),))
    await first.close()  # writes what waits
    second = await open_store(tmp_path, _fail)
    kept = await second.load(NOW)
    assert (kept.instances, kept.jobs, kept.last_event) == ((INSTANCE,), (JOB,), 1)
    assert kept.beats[JOB.id] == b"\0"
    await second.close()


async def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = await open_store(tmp_path / "a" / "b", _fail)
        await store.save(INSTANCE)
        assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
        files = list((tmp_path / "a" / "b").iterdir())
        assert {path.name for path in files} >= {"registry.db", "registry.db-wal"}
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        await store.close()
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    "content", [b"this is no database, but a text that is long enough" * 100, b"SQLite format 3\0" + b"x" * 8000]
)
async def test_a_broken_file_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "registry.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"registry\.db cannot be opened: .*Move it away to begin anew"):
        await open_store(tmp_path, _fail)
    assert path.read_bytes() == content


@pytest.mark.parametrize(("content", "said"), [('{"id": 5}', "expected `str`, got `int`"), ('{"id": nope}', "JSON is malformed")])
async def test_a_record_that_nobody_understands_is_said_in_words_with_the_fix(tmp_path: Path, content: str, said: str) -> None:
    store = await open_store(tmp_path, _fail)
    await store.save(INSTANCE)
    await store.close()
    with closing(sqlite3.connect(tmp_path / "registry.db")) as connection:
        connection.execute("UPDATE instances SET doc = ?", (content,))
        connection.commit()
    store = await open_store(tmp_path, _fail)
    with pytest.raises(StoreError, match=f"cannot be read: {said}.*[.] Move it away to begin anew[.]$"):
        await store.load(NOW)
    await store.close()


async def test_a_file_of_a_newer_program_is_left_alone_in_words(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "registry.db")) as connection:
        connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StoreError, match=r"newer Registry Tray \(layout 999.*Update Registry Tray"):
        await open_store(tmp_path, _fail)


async def test_a_folder_in_the_place_of_the_file_is_said_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / "registry.db").mkdir()
    with pytest.raises(StoreError, match=r"cannot be opened: is a directory\. A folder has its name: move that away, or"):
        await open_store(tmp_path, _fail)


async def test_a_file_in_the_place_of_the_folder_is_said_with_the_fix(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match=r"A file stands where its folder should be: move that away, or"):
        await open_store(tmp_path / "data", _fail)


@pytest.mark.parametrize(
    ("error", "fix"),
    [
        (PermissionError(13, "Permission denied"), "permission denied. Give yourself the right to write it and its folder, or"),
        (OSError(28, "No space left on device"), "no space left on device. Free some space on its disk, or"),
        (OSError(5, "Input/output error"), "input/output error. Its disk does not work as it should: look at it, or"),
        (sqlite3.OperationalError("out of memory"), "out of memory. Look at its folder and its disk, or"),
    ],
)
def test_what_the_system_refuses_is_said_with_the_fix(error: Exception, fix: str) -> None:
    said = str(Faults(Path("/data/registry.db"), lambda _: None).words(error, "written"))
    assert said == f"The store /data/registry.db cannot be written: {fix} choose another --data-dir."


async def test_a_store_that_another_program_holds_is_said_with_the_fix(tmp_path: Path) -> None:
    store = await open_store(tmp_path, _fail)
    await store.close()
    with closing(sqlite3.connect(tmp_path / "registry.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(sqlite3.OperationalError) as locked,
            closing(sqlite3.connect(tmp_path / "registry.db", timeout=0)) as mine,
        ):
            mine.execute("SELECT 1 FROM instances")
    assert str(Faults(tmp_path, lambda _: None).words(locked.value, "read")).endswith("Another program holds it: end that one.")


@pytest.mark.parametrize("version", range(len(STEPS)))
async def test_a_file_of_every_older_layout_is_brought_up_step_by_step(tmp_path: Path, version: int) -> None:
    def write_old_file() -> None:
        with closing(sqlite3.connect(tmp_path / "registry.db", isolation_level=None)) as connection:
            migrate(connection, STEPS[:version])
            assert connection.execute("PRAGMA user_version").fetchone() == (version,)

    await asyncio.to_thread(write_old_file)
    store = await open_store(tmp_path, _fail)
    await store.save(INSTANCE, JOB, EVENT, report(INSTANCE.id, None, ErrorSpec("E", "m"), NOW))
    assert (await store.load(NOW)).instances == (INSTANCE,)
    await store.close()


async def test_a_store_written_by_version_0_1_opens_with_its_hours_and_its_outages(tmp_path: Path) -> None:
    def write_old_file() -> None:
        with closing(sqlite3.connect(tmp_path / "registry.db", isolation_level=None)) as connection:
            connection.executescript((LAYOUTS / "3.sql").read_text("utf-8"))

    await asyncio.to_thread(write_old_file)
    store = await open_store(tmp_path, _fail)
    kept = await store.load(NOW)
    assert [(each.label, each.is_pinned) for each in kept.instances] == [("Shop \N{SNOWMAN}", True)]
    assert len(kept.jobs) == 3
    assert await store.count_checks() == 22
    assert kept.beats[make_job().id] == bytes([0] * 20 + [2])
    old, hour = await store.rollups(make_job().id, Period.HOUR, NOW - timedelta(days=1))
    assert (old.start, old.observed, old.up, old.latencies.count) == (START - 5, 3600, 1800, 0)
    assert (hour.start, hour.observed, hour.up) == (START, 60.5, 29.25)
    assert (hour.latencies.count, hour.latencies.low, hour.latencies.high) == (20, 1000, 20_000)
    assert hour.latencies.mean == seconds(0.0105)
    median = hour.latencies.percentile(0.5)
    assert median is not None
    assert median / seconds(0.01) == pytest.approx(1, abs=0.05)
    assert await store.outages(make_job().id, 10) == [
        Outage(make_job().id, NOW + seconds(49), NOW + seconds(60), "HTTP 503"),
        Outage(make_job().id, NOW + seconds(9.5), NOW + seconds(30), "Connection refused on localhost:8000"),
    ]
    assert await store.outages(JobId("down-job"), 10) == [Outage(JobId("down-job"), NOW + seconds(40.25), None, "it is refused")]
    assert await store.outages(JobId("suspect-job"), 10) == []
    await store.close()


def test_a_step_that_fails_leaves_the_layout_before_it() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with pytest.raises(sqlite3.Error):
            migrate(connection, ("CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"))
        connection.execute("ROLLBACK")
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("a",)]


async def test_a_full_disk_keeps_the_checks_and_is_told_once_and_recovers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    problems: list[str] = []
    store = SqliteStore(tmp_path / "registry.db", problems.append)
    await store.open()
    await store.save(INSTANCE, JOB)
    await _limit(store, 1)
    for number in range(500):
        store.append(JOB, make_check(JOB, Result.REFUSED, number, error="x" * 500))
    await until(lambda: problems, "the problem is told")
    with pytest.raises(StoreError, match="full"):
        await store.save(replace(INSTANCE, data={"a": "x" * 100_000}))
    assert len(problems) == 1
    assert str(tmp_path) in problems[0]
    await _limit(store, 2**30)
    await store.save(INSTANCE)
    await until(lambda: problems[-1] == "", "it works again")
    await store.close()
    store = await open_store(tmp_path, _fail)
    assert await store.count_checks(JOB.id) == 500
    assert (await store.load(NOW)).instances == (INSTANCE,)
    await store.close()


async def test_what_happened_while_the_disk_was_full_is_written_when_there_is_room(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = SqliteStore(tmp_path / "registry.db")
    await store.open()
    down = replace(JOB, health=Health.DOWN)
    other = make_instance("other")
    alert = Alert(INSTANCE.id, AlertState.OPEN, NOW, NOW, "x" * 100_000, told_at=NOW)
    held = replace(alert, instance_id=other.id)
    await store.save(INSTANCE, other, JOB)
    await _limit(store, 1)
    for records in ((down, replace(EVENT, description="x" * 100_000), Outage(JOB.id, NOW, None, "gone")), (alert,), (held,)):
        with pytest.raises(StoreError, match="full"):
            await store.keep(*records)
    with pytest.raises(StoreError, match="full"):
        await store.save(replace(other, data={"refused": "x" * 100_000}))
    gone = replace(other, registration=Registration.LOST)
    with pytest.raises(StoreError, match="full"):
        await store.keep(replace(gone, data={"big": "x" * 100_000}))
    await store.delete_instance(other.id)
    await _limit(store, 2**30)

    with closing(sqlite3.connect(tmp_path / "registry.db")) as reader:
        await until(lambda: reader.execute("SELECT count(*) FROM alerts").fetchone() == (1,), "it is written unasked")
    kept = await store.load(NOW)
    assert kept.alerts == (alert,)
    assert (kept.instances, kept.jobs, kept.last_event) == ((INSTANCE,), (down,), 1)
    assert await store.outages(JOB.id, 10) == [Outage(JOB.id, NOW, None, "gone")]
    await store.keep(alert.quiet())
    assert (await store.load(NOW)).alerts == ()
    await store.close()


async def _limit(store: SqliteStore, pages: int) -> None:
    await store._writer.submit(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages}").fetchall())


async def test_one_record_that_cannot_be_kept_does_not_take_the_others_along(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = await open_store(tmp_path, lambda _: None)
    await store.save(EVENT)
    results = await asyncio.gather(
        store.save(INSTANCE), store.save(EVENT, JOB), store.save(replace(EVENT, number=2)), return_exceptions=True
    )
    assert [type(result) for result in results] == [type(None), StoreError, type(None)]
    kept = await store.load(NOW)
    assert (len(kept.instances), len(kept.jobs), kept.last_event) == (1, 0, 2)
    await store.close()


WRITES = """
    import asyncio, sys
    from dataclasses import replace
    from pathlib import Path
    from registry_tray.stores import open_store
    from registry_tray.core.models import StatusEvent
    from registry_tray.core.status import EventKind
    from tests.fakes import NOW, make_instance, make_job, make_check

    async def main():
        store = await open_store(Path(sys.argv[1]), print)
        number = (await store.load(NOW)).last_event
        job = make_job()
        while True:
            number += 1
            event = StatusEvent(make_instance().id, EventKind.DOWN, NOW, number=number)
            await store.save(make_instance(data={"number": number}), replace(job, ping_count=number), event)
            store.append(job, make_check(job, at=number))
            print(number, flush=True)

    asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_a_program_that_is_killed_while_it_writes_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    acknowledged = 0
    for _ in range(3):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", textwrap.dedent(WRITES), str(tmp_path), stdout=subprocess.PIPE, cwd=ROOT
        )
        assert process.stdout is not None
        goal = acknowledged + 150
        while acknowledged < goal:
            acknowledged = int(await asyncio.wait_for(process.stdout.readline(), 20))
        process.send_signal(signal.SIGKILL)
        for line in (await process.stdout.read()).decode().splitlines(keepends=True):
            acknowledged = int(line) if line.endswith("\n") else acknowledged
        await process.wait()
        store = await open_store(tmp_path, _fail)
        kept = await store.load(NOW)
        assert kept.last_event in (acknowledged, acknowledged + 1)
        assert kept.instances[0].data["number"] == kept.jobs[0].ping_count == kept.last_event
        assert len(await store.events(10_000)) == kept.last_event
        await store.close()


FULL = """
    import asyncio, resource, sys
    from pathlib import Path
    from registry_tray.core.errors import StoreError
    from registry_tray.stores import open_store
    from tests.fakes import NOW, make_instance

    async def main():
        problems = []
        store = await open_store(Path(sys.argv[1]), problems.append)
        await store.save(make_instance())
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
        try:
            await store.save(make_instance("big", data={"a": "x" * 400_000}))
        except StoreError as error:
            print("refused:", error)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        await store.save(make_instance("big", data={"a": "x" * 400_000}))
        print(len((await store.load(NOW)).instances), len(problems))
        await store.close()

    asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits")
def test_a_file_that_may_not_grow_is_refused_in_words_and_works_again(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL), str(tmp_path)], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    refused, counts = done.stdout.splitlines()
    assert refused.startswith(f"refused: The store {tmp_path}")
    assert counts == "2 2", done.stderr


async def test_a_job_that_is_deleted_while_its_checks_wait_leaves_nothing_to_the_next_one(tmp_path: Path) -> None:
    store = await open_store(tmp_path, _fail)
    await store.save(INSTANCE, JOB)
    store.append(JOB, make_check(JOB))
    await written(store, JOB.id, 1)
    await store.delete_job(JOB.id)
    after = make_job(id=JobId("after"))
    await store.save(after)
    store.append(JOB, make_check(JOB, at=9))  # the result of a check that was in flight
    store.append(after, make_check(after, at=10))
    await written(store, after.id, 1)
    assert [check.at for check in await store.checks(after.id, 10)] == [NOW + seconds(10)]
    await store.close()


async def test_a_portion_of_checks_does_not_wait_for_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry_tray.stores.batches.FLUSH", 3600)
    store = await open_store(tmp_path, _fail)
    await store.save(INSTANCE, JOB)
    for number in range(PORTION):
        store.append(JOB, make_check(JOB, at=number))
    await written(store, JOB.id, PORTION)
    store.append(JOB, make_check(JOB, at=PORTION))
    await store.flush()
    assert await store.count_checks(JOB.id) == PORTION + 1
    await store.close()


def test_what_could_not_be_written_comes_back_under_what_came_since() -> None:
    older, newer = Pending(), Pending()
    older.add(JOB, make_check(JOB, at=1), [hour_of(JOB.id, 1, 1.0, 1.0)])
    newer.add(replace(JOB, ping_count=99), make_check(JOB, at=2), [hour_of(JOB.id, 1, 2.0, 2.0)])
    whole = older.before(newer)
    assert whole.jobs[JOB.id].ping_count == 99
    assert [check.at for check in whole.checks] == [NOW + seconds(1), NOW + seconds(2)]
    assert [rollup.observed for rollup in whole.rollups.values()] == [2.0]
    assert whole.without({JOB.id}) == Pending()


async def test_the_file_gives_its_space_back_and_knows_how_many_checks_it_has(tmp_path: Path) -> None:
    store = await open_store(tmp_path, _fail)
    await store.save(INSTANCE, JOB)
    for number in range(20_000):
        store.append(JOB, make_check(JOB, Result.REFUSED, number, error="x" * 500))
    store.append(JOB, make_check(JOB, at=0))  # the same moment again is no other check
    await written(store, JOB.id, 20_000)
    full, pages = await store.size(), await _pages(store)
    assert full > 10_000_000
    assert await store.count_checks() == 20_000
    while await store.prune(Kept.CHECKS, NOW + seconds(19_000), 500):
        pass
    assert await store.count_checks() == await store.count_checks(JOB.id) == 1000
    assert (await store.load(NOW)).jobs == (JOB,)
    assert await store.size() < full / 10
    assert await _pages(store) < pages - 1000
    await store.delete_job(JOB.id)
    assert await store.count_checks() == 0
    await store.close()


async def _pages(store: SqliteStore) -> int:
    pages: int = await store._writer.submit(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    return pages


async def test_many_registrations_at_once_are_kept_together(tmp_path: Path) -> None:
    store = await open_store(tmp_path, _fail)
    make: Callable[[int], tuple[Instance, Job]] = lambda n: (make_instance(f"app{n}"), make_job(f"app{n}-id"))  # noqa: E731
    await asyncio.gather(*(store.save(*make(number)) for number in range(1000)))
    kept = await store.load(NOW)
    assert (len(kept.instances), len(kept.jobs)) == (1000, 1000)
    await store.close()


def test_the_open_session_is_found_without_a_look_at_the_ended_ones() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        migrate(connection)
        found = "SELECT id FROM sessions WHERE instance = 'a' AND open = 1"
        for sql in (found, "SELECT id FROM sessions WHERE open = 1"):
            plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            assert any("sessions_open" in row[-1] for row in plan), sql
