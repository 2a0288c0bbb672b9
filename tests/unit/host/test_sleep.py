"""logind's signal over a real bus."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
from blockbuster import BlockBuster
from dbus_fast import Message
from dbus_fast.aio import MessageBus

from registry_tray.host.sleep import INTERFACE, PATH, SleepWatcher
from tests.fakes_desktop import PrivateBus, require, until


@pytest.fixture
def bus(blockbuster: BlockBuster) -> Iterator[PrivateBus]:
    for function in blockbuster.functions.values():
        function.can_block_in("tests/fakes_desktop.py", {"start", "stop"})
    require("dbus-daemon")
    with PrivateBus() as private:
        yield private


@asynccontextmanager
async def watching(address: str, heard: list[bool]) -> AsyncIterator[SleepWatcher]:
    watcher = SleepWatcher(heard.append, address)
    task = asyncio.create_task(watcher.run())
    try:
        yield watcher
    finally:
        task.cancel()
        await asyncio.wait([task])


@asynccontextmanager
async def logind(address: str) -> AsyncIterator[MessageBus]:
    bus = await MessageBus(bus_address=address).connect()
    try:
        yield bus
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]


async def say(bus: MessageBus, member: str, asleep: bool, path: str = PATH) -> None:
    await bus.send(Message.new_signal(path, INTERFACE, member, "b", [asleep]))


async def test_it_hears_that_the_computer_goes_to_sleep_and_wakes(bus: PrivateBus) -> None:
    heard: list[bool] = []
    async with watching(bus.address, heard) as watcher, logind(bus.address) as system:
        await asyncio.wait_for(watcher.is_listening.wait(), 10)
        await say(system, "PrepareForShutdown", True)
        await say(system, "PrepareForSleep", True, "/somewhere/else")
        await say(system, "PrepareForSleep", True)
        await say(system, "PrepareForSleep", False)
        await until(lambda: len(heard) == 2, "both signals")
        assert heard == [True, False]


async def test_without_a_bus_nothing_comes_and_nothing_fails(tmp_path: object) -> None:
    heard: list[bool] = []
    async with watching(f"unix:path={tmp_path}/nobody", heard) as watcher:
        await asyncio.sleep(0)
        assert not watcher.is_listening.is_set()
    assert heard == []


async def test_a_bus_that_dies_ends_nothing(bus: PrivateBus) -> None:
    heard: list[bool] = []
    async with watching(bus.address, heard) as watcher:
        await asyncio.wait_for(watcher.is_listening.wait(), 10)
        bus.stop()
        await until(lambda: not watcher.is_listening.is_set(), "the end is noticed")
    assert heard == []
