"""Jobs are asked for in the window by the rules of the API."""

from datetime import timedelta
from typing import Any

import pytest

from registry_tray.checks import declared
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import InvalidPayloadError
from registry_tray.core.events import EventBus
from registry_tray.core.jobs import JobDefaults, Jobs
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import AppId, Job
from registry_tray.core.monitor import Monitor
from registry_tray.core.ports import Answer, Ask
from registry_tray.core.registry import Registry
from registry_tray.core.stats import Stats
from registry_tray.core.status import Result
from registry_tray.core.summary import Summaries
from registry_tray.core.tuning import Tuning
from registry_tray.job_desk import JobDesk
from registry_tray.stores.memory import MemoryStore
from registry_tray.wire.strategies import Strategies
from tests.fakes import FakeClock, RecordingRunner, make_request


class Bench:
    """A desk for jobs, on a memory store, with one probe that says what it was asked."""

    def __init__(self) -> None:
        self.catalog, bus, clock, store = Catalog(), EventBus(), FakeClock(), MemoryStore()
        self.asked: list[Ask] = []
        ledger, runner = Ledger(self.catalog, store, bus, clock), RecordingRunner()
        self.registry = Registry(ledger, runner, JobDefaults)
        monitor = Monitor({"http": self.probe}, self.catalog, store, Stats(), bus, clock)
        jobs = Jobs(ledger, store, runner, monitor.beat, JobDefaults)
        tuning = Tuning(ledger, runner)
        self.desk = JobDesk(
            jobs, tuning, self.catalog, monitor, Strategies(declared()), JobDefaults, Summaries(store, clock), clock.now
        )

    async def probe(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        return Answer(204)

    async def add(self, **fields: Any) -> Job:
        instance = await self.registry.register(make_request("shop"))
        return await self.desk.add(instance.id, {"endpoint": "http://localhost:9000/"} | fields)


async def test_a_job_is_added_and_an_empty_field_takes_a_setting_back() -> None:
    bench = Bench()
    job = await bench.add(interval=30_000, status="200-299")
    assert (job.interval, job.asked.options) == (timedelta(seconds=30), {"status": "200-299"})
    edited = await bench.desk.edit(job.id, {"endpoint": job.endpoint, "status": None})
    assert (edited.interval, edited.asked.options) == (timedelta(seconds=10), {})


async def test_a_secret_that_is_shown_masked_stays_as_it_was() -> None:
    bench = Bench()
    job = await bench.add(headers={"X-Key": "s3cret"})
    assert job.asked.options["headers"] == {"X-Key": "***"}
    edited = await bench.desk.edit(job.id, {"endpoint": job.endpoint, "headers": {"X-Key": "***", "X-More": "1"}})
    assert edited.asked.all_options["headers"] == {"X-Key": "s3cret", "X-More": "1"}
    await bench.desk.try_out(job.instance_id, job.id, {"endpoint": job.endpoint, "headers": {"X-Key": "***"}})
    assert bench.asked[-1].options["headers"] == {"X-Key": "s3cret"}


async def test_a_try_is_kept_nowhere() -> None:
    bench = Bench()
    job = await bench.add()
    before = bench.catalog.jobs_of(job.instance_id)
    check = await bench.desk.try_out(job.instance_id, None, {"endpoint": "http://localhost:9001/", "interval": 5000})
    assert (check.result, check.code) == (Result.OK, 204)
    assert bench.asked[-1].endpoint == "http://localhost:9001/"
    assert bench.catalog.jobs_of(job.instance_id) == before


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"endpoint": ""}, "endpoint"),
        ({"endpoint": "gopher://x"}, "endpoint"),
        ({"endpoint": "http://localhost:1/", "interval": 5}, "interval"),
        ({"endpoint": "http://localhost:1/", "status": "many"}, "status"),
    ],
)
async def test_what_is_wrong_is_said_by_field(fields: dict[str, Any], path: str) -> None:
    bench = Bench()
    job = await bench.add()
    with pytest.raises(InvalidPayloadError) as refused:
        await bench.desk.edit(job.id, fields)
    assert [fault.path for fault in refused.value.faults] == [path]


async def test_a_job_that_was_removed_is_asked_for_again() -> None:
    bench = Bench()
    job = await bench.add(headers={"X-Key": "s3cret"}, interval=30_000)
    await bench.desk.remove(job.id)
    back = await bench.desk.bring_back(job)
    assert back.asked == job.asked
    assert [each.id for each in bench.catalog.jobs_of(job.instance_id)].count(back.id) == 1


async def test_what_is_set_for_all_instances_is_read_as_over_the_api() -> None:
    bench = Bench()
    job = await bench.add()
    await bench.desk.tune(AppId("shop"), {"hold": 45_000, "crashHold": 0, "failures": None})
    assert bench.catalog.job(job.id).policy.hold == timedelta(seconds=45)
    assert bench.catalog.job(job.id).policy.crash_hold == timedelta()
    with pytest.raises(InvalidPayloadError) as refused:
        await bench.desk.tune(AppId("shop"), {"hold": -1})
    assert [fault.path for fault in refused.value.faults] == ["hold"]
