"""Columns are chosen, moved and remembered; the list is narrowed by environment and tag; each beat says what it was."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from registry_tray.core.status import Health, Result
from registry_tray.ui import heartbeat
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column
from registry_tray.ui.pages.applications import ApplicationsPage
from registry_tray.ui.pages.beat_tips import beat_at
from tests.unit.ui.support import Open, World, make_instance

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


def names(page: ApplicationsPage) -> list[str]:
    return [page.model.row_at(row).instance.name for row in range(page.model.rowCount())]


@pytest.fixture
def page(open_window: Open, world: World) -> ApplicationsPage:
    world.add_app("shop", environment="production", tags=("web", "money"))
    world.add_app("blog", environment="staging", tags=("web",))
    world.add_app("cron")
    return open_window().applications


def test_a_column_is_chosen_in_the_menu_and_moved_and_both_are_remembered(page: ApplicationsPage, open_window: Open) -> None:
    menu = QMenu()
    page.list.columns.fill(menu)
    actions = {action.text(): action for action in menu.actions()}
    assert not actions["Environment"].isChecked()
    actions["Environment"].trigger()
    actions["Host"].trigger()
    header = page.list.horizontalHeader()
    header.moveSection(header.visualIndex(Column.ENVIRONMENT), 1)
    assert (header.isSectionHidden(Column.HOST), header.isSectionHidden(Column.ENVIRONMENT)) == (True, False)
    assert page.model.index(0, Column.ENVIRONMENT).data() in ("", "production", "staging")
    page.window().close()
    again = open_window().applications.list
    assert again.horizontalHeader().visualIndex(Column.ENVIRONMENT) == 1
    assert again.isColumnHidden(Column.HOST)
    assert not again.isColumnHidden(Column.ENVIRONMENT)
    again.columns.reset()
    assert again.horizontalHeader().visualIndex(Column.ENVIRONMENT) == Column.ENVIRONMENT
    assert not again.isColumnHidden(Column.HOST)
    assert again.isColumnHidden(Column.ENVIRONMENT)


def test_the_list_is_narrowed_by_environment_and_tag_and_escape_takes_it_back(page: ApplicationsPage) -> None:
    page.filters.tags.choose(["web"])
    assert sorted(names(page)) == ["blog", "shop"]
    page.filters.environments.choose(["staging"])
    assert names(page) == ["blog"]
    assert page.filters.environments.text() == "Environment: staging"
    page.escape()
    assert len(names(page)) == 3
    page.filters.environments.choose([""])
    assert names(page) == ["cron"]
    page.filters.clear()
    assert len(names(page)) == 3


def test_a_menu_of_labels_counts_what_there_is(page: ApplicationsPage) -> None:
    page.filters.tags._fill()
    [money, web] = page.filters.tags._menu.actions()
    assert (money.text(), web.text()) == ("money\t1", "web\t2")
    web.trigger()
    assert page.filters.tags.chosen == {"web"}


def test_labels_are_remembered(page: ApplicationsPage, open_window: Open) -> None:
    page.filters.environments.choose(["production", "staging"])
    page.filters.tags.choose(["money"])
    page.window().close()
    again = open_window().applications
    assert names(again) == ["shop"]


@pytest.mark.parametrize(("column", "first"), [(Column.ENVIRONMENT, "shop"), (Column.TAGS, "blog"), (Column.TARGET, "blog")])
def test_what_has_no_label_is_sorted_last(page: ApplicationsPage, column: Column, first: str) -> None:
    page.model.sort(column)
    assert names(page)[0] == first
    assert names(page)[-1] == ("cron" if column is not Column.TARGET else "shop")


@pytest.mark.parametrize(
    ("x", "expected"), [(heartbeat.WIDTH - 1, 0), (heartbeat.WIDTH - 3, 0), (heartbeat.WIDTH - 4, 1), (0, None), (-1, None)]
)
def test_the_newest_beat_is_at_the_right(x: int, expected: int | None) -> None:
    assert beat_at(bytes(3), x) == expected


def test_a_beat_under_the_pointer_says_when_and_what(open_window: Open, payments: str, bridge: Bridge, qtbot: QtBot) -> None:
    view = open_window().applications.list
    index = view.model().index(0, Column.BEATS)
    bar: QRect = view.visualRect(index).adjusted(12, 0, -12, 0)
    place = QPoint(bar.left() + heartbeat.WIDTH - 2, bar.center().y())
    QApplication.sendEvent(view.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place)))
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text().splitlines()[1:] == ["Refused", "refused"]
    assert QToolTip.text().splitlines()[0].endswith("(now)")


def test_a_beat_that_was_slow_says_how_slow(page: ApplicationsPage, world: World) -> None:
    from tests.unit.ui.support import make_check, make_job

    job = make_job(make_instance("shop"), Health.UP)
    text = page.list._tips.text(make_check(job, Result.OK, timedelta(seconds=30), code=200))
    assert text.splitlines()[1] == "OK 200 · 12 ms"
