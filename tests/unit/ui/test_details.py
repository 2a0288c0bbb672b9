"""The details tell all that is known of one instance, and every control can be found and reached."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.alert import Why
from registry_tray.core.status import AlertState, Health
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from tests.unit.ui.support import NOW, Open, World, hold, make_instance, muted

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

# -- details


def test_details_say_what_is_wrong_in_words(open_window: Open, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    details = window.applications.details
    assert details.isVisible()
    assert details.header.name.text() == "payments"
    assert details.header.state.text() == "Down for 4 min: connection refused on localhost:8080"
    assert [row[2] for row in details.checks.rows.texts()] == ["Refused: refused (2 times)", "OK 200"]
    assert [row[2] for row in details.events.rows.texts()] == ["Is down: connection refused", "Registered"]
    assert next(iter(details.jobs.entries.values())).text.text().splitlines() == [
        "http://localhost:8080/health",
        "http · every 10 s · timeout 3 s",
    ]


def test_facts_can_be_opened_and_copied(open_window: Open, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    links = {link.accessibleName(): link for link in window.applications.details.facts.findChildren(QAbstractButton)}
    assert set(links) == {"Open http://localhost:3000", "Copy nc localhost 8179", "Copy mqtt://localhost"}
    links["Copy nc localhost 8179"].click()
    assert QGuiApplication.clipboard().text() == "nc localhost 8179"


def test_details_follow_the_instance(open_window: Open, world: World, bridge: Bridge, payments: str) -> None:
    window = open_window()
    app = make_instance("payments")
    window.show_instance(app.id)
    world.set_health(app, Health.UP)
    bridge._flush()
    assert window.applications.details.header.state.text().startswith("Up for")


def test_history_is_read_once_a_second_at_most(open_window: Open, world: World, bridge: Bridge, payments: str) -> None:
    window = open_window()
    app = make_instance("payments")
    window.show_instance(app.id)
    details = window.applications.details
    before = world.history.reads
    for _ in range(50):
        world.set_health(app, Health.DOWN)
        bridge._flush()
    assert world.history.reads == before
    details._on_second()
    assert world.history.reads == before + 1


def test_actions_ask_for_what_they_say(open_window: Open, world: World, payments: str) -> None:
    window = open_window()
    app = make_instance("payments")
    window.show_instance(app.id)
    actions = window.applications.details.header.actions_bar
    actions.check_button.click()
    actions.menu.actions()[1].trigger()
    window.applications.details.header.copy_button.click()
    assert world.wishes.checked == [app.id]
    assert world.wishes.muted == [(app.id, NOW + timedelta(hours=1))]
    assert QGuiApplication.clipboard().text() == "payments@localhost"


def test_a_mute_is_offered_for_as_long_as_the_settings_say(open_window: Open, world: World, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    menu = window.applications.details.header.actions_bar.menu
    world.wishes.settings = Settings().with_value("alerts.mute_choices", "1d, 1m", "")
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == [
        "For 1 minute", "For 1 day", "Until it recovers", "Until tomorrow, 9:00", "For ever"
    ]  # fmt: skip


def test_a_muted_instance_can_be_unmuted(open_window: Open, world: World) -> None:
    app = world.add(muted(make_instance("quiet"), NOW + timedelta(days=40000)))
    window = open_window()
    window.show_instance(app.id)
    header = window.applications.details.header
    assert header.note.text() == "Muted"
    assert header.actions_bar.mute_button.text() == "Unmute"
    header.actions_bar.mute_button.click()
    assert world.wishes.muted == [(app.id, None)]


def test_a_name_at_the_beginning_of_a_sentence_stays_as_it_is(open_window: Open, world: World, payments: str) -> None:
    app = make_instance("payments")
    waits = replace(hold(app, timedelta()), state=AlertState.SUPPRESSED, why=Why.ROOT_DOWN, root_name="db")
    world.wishes.alerts[app.id] = waits
    window = open_window()
    window.show_instance(app.id)
    assert window.applications.details.header.note.text() == "db is down"


def test_the_row_says_why_nothing_pops_up(open_window: Open, world: World, bridge: Bridge, payments: str) -> None:
    world.wishes.alerts[make_instance("payments").id] = hold(make_instance("payments"), timedelta(seconds=8.5))
    window = open_window()
    window.show_instance(make_instance("payments").id)
    header = window.applications.details.header
    assert header.note.text() == "Popup in 9 s"
    height = header.sizeHint().height()
    held = world.wishes.alerts[make_instance("payments").id]
    world.wishes.alerts[make_instance("payments").id] = replace(held, state=AlertState.OPEN, told_at=NOW)
    world.set_health(make_instance("payments"), Health.DOWN, "Connection refused on localhost:3000")
    bridge._flush()
    assert header.note.text() == f"Told at {NOW.astimezone():%H:%M}"
    assert header.sizeHint().height() == height  # nothing moves under the pointer when the popup comes


# -- access


def test_every_control_has_a_name(open_window: Open, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    assert window.applications.details.isVisible()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView, QPlainTextEdit)
    own = [child for kind in kinds for child in window.findChildren(kind) if not child.objectName().startswith("qt_")]
    nameless = [
        child for child in own
        if not child.accessibleName() and not isinstance(child.parent(), (QLineEdit, QTableView, QComboBox))
    ]  # fmt: skip
    assert len(own) > 30
    assert not nameless


def test_every_button_can_be_reached_by_tab(open_window: Open, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    buttons = [b for b in window.findChildren(QAbstractButton) if not isinstance(b.parent(), (QLineEdit, QTableView))]
    assert all(b.focusPolicy() & Qt.FocusPolicy.TabFocus for b in buttons)
    assert any(isinstance(b, QToolButton) for b in buttons)


def test_a_key_that_is_held_down_shows_the_details_of_the_row_where_it_ends(
    open_window: Open, world: World, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    for name in ("alpha", "beta", "gamma"):
        world.add_app(name)
    page = open_window().applications
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.details.isVisible())
    shown: list[str] = []
    show = page.details.header.show_row

    def noted(row: Row) -> None:
        shown.append(row.instance.name)
        show(row)

    monkeypatch.setattr(page.details.header, "show_row", noted)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert not shown
    qtbot.waitUntil(lambda: bool(shown))
    assert set(shown) == {"gamma"}
    assert page.shown is not None
    assert page.shown.instance.name == "gamma"
