"""One check: what counts against the target, and what does not."""

import asyncio
import errno
import socket
from dataclasses import replace

import pytest

from registry_tray.core.catalog import Catalog
from registry_tray.core.events import CheckRecorded, EventBus, EventLogged, StatusChanged
from registry_tray.core.models import Check, Job
from registry_tray.core.monitor import Monitor
from registry_tray.core.ports import Answer, ProbeError
from registry_tray.core.stats import Stats
from registry_tray.core.status import EventKind, Health, Result, Status
from tests.fakes import (
    FailingStore,
    FakeProbe,
    Heard,
    LoopClock,
    hang,
    make_catalog,
    make_instance,
    make_job,
    refused,
    seconds,
    virtual,
)
from tests.simulation.machine import Machine


class Bench:
    """A monitor with one job, and all that it says."""

    def __init__(self, job: Job | None = None, probe: FakeProbe | None = None) -> None:
        self.job = job or make_job()
        self.probe = probe or FakeProbe()
        self.catalog: Catalog = make_catalog([make_instance()], [self.job])
        self.store = FailingStore()
        self.bus = EventBus()
        self.heard = Heard(self.bus, CheckRecorded, StatusChanged, EventLogged)
        self.stats = Stats()
        self.monitor = Monitor({"http": self.probe}, self.catalog, self.store, self.stats, self.bus, LoopClock())

    async def check(self) -> Check:
        """One more."""
        job = await self.monitor.check(self.catalog.job(self.job.id))
        assert job == self.catalog.job(self.job.id)
        recorded = [event for event in self.heard.events if isinstance(event, CheckRecorded)]
        assert recorded[-1].job == job
        return recorded[-1].check

    def kinds(self) -> list[str]:
        """What was said, by type."""
        return [type(event).__name__ for event in self.heard.events]


@virtual
async def test_a_good_answer_has_a_latency_and_a_code() -> None:
    async def slowly() -> Answer:
        await asyncio.sleep(0.25)
        return Answer(204)

    check = await Bench(probe=FakeProbe(slowly)).check()
    assert check.result is Result.OK
    assert check.latency is not None
    assert check.latency.total_seconds() == pytest.approx(0.25)
    assert check.code == 204


@virtual
async def test_who_takes_longer_to_be_back_is_looked_at_just_before_the_longer_hold_ends() -> None:
    now = LoopClock().now()
    bench = Bench(make_job(health=Health.DOWN, down_since=now - seconds(18), last_tested_at=now))
    assert bench.monitor.pace(bench.job) == seconds(5)
    bench.catalog.put_instance(make_instance(restart_time=seconds(14)))  # it is told after 22 s
    assert bench.monitor.pace(bench.job) == seconds(2)


@virtual
async def test_a_target_that_never_answers_times_out() -> None:
    bench = Bench(probe=FakeProbe(hang))
    check = await bench.check()
    assert (check.result, check.latency) == (Result.TIMEOUT, None)
    assert check.error == "No answer from localhost:8000 within 3 s"
    assert asyncio.get_running_loop().time() == pytest.approx(1003)
    assert bench.probe.in_flight == 0


@pytest.mark.parametrize(
    ("error", "result", "words"),
    [
        (refused(), Result.REFUSED, "Connection refused on localhost:8000"),
        (ConnectionResetError(104, "reset"), Result.REFUSED, "localhost:8000 closed the connection without an answer"),
        (BrokenPipeError(32, "pipe"), Result.REFUSED, "localhost:8000 closed the connection without an answer"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), Result.REFUSED, "localhost:8000 cannot be reached: No route to host"),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Result.REFUSED, "The host name localhost is not known"),
        (TimeoutError(errno.ETIMEDOUT, "timed out"), Result.TIMEOUT, "No answer from localhost:8000 within 3 s"),
        (ProbeError(Result.TLS, "no trust"), Result.TLS, "no trust"),
        (ProbeError(Result.STATUS, "HTTP 500", 500), Result.STATUS, "HTTP 500"),
        (UnicodeError("label too long"), Result.REFUSED, "The host name in localhost:8000 is not one that can be looked up"),
        (OSError("it is multicast"), Result.REFUSED, "localhost:8000 cannot be reached: it is multicast"),
    ],
)  # fmt: skip
@virtual
async def test_failures_of_the_target_count(error: Exception, result: Result, words: str) -> None:
    bench = Bench(probe=FakeProbe(error))
    check = await bench.check()
    assert (check.result, check.error) == (result, words)
    assert bench.catalog.job(bench.job.id).health is Health.SUSPECT


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EADDRNOTAVAIL,
                                    errno.ENETDOWN, errno.ENETUNREACH])  # fmt: skip
@virtual
async def test_what_fails_on_our_side_is_inconclusive(number: int) -> None:
    bench = Bench(probe=FakeProbe(OSError(number, "our own")))
    for _ in range(10):
        check = await bench.check()
        assert check.result is Result.INCONCLUSIVE
        assert "from here" in check.error
    assert bench.catalog.job(bench.job.id).health is Health.UP
    assert set(bench.kinds()) == {"CheckRecorded"}


