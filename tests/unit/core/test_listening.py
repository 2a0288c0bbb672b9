"""Ports that fall silent, or are listened on again, have their jobs checked at once; and nothing else does."""

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from registry_tray.core.events import EventBus, InstanceUnregistered, JobChanged
from registry_tray.core.listening import LOOK, STEP, SURE, PortWatch
from registry_tray.core.models import Instance, Job, JobId
from registry_tray.core.status import Health, Registration
from tests.fakes import LoopClock, make_catalog, make_instance, make_job, seconds, virtual

SOON = LOOK + SURE + 0.1


class Harbour:
    """An instance and its job; who listens; and who was woken."""

    def __init__(self, instance: Instance | None = None, **changes: Any) -> None:
        self.instance = instance or make_instance()
        self.job: Job = make_job(self.instance.id, **changes)
        self.catalog = make_catalog([self.instance], [self.job])
        self.bus = EventBus()
        self.listening: frozenset[int] | None = frozenset({8000, 22})
        self.looks = 0
        self.takes = 0.0
        self.woken: list[JobId] = []
        self.watch = PortWatch(self.catalog, self.bus, LoopClock(), self, self.woken.append)

    async def ports(self) -> frozenset[int] | None:
        self.looks += 1
        await asyncio.sleep(self.takes)
        return self.listening

    def turn(self, **changes: Any) -> None:
        self.job = replace(self.job, **changes)
        self.catalog.put_job(self.job)
        self.bus.publish(JobChanged(self.job))

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """It has been looked at."""
        task = asyncio.create_task(self.watch.run())
        await asyncio.sleep(SOON)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


@virtual
async def test_a_port_that_falls_silent_is_checked_once_within_about_a_second() -> None:
    harbour = Harbour()
    async with harbour.watched():
        harbour.listening = frozenset({22})
        await asyncio.sleep(SOON)
        assert harbour.woken == [harbour.job.id]
        await asyncio.sleep(60)
        assert harbour.woken == [harbour.job.id]


@virtual
async def test_who_listens_again_at_the_second_look_is_left_alone() -> None:
    harbour = Harbour()
    async with harbour.watched():
        harbour.listening = frozenset()
        await asyncio.sleep(LOOK - 0.1)
        harbour.listening = frozenset({8000})
        await asyncio.sleep(60)
        assert harbour.woken == []


@virtual
@pytest.mark.parametrize("health", [Health.DOWN, Health.SUSPECT, Health.RECOVERING, Health.STARTING])
async def test_a_port_that_is_listened_on_again_is_checked_at_once(health: Health) -> None:
    harbour = Harbour(health=health)
    harbour.listening = frozenset()
    async with harbour.watched():
        harbour.listening = frozenset({8000})
        await asyncio.sleep(SOON)
        assert harbour.woken == [harbour.job.id]


@virtual
async def test_one_that_is_well_is_not_checked_because_somebody_listens_and_one_that_is_down_not_because_nobody_does() -> None:
    harbour = Harbour()
    harbour.listening = frozenset()  # reached another way: in another namespace
    async with harbour.watched():
        harbour.listening = frozenset({8000})
        await asyncio.sleep(SOON)
        harbour.turn(health=Health.DOWN)
        harbour.listening = frozenset()
        await asyncio.sleep(SOON)
        assert harbour.woken == []


@virtual
@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": "http://10.0.0.5:8000/health"},
        {"endpoint": "push://", "type": "push"},
        {"endpoint": "docker://8000", "type": "docker"},
        {"endpoint": "", "type": "none"},
        {"interval": seconds(2)},
        {"active": False},
    ],
)
async def test_what_is_elsewhere_or_asked_all_the_time_costs_no_look(changes: dict[str, Any]) -> None:
    harbour = Harbour(**changes)
    async with harbour.watched():
        assert harbour.looks == 0


@virtual
async def test_the_port_of_the_registration_counts_where_the_instance_runs_here() -> None:
    for hostname, woken in (("localhost", 1), ("build.local", 0)):
        harbour = Harbour(make_instance(hostname=hostname, port=8000), endpoint="http://localhost:9000/health")
        async with harbour.watched():
            harbour.listening = frozenset()
            await asyncio.sleep(SOON)
            assert len(harbour.woken) == woken


@virtual
async def test_what_registers_or_stops_later_is_watched_or_no_more() -> None:
    harbour = Harbour(active=False)
    async with harbour.watched():
        harbour.turn(active=True)
        await asyncio.sleep(SOON)
        assert harbour.looks > 0
        stopped = replace(harbour.instance, registration=Registration.STOPPED)
        harbour.catalog.put_instance(stopped)
        harbour.bus.publish(InstanceUnregistered(stopped, (harbour.job,)))
        await asyncio.sleep(SOON)
        looks = harbour.looks
        harbour.listening = frozenset()
        await asyncio.sleep(60)
        assert (harbour.looks, harbour.woken) == (looks, [])


@virtual
async def test_looks_that_take_long_come_less_often() -> None:
    harbour = Harbour()
    harbour.takes = 0.02
    async with harbour.watched():
        harbour.looks = 0
        await asyncio.sleep(100)
        assert 9 <= harbour.looks <= 11


@virtual
async def test_nobody_asks_again_where_the_system_does_not_tell() -> None:
    harbour = Harbour()
    harbour.listening = None
    async with harbour.watched():
        await asyncio.sleep(60)
        assert harbour.looks == 1


@virtual
async def test_what_no_longer_watches_listens_to_nothing_and_is_let_go_of() -> None:
    harbour = Harbour()
    async with harbour.watched():
        watch = weakref.ref(harbour.watch)
    del harbour.watch
    gc.collect()
    assert watch() is None


@virtual
async def test_of_many_instances_a_few_are_looked_at_in_a_turn_of_the_loop() -> None:
    harbour = Harbour()
    for number in range(10 * STEP):
        instance = make_instance(f"app-{number}")
        harbour.catalog.put_instance(instance)
        harbour.catalog.put_job(make_job(instance.id))
        harbour.watch._touch(instance.id)
    task = asyncio.create_task(harbour.watch.run())
    turns = 0
    while not harbour.looks:
        await asyncio.sleep(0)
        turns += 1
    assert turns > 10
    task.cancel()
    await asyncio.wait([task])
