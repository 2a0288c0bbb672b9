"""The window shows what is, and asks for what the user wants."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QTableView, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.core.events import EventLogged, ProblemChanged
from registry_tray.core.status import EventKind, Health, Result
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.models.instances import Column, Group
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import NOW, World, hold, make_check, make_event, make_instance, muted

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

Open = Callable[[], MainWindow]


@pytest.fixture
def open_window(bridge: Bridge, theme: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    opened: list[MainWindow] = []

    def make() -> MainWindow:
        bridge._flush()
        window = MainWindow(bridge, theme, tmp_path / "state.ini", lambda: True)
        qtbot.addWidget(window)
        window.resize(1500, 800)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        opened.append(window)
        return window

    yield make
    for window in opened:
        window.hide()


@pytest.fixture
def payments(world: World) -> str:
    app = world.add_app(
        "payments", Health.DOWN, ago=timedelta(minutes=4), reason="connection refused on localhost:8080",
        data={"server": {"port": 3000}, "repl": {"port": "8179"}, "pubsub": {"url": "mqtt://localhost"}, "tags": ["a", "b"]},
    )  # fmt: skip
    job = world.catalog.jobs_of(app.id)[0]
    world.history.kept_checks[job.id] = [
        make_check(job, Result.REFUSED, error="refused"),
        make_check(job, Result.REFUSED, timedelta(seconds=5), error="refused"),
        make_check(job, Result.OK, timedelta(seconds=10), code=200),
    ]
    world.history.kept_events = [
        make_event(app, EventKind.DOWN, 2, description="connection refused"),
        make_event(app, EventKind.REGISTER, 1),
    ]
    return app.id


# -- the list and its states


def test_an_empty_registry_says_how_to_begin(open_window: Open) -> None:
    page = open_window().applications
    assert page._stack.currentWidget() is page.welcome
    assert page.chips.isHidden()
    page.welcome.copy.click()
    assert page.welcome.copy.text() == "Copied"
    assert '"appId": "my-app"' in QGuiApplication.clipboard().text()


def test_the_first_registration_takes_the_welcome_away(open_window: Open, world: World, bridge: Bridge) -> None:
    page = open_window().applications
    world.add_app("first")
    bridge._flush()
    assert page._stack.currentWidget() is page.list
    assert page.summary.text() == "1 up"


def test_a_search_without_a_match_offers_to_clear_it(open_window: Open, payments: str) -> None:
    page = open_window().applications
    page.search.setText("zebra")
    page._on_search()
    assert page._stack.currentWidget() is page.no_match
    page.clear_filters()
    assert page._stack.currentWidget() is page.list


def test_chips_count_what_there_is(open_window: Open, world: World, payments: str) -> None:
    world.add_app("gateway")
    page = open_window().applications
    assert page.chips._chips[Group.FAILING].text() == "Failing  1"
    assert page.chips._chips[Group.ALL].text() == "All  2"


def test_focus_alone_opens_nothing(open_window: Open, payments: str) -> None:
    page = open_window().applications
    page.list.setFocus()
    assert page.details.isHidden()


def test_a_narrow_window_gives_up_columns_and_labels(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    header = window.applications.list.horizontalHeader()
    assert not header.isSectionHidden(Column.HOST)
    window.resize(740, 600)
    qtbot.waitUntil(lambda: header.isSectionHidden(Column.HOST))
    assert not header.isSectionHidden(Column.NAME)
    assert window.sidebar.width() < 100


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
    assert details.jobs.rows.texts()[0][1].splitlines()[:2] == [
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
    before = world.history.reads
    for _ in range(50):
        world.set_health(app, Health.DOWN)
        bridge._flush()
    assert world.history.reads == before
    window.applications.details._on_second()
    assert world.history.reads == before + 1


def test_actions_ask_for_what_they_say(open_window: Open, world: World, payments: str) -> None:
    window = open_window()
    app = make_instance("payments")
    window.show_instance(app.id)
    header = window.applications.details.header
    header._check.click()
    header._menu.actions()[1].trigger()
    header._copy.click()
    assert world.wishes.checked == [app.id]
    assert world.wishes.muted == [(app.id, NOW + timedelta(hours=1))]
    assert QGuiApplication.clipboard().text() == "payments@localhost"


def test_a_muted_instance_can_be_unmuted(open_window: Open, world: World) -> None:
    app = world.add(muted(make_instance("quiet"), NOW + timedelta(days=40000)))
    window = open_window()
    window.show_instance(app.id)
    header = window.applications.details.header
    assert header.note.text() == "Muted"
    assert header.mute_button.text() == "Unmute"
    header.mute_button.click()
    assert world.wishes.muted == [(app.id, None)]


def test_the_row_says_why_nothing_pops_up(open_window: Open, world: World, payments: str) -> None:
    world.wishes.alerts[make_instance("payments").id] = hold(make_instance("payments"), timedelta(seconds=8.5))
    window = open_window()
    window.show_instance(make_instance("payments").id)
    assert window.applications.details.header.note.text() == "Popup in 9 s"


# -- the keyboard


def press(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def test_keys_do_what_the_manual_says(open_window: Open, world: World, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    app = make_instance("payments")
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    window.show_instance(app.id)
    table = window.applications.list
    press(table, Qt.Key.Key_F5)
    press(table, Qt.Key.Key_R, control)
    press(table, Qt.Key.Key_F5, shift)
    assert world.wishes.checked == [app.id, app.id, None]
    press(table, Qt.Key.Key_2, control)
    assert window._stack.currentWidget() is window.activity
    press(window, Qt.Key.Key_3, control)
    assert window._stack.currentWidget() is window.settings
    press(window, Qt.Key.Key_1, control)
    press(window, Qt.Key.Key_Q, control)
    assert world.wishes.quits == 1


def test_slash_searches_and_escape_takes_back_step_by_step(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    page = window.applications
    window.show_instance(make_instance("payments").id)
    press(page.list, Qt.Key.Key_Slash)
    assert window.focusWidget() is page.search
    QTest.keyClicks(page.search, "a/b")
    assert page.search.text() == "a/b"
    page._on_search()
    press(page.search, Qt.Key.Key_Escape)
    assert page.search.text() == ""
    assert page.details.isVisible()
    press(page.search, Qt.Key.Key_Escape)
    assert page.details.isHidden()


# -- banners, closing, remembering


def test_a_problem_stays_until_it_is_dismissed_and_returns_when_it_changes(open_window: Open, world: World) -> None:
    banners = open_window().banners
    world.bus.publish(ProblemChanged("store", "The disk is full."))
    world.bus.publish(ProblemChanged("tray", "No tray."))
    assert banners.messages == ["The disk is full.", "No tray."]
    banners.dismiss_all()
    world.bus.publish(ProblemChanged("tray", "No tray."))
    assert banners.messages == []
    world.bus.publish(ProblemChanged("store", "The disk is gone."))
    assert banners.messages == ["The disk is gone."]
    world.bus.publish(ProblemChanged("store", ""))
    assert banners.messages == []


def test_a_command_that_failed_is_said(open_window: Open, bridge: Bridge) -> None:
    window = open_window()
    bridge.failed.emit("It could not be saved.")
    assert window.banners.messages == ["It could not be saved."]


def test_closing_hides_it_where_a_tray_shows(open_window: Open, world: World) -> None:
    window = open_window()
    window.close()
    assert window.isHidden()
    assert world.wishes.quits == 0


def test_closing_quits_where_no_tray_shows(bridge: Bridge, theme: Theme, world: World, qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(bridge, theme, tmp_path / "state.ini", lambda: False)
    qtbot.addWidget(window)
    window.show()
    window.close()
    assert world.wishes.quits == 1


def test_it_is_found_as_it_was_left(open_window: Open, payments: str) -> None:
    first = open_window()
    first.applications.search.setText("pay")
    first.applications._on_search()
    first.applications.chips.choose(Group.FAILING)
    first.applications.list.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    first.applications.list.horizontalHeader().resizeSection(Column.SINCE, 123)
    first.close()
    second = open_window().applications
    assert second.search.text() == "pay"
    assert second.filter.group is Group.FAILING
    assert (second.filter.sort_column, second.filter.sort_order) == (Column.NAME, Qt.SortOrder.DescendingOrder)
    assert second.list.horizontalHeader().sectionSize(Column.SINCE) == 123


# -- activity


def test_the_journal_is_told_in_sentences_and_leads_to_the_instance(
    open_window: Open, world: World, payments: str, qtbot: QtBot
) -> None:
    window = open_window()
    window.show_page("activity")
    app = make_instance("payments")
    up = make_event(app, EventKind.UP, 3, downtime=timedelta(minutes=4, seconds=12))
    world.bus.publish(EventLogged(up))
    model = window.activity.model
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "payments is back after 4 min 12 s", "payments is down: connection refused", "payments registered",
    ]  # fmt: skip
    window.activity.list.activated.emit(model.index(0))
    assert window._stack.currentWidget() is window.applications
    assert window.applications.details.isVisible()


def test_an_empty_journal_says_so(open_window: Open) -> None:
    window = open_window()
    window.show_page("activity")
    assert window.activity._stack.currentWidget() is window.activity.empty


# -- access


def test_every_control_has_a_name(open_window: Open, payments: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
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
