"""From an outage to a notification, in virtual time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from registry_tray.core.alerting.budget import MOST
from registry_tray.core.alerts import Alerts
from registry_tray.core.events import (
    ClockSet,
    EventBus,
    InstanceChanged,
    InstanceRegistered,
    InstanceUnregistered,
    JobChanged,
    JobRemoved,
    StatusChanged,
)
from registry_tray.core.models import FOR_EVER, Acknowledgement, Alert, JobId
from registry_tray.core.ports import Notice
from registry_tray.core.spec import Policy
from registry_tray.core.status import AlertState, Health, Registration
from registry_tray.core.tally import Tally
from tests.fakes import (
    NOW,
    FailingStore,
    LoopClock,
    RecordingNotifier,
    VirtualLoop,
    make_catalog,
    make_instance,
    make_job,
    seconds,
    virtual,
)

ID = make_instance().id


class World:
    """One instance with one job that a test makes fail and answer; the program around it can be restarted."""

    def __init__(self, policy: Policy | None = None, lifecycle: bool = False) -> None:
        self.catalog = make_catalog([make_instance()], [make_job(policy=policy or Policy())])
        self.store = FailingStore()
        self.notifier = RecordingNotifier()
        self.clock = LoopClock()
        self.lifecycle = lifecycle
        self.restart()

    def restart(self, *alerts: Alert, tally: Tally | None = None) -> None:
        """A new life of the program, which knows what was kept."""
        self.bus = EventBus()
        self.alerts = Alerts(
            self.catalog, self.store, self.notifier, self.bus, self.clock, alerts, lifecycle=lambda: self.lifecycle, tally=tally
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.alerts.run())
        await asyncio.sleep(0)
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    def turn(self, health: Health) -> None:
        """What the checks have shown."""
        (before,) = self.catalog.jobs()
        since = before.down_since
        if health is Health.DOWN:
            since = since or self.clock.now()
        elif health is Health.UP:
            since = None
        job = replace(before, health=health, down_since=since, reason="Connection refused")
        self.catalog.put_job(job)
        self.bus.publish(StatusChanged(before, job, None))

    def mute(self, duration: timedelta | None) -> None:
        until = self.clock.now() + duration if duration else None
        self.change(muted_until=until)

    def change(self, **changes: object) -> None:
        instance = replace(self.catalog.instance(ID), **changes)  # type: ignore[arg-type]
        self.catalog.put_instance(instance)
        self.bus.publish(InstanceChanged(instance))

    def register(self) -> None:
        """A new life of the instance."""
        instance = replace(self.catalog.instance(ID), registration=Registration.ACTIVE, ended_at=None)
        jobs = [job.begun(self.clock.now(), self.clock.monotonic()) for job in self.catalog.jobs()]
        self.catalog.put_instance(instance)
        for job in jobs:
            self.catalog.put_job(job)
        self.bus.publish(InstanceRegistered(instance, tuple(jobs), created=False))

    def unregister(self, how: Registration = Registration.STOPPED) -> None:
        """The end of a life."""
        instance = self.catalog.instance(ID).ended(how, self.clock.now(), "exit code 3")
        jobs = [job.ended(self.clock.now()) for job in self.catalog.jobs()]
        self.catalog.put_instance(instance)
        for job in jobs:
            self.catalog.put_job(job)
        self.bus.publish(InstanceUnregistered(instance, tuple(jobs)))

    async def kept(self) -> tuple[Alert, ...]:
        """What the store would give after a restart."""
        return (await self.store.load(self.clock.now())).alerts


@virtual
async def test_an_outage_is_told_when_its_hold_is_over_and_only_once() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(9.9)
        assert world.notifier.notices == []
        alert = world.alerts.alert(ID)
        assert alert is not None
        assert (alert.state, alert.due) == (AlertState.HELD, NOW + seconds(10))
        await asyncio.sleep(0.2)
        (notice,) = world.notifier.notices
        assert notice.title == "shop is down"
        assert notice.body.startswith("Connection refused, since ")
        assert notice.id == ID
        await asyncio.sleep(3600)
        world.turn(Health.RECOVERING)
        world.turn(Health.DOWN)
        await asyncio.sleep(60)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_a_blip_within_the_hold_is_silent() -> None:
    world = World()
    async with world.running():
        for _ in range(20):
            world.turn(Health.DOWN)
            await asyncio.sleep(9)
            world.turn(Health.UP)
            await asyncio.sleep(1)
    assert world.notifier.log == []
    assert await world.kept() == ()


@virtual
async def test_a_recovery_is_paired_and_tells_the_length() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(252)
        world.turn(Health.RECOVERING)
        world.turn(Health.UP)
        await asyncio.sleep(1)
    outage, recovery = world.notifier.notices
    assert (recovery.title, recovery.body) == ("shop is back", "after 4 min 12 s")
    assert recovery.is_recovery
    assert recovery.id == outage.id
    assert world.alerts.alert(ID) is None
    assert await world.kept() == ()


@virtual
async def test_without_a_hold_it_is_told_at_once() -> None:
    world = World(Policy(hold=seconds(0)))
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(0.01)
        assert world.notifier.titles == ["shop is down"]


@virtual
async def test_a_muted_instance_is_told_when_the_mute_ends_and_it_is_still_down() -> None:
    world = World()
    async with world.running():
        world.mute(seconds(3600))
        world.turn(Health.DOWN)
        await asyncio.sleep(3599)
        assert world.notifier.notices == []
        await asyncio.sleep(2)
        assert world.notifier.titles == ["shop is down"]


@virtual
async def test_what_recovers_while_muted_says_nothing() -> None:
    world = World()
    async with world.running():
        world.mute(seconds(3600))
        world.turn(Health.DOWN)
        await asyncio.sleep(100)
        world.turn(Health.UP)
        await asyncio.sleep(7200)
    assert world.notifier.log == []


@virtual
async def test_unmuting_lets_it_through_at_once() -> None:
    world = World()
    async with world.running():
        world.change(muted_until=FOR_EVER)
        world.turn(Health.DOWN)
        await asyncio.sleep(100_000)
        world.mute(None)
        await asyncio.sleep(0.1)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_what_was_told_before_the_mute_is_still_paired() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.mute(seconds(3600))
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down", "shop is back"]


@virtual
async def test_an_outage_that_is_acknowledged_is_not_told_and_the_next_one_is() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(1)
        world.change(acknowledged=Acknowledgement(world.clock.now()))
        await asyncio.sleep(3600)
        assert world.notifier.notices == []
        world.turn(Health.UP)
        await asyncio.sleep(1)
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_an_outage_whose_acknowledgement_is_taken_back_is_told() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(1)
        world.change(acknowledged=Acknowledgement(world.clock.now()))
        await asyncio.sleep(3600)
        world.change(acknowledged=None)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_a_pause_holds_everything_and_resuming_lets_it_through() -> None:
    world = World()
    async with world.running():
        world.alerts.pause(world.clock.now() + seconds(1000))
        world.turn(Health.DOWN)
        await asyncio.sleep(500)
        assert world.notifier.notices == []
        world.alerts.pause(None)
        await asyncio.sleep(0.1)
        assert world.notifier.titles == ["shop is down"]


@virtual
async def test_a_pause_that_ends_by_itself_lets_it_through() -> None:
    world = World(lifecycle=True)
    async with world.running():
        world.alerts.pause(world.clock.now() + seconds(1000))
        world.register()
        world.turn(Health.DOWN)
        await asyncio.sleep(1001)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_delivery_is_tried_again_after_1_5_and_30_seconds_and_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    world = World(Policy(hold=seconds(0)))
    world.notifier.refusals = 4
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(1 + 5 + 30 + 29.5)
        assert len(world.notifier.refused) == 4
        assert world.notifier.notices == []
        alert = world.alerts.alert(ID)
        assert alert is not None
        assert alert.reason == "nobody shows notifications"
        await asyncio.sleep(1)
        assert world.notifier.titles == ["shop is down"]
    assert len([record for record in caplog.records if record.levelname == "WARNING"]) == 1


@virtual
async def test_many_that_cannot_be_told_are_warned_of_once_until_one_could_be(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    world = World(Policy(hold=seconds(0)), lifecycle=True)
    async with world.running():
        for _ in range(2):
            world.notifier.refusals = 5
            world.turn(Health.DOWN)
            world.register()
            await asyncio.sleep(20)
            world.unregister(Registration.CRASHED)
            await asyncio.sleep(200)
            world.register()
            world.turn(Health.UP)
            await asyncio.sleep(200)
    lines = [f"{record.levelname} {record.message}" for record in caplog.records]
    assert [line.partition(":")[0] for line in lines] == [
        "WARNING shop registered could not be told", "INFO notifications are shown again",
    ] * 2  # fmt: skip


@virtual
async def test_a_recovery_that_could_not_be_told_is_told_later(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.notifier.refusals = 2
        world.turn(Health.UP)
        await asyncio.sleep(60)
    assert world.notifier.titles == ["shop is down", "shop is back"]
    assert await world.kept() == ()


@virtual
async def test_a_recovery_that_could_not_be_told_is_void_when_it_breaks_again(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.notifier.refusals = 1
        world.turn(Health.UP)
        await asyncio.sleep(0.5)
        world.turn(Health.DOWN)
        await asyncio.sleep(600)
        assert world.notifier.titles == ["shop is down"]
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down", "shop is back"]


@virtual
async def test_an_outage_that_nobody_could_be_told_of_has_no_recovery(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    world.notifier.refusals = 1000
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(100)
        world.notifier.refusals = 0
        world.turn(Health.UP)
        await asyncio.sleep(100)
    assert world.notifier.log == []


@virtual
async def test_a_restart_repeats_nothing_that_was_delivered() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
    world.restart(*await world.kept())
    async with world.running():
        await asyncio.sleep(600)
        assert world.notifier.titles == ["shop is down"]
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down", "shop is back"]


@virtual
async def test_a_restart_emits_what_was_held() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(5)
    world.restart(*await world.kept())
    async with world.running():
        await asyncio.sleep(4.5)
        assert world.notifier.notices == []
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_an_outage_that_nothing_was_kept_of_is_told_after_a_restart() -> None:
    world = World()
    world.turn(Health.DOWN)
    world.restart()
    async with world.running():
        await asyncio.sleep(11)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_a_restart_between_outages_does_not_forget_that_they_are_many() -> None:
    world = World()
    for _ in range(3):
        async with world.running():
            world.turn(Health.DOWN)
            await asyncio.sleep(15)
            world.turn(Health.UP)
            await asyncio.sleep(15)
        kept = await world.store.load(world.clock.now())
        world.restart(*kept.alerts, tally=kept.tally)
    assert world.notifier.titles == ["shop is down", "shop is back", "shop is down", "shop is back", "shop keeps going down"]


@virtual
async def test_what_kept_going_down_is_back_after_its_outage_and_not_after_the_time_in_which_it_proved_steady() -> None:
    world = World()
    async with world.running():
        for _ in range(3):
            world.turn(Health.DOWN)
            await asyncio.sleep(15)
            world.turn(Health.UP)
            await asyncio.sleep(15)
        await asyncio.sleep(200)
    assert world.notifier.titles[-2:] == ["shop keeps going down", "shop is back"]
    assert world.notifier.notices[-1].body == "after 15 s"


@virtual
async def test_a_restart_does_not_make_room_for_more_notifications_a_minute() -> None:
    world = World(lifecycle=True)
    for _ in range(8):
        async with world.running():
            world.register()
            await asyncio.sleep(5)
        kept = await world.store.load(world.clock.now())
        world.restart(*kept.alerts, tally=kept.tally)
    assert len(world.notifier.notices) == MOST
    assert kept.tally.sent[0] == NOW


@virtual
async def test_what_was_told_of_late_moves_with_the_clock() -> None:
    world = World()
    async with world.running():
        for number in range(3):
            world.turn(Health.DOWN)
            await asyncio.sleep(15)
            world.turn(Health.UP)
            await asyncio.sleep(15)
            by = timedelta(days=(-1) ** number)
            world.clock.ahead += by
            world.bus.publish(ClockSet(by))
        await asyncio.sleep(1)
    assert world.notifier.titles[-1] == "shop keeps going down"
    tally = (await world.store.load(world.clock.now())).tally
    assert all(seconds(0) <= world.clock.now() - moment < seconds(120) for moment in tally.announced[ID])


@virtual
async def test_unregistering_takes_back_what_is_shown() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.unregister()
        await asyncio.sleep(1)
    assert world.notifier.log == ["shop is down", "withdrawn"]
    assert await world.kept() == ()


@virtual
async def test_what_could_not_be_taken_back_is_taken_back_later(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.notifier.refusals = 1
        world.unregister()
        await asyncio.sleep(10)
    assert world.notifier.log == ["shop is down", "withdrawn"]
    assert await world.kept() == ()


@virtual
@pytest.mark.parametrize("how", ["paused", "removed", "paused beside one that is well"])
async def test_an_outage_whose_check_is_no_more_is_taken_back_and_not_called_over(how: str) -> None:
    world = World()
    (job,) = world.catalog.jobs()
    if how.endswith("well"):
        world.catalog.put_job(replace(job, id=JobId("other")))
    async with world.running():
        down = replace(job, health=Health.DOWN, down_since=world.clock.now())
        world.catalog.put_job(down)
        world.bus.publish(StatusChanged(job, down, None))
        await asyncio.sleep(11)
        if how == "removed":
            world.catalog.remove_job(job.id)
            world.bus.publish(JobRemoved(down))
        else:
            world.catalog.put_job(down.ended(world.clock.now()))
            world.bus.publish(JobChanged(world.catalog.job(job.id)))
        await asyncio.sleep(1)
    assert world.notifier.log == ["shop is down", "withdrawn"]
    assert await world.kept() == ()


@virtual
async def test_a_clock_that_is_set_back_does_not_put_the_next_try_off(caplog: pytest.LogCaptureFixture) -> None:
    world = World(Policy(hold=seconds(0)))
    world.notifier.refusals = 2
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(2)
        world.clock.ahead -= timedelta(hours=1)
        world.bus.publish(ClockSet(timedelta(hours=-1)))
        await asyncio.sleep(10)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_unregistering_drops_what_is_held() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(5)
        world.unregister()
        await asyncio.sleep(600)
    assert world.notifier.log == []


@virtual
async def test_unregistering_while_it_is_being_told_takes_it_back() -> None:
    world = World(Policy(hold=seconds(0)))

    async def slowly(notice: Notice) -> None:
        await asyncio.sleep(1)

    world.notifier.on_notify = slowly
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(0.5)
        world.unregister()
        await asyncio.sleep(5)
    assert world.notifier.log == ["shop is down", "withdrawn"]


@virtual
async def test_recovering_while_it_is_being_told_is_paired() -> None:
    world = World(Policy(hold=seconds(0)))

    async def slowly(notice: Notice) -> None:
        await asyncio.sleep(1)

    world.notifier.on_notify = slowly
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(0.5)
        world.turn(Health.UP)
        await asyncio.sleep(5)
    assert world.notifier.log == ["shop is down", "shop is back"]


@virtual
async def test_a_new_life_during_an_outage_that_was_told_ends_it_when_it_answers() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.register()
        await asyncio.sleep(30)
        assert world.notifier.titles == ["shop is down"]
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down", "shop is back"]


@virtual
async def test_a_new_life_that_starts_while_an_outage_is_held_does_not_keep_us_busy() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(5)
        world.register()
        await asyncio.sleep(60)  # would never pass in a loop that is never idle
    assert world.notifier.log == []


@virtual
async def test_a_new_life_while_a_recovery_waits_does_not_keep_us_busy(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.notifier.refusals = 1
        world.turn(Health.UP)
        await asyncio.sleep(0.5)
        world.register()
        await asyncio.sleep(60)
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down", "shop is back"]


@virtual
async def test_a_crash_is_told_after_two_seconds() -> None:
    world = World()
    async with world.running():
        world.unregister(Registration.CRASHED)
        await asyncio.sleep(1.9)
        assert world.notifier.notices == []
        await asyncio.sleep(0.2)
        assert world.notifier.titles == ["shop has crashed"]
        world.register()
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop has crashed", "shop is back"]


@virtual
async def test_a_crash_and_a_quick_restart_say_nothing() -> None:
    world = World()
    async with world.running():
        world.unregister(Registration.CRASHED)
        await asyncio.sleep(1)
        world.register()
        world.turn(Health.UP)
        await asyncio.sleep(600)
    assert world.notifier.log == []


@virtual
async def test_a_store_that_fails_keeps_no_word_from_the_user(caplog: pytest.LogCaptureFixture) -> None:
    world = World()
    world.store.failures = 100
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(11)
        world.turn(Health.UP)
        await asyncio.sleep(1)
    assert world.notifier.titles == ["shop is down", "shop is back"]
    assert caplog.text == ""  # the store says it itself


@virtual
async def test_a_bug_in_a_notifier_does_not_end_the_alerts(caplog: pytest.LogCaptureFixture) -> None:
    world = World()

    async def fail(notice: Notice) -> None:
        raise ValueError("a bug")

    world.notifier.on_notify = fail
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(20)
        assert len(caplog.records) == 1
        world.notifier.on_notify = None
        await asyncio.sleep(30)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_a_wall_clock_that_is_set_back_delays_an_alert_by_no_more_than_that() -> None:
    world = World()
    async with world.running():
        world.turn(Health.DOWN)
        await asyncio.sleep(5)
        world.clock.ahead = seconds(3600)
        await asyncio.sleep(61)
    assert world.notifier.titles == ["shop is down"]


@virtual
async def test_registrations_are_told_only_to_those_who_asked() -> None:
    world = World()
    async with world.running():
        world.register()
        world.unregister()
        await asyncio.sleep(1)
        assert world.notifier.log == []
        world.lifecycle = True
        world.register()
        world.unregister()
        await asyncio.sleep(2.5)
    assert world.notifier.titles == ["shop registered", "shop unregistered"]


STEPS: dict[str, Callable[[World], None]] = {
    "down": lambda world: world.turn(Health.DOWN),
    "up": lambda world: world.turn(Health.UP),
    "register": World.register,
    "unregister": World.unregister,
    "crash": lambda world: world.unregister(Registration.CRASHED),
    "mute": lambda world: world.mute(seconds(60)),
    "unmute": lambda world: world.mute(None),
    "pause": lambda world: world.alerts.pause(world.clock.now() + seconds(60)),
    "resume": lambda world: world.alerts.pause(None),
    "refuse": lambda world: setattr(world.notifier, "refusals", 2),
    "restart": lambda _: None,
}


async def play(world: World, steps: list[tuple[str, float]]) -> None:
    """One step after the other, and five quiet minutes."""
    remaining = [*steps, ("resume", 300.0)]
    while remaining:
        async with world.running():
            what = ""
            while remaining and what != "restart":
                what, pause = remaining.pop(0)
                if what not in ("up", "down") or world.catalog.instance(ID).registration is Registration.ACTIVE:
                    STEPS[what](world)
                await asyncio.sleep(pause)
        world.restart(*await world.kept())


FLAPS = ("shop keeps going down", "shop has crashed again")


def _fails(log: list[str]) -> bool:
    """Whether the first line, where there is one, tells of an outage."""
    return bool(log) and log[0].endswith(("down", "crashed", "crashed again"))


@settings(max_examples=100, deadline=None)
@example([("down", 11.0), ("up", 0.0), ("crash", 3.0), ("unregister", 0.0), ("crash", 0.0)])
@given(st.lists(st.tuples(st.sampled_from(list(STEPS)), st.floats(0, 40)), max_size=25))
def test_whatever_happens_the_last_word_is_the_truth(steps: list[tuple[str, float]]) -> None:
    logger = logging.getLogger("registry_tray")
    logger.setLevel(logging.CRITICAL)

    async def scenario() -> World:
        world = World()
        await play(world, steps)
        return world

    try:
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            world = runner.run(scenario())
    finally:
        logger.setLevel(logging.NOTSET)
    log = world.notifier.log
    # What has flapped and then stays broken is told as such, in the place of the notification that it flaps.
    lasting = [line for number, line in enumerate(log) if not (line in FLAPS and _fails(log[number + 1 :]))]
    words = ["down" if _fails([line]) else "over" for line in lasting]
    assert words == [("down", "over")[number % 2] for number in range(len(words))], "told twice, or a recovery without an outage"
    instance = world.catalog.instance(ID)
    (job,) = world.catalog.jobs()
    if instance.registration is Registration.CRASHED or job.is_failing:
        assert words[-1] == "down"
    elif job.health is not Health.STARTING:
        assert words[-1:] != ["down"]
