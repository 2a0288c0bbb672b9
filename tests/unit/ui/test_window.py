"""The window shows what is, and asks for what the user wants."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPaintEvent, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings, settings_paths
from registry_tray.core.events import EventLogged, InstanceRemoved, ProblemChanged
from registry_tray.core.models import InstanceId
from registry_tray.core.status import EventKind
from registry_tray.ui import rounds, slices
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.models.entries import Column, Group
from registry_tray.ui.slices import finished
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import Open, World, make_event, make_instance

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

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
    assert page.head.summary.text() == "1 up"


def test_a_search_without_a_match_offers_to_clear_it(open_window: Open, payments: str) -> None:
    page = open_window().applications
    page.search.setText("zebra")
    page.filters.apply()
    assert page._stack.currentWidget() is page.no_match
    page.filters.clear()
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
    press(table, Qt.Key.Key_3, control)
    assert window.pages.activity.isVisible()
    press(window, Qt.Key.Key_5, control)
    assert window.pages.settings.isVisible()
    press(window, Qt.Key.Key_1, control)
    assert window.pages.overview.isVisible()
    press(window, Qt.Key.Key_2, control)
    press(window, Qt.Key.Key_Q, control)
    assert world.wishes.quits == 1


def test_a_page_that_is_gone_to_has_the_next_key(open_window: Open, payments: str) -> None:
    window = open_window()
    for key, own in (
        (Qt.Key.Key_1, window.pages.overview), (Qt.Key.Key_3, window.pages.activity), (Qt.Key.Key_4, window.pages.reports),
        (Qt.Key.Key_Comma, window.pages.settings), (Qt.Key.Key_2, window.applications), (Qt.Key.Key_5, window.pages.settings),
        (Qt.Key.Key_2, window.applications),
    ):  # fmt: skip
        press(window, key, Qt.KeyboardModifier.ControlModifier)
        focused = window.focusWidget()
        assert focused is own.entry
        assert own.isAncestorOf(focused)
    press(window.applications.list, Qt.Key.Key_Down)
    assert window.applications.list.selected == payments
    assert window.applications.details.isVisible()


def test_slash_searches_and_escape_takes_back_step_by_step(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    page = window.applications
    window.show_instance(make_instance("payments").id)
    press(page.list, Qt.Key.Key_Slash)
    assert window.focusWidget() is page.search
    QTest.keyClicks(page.search, "a/b")
    assert page.search.text() == "a/b"
    page.filters.apply()
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
    finished(window.build())
    qtbot.addWidget(window)
    window.show()
    window.close()
    assert world.wishes.quits == 1


def test_it_is_found_as_it_was_left(open_window: Open, payments: str) -> None:
    first = open_window()
    first.applications.search.setText("pay")
    first.applications.filters.apply()
    first.applications.chips.choose(Group.FAILING)
    first.applications.list.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    first.applications.list.horizontalHeader().resizeSection(Column.SINCE, 123)
    first.close()
    second = open_window().applications
    assert second.search.text() == "pay"
    assert second.model.filter.group is Group.FAILING
    assert (second.model.sort_column, second.model.sort_order) == (Column.NAME, Qt.SortOrder.DescendingOrder)
    assert second.list.horizontalHeader().sectionSize(Column.SINCE) == 123


def test_the_page_that_was_open_is_open_again(open_window: Open) -> None:
    first = open_window()
    first.show_page("reports")
    first.close()
    second = open_window()
    assert second.pages.reports.isVisible()


# -- activity


def test_the_journal_is_told_in_sentences_and_leads_to_the_instance(
    open_window: Open, world: World, payments: str, qtbot: QtBot
) -> None:
    window = open_window()
    window.show_page("activity")
    model = window.pages.activity.model
    app = make_instance("payments")
    up = make_event(app, EventKind.UP, 3, downtime=timedelta(minutes=4, seconds=12))
    world.bus.publish(EventLogged(up))
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        "payments is back after 4 min 12 s", "payments is down: connection refused", "payments registered",
    ]  # fmt: skip
    window.pages.activity.list.activated.emit(model.index(0))
    assert window.pages.currentWidget() is window.applications
    assert window.applications.details.isVisible()


def test_an_empty_journal_says_so(open_window: Open) -> None:
    window = open_window()
    window.show_page("activity")
    assert window.pages.activity._stack.currentWidget() is window.pages.activity.empty


# -- made in steps


def test_a_page_shows_when_it_is_whole_and_has_the_next_key_then(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings", enter=True)
    assert window.applications.isVisible()  # what was seen stays until then
    qtbot.waitUntil(lambda: not window.applications.isVisible())
    page = window.pages.settings
    assert page.isVisible()
    assert set(page.fields) == {path for path, option in settings_paths() if not isinstance(option.default, Path)}
    qtbot.waitUntil(page.entry.hasFocus)


def test_who_goes_on_before_a_page_is_made_is_not_fetched_back(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("settings", enter=True)
    window.show_page("applications")
    focused = window.focusWidget()
    qtbot.waitUntil(lambda: not window.pages._making.are_left)
    assert window.applications.isVisible()
    assert window.focusWidget() is focused
    window.show_page("settings")
    assert window.pages.settings.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_Question])
def test_a_page_that_comes_late_does_not_take_the_keyboard_from_what_was_opened_meanwhile(
    open_window: Open, payments: str, qtbot: QtBot, key: Qt.Key
) -> None:
    window = open_window()
    window.applications.list.setFocus()
    window.show_page("settings", enter=True)
    press(window, key, Qt.KeyboardModifier.ControlModifier if key is Qt.Key.Key_K else Qt.KeyboardModifier.NoModifier)
    over = window.launcher.palette if key is Qt.Key.Key_K else window.launcher.keys
    qtbot.waitUntil(lambda: not window.applications.isVisible())
    assert over.isAncestorOf(window.focusWidget())
    press(window.focusWidget(), Qt.Key.Key_Escape)
    assert over.isHidden()
    assert window.pages.settings.entry.hasFocus()


def test_the_details_open_when_they_are_whole(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    window.applications.list.setFocus()
    press(window.applications.list, Qt.Key.Key_Down)
    assert window.findChild(QWidget, "details") is None
    qtbot.waitUntil(lambda: (made := window.findChild(QWidget, "details")) is not None and made.isVisible())
    assert window.applications.details.header.name.text() == "payments"
    assert window.applications.list.hasFocus()


def test_the_details_are_those_of_who_was_selected_last_while_they_were_made(
    open_window: Open, world: World, payments: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "BUDGET", 0.0)
    monkeypatch.setattr(rounds, "LEAST", 0.0)
    world.add_app("orders")
    page = open_window().applications
    page.list.setFocus()
    press(page.list, Qt.Key.Key_Down)
    while page._place._making.are_left:
        press(page.list, Qt.Key.Key_Up if page.list.currentIndex().row() else Qt.Key.Key_Down)
        page._place._making._on_turn()
    assert page.details.row is not None
    assert page.details.row.instance.id == page.list.selected


def test_what_is_asked_of_details_before_they_are_made_is_done(open_window: Open, payments: str, qtbot: QtBot) -> None:
    window = open_window()
    window.applications.list.setFocus()
    press(window.applications.list, Qt.Key.Key_Down)
    press(window.applications.list, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "payments" in QGuiApplication.clipboard().text())


def test_what_is_forgotten_while_its_details_are_made_is_not_shown(
    open_window: Open, world: World, bridge: Bridge, payments: str, qtbot: QtBot
) -> None:
    window = open_window()
    page = window.applications
    app = world.catalog.instance(payments)
    page.show_instance(app.id)
    world.catalog.remove_instance(app.id)
    world.bus.publish(InstanceRemoved(app, ()))
    bridge._flush()
    qtbot.waitUntil(lambda: not page._place._making.are_left)
    assert page.details.isHidden()
    assert page.list.selected is None


@pytest.mark.parametrize("name", ["overview", "activity", "reports", "settings", "details"])
def test_the_window_may_be_resized_tinted_and_mirrored_while_a_part_of_it_is_made(
    open_window: Open, theme: Theme, payments: str, name: str
) -> None:
    window = open_window()
    place = window.applications._place
    place._chosen = InstanceId(payments)
    steps = place._make() if name == "details" else window.pages._make.pop(name)()
    changes = itertools.cycle(itertools.product(Qt.LayoutDirection, ("dark", "light"), (1300, 720)))
    try:
        for _ in steps:
            direction, tint, width = next(changes)
            QApplication.setLayoutDirection(direction)
            theme.follow(Settings().with_value("appearance.theme", tint, "a test"))
            window.resize(width, 700)
            QApplication.processEvents()
    finally:
        QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        theme.follow(Settings())
    made = window.applications.details if name == "details" else window.pages.page(name)
    assert made.findChildren(QWidget)


# -- how rows are painted


def on_screen(window: MainWindow) -> QImage:
    return window.screen().grabWindow(window.winId()).toImage()


def test_the_rows_come_a_moment_after_the_window_that_was_hidden(
    open_window: Open, payments: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    window = open_window()
    rows = window.applications.list.row_painter
    window.close()
    painted: list[QRect] = []
    paint = rows.paint

    def noted(event: QPaintEvent) -> None:
        painted.append(event.rect())
        paint(event)

    monkeypatch.setattr(rows, "paint", noted)
    window.raise_window()
    assert not painted
    qtbot.waitUntil(lambda: bool(painted))
    assert window.applications.list.viewport().rect() in painted


def test_parts_of_a_row_are_painted_as_the_whole_is(open_window: Open, payments: str) -> None:
    window = open_window()
    listed = window.applications.list
    listed.viewport().repaint()
    whole = on_screen(window)
    cell = listed.visualRect(listed.model().index(0, Column.NAME))
    assert not cell.isEmpty()
    parts = QRegion(cell.adjusted(0, 0, -cell.width() // 2, -cell.height() // 3))
    parts += cell.adjusted(cell.width() // 3, cell.height() // 3, 0, 0)
    assert parts.rectCount() > 1
    listed.viewport().repaint(parts)
    assert on_screen(window) == whole
