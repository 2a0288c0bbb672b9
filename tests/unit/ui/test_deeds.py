"""Several instances act together, from the menu, the bar and the keyboard, and what was done can be undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from registry_tray.core.models import Acknowledgement
from registry_tray.core.status import Health, Registration, Status
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Group
from registry_tray.ui.pages.applications import ApplicationsPage
from registry_tray.ui.places import page_of
from tests.unit.ui.support import NOW, Open, World, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(open_window: Open, world: World) -> ApplicationsPage:
    world.add_app("alpha", Health.DOWN)
    world.add_app("beta", Health.DOWN)
    world.add_app("gamma")
    world.add(make_instance("old", registration=Registration.STOPPED))
    return open_window().applications


def click(page: ApplicationsPage, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    index = page.model.index(page.model.find(make_instance(name).id).row(), 1)
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, modifier, page.list.visualRect(index).center())


def menu_of(page: ApplicationsPage, name: str, qtbot: QtBot) -> QMenu:
    index = page.model.index(page.model.find(make_instance(name).id).row(), 1)
    place = page.list.visualRect(index).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, page.list.viewport().mapToGlobal(place))
    QApplication.sendEvent(page.list.viewport(), event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu) -> dict[str, QAction]:
    return {action.text().split("\t")[0]: action for action in menu.actions() if action.text()}


def test_what_calls_by_itself_is_not_offered_to_be_checked(
    page: ApplicationsPage, world: World, bridge: Bridge, qtbot: QtBot
) -> None:
    calls = make_instance("calls")
    world.add(calls, make_job(calls, type="push", endpoint="push://"))
    bridge._flush()
    page.show_instance(calls.id)
    assert not page.details.header.actions_bar.check_button.isVisible()
    assert page.details.header.actions_bar.pause_button.isVisible()
    menu = menu_of(page, "calls", qtbot)
    assert "Check now" not in entries(menu)
    menu.close()
    QTest.keyClick(page.list, Qt.Key.Key_F5)
    assert world.wishes.checked == []


def test_a_right_click_means_the_row_under_it_and_opens_no_details(page: ApplicationsPage, world: World, qtbot: QtBot) -> None:
    menu = menu_of(page, "gamma", qtbot)
    assert list(entries(menu)) == ["Open", "Check now", "Mute", "Pause checks", "Copy"]
    entries(menu)["Check now"].trigger()
    menu.close()
    assert world.wishes.checked == [make_instance("gamma").id]
    assert page.details.isHidden()


def test_a_right_click_into_the_selection_means_all_of_it(page: ApplicationsPage, world: World, qtbot: QtBot) -> None:
    click(page, "alpha")
    click(page, "old", CONTROL)
    menu = menu_of(page, "old", qtbot)
    assert list(entries(menu)) == ["Check now", "Mute", "Acknowledge", "Pause checks", "Archive", "Copy"]
    entries(menu)["Archive"].trigger()
    entries(menu)["Acknowledge"].trigger()
    menu.close()
    assert world.wishes.archived == [make_instance("old").id]
    assert world.wishes.acknowledged == [(make_instance("alpha").id, "")]


def test_the_bar_acts_on_all_that_are_selected(page: ApplicationsPage, world: World) -> None:
    alpha, beta = make_instance("alpha"), make_instance("beta")
    click(page, "alpha")
    assert page.bar.isHidden()
    click(page, "beta", CONTROL)
    assert page.bar.count.text() == "2 selected"
    page.bar.check.click()
    page.bar.acknowledge.click()
    page.bar.copy.click()
    page.bar.mute.menu().actions()[1].trigger()
    page.bar.pause.click()
    assert sorted(map(str, world.wishes.checked)) == [alpha.id, beta.id]
    assert sorted(world.wishes.acknowledged) == [(alpha.id, ""), (beta.id, "")]
    assert QGuiApplication.clipboard().text() == "alpha@localhost\nbeta@localhost"
    assert sorted(world.wishes.muted) == [(alpha.id, NOW + timedelta(hours=1)), (beta.id, NOW + timedelta(hours=1))]
    assert sorted(world.wishes.jobs.paused) == [f"job-{alpha.id}", f"job-{beta.id}"]
    page.bar.clear.click()
    assert page.bar.isHidden()
    assert page.details.isHidden()


def test_all_of_them_stay_selected_when_the_order_changes_and_filters_come_and_go(
    page: ApplicationsPage, world: World, bridge: Bridge
) -> None:
    QTest.keyClick(page.list, Qt.Key.Key_A, CONTROL)
    assert page.bar.count.text() == "4 selected"
    page.chips.choose(Group.FAILING)
    assert [row.instance.name for row in page.list.selection.rows()] == ["alpha", "beta"]
    page.chips.choose(Group.ALL)
    world.set_health(make_instance("gamma"), Health.DOWN)
    bridge._flush()
    page.model.refresh()
    assert len(page.list.selection.rows()) == 4


def test_keys_act_on_all_that_are_selected(page: ApplicationsPage, world: World) -> None:
    click(page, "alpha")
    click(page, "gamma", CONTROL)
    QTest.keyClick(page.list, Qt.Key.Key_F5)
    QTest.keyClick(page.list, Qt.Key.Key_C, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert len(world.wishes.checked) == 2
    assert QGuiApplication.clipboard().text() == "alpha@localhost\ngamma@localhost"


def test_a_mute_is_taken_back_by_the_button_and_by_the_key(page: ApplicationsPage, world: World) -> None:
    alpha = make_instance("alpha").id
    [row] = [row for row in page._bridge.rows() if row.instance.id == alpha]
    page.deeds.mute([row], timedelta(hours=1))
    assert page.toast.text.text() == "alpha muted for 1 h"
    assert page.toast.isVisible()
    page.toast.button.click()
    assert world.wishes.muted[1:] == [(alpha, None)]
    assert page.toast.isHidden()
    until = NOW + timedelta(minutes=30)
    page.deeds.unmute([replace(row, is_muted=True, instance=replace(row.instance, muted_until=until))])
    QTest.keyClick(page.list, Qt.Key.Key_Z, CONTROL)
    assert world.wishes.muted[2:] == [(alpha, None), (alpha, until)]


def test_a_mute_until_recovery_is_chosen_like_the_others_and_comes_back_as_it_was(page: ApplicationsPage, world: World) -> None:
    click(page, "alpha")
    click(page, "beta", CONTROL)
    (action,) = [each for each in page.bar.mute.menu().actions() if each.text() == "Until it recovers"]
    action.trigger()
    alpha = make_instance("alpha").id
    assert sorted(world.wishes.muted_until_recovery) == sorted([alpha, make_instance("beta").id])
    assert page.toast.text.text() == "2 instances muted until recovery"
    [row] = [row for row in page._bridge.rows() if row.instance.id == alpha]
    was = replace(row.instance, muted_until=NOW + timedelta(days=36500), mute_ends_on_recovery=True)
    page.deeds.unmute([replace(row, is_muted=True, instance=was)])
    page.toast.button.click()
    assert world.wishes.muted_until_recovery[2:] == [alpha]


def test_what_was_archived_and_paused_comes_back(page: ApplicationsPage, world: World) -> None:
    rows = page._bridge.rows()
    page.deeds.archive(rows)
    page.deeds.pause(rows)
    page.undo.undo()
    page.undo.undo()
    page.undo.undo()
    old = make_instance("old")
    assert world.wishes.brought_back == [(old.id, Registration.STOPPED)]
    assert world.wishes.jobs.resumed == world.wishes.jobs.paused
    assert len(world.wishes.jobs.paused) == 3


def test_paused_checks_are_resumed_from_the_details(open_window: Open, world: World) -> None:
    app = make_instance("idle")
    world.add(app, make_job(app, active=False, is_paused=True))
    window = open_window()
    window.show_instance(app.id)
    actions = window.applications.details.header.actions_bar
    assert actions.pause_button.text() == "Resume"
    assert actions.check_button.isHidden()
    actions.pause_button.click()
    assert world.wishes.jobs.resumed == [f"job-{app.id}"]


def test_the_menu_key_opens_the_menu_of_the_current_row(page: ApplicationsPage, qtbot: QtBot) -> None:
    click(page, "beta")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    QApplication.sendEvent(page.list.viewport(), event)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Acknowledge" in entries(menu)
    menu.close()


def test_what_was_acknowledged_is_taken_back_with_the_note_that_was_there(open_window: Open, world: World) -> None:
    world.add_app("new", Health.DOWN)
    world.add_app("noted", Health.DOWN, acknowledged=Acknowledgement(NOW, "known to ops"))
    page = open_window().applications
    QTest.keyClick(page.list, Qt.Key.Key_A, CONTROL)
    page.deeds.acknowledge(page.meant(), "on it")
    page.undo.undo()
    new, noted = make_instance("new").id, make_instance("noted").id
    assert sorted(world.wishes.acknowledged[:2]) == [(new, "on it"), (noted, "on it")]
    assert sorted(world.wishes.acknowledged[2:], key=str) == sorted([(new, None), (noted, "known to ops")], key=str)


def test_a_pin_is_taken_back(page: ApplicationsPage, world: World) -> None:
    click(page, "old")
    page.details.header.actions_bar.pin_button.click()
    assert page.undo.last == "old pinned"
    page.undo.undo()
    assert world.wishes.pinned == [(make_instance("old").id, True), (make_instance("old").id, False)]


class Browser(QObject):
    """Takes what the desktop's browser would be given."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        for scheme in ("http", "https"):
            QDesktopServices.setUrlHandler(scheme, self, "take")  # type: ignore[arg-type] # bytes, as the stubs have it, are refused

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toString())

    def close(self) -> None:
        for scheme in ("http", "https"):
            QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def browser(qtbot: QtBot) -> Iterator[Browser]:
    made = Browser()
    yield made
    made.close()


