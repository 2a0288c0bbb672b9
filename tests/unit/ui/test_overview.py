"""The overview tells at a glance what is, and leads to it."""

import itertools
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.events import EventLogged
from registry_tray.core.status import EventKind, Health
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Group
from registry_tray.ui.overview.card import Line, LinesCard
from registry_tray.ui.pages.overview import OverviewPage
from registry_tray.ui.slices import finished
from registry_tray.ui.texts import NOTHING
from registry_tray.ui.theme import Theme
from registry_tray.ui.tokens import GAP_TINY
from registry_tray.ui.widgets import LinkButton
from tests.unit.ui.support import NOW, Open, World, make_event, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")


@pytest.fixture
def page(bridge: Bridge, theme: Theme, qtbot: QtBot) -> OverviewPage:
    made = OverviewPage(bridge, theme)
    finished(made.build())
    qtbot.addWidget(made)
    return made


def see(page: OverviewPage, bridge: Bridge) -> None:
    bridge._flush()
    page.read()
    page.look()


def test_what_fails_is_named_with_its_reason_and_since_when(page: OverviewPage, bridge: Bridge, payments: str) -> None:
    see(page, bridge)
    [line] = page.failing.lines
    assert (line.name, line.detail, line.figure) == ("payments", "connection refused on localhost:8080", "4 min")
    assert page.tiles.counts[Group.FAILING].accessibleName() == "Failing: 1"


def test_more_that_fail_than_have_a_line_are_told_and_lead_to_all_of_them(
    page: OverviewPage, bridge: Bridge, world: World, qtbot: QtBot
) -> None:
    for number in range(6):
        world.add_app(f"app-{number}", Health.DOWN)
    see(page, bridge)
    assert page.failing.all.isHidden()
    for number in range(6, 9):
        world.add_app(f"app-{number}", Health.DOWN)
    see(page, bridge)
    assert len(page.failing.lines) == 6
    assert not page.failing.all.isHidden()
    assert page.failing.all.text() == "Show all 9"
    assert page.tiles.counts[Group.FAILING].figure.text() == "9"
    with qtbot.waitSignal(page.group_chosen) as chosen:
        page.failing.all.click()
    assert chosen.args == [Group.FAILING]


def test_an_empty_registry_has_nothing_to_tell(page: OverviewPage, bridge: Bridge) -> None:
    see(page, bridge)
    assert not page.failing.lines
    assert not page.slowest.lines
    assert not page.failing._nothing.isHidden()
    assert page.tiles.uptime.accessibleName() == f"Uptime, last 24 h: {NOTHING}"


def test_every_instance_is_counted_in_one_of_the_tiles(page: OverviewPage, bridge: Bridge, world: World) -> None:
    for health in Health:
        world.add_app(f"app-{health}", health)
    degraded = make_instance("degraded")
    world.add(degraded, make_job(degraded, degraded=True))
    see(page, bridge)
    assert sum(int(tile.figure.text()) for tile in page.tiles.counts.values()) == len(Health) + 1
    assert page.tiles.counts[Group.UP].figure.text() == "1"
    assert page.tiles.counts[Group.DEGRADED].figure.text() == "3", "with the suspect, and what recovers"


def test_uptime_is_the_share_of_what_was_observed(page: OverviewPage, bridge: Bridge, world: World) -> None:
    world.history.kept_observed = (1000.0, 990.0)
    see(page, bridge)
    assert page.tiles.uptime.figure.text() == "99.00 %"


def test_the_slowest_come_first_and_those_that_have_ended_not_at_all(page: OverviewPage, bridge: Bridge, world: World) -> None:
    for name, milliseconds in (("quick", 3), ("slow", 800), ("middling", 90)):
        instance = make_instance(name)
        world.add(instance, make_job(instance, latency=timedelta(milliseconds=milliseconds)))
    silent = make_instance("silent")
    world.add(silent, make_job(silent, Health.DOWN, latency=None))
    see(page, bridge)
    assert [(line.name, line.figure) for line in page.slowest.lines] == [
        ("slow", "800 ms"), ("middling", "90 ms"), ("quick", "3.0 ms"),
    ]  # fmt: skip


def test_restarts_of_the_last_day_are_counted_by_application(page: OverviewPage, bridge: Bridge, world: World) -> None:
    one, other = world.add_app("one"), world.add_app("other")
    world.history.kept_events = [
        make_event(one, EventKind.RESTART, 5), make_event(other, EventKind.RESTART, 4), make_event(one, EventKind.RESTART, 3),
        make_event(one, EventKind.UP, 2), make_event(other, EventKind.RESTART, 1, at=NOW - timedelta(hours=25)),
    ]  # fmt: skip
    see(page, bridge)
    assert [(line.name, line.figure) for line in page.restarts.lines] == [("one", "2 times"), ("other", "once")]


def test_what_happens_is_read_again_at_the_next_look(page: OverviewPage, bridge: Bridge, world: World) -> None:
    app = world.add_app("payments")
    see(page, bridge)
    assert not page.events.lines
    down = make_event(app, EventKind.DOWN, 1, description="connection refused")
    world.history.kept_events = [down]
    world.bus.publish(EventLogged(down))
    page._on_tick()
    assert [(line.name, line.detail) for line in page.events.lines] == [("payments", "is down: connection refused")]


