"""A wall clock that is set loses no outage, repeats none, and keeps what a person has said of one."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from registry_tray.core.models import Instance
from tests.fakes import seconds, virtual
from tests.simulation.machine import App, Machine

HOUR = timedelta(hours=1)


async def played(play: Callable[[Machine, App], Awaitable[None]]) -> tuple[list[str], Instance]:
    """What popped up, and what is known of the application at the end."""
    machine = Machine(2)
    app = machine.app("shop")
    async with machine.running():
        await app.register()
        await asyncio.sleep(70)
        await play(machine, app)
    return [title for _, title in machine.popups], app.instance


@virtual
async def test_an_outage_that_is_known_of_stays_known_where_the_clock_is_set_forward() -> None:
    async def play(machine: Machine, app: App) -> None:
        app.die()
        await asyncio.sleep(5)
        await machine.care.acknowledge(app.instance.id, "known")
        machine.clock.ahead += HOUR
        await asyncio.sleep(120)

    assert (await played(play))[0] == []


@virtual
async def test_the_next_outage_is_told_also_where_the_clock_was_set_back_since_the_last_one_was_known_of() -> None:
    async def play(machine: Machine, app: App) -> None:
        app.die()
        await asyncio.sleep(5)
        await machine.care.acknowledge(app.instance.id, "known")
        app.live()
        await asyncio.sleep(60)
        machine.clock.ahead -= 2 * HOUR
        app.die()
        await asyncio.sleep(60)

    titles, _ = await played(play)
    assert titles == ["shop is down"]


@virtual
async def test_what_a_person_knew_of_an_outage_ends_with_it() -> None:
    async def play(machine: Machine, app: App) -> None:
        app.die()
        await asyncio.sleep(30)
        await machine.care.acknowledge(app.instance.id, "known")
        app.live()
        await asyncio.sleep(60)

    titles, instance = await played(play)
    assert titles == ["shop is down", "shop is back"]
    assert instance.acknowledged is None


@virtual
@pytest.mark.parametrize("by", [-HOUR, HOUR])
async def test_a_restart_takes_as_long_as_it_takes(by: timedelta) -> None:
    async def play(machine: Machine, app: App) -> None:
        await app.crash()
        await asyncio.sleep(1)
        machine.clock.ahead += by
        await asyncio.sleep(4)
        app.live()
        await app.register()
        await asyncio.sleep(60)

    _, instance = await played(play)
    assert instance.restart_time is not None
    assert abs(instance.restart_time - seconds(5)) < seconds(0.1)
