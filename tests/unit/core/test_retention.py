"""What is old is put away, added up and deleted, and what is still needed is not."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry_tray.core import retention
from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import StoreError
from registry_tray.core.events import EventBus, EventLogged, InstanceRemoved
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import Instance
from registry_tray.core.outages import Outage
from registry_tray.core.ports import Kept
from registry_tray.core.retention import Limits, Retention
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.status import EventKind, Registration
from registry_tray.core.summary import WINDOWS, Summaries
from tests.fakes import NOW, FailingStore, FakeClock, Heard, make_check, make_instance, make_job, seconds, virtual

JOB = make_job()
DAY = timedelta(days=1)


class SizedStore(FailingStore):
    """A row of a check or of a roll-up weighs a byte. Notes every step in which something was deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[tuple[Kept, int]] = []

    async def prune(self, kind: Kept, before: datetime, limit: int) -> int:
        gone = await super().prune(kind, before, limit)
        self.steps.append((kind, gone))
        return gone

    async def size(self) -> int:
        return await self.count_checks() + len(self._rollups)


class Archive:
    """A retention on a memory store."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.catalog = Catalog()
        self.store = SizedStore()
        self.bus = EventBus()
        self.clock = FakeClock()
        self.told: list[str] = []
        self.heard = Heard(self.bus, EventLogged, InstanceRemoved)
        care = Care(Ledger(self.catalog, self.store, self.bus, self.clock), self.store)
        self.retention = Retention(self.catalog, care, self.store, self.clock, lambda: self.limits, self.told.append)
        self.summaries = Summaries(self.store, self.clock)

    async def put(self, *instances: Instance) -> None:
        for instance in instances:
            await self.store.save(instance, job := make_job(instance.id))
            self.catalog.put_instance(instance)
            self.catalog.put_job(job)

    async def sweep_after(self, duration: timedelta) -> None:
        self.clock.advance(duration.total_seconds())
        await self.retention.sweep()

    def states(self) -> dict[str, Registration]:
        return {each.app_id: each.registration for each in self.catalog.instances()}


def ended(app: str, how: Registration, **changes: object) -> Instance:
    return replace(make_instance(app), registration=how, ended_at=NOW, **changes)  # type: ignore[arg-type]


@virtual
async def test_what_no_longer_runs_is_archived_and_then_deleted_with_a_word_in_the_journal() -> None:
    archive = Archive()
    await archive.put(
        make_instance("runs"),
        ended("stopped", Registration.STOPPED),
        ended("crashed", Registration.CRASHED),
        ended("lost", Registration.LOST),
    )
    await archive.sweep_after(DAY - seconds(1))
    assert archive.states()["stopped"] is Registration.STOPPED
    await archive.sweep_after(seconds(1))
    assert archive.states() == {
        "runs": Registration.ACTIVE,
        "stopped": Registration.ARCHIVED,
        "crashed": Registration.CRASHED,
        "lost": Registration.LOST,
    }
    (row,) = await archive.store.events(10)
    assert (row.instance_id, row.kind, row.description) == ("stopped-id", EventKind.ARCHIVE, "stopped for 1 day")
    await archive.sweep_after(6 * DAY)
    assert archive.states()["crashed"] is archive.states()["lost"] is Registration.ARCHIVED
    await archive.sweep_after(24 * DAY - seconds(1))
    assert "stopped" in archive.states()
    await archive.sweep_after(seconds(1))
    assert set(archive.states()) == {"runs", "crashed", "lost"}
    await archive.sweep_after(6 * DAY)
    assert set(archive.states()) == {"runs"}
    assert {each.app_id for each in (await archive.store.load(archive.clock.now())).instances} == {"runs"}
    deleted = await archive.store.events(10, kind=EventKind.DELETE)
    assert [event.description for event in deleted] == [
        f"{app}@localhost, archived for 30 days" for app in ("lost", "crashed", "stopped")
    ]
    assert [type(event) for event in archive.heard.events].count(InstanceRemoved) == 3


@virtual
async def test_what_is_pinned_stays_whatever_its_age() -> None:
    archive = Archive()
    pinned = [ended(how.value, how, is_pinned=True) for how in Registration]
    await archive.put(*pinned)
    await archive.sweep_after(1000 * DAY)
    assert archive.states() == {how.value: how for how in Registration}


@virtual
async def test_one_that_comes_back_while_it_is_put_away_stays() -> None:
    archive = Archive()
    await archive.put(ended("first", Registration.STOPPED), ended("back", Registration.STOPPED))
    archive.store.gate = asyncio.Event()
    archive.clock.advance(2 * DAY.total_seconds())
    sweep = asyncio.create_task(archive.retention.sweep())
    await asyncio.sleep(0)
    archive.catalog.put_instance(make_instance("back"))
    archive.store.gate.set()
    await sweep
    assert archive.states() == {"first": Registration.ARCHIVED, "back": Registration.ACTIVE}


@virtual
async def test_each_kind_of_history_has_its_own_age() -> None:
    archive = Archive()
    await archive.put(make_instance())
    ages = {Period.MINUTE: 7 * DAY, Period.HOUR: 90 * DAY, Period.DAY: 730 * DAY}
    for period, age in ages.items():
        number = period.number(NOW - age)
        await archive.store.save(*(Rollup(JOB.id, period, number + more, 1, 1) for more in (-1, 0, 1)))
    for back in (DAY - seconds(1), DAY + seconds(1)):
        archive.store.append(JOB, make_check(JOB, at=-back.total_seconds()))
    await archive.store.save(
        Outage(JOB.id, NOW - 100 * DAY, NOW - 91 * DAY, "old"), Outage(JOB.id, NOW - 100 * DAY + seconds(1), NOW - 89 * DAY, "")
    )
    await archive.retention.sweep()
    for period, age in ages.items():
        number = period.number(NOW - age)
        kept = await archive.store.rollups(JOB.id, period, NOW - age - 2 * DAY, NOW - age + 2 * DAY)
        assert [each.start for each in kept] == [number, number + 1]
    assert await archive.store.count_checks() == 1
    assert [outage.reason for outage in await archive.store.outages(JOB.id, 10)] == [""]


@virtual
async def test_much_is_deleted_in_small_steps_and_others_have_their_turn_in_between() -> None:
    archive = Archive()
    await archive.put(make_instance())
    for number in range(2 * retention.STEP + 1):
        archive.store.append(JOB, make_check(JOB, at=number - 10 * DAY.total_seconds()))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await archive.retention.sweep()
    assert [gone for kind, gone in archive.store.steps if kind is Kept.CHECKS] == [retention.STEP, retention.STEP, 1]
    assert loop.time() - began >= 2 * retention.PAUSE


@virtual
async def test_a_store_that_is_too_large_gives_up_the_oldest_checks_first_and_keeps_what_the_window_shows() -> None:
    archive = Archive(Limits(size=1000))
    await archive.put(make_instance())
    for minute in range(20 * 60):
        at = -60.0 * minute
        archive.store.append(
            JOB, make_check(JOB, at=at), [Rollup(JOB.id, Period.MINUTE, Period.MINUTE.number(NOW) - minute, 1, 1)]
        )
    assert await archive.store.size() == 2400
    await archive.retention.sweep()
    assert archive.told[-1].startswith("The store is larger than 0 MB")  # twenty hours of minutes are shown
    assert await archive.store.count_checks() == 61
    assert len(await archive.store.rollups(JOB.id, Period.MINUTE, NOW - DAY)) == 1200
    archive.limits = Limits(size=1300)
    await archive.retention.sweep()
    assert archive.told[-1] == ""
    assert await archive.store.count_checks() == 61
    assert (await archive.store.oldest(Kept.CHECKS)) == NOW - seconds(3600)


@virtual
async def test_only_as_much_is_given_up_as_must_be() -> None:
    archive = Archive(Limits(size=1000))
    await archive.put(make_instance())
    for minute in range(20 * 60):
        archive.store.append(JOB, make_check(JOB, at=-60.0 * minute))
    await archive.retention.sweep()
    assert 1000 - 60 <= await archive.store.count_checks() <= 1000
    assert (await archive.store.checks(JOB.id, 1))[0].at == NOW


@virtual
async def test_it_goes_on_when_the_store_works_again() -> None:
    archive = Archive()
    await archive.put(ended("shop", Registration.STOPPED))
    archive.clock.advance(2 * DAY.total_seconds())
    archive.store.failures = 1
    task = asyncio.create_task(archive.retention.run())
    loop = asyncio.get_running_loop()
    began = loop.time()
    while archive.states()["shop"] is not Registration.ARCHIVED:  # it is virtual time that passes
        await asyncio.sleep(1)
        assert loop.time() - began < 2 * retention.EVERY
    assert loop.time() - began > retention.EVERY
    task.cancel()


@virtual
async def test_a_store_that_cannot_be_written_is_said_by_the_sweep() -> None:
    archive = Archive()
    await archive.put(ended("shop", Registration.STOPPED))
    archive.clock.advance(2 * DAY.total_seconds())
    archive.store.failures = 1
    with pytest.raises(StoreError):
        await archive.retention.sweep()


observations = st.lists(
    st.tuples(st.integers(0, 40 * 24 * 60), st.integers(0, 60), st.integers(0, 60), st.integers(1, 3_000_000)),
    min_size=1,
    max_size=60,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(observations, st.integers(0, 24 * 60), st.booleans())
def test_what_the_windows_show_is_the_same_after_any_sweep(
    rows: list[tuple[int, int, int, int]], offset: int, too_large: bool
) -> None:
    """`rows` are minutes ago, seconds observed, percent of them up, and a latency in microseconds."""

    @virtual
    async def run() -> None:
        archive = Archive(Limits(size=1) if too_large else None)
        archive.clock.advance(offset * 60)
        now = archive.clock.now()
        await archive.put(make_instance())
        for period in (Period.MINUTE, Period.HOUR):
            kept: dict[int, Rollup] = {}
            for ago, observed, share, latency in rows:
                number = period.number(now - timedelta(minutes=ago))
                rollup = kept.setdefault(number, Rollup(JOB.id, period, number))
                rollup.observed += observed
                rollup.up += observed * share / 60
                rollup.latencies.add(timedelta(microseconds=latency))
            await archive.store.save(*kept.values())
        outage = Outage(JOB.id, now - timedelta(minutes=max(rows)[0]), now - timedelta(minutes=min(rows)[0]), "refused")
        await archive.store.save(outage)
        last = Period.DAY.begin(Period.DAY.number(now - 2 * DAY))
        whole_days = await archive.store.rollups(JOB.id, Period.HOUR, now - 100 * DAY, last)
        before = [await archive.summaries.job(JOB, window) for window in WINDOWS]
        await archive.retention.sweep()
        await archive.retention.sweep()
        after = [await archive.summaries.job(JOB, window) for window in WINDOWS]
        for old, new in zip(before, after, strict=True):
            assert new.outages == old.outages
            assert new.series == old.series
            for name, stretch in old.windows.items():
                assert new.windows[name].latencies == stretch.latencies
                assert new.windows[name].observed == pytest.approx(stretch.observed)
                assert new.windows[name].up == pytest.approx(stretch.up)
        days = await archive.store.rollups(JOB.id, Period.DAY, now - 100 * DAY)
        assert sum(day.latencies.count for day in days) == sum(hour.latencies.count for hour in whole_days)
        assert sum(day.observed for day in days) == pytest.approx(sum(hour.observed for hour in whole_days))

    run()


@virtual
async def test_days_are_added_up_from_hours_once_they_grow_no_more() -> None:
    archive = Archive()
    await archive.put(make_instance())
    first = Period.DAY.number(NOW) - 40
    hours = [Rollup(JOB.id, Period.HOUR, first * 24 + number, 3600, number) for number in range(41 * 24)]
    for number, hour in enumerate(hours):
        hour.latencies.add(seconds(0.001 * (number + 1)))
    await archive.store.save(*hours)
    await archive.retention.sweep()
    days = await archive.store.rollups(JOB.id, Period.DAY, NOW - 50 * DAY)
    assert [day.start for day in days] == list(range(first, Period.DAY.number(NOW) - 2))
    assert [day.observed for day in days] == [24 * 3600] * 38
    assert days[1].up == sum(range(24, 48))
    assert days[1].latencies.count == 24
    archive.store.saves.clear()
    await archive.sweep_after(seconds(60))
    assert archive.store.saves == []  # nothing is added up twice
    await archive.sweep_after(DAY)
    (saved,) = archive.store.saves
    assert [record.start for record in saved if isinstance(record, Rollup)] == [Period.DAY.number(NOW) - 2]