def test_facts_of_this_computer_can_be_copied(page: OverviewPage, bridge: Bridge) -> None:
    see(page, bridge)
    assert page.machine.facts() == {
        "Name": "workbench", "System": "Debian GNU/Linux 12 (bookworm)", "Running for": "3 days 4 h",
        "Processor": "12 % of 8 cores", "Memory": "6.0 of 16.0 GiB", "eth0": "192.168.1.20", "eth0 (2)": "2001:db8::20",
    }  # fmt: skip
    page.machine.copy_button("eth0").click()
    assert QGuiApplication.clipboard().text() == "192.168.1.20"


def test_a_line_leads_to_its_instance_and_a_count_to_its_list(open_window: Open, payments: str) -> None:
    window = open_window()
    window.show_page("overview")
    window.pages.overview.failing.choose(0)
    assert window.pages.currentWidget() is window.applications
    assert window.applications.details.isVisible()
    window.show_page("overview")
    window.pages.overview.tiles.counts[Group.UP].click()
    assert window.pages.currentWidget() is window.applications
    assert window.applications.model.filter.group is Group.UP


def test_nothing_is_read_while_it_is_not_seen(open_window: Open, payments: str) -> None:
    window = open_window()
    assert not window.pages.overview._timer.isActive()
    window.show_page("overview")
    assert window.pages.overview._timer.isActive()
    window.show_page("settings")
    assert not window.pages.overview._timer.isActive()


def test_cards_stand_below_each_other_where_it_is_narrow(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.show_page("overview")
    page = window.pages.overview
    qtbot.waitUntil(lambda: page.events.x() > page.failing.geometry().right())
    window.resize(740, 600)
    qtbot.waitUntil(lambda: page.events.x() == page.failing.x() and page.events.y() > page.failing.geometry().bottom())


def test_it_may_be_resized_while_it_is_made(bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    made = OverviewPage(bridge, theme)
    qtbot.addWidget(made)
    widths = itertools.cycle((1300, 500))
    for _ in made.build():
        made.resize(next(widths), 700)
        made.grab()
    made.resize(500, 700)
    made.grab()
    assert made._columns == 1


def test_large_text_has_the_room_that_it_needs(open_window: Open, theme: Theme, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1100, 700)
    window.show_page("overview")
    page = window.pages.overview
    qtbot.waitUntil(lambda: page.events.x() > page.failing.geometry().right())
    narrow = window.sidebar.width()
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        qtbot.waitUntil(lambda: page.events.x() == page.failing.x() and page.events.y() > page.failing.geometry().bottom())
        assert window.sidebar.width() > narrow
        assert page.tiles.uptime.y() > page.tiles.counts[Group.FAILING].y()
    finally:
        theme.follow(Settings())


def test_what_is_said_of_a_name_begins_in_one_line_in_cards_below_each_other(
    open_window: Open, world: World, qtbot: QtBot
) -> None:
    long, short = make_instance("a-service-with-a-long-name"), make_instance("quick")
    world.add(long, make_job(long, Health.DOWN, latency=None))
    world.add(short, make_job(short))
    window = open_window()
    window.show_page("overview")
    page = window.pages.overview
    page.look()
    rows = [card._rows[0] for card in (page.failing, page.slowest)]
    assert [row.name.text() for row in rows] == [long.name, short.name]
    qtbot.waitUntil(lambda: rows[0].detail.x() == rows[1].detail.x() > 0)


@pytest.mark.parametrize("name", ["a-service-with-a-long-name", "x"])
def test_the_facts_of_this_computer_are_in_line_with_what_is_said_above_them(
    open_window: Open, world: World, name: str, qtbot: QtBot
) -> None:
    world.add_app(name)
    world.history.kept_events = [make_event(next(iter(world.catalog.instances())), EventKind.DOWN, 1)]
    window = open_window()
    window.resize(1300, 900)
    window.show_page("overview")
    page = window.pages.overview
    page.look()
    said, (_, fact, copy) = page.events._rows[0], page.machine._rows[0]
    origin = QPoint(0, 0)
    qtbot.waitUntil(lambda: said.detail.mapTo(page, origin).x() == fact.mapTo(page, origin).x() > page.width() / 2)
    ends = said.figure.mapTo(page, QPoint(said.figure.width(), 0)).x()
    assert copy.mapTo(page, QPoint(copy.width(), 0)).x() == ends + GAP_TINY + 2, "its icon ends where the text does"


def test_a_card_is_as_high_as_what_is_in_it(open_window: Open, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1100, 900)
    window.show_page("overview")
    page = window.pages.overview
    cards = (page.failing, page.slowest, page.restarts, page.events)
    qtbot.waitUntil(lambda: all(card.height() == card.heightForWidth(card.width()) for card in cards))


def test_names_get_more_room_where_they_are_larger_and_there_is_some(theme: Theme, qtbot: QtBot) -> None:
    card = LinesCard(theme, "Failing now", "Nothing is failing.")
    qtbot.addWidget(card)
    card.show_lines([Line("status-down", "", "a-service-with-a-long-name-that-is-long", "is down", "2 min")])
    name = card.findChildren(LinkButton)[-1]
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        card.resize(1400, 300)
        card.grab()
        assert 300 < name.maximumWidth() <= 350
        card.resize(500, 300)
        card.grab()
        assert name.maximumWidth() == 220
    finally:
        theme.follow(Settings())
