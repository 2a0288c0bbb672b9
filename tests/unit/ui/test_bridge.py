"""The bridge tells the window what changed, no more often than it can be seen."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from registry_tray.core.events import AlertsPaused, CheckRecorded, NoticeActivated, ProblemChanged
from registry_tray.core.models import InstanceId
from registry_tray.core.status import Health, Result, Status
from registry_tray.ui.board import Summary
from registry_tray.ui.bridge import Bridge
from tests.unit.ui.support import NOW, World, make_check, muted


def test_a_thousand_checks_are_one_change(world: World, bridge: Bridge, qtbot: QtBot) -> None:
    app = world.add_app("one")
    job = world.catalog.jobs_of(app.id)[0]
    told: list[frozenset[str]] = []
    bridge.rows_changed.connect(told.append)
    for _ in range(1000):
        world.bus.publish(CheckRecorded(job, make_check(job, Result.OK)))
    qtbot.waitUntil(lambda: bool(told), timeout=1000)
    assert told == [frozenset({app.id})]


def test_nothing_is_told_while_nothing_happens(world: World, bridge: Bridge, qtbot: QtBot) -> None:
    world.add_app("one")
    bridge._flush()
    bridge._frame.stop()
    with qtbot.assertNotEmitted(bridge.rows_changed, wait=150):
        pass


def test_a_check_that_changes_no_count_is_no_new_summary_except_of_how_long_alerts_are_paused(
    world: World, bridge: Bridge
) -> None:
    app = world.add_app("one")
    job = world.catalog.jobs_of(app.id)[0]
    told: list[Summary] = []
    bridge.summary_changed.connect(told.append)

    def check() -> None:
        world.bus.publish(CheckRecorded(job, make_check(job, Result.OK)))
        bridge._flush()

    check()
    assert [summary.counts for summary in told] == [{Status.UP: 1}]
    check()
    assert len(told) == 1
    world.set_health(app, Health.DOWN)
    bridge._flush()
    assert len(told) == 2
    world.wishes.paused_until = NOW + timedelta(hours=1)
    world.bus.publish(AlertsPaused(NOW + timedelta(hours=1)))
    check()
    assert [summary.paused_until for summary in told[2:]] == [NOW + timedelta(hours=1)] * 2
    world.wishes.paused_until = None
    world.bus.publish(AlertsPaused(None))
    check()
    assert [summary.paused_until for summary in told[4:]] == [None]


def test_the_summary_kept_is_the_summary_counted(world: World, bridge: Bridge) -> None:
    apps = [world.add_app(f"app-{number}", health) for number, health in enumerate([*Health] * 3)]
    bridge._flush()
    world.set_health(apps[5], Health.DOWN)
    world.catalog.put_instance(muted(apps[4], NOW + timedelta(minutes=5)))
    bridge._touch(apps[4].id)
    bridge._flush()
    counted = [row.status for row in bridge.rows()]
    summary = bridge.summary()
    assert {status: count for status, count in summary.counts.items() if count} == {
        status: counted.count(status) for status in set(counted)
    }
    assert summary.muted == 1
    assert {row.instance.id for row in summary.failing} == {
        row.instance.id for row in bridge.rows() if row.status.is_failing and not row.is_muted
    }


def test_a_mute_that_runs_out_is_noticed(world: World, bridge: Bridge) -> None:
    app = world.add_app("one", Health.DOWN)
    world.catalog.put_instance(muted(app, NOW + timedelta(minutes=5)))
    bridge._flush()
    assert bridge.summary().worst is None
    world.clock.pass_time(timedelta(minutes=6))
    bridge._on_mutes()
    assert bridge.summary().worst is Status.DOWN


def test_a_row_is_fresh_even_before_the_next_frame(world: World, bridge: Bridge) -> None:
    app = world.add_app("new", Health.DOWN)
    row = bridge.row(app.id)
    assert row is not None
    assert row.status is Status.DOWN


def test_a_wish_that_fails_is_told(world: World, bridge: Bridge, qtbot: QtBot) -> None:
    world.wishes.refusal = "The file is read-only."
    with qtbot.waitSignal(bridge.failed) as failed:
        bridge.commands.change_setting("alerts.hold", "5s")
    assert failed.args == ["The file is read-only."]


def test_problems_stand_until_they_are_over(world: World, bridge: Bridge) -> None:
    world.bus.publish(ProblemChanged("store", "The disk is full."))
    assert [problem.message for problem in bridge.problems] == ["The disk is full."]
    world.bus.publish(ProblemChanged("store", ""))
    assert bridge.problems == ()


def test_a_click_on_a_notification_opens_the_instance(world: World, bridge: Bridge, qtbot: QtBot) -> None:
    app = world.add_app("one")
    with qtbot.waitSignal(bridge.open_requested) as opened:
        world.bus.publish(NoticeActivated(app.id, "open"))
    assert opened.args == [app.id]


def test_a_click_on_a_notification_of_several_opens_the_window(world: World, bridge: Bridge, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bridge.open_requested) as opened:
        world.bus.publish(NoticeActivated(InstanceId("group-1"), "open"))
    assert opened.args == [None]
