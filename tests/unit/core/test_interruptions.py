"""What happens to this computer is not reported as a fault of its applications."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from registry_tray.core.events import ClockSet, ComputerSlept, EventBus
from registry_tray.core.interruptions import Interruptions
from registry_tray.core.models import FOR_EVER
from registry_tray.core.status import EventKind, Health, Result
from tests.fakes import Heard, LoopClock, VirtualLoop, seconds, virtual
from tests.simulation.machine import App, Machine


def stand_still(duration: float) -> None:
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    loop.stand_still(duration)


@asynccontextmanager
async def watching() -> AsyncIterator[tuple[Interruptions, LoopClock, Heard]]:
    bus, clock = EventBus(), LoopClock()
    heard = Heard(bus, ComputerSlept, ClockSet)
    interruptions = Interruptions(bus, clock)
    task = asyncio.create_task(interruptions.run())
    await asyncio.sleep(3)
    try:
        yield interruptions, clock, heard
    finally:
        task.cancel()
        await asyncio.wait([task])


def excuse(interruptions: Interruptions, *, is_local: bool = True, took: float = 0.01) -> str:
    return interruptions.excuse(asyncio.get_running_loop().time() - took, is_local=is_local)


@virtual
async def test_while_nothing_happens_every_failure_counts() -> None:
    async with watching() as (interruptions, _, heard):
        await asyncio.sleep(3600)
        assert excuse(interruptions) == ""
        assert heard.events == []


@virtual
async def test_sleep_shows_in_the_clock_that_goes_on_without_us() -> None:
    async with watching() as (interruptions, clock, heard):
        clock.slept += 7200
        assert excuse(interruptions) == "This computer has just woken up"  # seen before the next tick
        (slept,) = heard.events
        assert (slept.gap, slept.ticks, slept.woke) == (seconds(7200), 0.0, clock.now())
        await asyncio.sleep(19)
        assert excuse(interruptions)
        await asyncio.sleep(1.1)
        assert excuse(interruptions) == ""
        assert len(heard.events) == 1


@virtual
async def test_a_program_that_was_stopped_has_slept() -> None:
    async with watching() as (interruptions, _, heard):
        stand_still(60)
        await asyncio.sleep(1)
        (slept,) = heard.events
        assert 58 < slept.gap.total_seconds() <= 60
        assert slept.ticks == slept.gap.total_seconds()
        assert excuse(interruptions)


@virtual
async def test_a_loop_that_was_late_tells_nothing_of_that_time_and_counts_again_after_it() -> None:
    async with watching() as (interruptions, _, heard):
        stand_still(4)
        assert excuse(interruptions, took=1) == "This computer was too busy to tell"
        await asyncio.sleep(1)
        assert excuse(interruptions, took=0.01) == ""
        assert heard.events == []


@virtual
@pytest.mark.parametrize("by", [-3600, 3600])
async def test_a_wall_clock_that_is_set_is_no_sleep(by: float) -> None:
    async with watching() as (interruptions, clock, heard):
        clock.ahead = seconds(by)
        await asyncio.sleep(2)
        assert heard.events == [ClockSet(seconds(by))]
        assert excuse(interruptions) == ""


@virtual
async def test_another_network_excuses_only_what_is_elsewhere() -> None:
    async with watching() as (interruptions, _, _):
        interruptions.on_network_change()
        assert excuse(interruptions, is_local=True) == ""
        assert excuse(interruptions, is_local=False) == "The network of this computer has just changed"
        await asyncio.sleep(15.1)
        assert excuse(interruptions, is_local=False) == ""


@virtual
async def test_the_word_of_the_system_counts_before_and_after_sleep() -> None:
    async with watching() as (interruptions, clock, heard):
        interruptions.on_sleep_signal(True)
        assert excuse(interruptions) == "This computer is going to sleep"
        await asyncio.sleep(60)
        clock.slept += 600
        interruptions.on_sleep_signal(False)
        assert excuse(interruptions) == "This computer has just woken up"
        assert [event.gap for event in heard.events] == [seconds(600)]


@virtual
async def test_a_sleep_that_no_clock_shows_is_believed() -> None:
    async with watching() as (interruptions, _, heard):
        interruptions.on_sleep_signal(True)
        interruptions.on_sleep_signal(False)
        assert [event.gap for event in heard.events] == [timedelta()]
        assert excuse(interruptions)


# -- what becomes of it


@asynccontextmanager
async def machine_with(count: int) -> AsyncIterator[tuple[Machine, list[App]]]:
    machine = Machine(interval=seconds(10))
    async with machine.running():
        apps = await machine.registered(count)
        await asyncio.sleep(60)
        yield machine, apps


@virtual
async def test_sleep_is_one_row_of_the_journal_and_changes_no_uptime() -> None:
    async with machine_with(5) as (machine, apps):
        machine.sleep(timedelta(hours=2))
        for app in apps:
            app.die()
        await asyncio.sleep(15)
        for app in apps:
            app.live()
        await asyncio.sleep(120)
        rows = [row for row in await machine.store.events(50) if row.kind is EventKind.SLEEP]
        assert [row.description for row in rows] == ["slept 2 h"]
        assert [app.health for app in apps] == [Health.UP] * 5
        for job in machine.catalog.jobs():
            assert machine.stats.uptime(job.id, machine.clock.now()) == 1
            assert Result.INCONCLUSIVE in machine.stats.beats(job.id)
        assert machine.notifier.log == []


@virtual
async def test_after_sleep_checks_in_flight_are_dropped_and_the_first_sweep_is_spread() -> None:
    async with machine_with(30) as (machine, apps):
        for app in apps:
            app.hangs = True
        machine.scheduler.wake_all()
        await asyncio.sleep(0.6)
        assert machine.scheduler.in_flight == 30
        before = {job.id: job.ping_count for job in machine.catalog.jobs()}
        for app in apps:
            app.hangs = False
        machine.sleep(timedelta(hours=1))
        machine.interruptions.look()
        await asyncio.sleep(0.01)
        assert machine.scheduler.in_flight <= 2
        asked: list[int] = []
        for _ in range(31):
            await asyncio.sleep(0.1)
            asked.append(sum(job.ping_count > before[job.id] for job in machine.catalog.jobs()))
        assert 5 <= asked[9] <= 15
        assert asked[-1] == 30


@virtual
async def test_holds_graces_and_leases_move_by_the_time_that_nobody_looked() -> None:
    async with machine_with(1) as (machine, (app,)):
        app.die()
        machine.scheduler.wake_all()
        await asyncio.sleep(5)
        before = machine.catalog.alert(app.instance.id)
        assert before is not None
        machine.sleep(timedelta(hours=2))
        machine.interruptions.look()
        await asyncio.sleep(0.1)
        after = machine.catalog.alert(app.instance.id)
        assert after is not None
        assert after.due >= before.due + timedelta(hours=2)
        await asyncio.sleep(60)
        assert machine.notifier.titles == ["app0 is down"]


@virtual
async def test_a_program_that_stood_still_gives_what_starts_the_time_it_had() -> None:
    machine = Machine()
    async with machine.running():
        app = machine.app("slow")
        app.die()
        await app.register()
        await asyncio.sleep(50)
        stand_still(3000)
        await asyncio.sleep(28)  # the grace after a resume, and what was left of its own
        assert [job.health for job in machine.catalog.jobs()] == [Health.STARTING]
        app.live()
        await asyncio.sleep(60)
        assert [job.health for job in machine.catalog.jobs()] == [Health.UP]
    assert machine.notifier.log == []


@virtual
async def test_an_outage_before_a_clock_was_set_back_has_the_length_it_had() -> None:
    async with machine_with(1) as (machine, (app,)):
        app.die()
        await asyncio.sleep(100)
        assert machine.notifier.titles == ["app0 is down"]
        machine.clock.ahead -= timedelta(hours=5)
        await asyncio.sleep(20)
        app.live()
        await asyncio.sleep(20)
        recovery = machine.notifier.notices[-1]
        assert recovery.title == "app0 is back"
        assert recovery.body.startswith(("after 1 min", "after 2 min"))


@virtual
async def test_a_mute_until_recovery_ends_with_the_outage() -> None:
    async with machine_with(1) as (machine, (app,)):
        await machine.care.mute(app.instance.id, FOR_EVER, until_recovery=True)
        app.die()
        await asyncio.sleep(60)
        assert machine.notifier.log == []
        app.live()
        await asyncio.sleep(20)
        assert not app.instance.is_muted(machine.clock.now())
        app.die()
        await asyncio.sleep(60)
        assert machine.notifier.titles == ["app0 is down"]
