"""What can be done with an instance is offered where it makes sense, and asked for as it says."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from registry_tray.core.acknowledgement import Acknowledgement
from registry_tray.core.status import Health, Registration
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.details.actions import Actions
from registry_tray.ui.token_card import TokenCard
from tests.unit.ui.support import NOW, Open, World, make_instance

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def actions_of(open_window: Open, name: str) -> Actions:
    window = open_window()
    window.show_instance(make_instance(name).id)
    return window.applications.details.header.actions_bar


def offered(actions: Actions) -> list[str]:
    buttons = (
        actions.check_button, actions.mute_button, actions.acknowledge_button, actions.pause_button,
        actions.archive_button, actions.pin_button, actions.incident_button,
    )  # fmt: skip
    return [each.text() for each in buttons if not each.isHidden()]


@pytest.mark.parametrize(
    ("registration", "health", "expected"),
    [
        (Registration.ACTIVE, Health.UP, ["Check now", "Mute", "Pause"]),
        (Registration.ACTIVE, Health.DOWN, ["Check now", "Mute", "Acknowledge", "Pause", "Copy incident"]),
        (Registration.CRASHED, Health.UNKNOWN, ["Mute", "Acknowledge", "Archive", "Pin", "Copy incident"]),
        (Registration.STOPPED, Health.UNKNOWN, ["Archive", "Pin"]),
        (Registration.ARCHIVED, Health.UNKNOWN, []),
    ],
)
def test_only_what_makes_sense_is_offered(
    open_window: Open, world: World, registration: Registration, health: Health, expected: list[str]
) -> None:
    world.add_app("one", health, registration=registration)
    assert offered(actions_of(open_window, "one")) == expected


def test_an_outage_is_acknowledged_with_a_note(open_window: Open, world: World, payments: str) -> None:
    actions = actions_of(open_window, "payments")
    actions.acknowledge_button.click()
    assert actions.note.isVisible()
    QTest.keyClicks(actions.note.line, "  being deployed ")
    QTest.keyClick(actions.note.line, Qt.Key.Key_Return)
    assert world.wishes.acknowledged == [(payments, "being deployed")]
    assert actions.note.isHidden()


def test_escape_takes_a_note_back_and_leaves_the_details_open(open_window: Open, world: World, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    note = window.applications.details.header.actions_bar.note
    window.applications.details.header.actions_bar.acknowledge_button.click()
    QTest.keyClick(note.line, Qt.Key.Key_Escape)
    assert note.isHidden()
    assert window.applications.details.isVisible()
    assert world.wishes.acknowledged == []


def test_a_note_that_was_left_can_be_edited(open_window: Open, world: World) -> None:
    known = Acknowledgement(NOW, "known to ops")
    world.add_app("one", Health.DOWN, acknowledged=known)
    actions = actions_of(open_window, "one")
    assert actions.acknowledge_button.text() == "Edit note"
    actions.acknowledge_button.click()
    assert actions.note.line.text() == "known to ops"


def test_what_has_ended_can_be_put_away_or_pinned(open_window: Open, world: World) -> None:
    app = world.add_app("one", registration=Registration.STOPPED, is_pinned=True)
    actions = actions_of(open_window, "one")
    assert actions.pin_button.text() == "Unpin"
    actions.pin_button.click()
    actions.archive_button.click()
    assert world.wishes.pinned == [(app.id, False)]
    assert world.wishes.archived == [app.id]


def test_a_read_that_fails_is_told_in_the_window(open_window: Open, world: World, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    world.history.failure = "The store cannot be read: disk I/O error."
    window.show_instance(make_instance("payments").id)
    qtbot.waitUntil(lambda: window.banners.messages == ["The store cannot be read: disk I/O error."])


def test_a_mute_ends_when_it_says(bridge: Bridge, world: World) -> None:
    app = world.add_app("one")
    bridge.commands.mute(app.id, timedelta(hours=4))
    bridge.commands.mute(app.id, None)
    bridge.commands.pause_alerts(timedelta(minutes=15))
    assert world.wishes.muted == [(app.id, NOW + timedelta(hours=4)), (app.id, None)]
    assert world.wishes.paused == [NOW + timedelta(minutes=15)]


def test_the_token_is_shown_once_and_copied(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.show_token("s3cret-token", "/data/token")
    card = window.token_card
    assert isinstance(card, TokenCard)
    qtbot.waitUntil(card.isVisible)
    card.copy.click()
    assert QGuiApplication.clipboard().text() == "s3cret-token"
    assert "/data/token" in card.help.text()
    assert "s3cret-token" not in card.help.text()
    card.dismiss.click()
    assert card.isHidden()
    assert card.line.text() == ""


def test_a_muted_instance_that_has_stopped_can_still_be_unmuted(open_window: Open, world: World) -> None:
    app = world.add_app("one", registration=Registration.STOPPED, muted_until=NOW + timedelta(hours=1))
    actions = actions_of(open_window, "one")
    assert not actions.mute_button.isHidden()
    assert actions.mute_button.accessibleDescription() == "Popups for this instance again (Ctrl+M)"
    actions.mute_button.click()
    assert world.wishes.muted == [(app.id, None)]


def test_a_note_is_put_away_when_another_instance_is_shown(open_window: Open, world: World, payments: str) -> None:
    world.add_app("mailer", Health.DOWN)
    window = open_window()
    window.show_instance(make_instance("payments").id)
    actions = window.applications.details.header.actions_bar
    actions.acknowledge_button.click()
    window.show_instance(make_instance("mailer").id)
    assert actions.note.isHidden()


def test_a_note_is_put_away_when_the_outage_is_over(open_window: Open, world: World, bridge: Bridge, payments: str) -> None:
    actions = actions_of(open_window, "payments")
    actions.acknowledge_button.click()
    world.set_health(make_instance("payments"), Health.UP)
    bridge._flush()
    assert actions.note.isHidden()
    assert actions.acknowledge_button.isHidden()


def test_what_is_known_and_kept_is_said(open_window: Open, world: World) -> None:
    app = world.add_app("one", Health.DOWN, acknowledged=Acknowledgement(NOW, "known to ops"))
    window = open_window()
    window.show_instance(app.id)
    assert window.applications.details.header.note.text() == "Acknowledged: known to ops"


def test_an_acknowledgement_of_an_outage_before_this_one_counts_no_more(open_window: Open, world: World) -> None:
    world.add_app("one", Health.DOWN, acknowledged=Acknowledgement(NOW - timedelta(days=1), "old"))
    actions = actions_of(open_window, "one")
    assert actions.acknowledge_button.text() == "Acknowledge"
    actions.acknowledge_button.click()
    assert actions.note.line.text() == ""


@pytest.mark.parametrize("wish", ["mute", "acknowledge", "archive", "pin", "pause_alerts", "change_setting"])
def test_every_wish_that_fails_is_told(world: World, bridge: Bridge, qtbot: QtBot, wish: str) -> None:
    world.wishes.refusal = "It is not possible."
    app, commands = make_instance("one"), bridge.commands
    ask = {
        "mute": lambda: commands.mute(app.id, timedelta(hours=1)),
        "acknowledge": lambda: commands.acknowledge(app.id, ""),
        "archive": lambda: commands.archive(app.id),
        "pin": lambda: commands.pin(app.id, pinned=True),
        "pause_alerts": lambda: commands.pause_alerts(timedelta(hours=1)),
        "change_setting": lambda: commands.change_setting("alerts.hold", "5s"),
    }
    with qtbot.waitSignal(bridge.failed) as failed:
        ask[wish]()
    assert failed.args == ["It is not possible."]
    wishes = world.wishes
    assert not any((wishes.muted, wishes.acknowledged, wishes.archived, wishes.pinned, wishes.paused, wishes.changed))


def test_checks_and_quitting_are_asked_for_at_once(world: World, bridge: Bridge) -> None:
    app = make_instance("one")
    bridge.commands.check_now(app.id)
    bridge.commands.check_now()
    bridge.commands.quit()
    assert world.wishes.checked == [app.id, None]
    assert world.wishes.quits == 1
