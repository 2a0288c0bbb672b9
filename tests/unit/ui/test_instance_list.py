"""The list keeps what a person has chosen, gives up columns in turn, and repaints only what says something else."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from registry_tray.core.events import InstanceRemoved
from registry_tray.core.status import Health, Registration
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column, Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.pages.instance_list import InstanceList
from registry_tray.ui.pages.times import Times
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import Open, World, make_instance, stopped

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

INTERACTIVE = [Column.HOST, Column.UPTIME, Column.LATENCY, Column.BEATS, Column.SINCE]


def make_list(bridge: Bridge, theme: Theme, qtbot: QtBot) -> InstanceList:
    made = InstanceList(bridge, InstanceModel(bridge), theme)
    qtbot.addWidget(made)
    return made


def hidden(view: InstanceList) -> list[Column]:
    return [column for column in INTERACTIVE if view.isColumnHidden(column)]


def selected_rows(view: InstanceList) -> list[int]:
    return [index.row() for index in view.selectionModel().selectedRows()]


# -- columns


def test_columns_go_one_after_the_other_and_come_back(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    view = make_list(bridge, theme, qtbot)
    view.show()
    seen: list[list[Column]] = []
    for width in (*range(1100, 350, -10), *range(350, 1110, 10)):
        view.resize(width, 400)
        if hidden(view) not in seen:
            seen.append(hidden(view))
    assert [each for each in seen if Column.BEATS not in each] == [INTERACTIVE[:count] for count in range(4)]
    assert [Column.SINCE in each for each in seen] == [each == INTERACTIVE for each in seen], "it is the last to go"
    assert hidden(view) == []


@pytest.mark.parametrize("last", [Column.UPTIME, Column.LATENCY])
def test_the_last_column_ends_where_the_head_above_it_does(world: World, open_window: Open, last: Column, qtbot: QtBot) -> None:
    world.add_app("payments")
    page = open_window().applications
    if last is Column.LATENCY:
        page.list.columns.want(Column.UPTIME, on=False)
        page.list.columns.want(Column.BEATS, on=False)
    viewport = page.list.viewport()
    qtbot.waitUntil(lambda: viewport.width() > 0 and page.list.rowAt(0) == 0)
    picture = viewport.grab().toImage()
    inside, rows = range(picture.width() - 4), range(4, page.list.rowHeight(0) - 4)  # within the ring of the focus
    ground = picture.pixel(inside[-1], rows[0])
    ends = next(x for x in reversed(inside) if any(picture.pixel(x, y) != ground for y in rows))
    above = page.view_button.mapTo(page, QPoint(page.view_button.width(), 0)).x()
    assert viewport.mapTo(page, QPoint(ends + 1, 0)).x() == pytest.approx(above, abs=2)


def test_the_name_and_what_is_wrong_have_room_before_the_host_is_told_twice(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    view = make_list(bridge, theme, qtbot)
    view.show()
    head = view.horizontalHeader()
    for width in range(700, 1300, 10):
        view.resize(width, 400)
        if Column.HOST not in hidden(view):
            break
    assert head.sectionSize(Column.NAME) >= 320


def test_a_narrow_column_stays_in_the_room_that_a_wide_one_has_left(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    view = make_list(bridge, theme, qtbot)
    view.show()
    head = view.horizontalHeader()
    view.resize(1200, 400)
    width = sum(head.sectionSize(column) for column in (Column.STATUS, Column.SINCE, Column.LATENCY))
    view.resize(width + round(240 * theme.scale) + 20, 400)
    qtbot.waitUntil(lambda: hidden(view) == [Column.HOST, Column.UPTIME, Column.BEATS])
    assert head.sectionSize(Column.NAME) >= 240


def test_a_hidden_column_keeps_the_width_that_a_person_gave_it(
    bridge: Bridge, theme: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    state = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    view = make_list(bridge, theme, qtbot)
    view.show()
    view.resize(1200, 400)
    view.horizontalHeader().resizeSection(Column.HOST, 201)
    told: list[tuple[int, int, int]] = []
    view.horizontalHeader().sectionResized.connect(lambda *sizes: told.append(sizes))
    view.resize(500, 400)
    qtbot.waitUntil(lambda: (Column.HOST, 201, 0) in told)
    assert Column.HOST in hidden(view)
    view.columns.save_state(state)
    again = make_list(bridge, theme, qtbot)
    again.columns.restore_state(state)
    again.show()
    again.resize(1200, 400)
    assert again.horizontalHeader().sectionSize(Column.HOST) == 201
    view.resize(1200, 400)
    assert view.horizontalHeader().sectionSize(Column.HOST) == 201


@pytest.mark.parametrize(
    ("widths", "sort"), [("a;b;c", "99;0"), ("1;2;3;4;5;6;7", "1;7"), ("", ""), ("9999;" * 20, "-1;0"), (";", "x;y")]
)
def test_a_state_that_makes_no_sense_changes_nothing(
    bridge: Bridge, theme: Theme, qtbot: QtBot, tmp_path: Path, widths: str, sort: str
) -> None:
    state = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    state.setValue("list/widths", widths)
    state.setValue("list/sort", sort)
    view = make_list(bridge, theme, qtbot)
    before = [view.horizontalHeader().sectionSize(column) for column in Column]
    view.columns.restore_state(state)
    assert [view.horizontalHeader().sectionSize(column) for column in Column] == before
    assert view.horizontalHeader().sortIndicatorSection() == Column.STATUS


def test_a_click_on_a_heading_sorts_and_another_turns_it_round(open_window: Open, world: World) -> None:
    for name in ("b", "c", "a"):
        world.add_app(name)
    page = open_window().applications
    header = page.list.horizontalHeader()
    middle = header.sectionViewportPosition(Column.NAME) + header.sectionSize(Column.NAME) // 2
    shown = []
    for _ in range(2):
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(middle, 10))
        shown.append([page.model.row_at(row).instance.name for row in range(3)])
    assert sorted(shown) == [["a", "b", "c"], ["c", "b", "a"]]


# -- what is chosen


def test_the_details_stay_when_what_they_show_is_put_away(open_window: Open, world: World, bridge: Bridge) -> None:
    app = world.add(stopped(make_instance("one")))
    world.add_app("two")
    world.add_app("zero", Health.DOWN)
    page = open_window().applications
    page.show_instance(app.id)
    world.add(make_instance("one", registration=Registration.ARCHIVED))
    bridge._flush()
    assert page.model.rowCount() == 2
    assert page.list.selected == app.id
    assert page.details.row is not None
    assert page.details.row.instance.id == app.id
    assert page.details.header.state.text().startswith("Archived")
    assert selected_rows(page.list) == []


def test_what_was_filtered_away_is_selected_again_when_it_comes_back(open_window: Open, world: World) -> None:
    up = world.add_app("up")
    world.add_app("down", Health.DOWN)
    page = open_window().applications
    page.show_instance(up.id)
    page.chips.choose(Group.FAILING)
    assert page.list.selected == up.id
    assert selected_rows(page.list) == []
    page.chips.choose(Group.ALL)
    assert selected_rows(page.list) == [page.model.find(up.id).row()]


def test_the_details_close_when_what_they_show_is_forgotten(open_window: Open, world: World, bridge: Bridge) -> None:
    app = world.add_app("one")
    world.add_app("two")
    page = open_window().applications
    page.show_instance(app.id)
    world.catalog.remove_instance(app.id)
    world.bus.publish(InstanceRemoved(app, ()))
    bridge._flush()
    assert page.details.isHidden()
    assert page.list.selected is None


def test_they_close_although_nobody_looks(open_window: Open, world: World, bridge: Bridge) -> None:
    app = world.add_app("one")
    world.add_app("two")
    window = open_window()
    window.show_instance(app.id)
    window.hide()
    world.catalog.remove_instance(app.id)
    world.bus.publish(InstanceRemoved(app, ()))
    bridge._flush()
    window.show()
    assert window.applications.details.isHidden()
    assert window.applications.list.selected is None


def test_a_new_instance_opens_no_details_and_moves_no_choice(open_window: Open, world: World, bridge: Bridge) -> None:
    world.add_app("one")
    page = open_window().applications
    world.add_app("two", Health.DOWN)
    bridge._flush()
    assert page.details.isHidden()
    assert selected_rows(page.list) == []


def test_the_archive_shows_only_where_there_is_something_in_it(open_window: Open, world: World, bridge: Bridge) -> None:
    world.add_app("one")
    page = open_window().applications
    chip = page.chips._chips[Group.ARCHIVED]
    assert chip.isHidden()
    page.chips.choose(Group.ARCHIVED)
    assert not chip.isHidden()
    page.chips.choose(Group.ALL)
    world.add(make_instance("old", registration=Registration.ARCHIVED))
    bridge._flush()
    assert chip.text() == "Archived  1"
    assert page.chips._chips[Group.ALL].text() == "All  1"


# -- the relative times


def test_only_a_row_that_says_something_else_is_painted_anew(world: World, bridge: Bridge) -> None:
    world.add_app("young", ago=timedelta(seconds=20))
    world.add_app("old", ago=timedelta(hours=5, minutes=1))
    bridge._flush()
    painted: list[tuple[str, Column]] = []

    def on_repaint(row: Row, column: Column) -> None:
        painted.append((row.instance.name, column))

    times = Times(bridge, bridge, bridge.rows, on_repaint)
    times.look()
    painted.clear()
    world.clock.pass_time(timedelta(seconds=1))
    times.look()
    assert painted == [("young", Column.SINCE)]


def test_seconds_are_looked_at_only_where_they_count(world: World, bridge: Bridge) -> None:
    world.add_app("one", ago=timedelta(seconds=20))
    bridge._flush()
    times = Times(bridge, bridge, bridge.rows, lambda *_: None)
    times.start()
    times.look()
    assert times._timer.interval() == 1000
    world.clock.pass_time(timedelta(minutes=2))
    times.look()
    assert times._timer.interval() == 15_000
    bridge.rows_changed.emit(frozenset())
    assert times._timer.interval() == 1000
    times.stop()
    assert not times._timer.isActive()
