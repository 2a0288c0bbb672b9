"""When it is told that an application does not call: after what it has promised, and never for an outage longer than that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from registry_tray.core.models import AppId, Job
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import Health
from tests.fakes import NOW, seconds, virtual
from tests.simulation.machine import Machine


class Caller:
    """An application that promises to call, and does as a test says."""

    def __init__(self, interval: float, grace: timedelta | None = None) -> None:
        self.machine = Machine()
        self._spec = JobSpec("push", "push://", interval=seconds(interval), grace=grace)

    @asynccontextmanager
    async def registered(self) -> AsyncIterator[None]:
        async with self.machine.running():
            await self.machine.registry.register(RegistrationRequest(AppId("backup"), "localhost", self._spec))
            yield

    @property
    def job(self) -> Job:
        (job,) = self.machine.catalog.jobs()
        return job

    async def call(self) -> None:
        await self.machine.jobs.beat(self.job.id)


@virtual
@pytest.mark.parametrize(
    ("interval", "grace", "told"),
    [
        (10, None, (60, 63)),  # its first call has the time that a start has
        (50, None, (60, 63)),
        (10, seconds(0), (20, 23)),  # where it needs none: the interval, and the hold
        (300, None, (310, 313)),
    ],
)
async def test_one_that_never_calls_is_told_when_its_start_and_its_first_interval_are_over(
    interval: float, grace: timedelta | None, told: tuple[float, float]
) -> None:
    caller = Caller(interval, grace)
    async with caller.registered():
        await asyncio.sleep(interval * 2 + 100)
    (at, title), *rest = caller.machine.popups
    assert (title, rest) == ("backup is down", [])
    assert told[0] <= at <= told[1]
    assert caller.job.down_since == NOW + seconds(interval)


@virtual
@pytest.mark.parametrize(("also_asked", "offered"), [(False, ["open", "mute"]), (True, ["open", "check", "mute"])])
async def test_a_check_is_offered_where_there_is_something_to_ask_only(also_asked: bool, offered: list[str]) -> None:
    caller = Caller(60, grace=seconds(0))
    async with caller.registered():
        if also_asked:
            await caller.machine.jobs.add("backup@localhost", JobSpec("http", caller.machine.app("backup").url))
        called = next(job for job in caller.machine.catalog.jobs() if job.type == "push")
        for _ in range(3):
            await asyncio.sleep(90)
            await caller.machine.jobs.beat(called.id)
    told = [notice for notice in caller.machine.notifier.notices if not notice.is_recovery]
    assert [notice.title for notice in told] == ["backup is down", "backup is down", "backup keeps going down"]
    assert [[key for key, _ in notice.actions] for notice in told] == [offered] * 3


@virtual
async def test_one_that_calls_late_for_the_first_time_within_the_hold_is_not_told() -> None:
    caller = Caller(300)
    async with caller.registered():
        await asyncio.sleep(307)
        for _ in range(3):
            await caller.call()
            await asyncio.sleep(290)
        assert caller.job.health is Health.UP
    assert caller.machine.popups == []


@virtual
async def test_one_that_stops_calling_is_told_after_its_interval_and_its_hold_and_told_back() -> None:
    caller = Caller(10)
    async with caller.registered():
        for _ in range(6):
            await caller.call()
            await asyncio.sleep(10)
        await asyncio.sleep(60)
        for _ in range(3):
            await caller.call()
            await asyncio.sleep(5)
    (down, back) = caller.machine.popups
    assert (down[1], back[1]) == ("backup is down", "backup is back")
    assert 50 + 10 + 10 <= down[0] <= 50 + 10 + 10 + 3
