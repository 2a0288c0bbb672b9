"""Who registers as whom, what is kept, and what runs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from registry_tray.core.care import Care
from registry_tray.core.catalog import Catalog
from registry_tray.core.errors import ConflictError, InvalidPayloadError, LimitError, NotFoundError, StoreError
from registry_tray.core.events import EventBus, EventLogged, InstanceRegistered, InstanceRemoved, InstanceUnregistered, JobChanged
from registry_tray.core.jobs import JobDefaults, Jobs
from registry_tray.core.ledger import Ledger
from registry_tray.core.models import AppId, Identifier, Job
from registry_tray.core.registry import Registry
from registry_tray.core.reports import ErrorSpec
from registry_tray.core.spec import JobSpec, Policy
from registry_tray.core.status import EventKind, Health, Registration, Status
from registry_tray.core.tuning import Source, Tuning, source_of
from tests.fakes import NOW, FailingStore, FakeClock, Heard, RecordingRunner, make_instance, make_job, make_request, seconds


class Office:
    """A registry on a memory store."""

    def __init__(self) -> None:
        self.catalog = Catalog()
        self.store = FailingStore()
        self.runner = RecordingRunner()
        self.bus = EventBus()
        self.clock = FakeClock()
        self.defaults = JobDefaults()
        self.heard = Heard(self.bus, InstanceRegistered, InstanceUnregistered, InstanceRemoved, JobChanged, EventLogged)
        ledger = Ledger(self.catalog, self.store, self.bus, self.clock)
        self.registry = Registry(ledger, self.runner, lambda: self.defaults)
        self.jobs = Jobs(ledger, self.store, self.runner, self.hear, lambda: self.defaults)
        self.care = Care(ledger, self.store)
        self.tuning = Tuning(ledger, self.runner, lambda: self.defaults)

    async def hear(self, job: Job) -> Job | None:
        """As the monitor takes a heartbeat: the job as it is."""
        return job

    async def register(self, app: str = "shop", **changes: Any) -> str:
        """The identifier that it gets."""
        return (await self.registry.register(make_request(app, **changes))).identifier

    async def journal(self) -> list[EventKind]:
        """Oldest first."""
        return [event.kind for event in reversed(await self.store.events(1000))]

    def fail(self, identifier: str) -> None:
        """The checks find it down."""
        instance = self.catalog.instance(identifier)
        for job in self.catalog.jobs_of(instance.id):
            self.catalog.put_job(replace(job, health=Health.DOWN, down_since=self.clock.now()))

    def answer(self, identifier: str) -> None:
        """The checks find it up."""
        for job in self.catalog.jobs_of(self.catalog.instance(identifier).id):
            self.catalog.put_job(replace(job, health=Health.UP, down_since=None))


@pytest.fixture
def office() -> Office:
    return Office()


async def test_a_registration_is_kept_runs_and_is_told(office: Office) -> None:
    instance = await office.registry.register(make_request(environment="production", pid=4711, data={"a": 1}))
    assert instance.identifier == "shop@localhost"
    assert office.catalog.instance("shop@localhost") is instance
    (job,) = office.catalog.jobs()
    assert (job.health, job.epoch, job.grace_ends) == (Health.STARTING, 1, 1060.0)
    assert office.runner.running == {job.id: job}
    assert [type(event) for event in office.heard.events] == [InstanceRegistered, EventLogged]
    assert office.heard.events[0].created
    kept = await office.store.load(office.clock.now())
    assert kept.instances == (instance,)
    assert kept.jobs == (job,)
    assert [session.pid for session in kept.sessions] == [4711]
    assert [application.id for application in kept.applications] == ["shop"]
    assert office.catalog.status(instance) is Status.STARTING


async def test_registering_many_times_is_one_instance_one_job_one_timer(office: Office) -> None:
    for _ in range(50):
        await office.registry.register(make_request())
        office.clock.advance(60)
    assert len(office.catalog) == 1
    (job,) = office.catalog.jobs()
    assert list(office.runner.running) == [job.id]
    assert job.epoch == 50
    assert len((await office.store.load(office.clock.now())).sessions) == 1
    (instance,) = office.catalog.instances()
    assert instance.created_at == NOW
    assert not office.heard.events[-2].created


async def test_registering_at_the_same_time_is_one_instance(office: Office) -> None:
    office.store.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, office.store.gate.set)
    found = await asyncio.gather(*(office.registry.register(make_request()) for _ in range(20)))
    assert {instance.id for instance in found} == {found[0].id}
    assert len(office.catalog) == 1
    assert len(list(office.catalog.jobs())) == 1


async def test_two_live_instances_on_two_ports_are_two_and_stay_so(office: Office) -> None:
    assert await office.register(port=3000) == "shop@localhost"
    assert await office.register(port=3001) == "shop@localhost:3001"
    assert await office.register(port=3002) == "shop@localhost:3002"
    for _ in range(3):
        assert await office.register(port=3001) == "shop@localhost:3001"
        assert await office.register(port=3000) == "shop@localhost"
    assert len(office.catalog) == 3
    assert len(office.runner.running) == 3


async def test_the_same_payloads_in_the_same_order_get_the_same_identifiers() -> None:
    payloads: list[dict[str, Any]] = [
        {"port": 1}, {"port": 2}, {"environment": "test", "port": 1}, {"host": "other"}, {"port": 2, "environment": "prod"}, {},
    ]  # fmt: skip
    first, second = Office(), Office()
    assert [await first.register(**payload) for payload in payloads] == [await second.register(**payload) for payload in payloads]
    again = [await first.register(**payload) for payload in payloads[:5]]
    assert again == [await first.register(**payload) for payload in payloads[:5]]


async def test_two_environments_are_two_instances(office: Office) -> None:
    assert await office.register(environment="production") == "shop@localhost"
    assert await office.register(environment="test") == "shop.test@localhost"
    assert await office.register(environment="test") == "shop.test@localhost"


async def test_two_hosts_are_two_instances(office: Office) -> None:
    assert await office.register(host="a") == "shop@a"
    assert await office.register(host="b") == "shop@b"


async def test_a_stopped_instance_makes_room_for_the_next_one(office: Office) -> None:
    await office.register(port=3000)
    await office.registry.unregister("shop@localhost")
    assert await office.register(port=3001) == "shop@localhost"
    assert len(office.catalog) == 1


async def test_an_instance_that_is_down_makes_room_for_the_next_one(office: Office) -> None:
    await office.register(port=3000)
    office.fail("shop@localhost")
    assert await office.register(port=3001) == "shop@localhost"


async def test_what_a_registration_does_not_say_tells_nothing_apart(office: Office) -> None:
    await office.register()
    assert await office.register(port=3000) == "shop@localhost"
    assert await office.register() == "shop@localhost"
    assert len(office.catalog) == 1


async def test_an_identifier_decides(office: Office) -> None:
    assert await office.register(identifier=Identifier("mine")) == "mine"
    assert await office.register(identifier=Identifier("mine"), port=9, host="elsewhere") == "mine"
    assert len(office.catalog) == 1


async def test_an_identifier_of_another_application_is_refused(office: Office) -> None:
    await office.register("other", identifier=Identifier("theirs"))
    with pytest.raises(InvalidPayloadError, match="other"):
        await office.register("shop", identifier=Identifier("theirs"))
    assert len(office.catalog) == 1


async def test_two_applications_never_share_an_identifier(office: Office) -> None:
    assert await office.register("other", identifier=Identifier("shop@localhost")) == "shop@localhost"
    second = await office.register("shop")
    assert second != "shop@localhost"
    assert await office.register("shop") == second


async def test_two_applications_that_ask_for_one_identifier_at_once_do_not_share_it(office: Office) -> None:
    office.store.gate = asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, office.store.gate.set)
    names = ("one", "two")
    found = await asyncio.gather(
        *(office.registry.register(make_request(name, identifier=Identifier("same"))) for name in names), return_exceptions=True
    )
    assert sum(isinstance(each, InvalidPayloadError) for each in found) == 1
    assert len(office.catalog) == 1


async def test_a_quick_restart_is_one_row_that_says_how_long(office: Office) -> None:
    await office.register()
    office.clock.advance(100)
    await office.registry.unregister("shop@localhost")
    office.clock.advance(4.1)
    await office.register()
    assert await office.journal() == [EventKind.REGISTER, EventKind.UNREGISTER, EventKind.RESTART]
    newest = (await office.store.events(1))[0]
    assert newest.description == "restarted (4.1 s)"


async def test_a_late_return_is_a_registration(office: Office) -> None:
    await office.register()
    await office.registry.unregister("shop@localhost")
    office.clock.advance(31)
    await office.register()
    assert await office.journal() == [EventKind.REGISTER, EventKind.UNREGISTER, EventKind.REGISTER]


async def test_muting_what_is_stopped_does_not_make_its_return_a_restart(office: Office) -> None:
    await office.register()
    await office.registry.unregister("shop@localhost")
    office.clock.advance(3600)
    await office.care.mute("shop@localhost", NOW + seconds(9999))
    office.clock.advance(5)
    await office.register()
    assert (await office.journal())[-1] is EventKind.REGISTER


async def test_unregistering_stops_the_jobs_and_keeps_the_record(office: Office) -> None:
    await office.register()
    (job,) = office.catalog.jobs()
    instance = await office.registry.unregister("shop@localhost")
    assert instance.registration is Registration.STOPPED
    assert office.runner.running == {}
    (stopped,) = office.catalog.jobs()
    assert not stopped.active
    assert stopped.epoch > job.epoch
    kept = await office.store.load(office.clock.now())
    assert kept.jobs == (stopped,)
    assert kept.sessions == ()
    assert office.catalog.sessions == {}
    (session,) = await office.store.sessions(instance.id, 10)
    assert session.ending is Registration.STOPPED


async def test_unregistering_by_id_and_twice_is_harmless(office: Office) -> None:
    await office.register()
    (instance,) = office.catalog.instances()
    await office.registry.unregister(instance.id)
    await office.registry.unregister(instance.id)
    assert office.runner.running == {}


async def test_what_was_never_registered_cannot_be_unregistered(office: Office) -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        await office.registry.unregister("nobody")


async def test_unregistering_with_an_error_is_a_crash(office: Office) -> None:
    await office.register()
    instance = await office.registry.unregister(
        "shop@localhost", ErrorSpec("TypeError", "x is not a function\nat y", exit_code=1)
    )
    assert instance.registration is Registration.CRASHED
    assert instance.ending == "TypeError: x is not a function (exit code 1)"
    assert office.catalog.status(instance) is Status.CRASHED
    assert (await office.journal())[-1] is EventKind.CRASH
    (report,) = await office.store.errors(instance.id, 10)
    assert report.count == 1


CHANGES: dict[str, Callable[[Office], Awaitable[object]]] = {
    "register": lambda office: office.register(data={"new": True}),
    "mute": lambda office: office.care.mute("shop@localhost", NOW + seconds(60)),
    "job": lambda office: office.jobs.add("shop@localhost", JobSpec("tcp", "tcp://localhost:1")),
    "another": lambda office: office.register("another"),
}


@pytest.mark.parametrize("what", list(CHANGES))
async def test_where_the_store_fails_nothing_is_changed_and_nothing_is_told(office: Office, what: str) -> None:
    await office.register()
    before = (list(office.catalog.instances()), list(office.catalog.jobs()), dict(office.catalog.sessions))
    running, told = dict(office.runner.running), len(office.heard.events)
    office.store.failures = 1
    with pytest.raises(StoreError, match="full"):
        await CHANGES[what](office)
    assert (list(office.catalog.instances()), list(office.catalog.jobs()), dict(office.catalog.sessions)) == before
    assert office.runner.running == running
    assert len(office.heard.events) == told
    await CHANGES[what](office)


async def test_the_registry_has_a_limit_and_known_ones_may_still_come(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry_tray.core.registry.LIMIT", 2)
    await office.register("a")
    await office.register("b")
    with pytest.raises(LimitError, match="2 instances"):
        await office.register("c")
    await office.register("a")
    assert len(office.catalog) == 2


async def test_the_same_process_that_registers_again_goes_on_living(office: Office) -> None:
    await office.register(pid=10, process_started=5.0)
    office.answer("shop@localhost")
    (before,) = office.catalog.jobs()
    started = len(office.runner.started)
    await office.register(pid=10, process_started=5.0, label="Shop")
    (job,) = office.catalog.jobs()
    assert job is before
    assert len(office.runner.started) == started
    assert await office.journal() == [EventKind.REGISTER]
    assert office.catalog.instance("shop@localhost").label == "Shop"
    await office.register(pid=11, process_started=6.0)
    assert office.catalog.job(job.id).health is Health.STARTING


async def test_an_outage_survives_a_registration_until_it_answers(office: Office) -> None:
    await office.register()
    office.fail("shop@localhost")
    office.clock.advance(5)
    await office.register()
    (job,) = office.catalog.jobs()
    assert (job.health, job.down_since) == (Health.STARTING, NOW)
    assert (await office.journal())[-1] is EventKind.RESTART


async def test_a_job_that_is_added_runs_and_lives_and_dies_with_its_instance(office: Office) -> None:
    await office.register()
    job = await office.jobs.add("shop@localhost", JobSpec("tcp", "tcp://localhost:5432", name="database"))
    assert job.id in office.runner.running
    await office.registry.unregister("shop@localhost")
    assert office.runner.running == {}
    await office.register()
    assert len(office.runner.running) == 2
    assert len(list(office.catalog.jobs())) == 2


async def test_a_job_of_a_stopped_instance_waits_for_it(office: Office) -> None:
    await office.register()
    await office.registry.unregister("shop@localhost")
    job = await office.jobs.add("shop@localhost", JobSpec("tcp", "tcp://localhost:5432"))
    assert not job.active
    assert office.runner.running == {}
    await office.register()
    assert job.id in office.runner.running


async def test_a_job_can_be_paused_resumed_edited_and_removed(office: Office) -> None:
    await office.register()
    (job,) = office.catalog.jobs()
    await office.jobs.pause(job.id)
    await office.jobs.pause(job.id)
    assert office.runner.running == {}
    assert (await office.journal()).count(EventKind.PAUSE) == 1
    await office.jobs.resume(job.id)
    assert job.id in office.runner.running
    edited = await office.jobs.edit(job.id, lambda asked: replace(asked, interval=seconds(3)))
    assert office.runner.running[job.id].interval == seconds(3)
    assert edited.health is Health.STARTING
    await office.jobs.remove(job.id)
    assert office.runner.running == {}
    with pytest.raises(NotFoundError):
        office.catalog.job(job.id)
    assert (await office.store.load(office.clock.now())).jobs == ()


async def test_changed_defaults_reach_the_jobs_that_did_not_ask_for_something_else(office: Office) -> None:
    await office.register("a", job=JobSpec("http", "http://localhost:1/"))
    await office.register("b", job=JobSpec("http", "http://localhost:1/", interval=seconds(7), hold=seconds(0)))
    a, b = office.catalog.jobs()
    office.defaults = JobDefaults(interval=seconds(30), policy=Policy(hold=seconds(99)))
    await office.tuning.reconfigure()
    assert office.runner.running[a.id].interval == seconds(30)
    assert office.runner.running[a.id].policy.hold == seconds(99)
    assert office.runner.running[b.id].interval == seconds(7)
    assert office.runner.running[b.id].policy.hold == seconds(0)


async def test_what_a_person_sets_for_an_application_beats_what_its_instances_ask_for_until_it_is_taken_back(
    office: Office,
) -> None:
    asked = JobSpec("http", "http://localhost:1/", interval=seconds(7), hold=seconds(0), failures=1)
    await office.register("a", job=asked, identifier=Identifier("one"))
    await office.register("a", job=asked, identifier=Identifier("two"))
    await office.register("b", job=asked)
    await office.tuning.tune(AppId("a"), lambda own: replace(own, hold=seconds(60), crash_hold=seconds(20), interval=seconds(30)))
    a, other, b = office.catalog.jobs()
    assert (a.policy, a.interval) == (other.policy, other.interval)
    assert (a.policy.hold, a.policy.crash_hold, a.policy.failures, a.interval) == (seconds(60), seconds(20), 1, seconds(30))
    assert office.runner.running[other.id].policy.hold == seconds(60)
    assert (b.policy.hold, b.policy.crash_hold, b.interval) == (seconds(0), seconds(2), seconds(7))
    assert [source_of(a, name) for name in ("hold", "failures", "grace")] == [
        Source.APPLICATION,
        Source.REGISTRATION,
        Source.SETTINGS,
    ]
    await office.register("a", job=asked, identifier=Identifier("one"))
    await office.register("a", job=asked, identifier=Identifier("three"))
    held = {job.policy.hold for job in office.catalog.jobs() if job.id != b.id}
    assert held == {seconds(60)}
    kept = await office.store.load(office.clock.now())
    assert kept.applications[0].own.hold == seconds(60)
    await office.tuning.tune(AppId("a"), lambda own: replace(own, hold=None))
    held = {job.policy.hold for job in office.catalog.jobs()}
    assert held == {seconds(0)}
    assert office.catalog.job(a.id).interval == seconds(30)


async def test_who_sets_what_is_set_already_changes_and_tells_nothing(office: Office) -> None:
    await office.register("a")
    office.defaults = JobDefaults(interval=seconds(30))  # not in force yet
    office.heard.events.clear()
    before = len(office.store.saves)
    await office.tuning.tune(AppId("a"), lambda own: own)
    assert (office.heard.events, len(office.store.saves)) == ([], before)


async def test_what_a_person_sets_is_not_in_force_where_it_could_not_be_kept(office: Office) -> None:
    await office.register("a")
    office.store.failures = 1
    with pytest.raises(StoreError):
        await office.tuning.tune(AppId("a"), lambda own: replace(own, hold=seconds(60)))
    (job,) = office.catalog.jobs()
    assert (job.policy.hold, job.own) == (seconds(10), None)


async def test_a_restart_is_one_within_the_window_that_is_in_force_for_it(office: Office) -> None:
    for window, kind in ((seconds(5), EventKind.REGISTER), (seconds(90), EventKind.RESTART)):
        identifier = await office.register(job=JobSpec("http", "http://localhost:1/", restart_window=window))
        office.fail(identifier)
        office.clock.advance(60)
        await office.register(job=JobSpec("http", "http://localhost:1/", restart_window=window))
        assert (await office.journal())[-1] is kind
        took = office.catalog.instance(identifier).restart_time
        assert took == (seconds(60) if kind is EventKind.RESTART else None)
        office.answer(identifier)


async def test_no_restart_takes_less_than_no_time_where_the_clock_was_set_back(office: Office) -> None:
    await office.register()
    await office.registry.unregister("shop@localhost")
    office.clock.time -= seconds(20)
    await office.register()
    event = (await office.store.events(1))[0]
    assert (event.kind, event.description, event.downtime) == (EventKind.RESTART, "restarted (0 s)", seconds(0))


async def test_new_defaults_do_not_start_what_is_stopped(office: Office) -> None:
    await office.register()
    await office.registry.unregister("shop@localhost")
    office.defaults = JobDefaults(interval=seconds(30))
    await office.tuning.reconfigure()
    assert not any(job.active for job in office.catalog.jobs())
    assert not any(job.active for job in office.runner.running.values())


@pytest.mark.parametrize(
    ("endpoint", "interval", "asked", "expected"),
    [
        ("http://localhost:1/", None, None, 3),
        ("http://[::1]:1/", None, None, 3),
        ("http://example.com/", None, None, 9),
        ("http://example.com/", 60, None, 10),
        ("http://localhost:1/", 2, None, 1.8),
        ("http://localhost:1/", 60, 30, 30),
        ("", None, None, 3),
    ],
)
def test_a_timeout_is_shorter_than_the_interval(endpoint: str, interval: int | None, asked: int | None, expected: float) -> None:
    spec = JobSpec("http", endpoint, seconds(interval) if interval else None, seconds(asked) if asked else None)
    job = JobDefaults().applied_to(make_job(asked=spec))
    assert job.timeout == seconds(expected)
    assert job.timeout < job.interval


async def test_what_was_archived_comes_back_as_it_was(office: Office) -> None:
    await office.register()
    await office.registry.unregister("shop@localhost")
    await office.care.archive("shop@localhost")
    back = await office.care.bring_back("shop@localhost", Registration.STOPPED)
    assert back.registration is Registration.STOPPED
    with pytest.raises(ConflictError):
        await office.care.bring_back("shop@localhost", Registration.STOPPED)


async def test_what_runs_is_neither_archived_nor_deleted(office: Office) -> None:
    await office.register()
    with pytest.raises(ConflictError, match="runs"):
        await office.care.archive("shop@localhost")
    with pytest.raises(ConflictError, match="runs"):
        await office.care.delete("shop@localhost")
    await office.registry.unregister("shop@localhost")
    await office.care.delete("shop@localhost")
    assert len(office.catalog) == 0
    kept = await office.store.load(office.clock.now())
    assert (kept.instances, kept.jobs, kept.sessions) == ((), (), ())
    assert await office.register() == "shop@localhost"


async def test_who_says_good_bye_while_it_is_given_up_is_not_lost(office: Office) -> None:
    await office.register()
    await asyncio.gather(
        office.registry.unregister("shop@localhost"),
        office.registry.end("shop@localhost", Registration.LOST, "Its process ended"),
    )
    assert office.catalog.instance("shop@localhost").registration is Registration.STOPPED
    assert await office.journal() == [EventKind.REGISTER, EventKind.UNREGISTER]


async def test_a_heartbeat_brings_back_what_was_lost(office: Office) -> None:
    await office.register(ttl=seconds(30))
    await office.registry.end("shop@localhost", Registration.LOST, "No sign of life")
    assert office.runner.running == {}
    await office.registry.heartbeat("shop@localhost")
    assert len(office.runner.running) == 1
    assert office.catalog.instance("shop@localhost").registration is Registration.ACTIVE
    assert office.catalog.sessions


async def test_what_depends_on_itself_is_refused(office: Office) -> None:
    await office.register("a", depends_on=("b",))
    await office.register("b", depends_on=("c",))
    with pytest.raises(InvalidPayloadError, match="leads back"):
        await office.register("c", depends_on=("a",))
    with pytest.raises(InvalidPayloadError, match="leads back"):
        await office.register("d", depends_on=("d",))
    assert len(office.catalog) == 2


def test_the_catalog_forgets_without_a_trace() -> None:
    catalog = Catalog()
    instance, job = make_instance(), make_job()
    catalog.put_instance(instance)
    catalog.put_job(job)
    renamed = replace(instance, identifier=Identifier("renamed"))
    catalog.put_instance(renamed)
    assert catalog.find("shop@localhost") is None
    assert catalog.find("renamed") is renamed
    version = catalog.version
    catalog.remove_instance(instance.id)
    catalog.remove_instance(instance.id)
    catalog.remove_job(job.id)
    assert catalog.version == version + 1
    assert (catalog.find("renamed"), catalog.find(instance.id), list(catalog.jobs()), len(catalog)) == (None, None, [], 0)
    assert catalog.siblings(AppId("shop")) == []
    assert catalog.jobs_of(instance.id) == []


ENDS: dict[str, Callable[[Office], Awaitable[object]]] = {
    "stopped": lambda office: office.registry.unregister("shop@localhost"),
    "crashed": lambda office: office.registry.unregister("shop@localhost", ErrorSpec("E", "m")),
    "lost": lambda office: office.registry.end("shop@localhost", Registration.LOST, "Its process ended"),
}


@pytest.mark.parametrize("how", list(ENDS))
async def test_an_end_is_an_end_also_where_it_cannot_be_stored(
    office: Office, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    await office.register()
    office.store.failures = 1
    await ENDS[how](office)
    ended = office.catalog.instance("shop@localhost")
    assert ended.registration is Registration(how)
    assert not office.catalog.sessions
    assert not office.runner.running
    assert [event for event in office.heard.events if isinstance(event, InstanceUnregistered)]
    assert caplog.text == ""  # the store says it itself
