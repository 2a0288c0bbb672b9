"""The health state machine: every transition, and what holds for any row of results."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry_tray.core import health
from registry_tray.core.models import Job, StatusEvent
from registry_tray.core.spec import Policy
from registry_tray.core.status import EventKind, Health, Result
from tests.fakes import NOW, make_check, make_job, seconds

FAILURES = [Result.REFUSED, Result.TIMEOUT, Result.STATUS, Result.TLS, Result.BODY]
GRACE = 1060.0  # the tick at which the grace of a job that starts at 1000 is over


def starting() -> Job:
    return make_job(health=Health.STARTING, grace_ends=GRACE)


def failing(state: Health, failures: int = 3) -> Job:
    return make_job(health=state, failures=failures, down_since=NOW - seconds(30))


TRANSITIONS = [
    (starting(), Result.OK, 5, Health.UP, None),
    (starting(), Result.WARN, 5, Health.UP, None),
    (starting(), Result.REFUSED, 59, Health.STARTING, None),
    (starting(), Result.REFUSED, 60, Health.DOWN, EventKind.DOWN),
    (make_job(health=Health.UNKNOWN), Result.OK, 5, Health.UP, None),
    (make_job(health=Health.UNKNOWN), Result.REFUSED, 5, Health.UNKNOWN, None),
    (make_job(), Result.OK, 5, Health.UP, None),
    (make_job(), Result.WARN, 5, Health.UP, None),
    (make_job(), Result.REFUSED, 5, Health.SUSPECT, None),
    (make_job(policy=Policy(failures=1)), Result.TIMEOUT, 5, Health.DOWN, EventKind.DOWN),
    (failing(Health.SUSPECT, 1), Result.OK, 5, Health.UP, None),
    (failing(Health.SUSPECT, 1), Result.REFUSED, 5, Health.DOWN, EventKind.DOWN),
    (failing(Health.SUSPECT, 1), Result.TIMEOUT, 5, Health.SUSPECT, None),
    (failing(Health.SUSPECT, 2), Result.TIMEOUT, 5, Health.DOWN, EventKind.DOWN),
    (failing(Health.DOWN), Result.TIMEOUT, 5, Health.DOWN, None),
    (failing(Health.DOWN), Result.OK, 5, Health.RECOVERING, None),
    (replace(failing(Health.DOWN), policy=Policy(successes=1)), Result.OK, 5, Health.UP, EventKind.UP),
    (replace(failing(Health.RECOVERING), successes=1), Result.OK, 5, Health.UP, EventKind.UP),
    (replace(failing(Health.RECOVERING), successes=1), Result.BODY, 5, Health.DOWN, None),
    (replace(starting(), down_since=NOW - seconds(30)), Result.OK, 5, Health.UP, EventKind.UP),
    (replace(starting(), down_since=NOW - seconds(30)), Result.REFUSED, 60, Health.DOWN, None),
]


@pytest.mark.parametrize(
    ("before", "result", "at", "after", "kind"),
    TRANSITIONS,
    ids=[f"{job.health}-{job.failures}-{result.name}-{at}s-{after}" for job, result, at, after, _ in TRANSITIONS],
)
def test_a_check_takes_a_job_to(before: Job, result: Result, at: int, after: Health, kind: EventKind | None) -> None:
    job, event = health.apply(before, make_check(before, result, at))
    assert job.health is after
    assert (event.kind if event else None) is kind
    assert (job.changed_at == NOW + seconds(at)) is (after is not before.health)


@pytest.mark.parametrize("state", list(Health))
def test_an_inconclusive_check_changes_nothing_but_the_reason(state: Health) -> None:
    before = make_job(health=state, failures=2, successes=1, ping_count=7, error_count=3, down_since=NOW)
    job, event = health.apply(before, make_check(before, Result.INCONCLUSIVE, 5, error="the network is down"))
    assert event is None
    assert job == replace(before, last_tested_at=NOW + seconds(5), reason="the network is down")


@pytest.mark.parametrize("result", list(Result))
def test_a_first_check_never_raises_an_event(result: Result) -> None:
    job, event = health.apply(starting(), make_check(starting(), result, 0.1))
    assert event is None
    assert job.health in (Health.STARTING, Health.UP)


@pytest.mark.parametrize("result", FAILURES)
def test_the_threshold_is_two_where_nobody_listens_and_three_elsewhere(result: Result) -> None:
    job = make_job()
    needed = 0
    while job.health is not Health.DOWN:
        needed += 1
        job, _ = health.apply(job, make_check(job, result, needed))
    assert needed == (2 if result is Result.REFUSED else 3)


@pytest.mark.parametrize("asked", [1, 2, 3, 7, 20])
def test_the_threshold_that_was_asked_for_counts_for_every_kind_of_failure(asked: int) -> None:
    for result in FAILURES:
        job = make_job(policy=Policy(failures=asked))
        for number in range(asked):
            assert job.health is not Health.DOWN
            job, _ = health.apply(job, make_check(job, result, number + 1))
        assert job.health is Health.DOWN


def test_a_blip_is_silent_and_leaves_no_trace() -> None:
    job, _ = health.apply(make_job(), make_check(make_job(), Result.TIMEOUT, 1))
    job, event = health.apply(job, make_check(job, Result.OK, 3))
    assert (job.health, job.failures, job.down_since, event) == (Health.UP, 0, None, None)


def test_down_since_is_the_first_failure_not_the_one_that_made_it_down() -> None:
    job = make_job()
    for at in (10, 12, 14):
        job, event = health.apply(job, make_check(job, Result.TIMEOUT, at))
    assert job.down_since == NOW + seconds(10)
    assert event is not None
    assert event.at == NOW + seconds(14)


def test_what_never_answered_was_down_since_its_start() -> None:
    job = starting()
    job, event = health.apply(job, make_check(job, Result.REFUSED, 61))
    assert event is not None
    assert job.down_since == NOW


def test_downtime_is_counted_from_the_first_failure_to_the_success_that_ended_it() -> None:
    job = make_job()
    for at, result in ((10, Result.REFUSED), (12, Result.REFUSED), (20, Result.OK), (25, Result.REFUSED), (30, Result.OK)):
        job, _ = health.apply(job, make_check(job, result, at))
    job, event = health.apply(job, make_check(job, Result.OK, 32))
    assert event is not None
    assert event.kind is EventKind.UP
    assert event.downtime == seconds(22)
    assert job.down_since is None


def test_what_recovers_must_answer_twice_in_a_row() -> None:
    job = failing(Health.DOWN)
    seen = []
    for at, result in enumerate((Result.OK, Result.REFUSED, Result.OK, Result.OK)):
        job, event = health.apply(job, make_check(job, result, at))
        seen.append((job.health, event is not None))
    assert seen == [(Health.RECOVERING, False), (Health.DOWN, False), (Health.RECOVERING, False), (Health.UP, True)]


def test_counters_count() -> None:
    job = make_job()
    for at, result in enumerate((Result.OK, Result.TIMEOUT, Result.INCONCLUSIVE, Result.STATUS, Result.WARN)):
        job, _ = health.apply(job, make_check(job, result, at))
    assert (job.ping_count, job.error_count, job.timeout_count) == (4, 2, 1)
    assert job.first_tested_at == NOW
    assert job.last_tested_at == NOW + seconds(4)
    assert job.degraded


@pytest.mark.parametrize(
    ("state", "interval", "expected"),
    [
        (Health.UP, 10, 10),
        (Health.UNKNOWN, 10, 10),
        (Health.STARTING, 10, 2),
        (Health.SUSPECT, 10, 2),
        (Health.RECOVERING, 10, 2),
        (Health.DOWN, 10, 5),
        (Health.SUSPECT, 1, 1),
        (Health.DOWN, 3, 3),
        (Health.UP, 3600, 3600),
    ],
)
def test_the_next_check_is_due_sooner_in_trouble_and_never_later_than_asked(state: Health, interval: int, expected: int) -> None:
    assert health.period(make_job(health=state, interval=seconds(interval))) == seconds(expected)


def test_one_that_is_down_is_looked_at_just_before_its_hold_is_over() -> None:
    down = make_job(health=Health.DOWN, down_since=NOW)  # to be told after 10 s
    waits = [health.period(replace(down, last_tested_at=NOW + seconds(at))) for at in (2, 7, 9, 11)]
    assert waits == [seconds(5), seconds(2), seconds(2), seconds(5)]
    # one whose restarts take 14 s is told after 22 s
    waits = [health.period(replace(down, last_tested_at=NOW + seconds(at)), seconds(14)) for at in (7, 16, 18, 21, 23)]
    assert waits == [seconds(5), seconds(5), seconds(2), seconds(2), seconds(5)]


def test_a_job_that_is_registered_again_while_suspect_starts_without_an_outage() -> None:
    suspect, _ = health.apply(make_job(), make_check(make_job(), Result.TIMEOUT, 1))
    again = suspect.begun(NOW + seconds(2), 1002.0)
    up, event = health.apply(again, make_check(again, Result.OK, 3))
    assert (up.health, event) == (Health.UP, None)
    down, event = health.apply(again, make_check(again, Result.REFUSED, 100))
    assert down.health is Health.DOWN
    assert event is not None
    assert event.kind is EventKind.DOWN


def test_an_outage_stays_open_through_a_new_registration() -> None:
    again = failing(Health.DOWN).begun(NOW, 1000.0)
    assert again.health is Health.STARTING
    assert again.down_since == NOW - seconds(30)
    twice = again.begun(NOW + seconds(1), 1001.0)
    assert twice.down_since == NOW - seconds(30)


def test_a_job_with_nothing_to_check_has_no_outage() -> None:
    again = replace(failing(Health.DOWN), endpoint="").begun(NOW, 1000.0)
    assert (again.health, again.down_since) == (Health.UNKNOWN, None)
    assert again.reason


ROWS = st.lists(st.tuples(st.sampled_from(list(Result)), st.floats(0.1, 100)), max_size=60)
POLICIES = st.builds(
    Policy,
    failures=st.none() | st.integers(1, 20),
    successes=st.integers(1, 10),
    grace=st.floats(0, 300).map(seconds),
)


@given(ROWS, POLICIES, st.booleans())
def test_for_any_row_of_results_outages_and_recoveries_alternate_and_are_earned(
    row: list[tuple[Result, float]], policy: Policy, from_the_start: bool
) -> None:
    job = make_job(policy=policy)
    job = job.begun(NOW, 1000.0) if from_the_start else job
    at, bad, good = 0.0, 0, 0
    journal: list[StatusEvent] = []
    for result, pause in row:
        at += pause
        before, check = job, make_check(job, result, at)
        job, event = health.apply(job, check)
        bad = 0 if result.is_up else bad + result.is_failure
        good = 0 if result.is_failure else good + result.is_up
        if result is Result.INCONCLUSIVE:
            assert job.health is before.health
        if before.health is Health.UP and job.health is Health.DOWN:
            assert policy.failures == 1
        if job.health is Health.DOWN and before.health is Health.SUSPECT:
            assert bad >= policy.threshold(result)
        if before.is_failing and not job.is_failing:
            assert good >= policy.successes
        if job.health is Health.DOWN and before.health is Health.STARTING:
            assert check.tick >= 1000 + policy.grace.total_seconds()
        assert job.is_failing <= (job.down_since is not None)
        assert (job.health is Health.UP) <= (job.down_since is None)
        if event is not None:
            journal.append(event)
            assert event.at == check.at
    kinds = [event.kind for event in journal]
    assert kinds == [EventKind.DOWN if number % 2 == 0 else EventKind.UP for number in range(len(kinds))]
    for event in journal:
        if event.kind is EventKind.UP:
            assert event.downtime is not None
            assert event.downtime > seconds(0)
    assert job.ping_count == sum(result is not Result.INCONCLUSIVE for result, _ in row)


def test_what_fails_again_and_again_however_short_is_unstable_until_it_was_well_for_sixty_checks() -> None:
    job = make_job()
    for number in range(3):
        assert not job.unstable
        job, _ = health.apply(job, make_check(job, Result.STATUS, number * 20))
        job, _ = health.apply(job, make_check(job, Result.OK, number * 20 + 2))
    assert job.unstable
    for number in range(60):
        job, _ = health.apply(job, make_check(job, Result.OK, 100 + number))
    assert not job.unstable


def test_one_long_outage_does_not_make_it_unstable() -> None:
    job = make_job()
    for number in range(50):
        job, _ = health.apply(job, make_check(job, Result.REFUSED, number))
    for number in range(4):
        job, _ = health.apply(job, make_check(job, Result.OK, 60 + number))
    assert not job.unstable
