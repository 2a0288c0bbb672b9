"""Instances that promised signs of life, in virtual time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from registry_tray.core.errors import StoreError
from registry_tray.core.events import CheckRecorded, EventBus, InstanceChanged, InstanceUnregistered
from registry_tray.core.leases import Leases
from registry_tray.core.models import InstanceId
from registry_tray.core.status import Registration, Result
from tests.fakes import NOW, LoopClock, make_catalog, make_check, make_instance, make_job, seconds, virtual

ID = make_instance().id


class World:
    """One instance with a lease of 30 s."""

    def __init__(self, can_be_asked: bool = True) -> None:
        instance = make_instance(ttl=seconds(30), lease_ends=NOW + seconds(30))
        self.catalog = make_catalog([instance], [make_job()])
        self.bus = EventBus()
        self.clock = LoopClock()
        self.can_be_asked = can_be_asked
        self.asked: list[float] = []
        self.lost: list[tuple[float, str]] = []
        self.fails = False
        self.leases = Leases(self.catalog, self.bus, self.clock, self.ask, self.lose)

    def ask(self, instance_id: InstanceId) -> bool:
        self.asked.append(self.clock.monotonic() - 1000)
        return self.can_be_asked

    async def lose(self, instance_id: InstanceId, why: str) -> None:
        self.lost.append((self.clock.monotonic() - 1000, why))
        if self.fails:
            raise StoreError("The store cannot be written: the disk is full.")
        instance = self.catalog.instance(instance_id).ended(Registration.LOST, self.clock.now(), why)
        self.catalog.put_instance(instance)
        self.bus.publish(InstanceUnregistered(instance, ()))

    def heartbeat(self) -> None:
        self.catalog.put_instance(self.catalog.instance(ID).renewed(self.clock.now()))

    def answer(self, result: Result) -> None:
        self.bus.publish(CheckRecorded(make_job(), make_check(make_job(), result)))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.leases.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


@virtual
async def test_one_that_is_silent_is_asked_and_then_lost() -> None:
    world = World()
    async with world.running():
        await asyncio.sleep(29.9)
        assert world.asked == []
        await asyncio.sleep(0.2)
        assert world.asked == [pytest.approx(30, abs=0.1)]
        assert world.lost == []
        world.answer(Result.REFUSED)
        await asyncio.sleep(0.1)
        assert [why for _, why in world.lost] == ["No sign of life for 30 s"]
        await asyncio.sleep(600)
    assert len(world.asked) == len(world.lost) == 1


@virtual
async def test_one_that_answers_when_asked_lives_on() -> None:
    world = World()
    async with world.running():
        for _ in range(10):
            await asyncio.sleep(30.2)
            world.answer(Result.OK)
        assert len(world.asked) == 10
    assert world.lost == []


@virtual
async def test_an_inconclusive_answer_is_none() -> None:
    world = World()
    async with world.running():
        await asyncio.sleep(30.2)
        world.answer(Result.INCONCLUSIVE)
        await asyncio.sleep(1)
        assert world.lost == []
        world.answer(Result.TIMEOUT)
        await asyncio.sleep(1)
    assert len(world.lost) == 1


@virtual
async def test_heartbeats_keep_it_alive_without_being_asked() -> None:
    world = World()
    async with world.running():
        for _ in range(100):
            await asyncio.sleep(20)
            world.heartbeat()
    assert (world.asked, world.lost) == ([], [])


@virtual
async def test_one_that_cannot_be_asked_is_lost_at_once() -> None:
    world = World(can_be_asked=False)
    async with world.running():
        await asyncio.sleep(31)
    assert len(world.lost) == 1


@virtual
async def test_while_we_were_away_nobody_could_renew_it() -> None:
    world = World()
    world.catalog.put_instance(replace(world.catalog.instance(ID), lease_ends=NOW - seconds(3600)))
    world.leases = Leases(world.catalog, world.bus, world.clock, world.ask, world.lose)
    async with world.running():
        await asyncio.sleep(29)
    assert (world.asked, world.lost) == ([], [])


@virtual
async def test_one_that_stops_or_gives_its_lease_up_is_not_asked() -> None:
    world = World()
    async with world.running():
        await asyncio.sleep(10)
        instance = replace(world.catalog.instance(ID), ttl=None, lease_ends=None)
        world.catalog.put_instance(instance)
        world.bus.publish(InstanceChanged(instance))
        await asyncio.sleep(600)
    assert world.asked == []


@virtual
async def test_a_store_that_fails_does_not_end_the_leases_and_it_is_given_up_later(caplog: pytest.LogCaptureFixture) -> None:
    world = World(can_be_asked=False)
    world.fails = True
    async with world.running():
        await asyncio.sleep(31)
        assert world.catalog.instance(ID).registration is Registration.ACTIVE
        assert 1 <= len(world.lost) <= 2
        world.fails = False
        await asyncio.sleep(120)
    assert world.catalog.instance(ID).registration is Registration.LOST
    assert "could not be given up" in caplog.text


@virtual
async def test_one_whose_process_has_ended_is_doubted_and_an_answer_proves_it_alive() -> None:
    world = World()
    async with world.running():
        world.leases.doubt(ID, "Its process 5 ended")
        world.answer(Result.OK)
        await asyncio.sleep(1)
        assert world.lost == []
        world.leases.doubt(ID, "Its process 5 ended")
        world.answer(Result.REFUSED)
        await asyncio.sleep(1)
    assert [why for _, why in world.lost] == ["Its process 5 ended"]


@virtual
async def test_a_doubt_without_a_lease_is_settled_even_if_the_store_fails_at_first(caplog: pytest.LogCaptureFixture) -> None:
    world = World(can_be_asked=False)
    world.catalog.put_instance(make_instance())
    world.leases = Leases(world.catalog, world.bus, world.clock, world.ask, world.lose)
    world.fails = True
    async with world.running():
        world.leases.doubt(ID, "Its process 5 ended")
        await asyncio.sleep(1)
        assert world.catalog.instance(ID).registration is Registration.ACTIVE
        world.fails = False
        await asyncio.sleep(120)
    assert world.catalog.instance(ID).ending == "Its process 5 ended"
