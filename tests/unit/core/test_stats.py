"""Uptime and the heartbeat bar."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from registry_tray.core.models import JobId
from registry_tray.core.rollup import Period, Rollup
from registry_tray.core.stats import BEATS, Stats
from registry_tray.core.status import Health, Result
from tests.fakes import NOW, make_check, make_job, seconds

JOB = make_job()
START = Period.HOUR.number(NOW)


def observe(stats: Stats, *row: tuple[float, Result]) -> None:
    for at, result in row:
        stats.observe(JOB, make_check(JOB, result, at))


def test_nothing_observed_is_no_uptime_rather_than_all_or_none() -> None:
    stats = Stats()
    assert stats.uptime(JOB.id, NOW) is None
    observe(stats, (0, Result.OK))
    assert stats.uptime(JOB.id, NOW) is None


def test_uptime_is_the_share_of_the_time_and_not_of_the_checks() -> None:
    stats = Stats()
    observe(stats, (0, Result.OK), (10, Result.OK), (20, Result.OK), (22, Result.REFUSED), (25, Result.REFUSED), (30, Result.OK))
    assert stats.uptime(JOB.id, NOW + seconds(30)) == 25 / 30


def test_a_check_speaks_for_two_intervals_at_most() -> None:
    stats = Stats()
    observe(stats, (0, Result.OK), (10, Result.OK), (10_000, Result.REFUSED))
    assert stats.uptime(JOB.id, NOW + seconds(10_000)) == 10 / 30


def test_what_is_inconclusive_is_a_beat_but_neither_up_nor_down() -> None:
    stats = Stats()
    observe(stats, (0, Result.OK), (10, Result.INCONCLUSIVE), (20, Result.INCONCLUSIVE), (30, Result.OK))
    assert stats.uptime(JOB.id, NOW + seconds(30)) == 1.0
    assert stats.beats(JOB.id) == bytes((0, 7, 7, 0))


def test_after_a_restart_of_the_job_the_gap_is_not_observed() -> None:
    stats = Stats()
    observe(stats, (0, Result.OK), (10, Result.OK))
    stats.restart(JOB.id)
    stats.restart(JobId("nobody"))
    observe(stats, (20, Result.REFUSED))
    assert stats.uptime(JOB.id, NOW + seconds(20)) == 1.0


def test_only_the_last_day_counts() -> None:
    stats = Stats(rollups=[Rollup(JOB.id, Period.HOUR, START - 23, 3600, 3600), Rollup(JOB.id, Period.HOUR, START - 24, 3600, 0)])
    assert stats.uptime(JOB.id, NOW) == 1.0


def test_it_goes_on_from_what_was_kept() -> None:
    minute = Period.MINUTE.number(NOW)
    kept = [Rollup(JOB.id, Period.HOUR, START, 100, 50), Rollup(JOB.id, Period.MINUTE, minute, 20, 20)]
    stats = Stats({JOB.id: bytes((0,)) * 50}, kept)
    assert len(stats.beats(JOB.id)) == BEATS
    observe(stats, (0, Result.OK))
    grown = stats.observe(JOB, make_check(JOB, Result.OK, 10))
    assert [(each.period, each.start, each.observed, each.up) for each in grown] == [
        (Period.MINUTE, minute, 30, 30),
        (Period.HOUR, START, 110, 60),
    ]


def test_an_hour_ends_with_the_hour_and_days_are_forgotten() -> None:
    stats = Stats()
    job = replace(JOB, interval=seconds(3600))
    for hour in range(60):
        stats.observe(job, make_check(job, Result.OK if hour >= 30 else Result.REFUSED, hour * 3600))
    assert stats.uptime(JOB.id, NOW + seconds(59 * 3600)) == 1.0
    assert len(stats._series[JOB.id].hours) <= 25


@given(st.lists(st.tuples(st.floats(0.1, 5000), st.sampled_from(list(Result))), max_size=80))
def test_uptime_is_a_share_and_beats_are_bounded(row: list[tuple[float, Result]]) -> None:
    stats, at = Stats(), 0.0
    for pause, result in row:
        at += pause
        for each in stats.observe(JOB, make_check(JOB, result, at)):
            assert 0 <= each.up <= each.observed
    share = stats.uptime(JOB.id, NOW + seconds(at))
    assert share is None or 0 <= share <= 1
    assert stats.beats(JOB.id) == bytes(result for _, result in row)[-BEATS:]


def test_failing_while_it_starts_is_no_downtime() -> None:
    stats = Stats()
    starting = replace(JOB, health=Health.STARTING)
    for moment in (0, 10, 20):
        stats.observe(starting, make_check(JOB, Result.REFUSED, moment))
    observe(stats, (30, Result.OK), (40, Result.OK))
    assert stats.uptime(JOB.id, NOW + seconds(60)) == 1.0
