"""Who was lost and answers again is back, though it has not registered; who has its port now is somebody else."""

import asyncio
from typing import Any

from registry_tray.core.events import EventBus
from registry_tray.core.models import AppId
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.returning import STEP, Returning
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import EventKind, Registration, Status
from tests.fakes import LoopClock, make_catalog, make_instance, make_job, virtual
from tests.simulation.machine import App, Machine

MINUTE = 60


async def lost(machine: Machine, name: str = "shop") -> App:
    """An application that was up, and whose process ended without a word."""
    app = machine.app(name)
    await app.register(with_pid=True)
    await asyncio.sleep(MINUTE)
    await app.exit()
    await asyncio.sleep(MINUTE)
    assert app.instance.registration is Registration.LOST
    return app


def status(app: App) -> Status:
    return app.machine.catalog.status(app.instance)


@virtual
async def test_who_was_lost_and_answers_again_is_back_and_that_is_told() -> None:
    machine = Machine()
    async with machine.running():
        app = await lost(machine)
        app.live()
        await asyncio.sleep(MINUTE)
        assert status(app) is Status.UP
        kinds = [event.kind for event in await machine.store.events(10)]
        assert kinds[:3] == [EventKind.UP, EventKind.RETURN, EventKind.LOST]
        assert machine.notifier.titles == ["shop is down", "shop is back"]


@virtual
async def test_who_still_does_not_answer_stays_lost_and_nobody_hears_of_the_looks() -> None:
    machine = Machine()
    async with machine.running():
        app = await lost(machine)
        (job,) = machine.catalog.jobs_of(app.instance.id)
        checks = await machine.store.count_checks(job.id)
        await asyncio.sleep(60 * MINUTE)
        assert status(app) is Status.LOST
        assert await machine.store.count_checks(job.id) == checks


@virtual
async def test_another_application_that_has_its_port_is_not_taken_for_it() -> None:
    machine = Machine()
    async with machine.running():
        app = await lost(machine)
        app.live()
        other = RegistrationRequest(AppId("other"), "localhost", JobSpec("http", app.url))
        await machine.registry.register(other)
        await asyncio.sleep(10 * MINUTE)
        assert status(app) is Status.LOST
        await machine.registry.unregister("other@localhost")
        await asyncio.sleep(10 * MINUTE)
        assert status(app) is Status.UP


@virtual
async def test_that_somebody_listens_does_not_bring_back_who_was_only_connected_to() -> None:
    machine = Machine()
    async with machine.running():
        app = await lost(machine)
        await machine.registry.register(RegistrationRequest(AppId("shop"), "localhost", JobSpec("tcp", app.url)))
        await machine.registry.end(app.instance.id, Registration.LOST, "gone")
        app.live()
        await asyncio.sleep(10 * MINUTE)
        assert status(app) is Status.LOST


@virtual
async def test_who_has_unregistered_meanwhile_stays_away() -> None:
    machine = Machine()
    async with machine.running():
        app = await lost(machine)
        seen = app.instance
        await machine.registry.unregister(app.instance.id)
        await machine.registry.take_back(seen)
        app.live()
        await asyncio.sleep(10 * MINUTE)
        assert app.instance.registration is Registration.STOPPED


@virtual
async def test_who_was_lost_before_a_restart_of_the_registry_comes_back_after_it() -> None:
    machine = Machine()
    async with machine.running():
        app = await lost(machine)
    await machine.restart()
    async with machine.running():
        app.live()
        await asyncio.sleep(2 * MINUTE)
        assert status(app) is Status.UP


@virtual
async def test_of_many_others_some_are_looked_at_in_a_turn_of_the_loop() -> None:
    instances = [make_instance(f"app-{number}") for number in range(10 * STEP)]
    catalog = make_catalog(instances, [make_job(each.id) for each in instances])
    gone = make_instance("gone")
    returning = Returning(catalog, EventBus(), LoopClock(), unasked, unasked)
    looking = asyncio.create_task(returning._is_taken(gone, make_job(gone.id, endpoint="http://localhost:1/")))
    turns = 0
    while not looking.done():
        await asyncio.sleep(0)
        turns += 1
    assert not looking.result()
    assert turns >= 10


async def unasked(_: object) -> Any:
    raise AssertionError