def test_the_page_of_an_instance_is_opened(page: ApplicationsPage, browser: Browser) -> None:
    click(page, "alpha")
    page.details.header.actions_bar.open_button.click()
    QTest.keyClick(page.list, Qt.Key.Key_O, CONTROL)
    assert browser.opened == ["http://localhost:8080/"] * 2


def test_what_has_ended_has_no_page_to_open(page: ApplicationsPage, browser: Browser) -> None:
    click(page, "old")
    assert page.details.header.actions_bar.open_button.isHidden()
    QTest.keyClick(page.list, Qt.Key.Key_O, CONTROL)
    assert browser.opened == []


@pytest.mark.parametrize(
    ("target", "fields", "expected"),
    [
        ("https://me:secret@shop.example:8443/health?deep=1", {}, "https://shop.example:8443/"),
        ("tcp://localhost:5432", {"port": 3000}, "http://localhost:3000/"),
        (
            "redis://localhost",
            {"links": {"logs": "file:///var/log", "wiki": "https://wiki.example/shop"}},
            "https://wiki.example/shop",
        ),
        ("redis://localhost", {}, ""),
    ],
)
def test_the_page_is_where_it_speaks_http(target: str, fields: dict[str, Any], expected: str) -> None:
    app = make_instance("shop", **fields)
    job = replace(make_job(app), endpoint=target)
    assert page_of(Row(app, (job,), Status.UP, NOW)) == expected
