"""Outages are derived where a job changes, begin once, and end."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry_tray.core import health
from registry_tray.core.absences import ended_jobs
from registry_tray.core.catalog import Catalog
from registry_tray.core.events import EventBus
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import Job
from registry_tray.core.outages import Outage, outage_between
from registry_tray.core.status import EventKind, Health, Registration, Result
from registry_tray.restore import restore
from registry_tray.stores.memory import MemoryStore
from tests.fakes import NOW, FakeClock, make_check, make_instance, make_job, seconds

JOB = make_job()


def test_an_outage_begins_with_the_first_failure_and_ends_with_the_first_sure_success() -> None:
    job, found = JOB, []
    for at, result in enumerate([Result.OK, *[Result.REFUSED] * 4, *[Result.OK] * 3]):
        after, _ = health.apply(job, make_check(job, result, at * 10))
        found.append(outage_between(job, after, NOW + seconds(at * 10)))
        job = after
    began = Outage(JOB.id, NOW + seconds(10), None, "it is refused")
    assert [outage for outage in found if outage] == [began, replace(found[6] or began)]
    assert found[6] is not None
    assert (found[6].began, found[6].ended, found[6].length) == (NOW + seconds(10), NOW + seconds(60), seconds(50))


@given(
    st.lists(
        st.one_of(st.sampled_from(Result), st.sampled_from(["stop", "begin", "pause"])),
        max_size=80,
    )
)
def test_outages_do_not_overlap_and_are_those_of_the_journal(script: list[Result | str]) -> None:
    job, at = JOB, 0
    kept: dict[object, Outage] = {}
    recoveries = []
    for line in script:
        at += 10
        now = NOW + seconds(at)
        before, event = job, None
        match line:
            case Result():
                if not job.active:
                    continue
                job, event = health.apply(job, make_check(job, line, at))
            case "begin":
                job = job.begun(now, 1000.0 + at)
            case _:
                job = job.ended(now)
        outage = outage_between(before, job, now)
        if outage is not None:
            kept[outage.began] = outage
        if event is not None and event.kind is EventKind.UP:
            recoveries.append((event.at - (event.downtime or seconds(0)), event.at))
    ordered = sorted(kept.values(), key=lambda outage: outage.began)
    assert all(outage.ended is not None for outage in ordered[:-1])
    assert all(outage.ended is None or outage.began <= outage.ended for outage in ordered)
    assert all(earlier.ended is not None and earlier.ended <= later.began for earlier, later in pairwise(ordered))
    assert {(outage.began, outage.ended) for outage in ordered} >= set(recoveries)
    lasts = ordered[-1:] and ordered[-1].ended is None
    assert bool(lasts) == (job.down_since is not None and job.health is not Health.SUSPECT)


def changed(job: Job) -> Job:
    return replace(job, health=Health.DOWN, down_since=NOW, reason="Connection refused")


async def test_what_is_stopped_while_it_is_down_is_down_no_more() -> None:
    catalog, store, clock = Catalog(), MemoryStore(), FakeClock()
    ledger = Ledger(catalog, store, EventBus(), clock)
    await ledger.write(make_instance(), JOB)
    await ledger.write(changed(JOB))
    assert await store.outages(JOB.id, 5) == [Outage(JOB.id, NOW, None, "Connection refused")]
    clock.advance(30)
    await ledger.write(changed(JOB).ended(clock.now()))
    assert await store.outages(JOB.id, 5) == [Outage(JOB.id, NOW, NOW + seconds(30), "Connection refused")]


async def test_a_new_life_goes_on_with_the_old_outage_until_it_answers() -> None:
    catalog, store, clock = Catalog(), MemoryStore(), FakeClock()
    ledger = Ledger(catalog, store, EventBus(), clock)
    await ledger.write(make_instance(), JOB)
    await ledger.write(changed(JOB))
    clock.advance(30)
    begun = changed(JOB).begun(clock.now(), clock.monotonic())
    await ledger.write(begun)
    up, event = health.apply(begun, make_check(begun, at=40))
    assert event is not None
    assert event.downtime == seconds(40)
    assert outage_between(begun, up, event.at) == Outage(JOB.id, NOW, NOW + seconds(40), "")
    assert (await store.outages(JOB.id, 5))[0].ended is None


async def test_what_was_down_before_the_computer_was_restarted_is_down_no_more() -> None:
    store, clock = MemoryStore(), FakeClock()
    await store.save(make_instance(), changed(JOB), Outage(JOB.id, NOW, None, "Connection refused"))
    await store.mark_boot("an earlier one")
    clock.advance(3600)
    await restore(store, clock)
    assert await store.outages(JOB.id, 5) == [Outage(JOB.id, NOW, NOW + seconds(3600), "Connection refused")]


async def test_what_had_crashed_before_the_computer_was_restarted_is_in_an_outage_no_more() -> None:
    store, clock = MemoryStore(), FakeClock()
    (job,) = ended_jobs([JOB], Registration.CRASHED, NOW, "exit code 1")
    await store.save(make_instance().ended(Registration.CRASHED, NOW), job, Outage(JOB.id, NOW, None, "exit code 1"))
    await store.mark_boot("an earlier one")
    clock.advance(3600)
    snapshot = await restore(store, clock)
    assert await store.outages(JOB.id, 5) == [Outage(JOB.id, NOW, NOW + seconds(3600), "exit code 1")]
    assert snapshot.jobs[0].down_since is None
