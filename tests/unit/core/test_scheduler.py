"""When jobs run, in virtual time."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from registry_tray.core.models import Job, JobId
from registry_tray.core.places import HARD_LIMIT, SLOW
from registry_tray.core.scheduler import Scheduler
from registry_tray.core.status import Health
from tests.fakes import make_job, seconds, virtual


class Checker:
    """A check that takes `takes` seconds, and keeps when it began."""

    def __init__(self, takes: float = 0.01) -> None:
        self.takes = takes
        self.slow: set[str] = set()
        self.times: dict[str, list[float]] = {}
        self.epochs: list[int] = []
        self.running: Counter[str] = Counter()
        self.most = 0
        self.most_of_a_job = 0
        self.becomes: Health | None = None
        self.fails = False

    async def __call__(self, job: Job) -> Job | None:
        loop = asyncio.get_running_loop()
        self.times.setdefault(job.id, []).append(loop.time())
        self.epochs.append(job.epoch)
        self.running[job.id] += 1
        self.most = max(self.most, self.running.total())
        self.most_of_a_job = max(self.most_of_a_job, self.running[job.id])
        try:
            await asyncio.sleep(60 if job.id in self.slow else self.takes)
        finally:
            self.running[job.id] -= 1
        if self.fails:
            raise ValueError("a fault of our own")
        return replace(job, health=self.becomes) if self.becomes else job


def jobs(count: int, hosts: int = 0, **changes: Any) -> list[Job]:
    hosts = hosts or count
    return [
        make_job(id=JobId(str(number)), endpoint=f"http://127.0.0.{number % hosts}:80/", **changes) for number in range(count)
    ]


@asynccontextmanager
async def running(scheduler: Scheduler) -> AsyncIterator[None]:
    task = asyncio.create_task(scheduler.run())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])
        assert scheduler.in_flight == 0


def scheduler_for(checker: Checker, **options: Any) -> Scheduler:
    return Scheduler(checker, rng=random.Random(7), **options)


@virtual
async def test_an_hour_passes_without_drift_whatever_the_checks_take() -> None:
    checker = Checker(takes=1.7)
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(3600)
    (times,) = checker.times.values()
    assert len(times) in (360, 361)
    assert all(abs(at - (1000 + 10 * number)) < 0.05 for number, at in enumerate(times))


@virtual
async def test_the_pace_that_is_given_decides_when_the_next_one_is() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker, pace=lambda _: seconds(3))
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(10)
    (times,) = checker.times.values()
    assert [round(at - 1000) for at in times] == [0, 3, 6, 9]


@virtual
async def test_a_check_that_takes_longer_than_its_interval_skips_and_never_overlaps() -> None:
    checker = Checker(takes=25)
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(299)
    (times,) = checker.times.values()
    assert [round(at) for at in times] == list(range(1000, 1299, 30))
    assert checker.most == 1


@virtual
async def test_a_thousand_jobs_are_each_checked_once_an_interval() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        for job in jobs(1000, hosts=200):
            scheduler.start(job, stagger=True)
        await asyncio.sleep(100)
    assert {len(times) for times in checker.times.values()} <= {9, 10, 11}
    assert len(checker.times) == 1000
    for times in checker.times.values():
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert all(abs(gap - 10) < 0.5 for gap in gaps)


@virtual
async def test_the_first_checks_after_a_start_are_spread_over_the_interval() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        for job in jobs(500):
            scheduler.start(job, stagger=True)
        await asyncio.sleep(10)
    seconds_of = Counter(int(times[0] - 1000) for times in checker.times.values())
    assert len(checker.times) == 500
    assert max(seconds_of.values()) < 100
    assert len(seconds_of) == 10


@virtual
async def test_those_that_register_together_are_not_checked_together_for_ever() -> None:
    checker = Checker()
    checker.becomes = Health.UP
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        for job in jobs(200, health=Health.STARTING):
            scheduler.start(job)
        await asyncio.sleep(60)
    last = Counter(int(times[-1]) % 10 for times in checker.times.values())
    assert max(last.values()) < 60


@virtual
async def test_never_more_in_flight_than_allowed_in_all_and_on_a_host() -> None:
    checker = Checker(takes=0.1)
    scheduler = scheduler_for(checker, concurrency=10, per_host=2)
    async with running(scheduler):
        for job in jobs(100, hosts=50):
            scheduler.start(job)
        await asyncio.sleep(5)
        assert checker.most == 10
        assert len(checker.times) == 100
    checker = Checker(takes=0.1)
    scheduler = scheduler_for(checker, concurrency=10, per_host=2)
    async with running(scheduler):
        for job in jobs(30, hosts=1):
            scheduler.start(job)
        await asyncio.sleep(5)
        assert checker.most == 2
        assert len(checker.times) == 30


@pytest.mark.parametrize("hosts", [1, 300])
@virtual
async def test_targets_that_hang_delay_nobody(hosts: int) -> None:
    checker = Checker()
    scheduler = scheduler_for(checker)
    every = jobs(300, hosts=hosts, interval=seconds(5), timeout=seconds(4))
    checker.slow = {job.id for job in every[:200]}
    async with running(scheduler):
        for job in every:
            scheduler.start(job, stagger=True)
        await asyncio.sleep(60)
    for job in every[200:]:
        assert len(checker.times[job.id]) >= (11 if hosts > 1 else 9)
    assert checker.most <= HARD_LIMIT * 64


@virtual
async def test_however_many_hang_there_is_an_end_to_what_is_in_flight() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker, concurrency=4)
    every = jobs(100)
    checker.slow = {job.id for job in every}
    async with running(scheduler):
        for job in every:
            scheduler.start(job)
        await asyncio.sleep(50)
        assert scheduler.in_flight == HARD_LIMIT * 4
        await asyncio.sleep(300)
        assert len(checker.times) == 100


@virtual
async def test_check_now_is_now_and_the_rhythm_goes_on_from_there() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(13)
        scheduler.wake(make_job().id)
        scheduler.wake(make_job().id)
        scheduler.wake(JobId("nobody"))
        await asyncio.sleep(20)
    (times,) = checker.times.values()
    assert [round(at - 1000) for at in times] == [0, 10, 13, 23, 33]


@virtual
async def test_check_now_during_a_check_checks_once_more_after_it() -> None:
    checker = Checker(takes=2)
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(1)
        for _ in range(5):
            scheduler.wake_all()
        await asyncio.sleep(8)
    (times,) = checker.times.values()
    assert [round(at - 1000) for at in times] == [0, 2]
    assert checker.most == 1


@virtual
@pytest.mark.parametrize(("after", "checks"), [(SLOW / 2, [0]), (SLOW * 2, [0, 2])])
async def test_a_check_that_has_just_begun_is_what_a_neighbour_asks_for_and_one_that_hangs_is_not(
    after: float, checks: list[int]
) -> None:
    checker = Checker(takes=2)
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job(interval=seconds(1000)))
        await asyncio.sleep(after)
        scheduler.wake(make_job().id, spread=True)
        await asyncio.sleep(3)
    (times,) = checker.times.values()
    assert [round(at - 1000) for at in times] == checks


@virtual
async def test_registering_a_hundred_times_keeps_one_timer_and_one_check_in_flight() -> None:
    checker = Checker(takes=0.5)
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        for epoch in range(100):
            scheduler.start(make_job(epoch=epoch))
            await asyncio.sleep(0.1)
        checker.times.clear()
        await asyncio.sleep(100)
        assert checker.most_of_a_job == 1
        assert scheduler.in_flight <= 1
    (times,) = checker.times.values()
    assert len(times) in (9, 10, 11)
    assert set(checker.epochs[-9:]) == {99}


@virtual
async def test_stop_cancels_the_check_in_flight_and_all_that_would_follow() -> None:
    checker = Checker(takes=5)
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(1)
        scheduler.stop(make_job().id)
        scheduler.stop(make_job().id)
        await asyncio.sleep(0.1)
        assert checker.running.total() == 0
        assert scheduler.in_flight == 0
        await asyncio.sleep(100)
    assert len(checker.times[make_job().id]) == 1


@virtual
async def test_a_check_that_is_stopped_before_it_begins_leaves_its_place() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker, concurrency=2, per_host=1)
    async with running(scheduler):
        for _ in range(50):
            scheduler.start(make_job())
            while scheduler.in_flight == 0:  # noqa: ASYNC110 # the very moment in which it begins
                await asyncio.sleep(0)
            scheduler.stop(make_job().id)
            await asyncio.sleep(0.001)
        assert scheduler.in_flight == 0
        scheduler.start(make_job())
        await asyncio.sleep(1)
        assert checker.times[make_job().id][-1] >= 1000


@virtual
async def test_a_job_that_waits_in_line_can_be_stopped() -> None:
    checker = Checker(takes=0.2)
    scheduler = scheduler_for(checker, concurrency=1)
    first, second, third = jobs(3)
    async with running(scheduler):
        for job in (first, second, third):
            scheduler.start(job)
        await asyncio.sleep(0.1)
        scheduler.stop(second.id)
        await asyncio.sleep(5)
    assert set(checker.times) == {first.id, third.id}


@virtual
async def test_a_fault_of_ours_in_a_check_does_not_end_the_job(caplog: pytest.LogCaptureFixture) -> None:
    checker = Checker()
    checker.fails = True
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job())
        await asyncio.sleep(35)
    assert len(checker.times[make_job().id]) == 4
    assert "fault of our own" in caplog.text


@virtual
async def test_what_is_paused_or_has_nothing_to_check_does_not_run() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job(active=False))
        scheduler.start(make_job(endpoint=""))
        await asyncio.sleep(60)
    assert checker.times == {}


@virtual
async def test_jobs_that_are_started_before_it_runs_run_when_it_does() -> None:
    checker = Checker()
    scheduler = scheduler_for(checker)
    scheduler.start(make_job())
    await asyncio.sleep(5)
    assert checker.times == {}
    async with running(scheduler):
        await asyncio.sleep(1)
    assert len(checker.times) == 1


@virtual
async def test_a_suspect_is_looked_at_sooner() -> None:
    checker = Checker()
    checker.becomes = Health.SUSPECT
    scheduler = scheduler_for(checker)
    async with running(scheduler):
        scheduler.start(make_job(interval=seconds(60)))
        await asyncio.sleep(7)
    (times,) = checker.times.values()
    assert [round(at - 1000) for at in times] == [0, 2, 4, 6]