@virtual
async def test_without_a_name_server_a_remote_target_is_not_blamed() -> None:
    bench = Bench(make_job(endpoint="http://example.com/"), FakeProbe(socket.gaierror(socket.EAI_AGAIN, "try again")))
    assert (await bench.check()).result is Result.INCONCLUSIVE


@virtual
async def test_a_bug_in_a_probe_is_not_the_targets_fault(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(probe=FakeProbe(TypeError("unexpected argument")))
    assert (await bench.check()).result is Result.INCONCLUSIVE
    assert "the http check of" in caplog.text


@virtual
async def test_what_nobody_can_check_is_inconclusive() -> None:
    assert (await Bench(make_job(type="gopher")).check()).result is Result.INCONCLUSIVE


@virtual
async def test_when_the_machine_slept_the_target_is_not_blamed() -> None:
    async def asleep() -> Answer:
        selector = asyncio.get_running_loop()._jumping  # type: ignore[attr-defined]
        selector.now += 3600
        raise refused()

    assert (await Bench(probe=FakeProbe(asleep)).check()).result is Result.INCONCLUSIVE


@pytest.mark.parametrize("what", ["registered again", "stopped", "removed"])
@virtual
async def test_the_result_of_an_older_life_is_dropped(what: str) -> None:
    bench = Bench()

    async def meanwhile() -> Answer:
        job = bench.catalog.job(bench.job.id)
        match what:
            case "registered again":
                bench.catalog.put_job(replace(job, epoch=job.epoch + 1, health=Health.STARTING))
            case "stopped":
                bench.catalog.put_job(replace(job, active=False))
            case _:
                bench.catalog.remove_job(job.id)
        raise refused()

    bench.probe.say(meanwhile)
    assert await bench.monitor.check(bench.job) is None
    assert bench.heard.events == []
    assert bench.store.saves == []
    assert await bench.store.count_checks() == 0
    assert bench.stats.beats(bench.job.id) == b""


@virtual
async def test_a_registration_while_an_outage_is_written_wins() -> None:
    bench = Bench(make_job(health=Health.SUSPECT, failures=1), FakeProbe(refused()))
    bench.store.gate = asyncio.Event()
    check = asyncio.create_task(bench.monitor.check(bench.job))
    await asyncio.sleep(1)
    bench.catalog.put_job(replace(bench.job, epoch=9, health=Health.STARTING))
    bench.store.gate.set()
    assert await check is None
    assert bench.catalog.job(bench.job.id).epoch == 9
    assert "StatusChanged" not in bench.kinds()


@virtual
async def test_it_is_stored_first_and_told_after() -> None:
    bench = Bench(make_job(health=Health.SUSPECT, failures=1), FakeProbe(refused()))
    stored_when_told: list[int] = []
    bench.bus.subscribe(StatusChanged, lambda _: stored_when_told.append(len(bench.store.saves)))
    await bench.check()
    assert stored_when_told == [1]
    assert bench.kinds() == ["EventLogged", "CheckRecorded", "StatusChanged"]
    (event,) = await bench.store.events(10)
    assert (event.kind, event.number, event.job_id) == (EventKind.DOWN, 1, bench.job.id)


@virtual
async def test_a_store_that_fails_hides_no_outage_and_changes_no_health(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(make_job(health=Health.SUSPECT, failures=1), FakeProbe(refused()))
    bench.store.failures = 1
    await bench.check()
    assert bench.kinds() == ["EventLogged", "CheckRecorded", "StatusChanged"]
    assert bench.catalog.job(bench.job.id).health is Health.DOWN
    assert caplog.text == ""  # the store says it itself


@virtual
async def test_bytes_that_are_no_text_do_not_reach_the_store() -> None:
    bench = Bench(probe=FakeProbe(ProbeError(Result.STATUS, "HTTP 500 Caf\udce9", 500)))
    assert (await bench.check()).error == "HTTP 500 Caf?"
    bench.probe.say(Answer(200, "degr\udcffaded"))
    assert (await bench.check()).error == "degr?aded"


@virtual
async def test_only_a_change_is_told_as_a_change() -> None:
    bench = Bench(probe=FakeProbe(Answer(200), Answer(200, "warn"), Answer(200, "warn"), Answer(200)))
    for _ in range(4):
        await bench.check()
    assert bench.kinds() == ["CheckRecorded", "CheckRecorded", "StatusChanged", "CheckRecorded", "CheckRecorded", "StatusChanged"]


@virtual
async def test_the_journal_is_in_order_also_where_a_check_took_long() -> None:
    machine = Machine()
    async with machine.running():
        slow = machine.app("slow")
        await slow.register()
        await asyncio.sleep(60)
        other = machine.app("other")
        slow.hangs = True
        while machine.catalog.status(slow.instance) is not Status.DOWN:
            await other.register()
            await asyncio.sleep(0.5)
        slow.live()
        await asyncio.sleep(60)
        events = await machine.store.events(1000)
        (down,) = [event for event in events if event.kind is EventKind.DOWN]
        assert [event.at for event in events] == sorted((event.at for event in events), reverse=True)
        assert down.job_id is not None
        (outage,) = await machine.store.outages(down.job_id, 5)
        assert outage.began < down.at  # it began with the first failure all the same
