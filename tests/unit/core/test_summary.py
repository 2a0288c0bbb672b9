"""What the API and the window show of an hour, a day, a week and 30 days."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry_tray.core.outages import Outage
from registry_tray.core.rollup import Period, Rollup, merged, rolled_up
from registry_tray.core.summary import WINDOWS, Summaries
from registry_tray.stores.memory import MemoryStore
from tests.fakes import NOW, FakeClock, make_instance, make_job, seconds, virtual

JOB = make_job()


async def store_with(*minutes: Rollup) -> MemoryStore:
    """Minutes, and the hours that are made of them."""
    store = MemoryStore()
    await store.save(make_instance(), JOB, *minutes, *rolled_up(minutes, Period.HOUR))
    return store


def minute(at: datetime, latency: float | None = 0.01, observed: float = 60) -> Rollup:
    made = Rollup(JOB.id, Period.MINUTE, Period.MINUTE.number(at), observed, observed if latency else 0)
    if latency:
        made.latencies.add(seconds(latency))
    return made


async def test_a_series_has_points_where_something_was_observed_and_gaps_elsewhere() -> None:
    clock = FakeClock()
    clock.advance(29.5)
    ago = [50, 49, 30, 29, 28, 0]
    made = [minute(NOW - timedelta(minutes=each), None if each == 29 else 0.01 * each or 0.5) for each in ago]
    store = await store_with(*made, minute(NOW + timedelta(minutes=1), 0.1, 0))
    series = await Summaries(store, clock).series(JOB.id, "hour")
    assert (series.since, series.until, series.step) == (NOW - timedelta(minutes=59), clock.now(), timedelta(minutes=1))
    assert [point.at for point in series.points[:6]] == [NOW - timedelta(minutes=each) for each in ago]
    assert [point.stretch.uptime for point in series.points[:6]] == [1, 1, 1, 0, 1, 1]
    assert [point.stretch.latencies.count for point in series.points[:6]] == [1, 1, 1, 0, 1, 1]


@pytest.mark.parametrize(("window", "step", "most"), [("hour", 1, 60), ("day", 15, 96), ("week", 60, 168), ("month", 360, 120)])
async def test_a_series_of_every_window_has_as_many_points_as_a_chart_can_show(window: str, step: int, most: int) -> None:
    store, clock = MemoryStore(), FakeClock()
    clock.advance(1234)
    for period in (Period.MINUTE, Period.HOUR):
        now = period.number(clock.now())
        await store.save(*(Rollup(JOB.id, period, number, period.value, 1) for number in range(now - 2000, now + 1)))
    series = await Summaries(store, clock).series(JOB.id, window)
    assert len(series.points) == most
    assert series.step == timedelta(minutes=step)
    assert series.points[0].at == series.since
    assert series.points[-1].at <= clock.now() < series.points[-1].at + series.step
    assert series.until - series.since <= WINDOWS[window].span


async def test_outages_of_a_window_are_those_that_reach_into_it() -> None:
    store = await store_with()
    day = timedelta(days=1)
    made = [
        Outage(JOB.id, NOW - 40 * day, NOW - 31 * day, "long ago"),
        Outage(JOB.id, NOW - 9 * day, NOW - 6 * day, "reaches into the week"),
        Outage(JOB.id, NOW - seconds(600), None, "lasts"),
    ]
    await store.save(*made)
    summaries = Summaries(store, FakeClock())
    assert (await summaries.job(JOB, "hour")).outages == (made[2], made[1])
    assert (await summaries.series(JOB.id, "hour")).outages == (made[2],)
    assert (await summaries.series(JOB.id, "week")).outages == (made[2], made[1])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 35 * 1440), st.integers(1, 60), st.integers(1, 10**7)), max_size=80),
    st.integers(0, 1440),
    st.integers(2, 35),
)
def test_any_stretch_is_the_sum_of_its_minutes_however_it_is_put_together(
    rows: list[tuple[int, int, int]], offset: int, rolled_days_ago: int
) -> None:
    """`rows` are minutes ago, seconds observed, and a latency in microseconds."""

    @virtual
    async def run() -> None:
        clock = FakeClock()
        clock.advance(offset * 60)
        now = clock.now()
        made = {ago: minute(now - timedelta(minutes=ago), latency / 10**6, length) for ago, length, latency in rows}
        minutes = [made[ago] for ago in sorted(made, reverse=True)]
        store = await store_with(*minutes)
        rolled = Period.DAY.number(now - timedelta(days=rolled_days_ago))
        await store.save(*(day for day in rolled_up(minutes, Period.DAY) if day.start < rolled))
        summaries = Summaries(store, clock)
        for name, window in WINDOWS.items():
            since = now - window.span
            if name in ("week", "month"):
                since = Period.HOUR.begin(Period.HOUR.ceiling(since))
            expected = merged(each for each in minutes if each.begin >= since)
            found = await summaries.stretch(JOB.id, now - window.span)
            assert found.latencies == expected.latencies
            assert found.observed == pytest.approx(expected.observed)
            assert found.up == pytest.approx(expected.up)

    run()


async def test_the_uptime_of_all_jobs_is_that_of_the_time_observed() -> None:
    store, clock = await store_with(minute(NOW - seconds(600))), FakeClock()
    await store.save(other := make_job("other-id"), Rollup(other.id, Period.HOUR, Period.HOUR.number(NOW) - 30, 180, 0))
    assert await Summaries(store, clock).uptimes() == {"hour": 1.0, "day": 1.0, "week": 60 / 240, "month": 60 / 240}
    assert await Summaries(MemoryStore(), clock).uptimes() == dict.fromkeys(WINDOWS)
