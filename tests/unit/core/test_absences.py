"""What has crashed or is lost is in an outage until it is back or given up, and that time is observed and down."""

import asyncio

import pytest

from registry_tray.core.availability import AppReport, make_report
from registry_tray.core.models import AppId
from registry_tray.core.registration import RegistrationRequest
from registry_tray.core.reports import ErrorSpec
from registry_tray.core.spec import JobSpec
from registry_tray.core.status import Registration
from registry_tray.core.summary import Summaries
from tests.fakes import NOW, seconds, virtual
from tests.simulation.machine import App, Machine

HOUR = 3600


async def watched(machine: Machine, *, with_pid: bool = False) -> App:
    """An application that has been up for an hour."""
    app = machine.app("shop")
    await app.register(with_pid=with_pid)
    await asyncio.sleep(HOUR)
    return app


async def the_report(machine: Machine) -> AppReport:
    """Of the last day."""
    now = machine.clock.now()
    report = await make_report(machine.store, machine.catalog, now - seconds(24 * HOUR), now)
    assert report is not None
    return report.apps[0]


@virtual
async def test_a_crash_that_lasts_two_hours_is_an_outage_of_two_hours_in_every_figure() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine)
        await app.crash(code=3)
        await asyncio.sleep(2 * HOUR)
        away = await the_report(machine)
        assert [(fault.length, fault.lasts) for fault in away.faults] == [(seconds(2 * HOUR), True)]
        assert away.faults[0].reason == "exit (exit code 3)"
        app.live()
        await app.register()
        await asyncio.sleep(HOUR)
        back = await the_report(machine)
        (fault,) = back.faults
        assert not fault.lasts
        assert seconds(2 * HOUR) <= fault.length < seconds(2 * HOUR + 5)
        (job,) = machine.catalog.jobs_of(app.instance.id)
        shares = [back.stretch.uptime, machine.stats.uptime(job.id, machine.clock.now())]
        summaries = Summaries(machine.store, machine.clock)
        shares += [(await summaries.stretch(job.id, NOW)).uptime, (await summaries.uptimes())["day"]]
        assert shares == [pytest.approx(0.5, abs=0.01)] * 4
        series = await summaries.series(job.id, "day")
        assert [outage.length for outage in series.outages] == [fault.length]
        dark = [point for point in series.points if point.stretch.observed and not point.stretch.up]
        assert len(dark) == pytest.approx(8, abs=1)  # quarters of an hour


@virtual
async def test_an_announced_stop_is_no_outage() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine)
        app.die()
        await machine.registry.unregister(app.instance.id)
        await asyncio.sleep(2 * HOUR)
        report = await the_report(machine)
        assert (report.faults, report.stretch.uptime) == ((), 1.0)


@virtual
async def test_a_loss_that_is_a_restart_is_no_outage_and_one_that_is_none_counts_from_its_beginning() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine, with_pid=True)
        await app.exit()
        await asyncio.sleep(10)
        assert app.instance.registration is Registration.LOST
        app.live()
        await app.register(with_pid=True)
        await asyncio.sleep(HOUR)
        report = await the_report(machine)
        assert report.faults == ()
        assert report.stretch.uptime == pytest.approx(1.0, abs=0.001)  # the check that found it gone
        await app.exit()
        await asyncio.sleep(HOUR)
        report = await the_report(machine)
        (fault,) = report.faults
        assert HOUR - 5 < fault.length.total_seconds() <= HOUR
        assert report.stretch.uptime == pytest.approx(2 / 3, abs=0.01)


@virtual
async def test_what_stays_away_is_down_until_it_is_stopped_or_put_away_and_goes_on_where_that_is_taken_back() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine)
        await app.crash()
        await asyncio.sleep(HOUR)
        await machine.care.archive(app.instance.id)
        await asyncio.sleep(HOUR)
        report = await the_report(machine)
        assert [(fault.length, fault.lasts) for fault in report.faults] == [(seconds(HOUR), False)]
        assert report.stretch.uptime == pytest.approx(0.5, abs=0.01)
        await machine.care.bring_back(app.instance.id, Registration.CRASHED)
        report = await the_report(machine)
        assert [(fault.length, fault.lasts) for fault in report.faults] == [(seconds(2 * HOUR), True)]
        await machine.registry.unregister(app.instance.id)
        await asyncio.sleep(HOUR)
        report = await the_report(machine)
        assert [(fault.length, fault.lasts) for fault in report.faults] == [(seconds(2 * HOUR), False)]


@virtual
async def test_one_crash_of_an_application_with_two_jobs_is_one_outage() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine)
        await machine.jobs.add(app.instance.id, JobSpec("http", app.url))
        await asyncio.sleep(HOUR)
        await app.crash()
        await asyncio.sleep(HOUR)
        assert len((await the_report(machine)).faults) == 1


@virtual
async def test_an_outage_goes_on_where_a_crash_ends_what_was_down_already() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine)
        app.die()
        await asyncio.sleep(HOUR)
        await app.crash()
        await asyncio.sleep(HOUR)
        (fault,) = (await the_report(machine)).faults
        assert 2 * HOUR - 15 < fault.length.total_seconds() <= 2 * HOUR


@virtual
async def test_what_nobody_checks_has_its_crash_in_the_report_but_no_uptime() -> None:
    machine = Machine()
    async with machine.running():
        await machine.registry.register(RegistrationRequest(AppId("script"), "localhost", JobSpec("", "")))
        await machine.registry.unregister("script@localhost", ErrorSpec("exit", "", exit_code=1))
        await asyncio.sleep(HOUR)
        report = await the_report(machine)
        assert [fault.length for fault in report.faults] == [seconds(HOUR)]
        assert report.stretch.uptime is None


@virtual
async def test_while_the_computer_sleeps_nothing_is_observed() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine)
        await app.crash()
        await asyncio.sleep(HOUR)
        before = (await the_report(machine)).stretch
        machine.sleep(seconds(8 * HOUR))
        await asyncio.sleep(120)
        after = (await the_report(machine)).stretch
        assert after.observed - before.observed <= 240


@virtual
async def test_an_absence_goes_on_after_a_restart_of_the_registry() -> None:
    machine = Machine()
    async with machine.running():
        app = await watched(machine, with_pid=True)
        await app.exit()
        await asyncio.sleep(10)
    await machine.restart()
    async with machine.running():
        await asyncio.sleep(HOUR)
        (fault,) = (await the_report(machine)).faults
        assert fault.lasts
        assert (await the_report(machine)).stretch.uptime == pytest.approx(0.5, abs=0.01)
