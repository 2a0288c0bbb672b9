"""Roll-ups are what the single checks would tell, whatever is between them, and however they are added up."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry_tray.core.histogram import Histogram
from registry_tray.core.models import Check, Job
from registry_tray.core.rollup import Period, Rollup, merged, rolled_up
from registry_tray.core.stats import Stats
from registry_tray.core.status import Health, Result
from tests.fakes import NOW, make_check, make_job, seconds

JOB = make_job()
CONCLUSIVE = [result for result in Result if result is not Result.INCONCLUSIVE]


@dataclass
class Step:
    """A check, `pause` seconds after the one before, of which the computer slept `asleep`."""

    pause: float
    asleep: float
    result: Result
    latency: float
    new_life: bool = False
    starting: bool = False


steps = st.builds(
    Step,
    st.floats(0.01, 400),
    st.one_of(st.just(0.0), st.floats(0, 20_000)),
    st.sampled_from(Result),
    st.floats(0.000001, 60),
    st.booleans(),
    st.booleans(),
)


def script(rows: list[Step], interval: float) -> list[tuple[Job, Check]]:
    """The checks of a script, and the jobs as they were before them."""
    made, wall, tick, epoch = [], 0.0, 1000.0, 1
    for row in rows:
        wall += row.pause + row.asleep
        tick += row.pause
        epoch += row.new_life
        job = replace(JOB, interval=seconds(interval), epoch=epoch, health=Health.STARTING if row.starting else Health.UP)
        made.append((job, make_check(job, row.result, latency=seconds(row.latency), at=wall, tick=tick)))
    return made


def observed(checks: list[tuple[Job, Check]]) -> dict[tuple[Period, int], Rollup]:
    """The roll-ups as they stand after all checks."""
    stats, kept = Stats(), {}
    for job, check in checks:
        for rollup in stats.observe(job, check):
            kept[rollup.period, rollup.start] = rollup
    return kept


def brute_force(checks: list[tuple[Job, Check]], period: Period) -> dict[int, Rollup]:
    """The same out of nothing but the checks: each speaks for a stretch of time, which is cut at whole periods."""
    bins: dict[int, Rollup] = defaultdict(lambda: Rollup(JOB.id, period, 0))
    before: Check | None = None
    for job, check in checks:
        last, before = before, check
        if check.result is Result.INCONCLUSIVE:
            continue
        end, length = check.at.timestamp(), 0.0
        starting = job.health is Health.STARTING and not check.result.is_up
        if last is not None and last.epoch == check.epoch and not starting:
            length = min(check.tick - last.tick, 2 * job.interval.total_seconds())
        for number in range(int(end - length) // period.value, int(end) // period.value + 1):
            inside = min(end, (number + 1) * period.value) - max(end - length, number * period.value)
            bins[number].observed += inside
            bins[number].up += inside if check.result.is_up else 0
        if check.result.is_up and check.latency is not None:
            bins[int(end) // period.value].latencies.add(check.latency)
    return bins


@given(st.lists(steps, max_size=40), st.floats(1, 300))
def test_minutes_and_hours_are_what_the_single_checks_tell(rows: list[Step], interval: float) -> None:
    checks = script(rows, interval)
    kept = observed(checks)
    for period in (Period.MINUTE, Period.HOUR):
        expected = brute_force(checks, period)
        found = {number: rollup for (kind, number), rollup in kept.items() if kind is period}
        assert found.keys() == expected.keys()
        for number, rollup in found.items():
            assert rollup.observed == pytest.approx(expected[number].observed, abs=1e-4)
            assert rollup.up == pytest.approx(expected[number].up, abs=1e-4)
            assert rollup.latencies == expected[number].latencies
            assert rollup.up <= rollup.observed + 1e-9
            assert rollup.observed <= period.value + 1e-4


@given(st.lists(steps, max_size=40), st.floats(1, 300))
def test_minutes_add_up_to_hours_and_both_to_days(rows: list[Step], interval: float) -> None:
    kept = observed(script(rows, interval))
    minutes, hours = (
        sorted((each for each in kept.values() if each.period is period), key=lambda each: each.start)
        for period in (Period.MINUTE, Period.HOUR)
    )
    for parts, period in (
        (rolled_up(minutes, Period.HOUR), hours),
        (rolled_up(minutes, Period.DAY), [*rolled_up(hours, Period.DAY)]),
    ):
        for part, whole in zip(parts, period, strict=True):
            assert (part.period, part.start, part.latencies) == (whole.period, whole.start, whole.latencies)
            assert part.observed == pytest.approx(whole.observed)
            assert part.up == pytest.approx(whole.up)
    assert merged(minutes).latencies == merged(hours).latencies


calm = st.builds(
    Step,
    st.floats(0.01, 400),
    st.just(0.0),
    st.sampled_from(CONCLUSIVE),
    st.floats(0.001, 1),
)
gaps = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["asleep", "paused", "inconclusive"]), st.floats(0.1, 50_000)))


@given(st.lists(calm, min_size=1, max_size=30), gaps, st.floats(1, 300))
def test_what_was_not_observed_changes_no_uptime(
    rows: list[Step], unobserved: list[tuple[int, str, float]], interval: float
) -> None:
    """Asleep, paused or in doubt between any two checks: the share and the seconds stay as they are."""
    torn = list(rows)
    for place, kind, length in unobserved:
        index = min(place, len(torn) - 1)
        doubt = Step(length, 0, Result.INCONCLUSIVE, 0.001)
        match kind:
            case "asleep":
                torn[index] = replace(torn[index], asleep=torn[index].asleep + length)
            case "inconclusive" if index:
                torn[index:index] = [doubt, doubt]
            case "paused" if index:
                torn.insert(index, Step(length, 0, Result.REFUSED, 0.001, new_life=True))
    whole, parts = (
        merged(each for each in observed(script(each, interval)).values() if each.period is Period.MINUTE)
        for each in (rows, torn)
    )
    assert parts.observed == pytest.approx(whole.observed)
    assert parts.up == pytest.approx(whole.up)


def test_a_clock_that_is_set_back_a_little_takes_nothing_away() -> None:
    stats = Stats()
    first = stats.observe(JOB, make_check(JOB, at=55))
    assert first[0].start == Period.MINUTE.number(NOW)
    stats.observe(JOB, make_check(JOB, at=65))
    grown = stats.observe(JOB, make_check(JOB, at=58, tick=1075))
    assert [(each.period, each.start) for each in grown] == [
        (Period.MINUTE, Period.MINUTE.number(NOW) + 1),
        (Period.HOUR, Period.HOUR.number(NOW)),
    ]
    assert grown[0].observed == 15
    assert grown[1].observed == 20


def test_a_clock_that_was_far_ahead_begins_anew_where_it_should_be() -> None:
    stats = Stats()
    stats.observe(JOB, make_check(JOB, at=86400 * 365))
    grown = stats.observe(JOB, make_check(JOB, at=30, tick=1000 + 86400 * 365 + 10))
    assert {each.begin for each in grown} == {NOW}
    assert stats.uptime(JOB.id, NOW) == 1.0


latencies = st.lists(st.timedeltas(timedelta(microseconds=1), timedelta(hours=1)), max_size=60)


def histogram(values: list[timedelta]) -> Histogram:
    made = Histogram()
    for value in values:
        made.add(value)
    return made


@given(latencies, latencies, latencies)
def test_adding_up_histograms_is_associative_and_loses_nothing(
    first: list[timedelta], second: list[timedelta], third: list[timedelta]
) -> None:
    a, b, c = histogram(first), histogram(second), histogram(third)
    left = a.copy().merge([b]).merge([c])
    right = a.copy().merge([b.copy().merge([c])])
    assert left == right == c.copy().merge([b, a]) == histogram(first + second + third)
    assert (a, b) == (histogram(first), histogram(second))


@given(latencies)
def test_percentiles_are_within_five_percent_and_the_ends_are_exact(values: list[timedelta]) -> None:
    made, ordered = histogram(values), sorted(values)
    assert made.count == len(values)
    for share in (0.5, 0.95, 0.99):
        found = made.percentile(share)
        if not values:
            assert found is made.mean is None
            continue
        exact = ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
        assert found is not None
        assert found / exact == pytest.approx(1, abs=0.05)
    if values:
        assert (made.low, made.high) == (ordered[0] // seconds(0.000001), ordered[-1] // seconds(0.000001))


@given(latencies, st.integers(0, 400))
def test_a_histogram_is_packed_small_and_comes_back(values: list[timedelta], more: int) -> None:
    made = histogram(values + [seconds(0.02)] * more)
    packed = made.pack()
    assert Histogram.unpack(packed) == made
    width = 5 if max(made.counts, default=0) > 255 else 2
    assert len(packed) == (17 + width * len(made.numbers) if made.numbers else 0)


@given(st.integers(0, 2**33).map(lambda number: datetime.fromtimestamp(number / 4, UTC)), st.sampled_from(Period))
def test_every_moment_is_in_the_period_of_its_number(moment: datetime, period: Period) -> None:
    number, ceiling = period.number(moment), period.ceiling(moment)
    assert period.begin(number) <= moment < period.begin(number + 1)
    assert period.begin(ceiling - 1) < moment <= period.begin(ceiling)


def test_a_check_a_day_is_spread_over_the_minutes_it_speaks_for() -> None:
    job = replace(JOB, interval=seconds(86400))
    checks = [(job, make_check(job, at=at)) for at in (0, 86400, 2 * 86400)]
    minutes = sorted(start for period, start in observed(checks) if period is Period.MINUTE)
    assert all(later - earlier == 1 for earlier, later in pairwise(minutes))
    assert len(minutes) == 2 * 1440 + 1
