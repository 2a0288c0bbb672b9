"""The journal is read page by page, narrowed, and says what is new."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QSettings
from pytestqt.qtbot import QtBot

from registry_tray.core.events import EventLogged
from registry_tray.core.models import Instance
from registry_tray.core.status import EventKind
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.journal import PAGE, JournalModel, JournalRole
from registry_tray.ui.models.journal_filter import JournalFilter, Topic
from registry_tray.ui.models.unread import Unread
from registry_tray.ui.pages.activity import ActivityPage
from registry_tray.ui.slices import finished
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import NOW, Open, World, make_event

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


@pytest.fixture
def page(bridge: Bridge, theme: Theme, qtbot: QtBot) -> ActivityPage:
    made = ActivityPage(bridge, theme, Unread(bridge))
    finished(made.build())
    qtbot.addWidget(made)
    return made


@pytest.fixture
def apps(world: World) -> tuple[Instance, Instance]:
    """One with many restarts and an outage long ago, one that was registered an hour ago."""
    one, other = world.add_app("payments"), world.add_app("orders")
    world.history.kept_events = [
        make_event(other, EventKind.REGISTER, 1000, at=NOW - timedelta(minutes=50)),
        *(make_event(one, EventKind.RESTART, number, at=NOW - timedelta(hours=2)) for number in range(999, 499, -1)),
        make_event(one, EventKind.DOWN, 2, at=NOW - timedelta(days=3), description="refused"),
        make_event(one, EventKind.REGISTER, 1, at=NOW - timedelta(days=3)),
    ]
    return one, other


def said(model: JournalModel) -> list[str]:
    return [model.index(row).data() for row in range(model.rowCount())]


def test_the_past_is_read_page_by_page(page: ActivityPage, apps: tuple[Instance, Instance]) -> None:
    model = page.model
    model.load()
    assert model.rowCount() == PAGE
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == 503
    assert model.is_complete
    numbers = [model.index(row).data(JournalRole.EVENT).number for row in range(503)]
    assert numbers == sorted(set(numbers), reverse=True)


def test_a_topic_is_looked_for_until_it_is_found(page: ActivityPage, apps: tuple[Instance, Instance]) -> None:
    page.filters.topic.setCurrentIndex(page.filters.topic.findData(Topic.OUTAGES))
    page.filters.tell()
    assert said(page.model) == ["payments is down: refused"]
    page.filters.clear()
    assert page.model.rowCount() == PAGE


def test_an_application_and_a_time_narrow_it(page: ActivityPage, apps: tuple[Instance, Instance]) -> None:
    page.filters.words.setText("ORD")
    page.filters.tell()
    assert said(page.model) == ["orders registered"]
    page.filters.words.clear()
    page.filters.time.setCurrentIndex(1)
    page.filters.tell()
    assert said(page.model) == ["orders registered"]
    page.filters.words.setText("zebra")
    page.filters.tell()
    assert page._stack.currentWidget() is page.no_match


def test_what_happens_shows_only_where_it_fits(page: ActivityPage, world: World, apps: tuple[Instance, Instance]) -> None:
    page.model.narrow(JournalFilter(Topic.OUTAGES, "orders"))
    one, other = apps
    for event in (
        make_event(one, EventKind.DOWN, 1001), make_event(other, EventKind.UP, 1002), make_event(other, EventKind.DOWN, 1003),
    ):  # fmt: skip
        world.bus.publish(EventLogged(event))
    assert said(page.model) == ["orders is down"]


def test_an_answer_that_is_late_is_not_listed(page: ActivityPage, apps: tuple[Instance, Instance]) -> None:
    page.model.load()
    late = page.model._reading
    page.model.narrow(JournalFilter(Topic.OUTAGES))
    page.model._on_read(late, [make_event(apps[0], EventKind.CRASH, 5)])
    assert said(page.model) == ["payments is down: refused"]


def test_on_the_first_run_nothing_is_unread(open_window: Open, apps: tuple[Instance, Instance]) -> None:
    unread = open_window().unread
    assert (unread.count, unread.has_any) == (0, False)


def test_new_trouble_is_counted_in_the_sidebar_until_the_page_is_left(
    open_window: Open, world: World, apps: tuple[Instance, Instance]
) -> None:
    window = open_window()
    for event in (make_event(apps[1], EventKind.DOWN, 1001), make_event(apps[1], EventKind.UP, 1002)):
        world.history.kept_events.insert(0, event)
        world.bus.publish(EventLogged(event))
    button = window.sidebar._buttons["activity"]
    assert button.accessibleName() == "Activity, 1 new"
    window.show_page("activity")
    model = window.pages.activity.model
    assert [model.index(row).data(JournalRole.UNREAD) for row in range(3)] == [True, True, False]
    window.show_page("applications")
    assert button.accessibleName() == "Activity"
    assert not model.index(0).data(JournalRole.UNREAD)


def test_what_came_while_it_did_not_run_is_unread(
    page: ActivityPage, apps: tuple[Instance, Instance], world: World, tmp_path: Path
) -> None:
    state = QSettings(str(tmp_path / "state.ini"), QSettings.Format.IniFormat)
    state.setValue("activity/read", "1")
    world.history.kept_events = world.history.kept_events[-2:]
    page.unread.restore(state)
    assert page.unread.count == 1
    page.mark.click()
    assert (page.unread.count, page.mark.isEnabled()) == (0, False)
    page.unread.save(state)
    assert int(str(state.value("activity/read"))) == 2


def test_in_a_narrow_list_names_get_the_room_that_the_times_of_today_leave(
    page: ActivityPage, world: World, apps: tuple[Instance, Instance]
) -> None:
    page.resize(500, 400)
    page.model.load()
    page.list.grab()
    times, names = page.list.delegate.widths(500)
    world.history.kept_events = world.history.kept_events[-2:]  # three days ago
    page.model.load()
    page.list.grab()
    times_with_days, names_beside_them = page.list.delegate.widths(500)
    assert times < times_with_days
    assert times + names == times_with_days + names_beside_them
    assert page.list.delegate.widths(2000)[0] == times_with_days
