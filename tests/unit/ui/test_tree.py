"""Applications with several instances are lines of their own: they count, open, close, and act for all."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from registry_tray.core.events import InstanceRemoved
from registry_tray.core.models import AppId, Identifier, Instance, InstanceId
from registry_tray.core.status import Health
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column, Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.models.tree import Branch
from registry_tray.ui.pages.applications import ApplicationsPage
from tests.unit.ui.support import Open, World, make_instance

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


def add(world: World, app: str, host: str, health: Health = Health.UP) -> Instance:
    return world.add_app(
        app, health, id=InstanceId(f"id-{app}-{host}"), app_id=AppId(app), identifier=Identifier(f"{app}@{host}"), hostname=host
    )


@pytest.fixture
def fleet(world: World) -> World:
    add(world, "gateway", "one")
    add(world, "orders", "one")
    add(world, "orders", "two", Health.DOWN)
    add(world, "orders", "three")
    return world


@pytest.fixture
def model(fleet: World, bridge: Bridge) -> InstanceModel:
    bridge._flush()
    return InstanceModel(bridge)


def lines(model: InstanceModel) -> list[str]:
    shown = []
    for position in range(model.rowCount()):
        line = model.line_at(position)
        shown.append(f"{line.name}: {line.up} of {line.total} up" if isinstance(line, Branch) else line.instance.identifier)
    return shown


def test_an_application_stands_where_its_worst_instance_would(model: InstanceModel) -> None:
    assert lines(model) == ["orders: 2 of 3 up", "orders@two", "orders@one", "orders@three", "gateway@one"]
    branch = model.line_at(0)
    assert isinstance(branch, Branch)
    assert branch.status == "down"
    model.sort(Column.NAME)
    assert lines(model)[0] == "gateway@one"


def test_a_grouped_list_is_a_proper_model(model: InstanceModel, fleet: World, bridge: Bridge, qtmodeltester: Any) -> None:
    qtmodeltester.check(model)
    model.open_line(0, on=False)
    add(fleet, "orders", "four")
    bridge._flush()
    model.open_line(0, on=True)
    qtmodeltester.check(model)


def test_an_application_closes_and_opens(model: InstanceModel) -> None:
    assert model.open_line(0, on=False)
    assert not model.open_line(0, on=False)
    assert lines(model) == ["orders: 2 of 3 up", "gateway@one"]
    assert not model.open_line(1, on=False)
    model.reveal(InstanceId("id-orders-two"))
    assert len(lines(model)) == 5
    model.close_all(closed=True)
    assert len(lines(model)) == 2
    model.close_all(closed=False)
    assert len(lines(model)) == 5


def test_it_counts_all_instances_whatever_is_listed(model: InstanceModel, fleet: World, bridge: Bridge) -> None:
    fleet.set_health(fleet.catalog.instance("id-orders-one"), Health.DOWN)
    bridge._flush()
    model.narrow(Group.FAILING)
    assert lines(model) == ["orders: 1 of 3 up", "orders@one", "orders@two"]


def test_the_line_of_an_application_is_told_when_one_of_its_instances_changes(
    model: InstanceModel, fleet: World, bridge: Bridge
) -> None:
    model.open_line(0, on=False)
    told: list[int] = []
    model.dataChanged.connect(lambda first, _: told.append(first.row()))
    fleet.set_health(fleet.catalog.instance("id-orders-two"), Health.UP)
    bridge._flush()
    assert told == [0]
    assert lines(model)[0] == "orders: 3 of 3 up"


def test_the_last_but_one_instance_that_goes_takes_the_line_with_it(model: InstanceModel, fleet: World, bridge: Bridge) -> None:
    for host in ("one", "three"):
        gone = fleet.catalog.instance(f"id-orders-{host}")
        fleet.catalog.remove_instance(gone.id)
        fleet.bus.publish(InstanceRemoved(gone, ()))
    bridge._flush()
    assert lines(model) == ["orders@two", "gateway@one"]


def test_a_screen_reader_hears_what_an_application_is(model: InstanceModel) -> None:
    spoken = model.index(0, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "orders, 2 of 3 up, worst: down, open"


def test_without_groups_every_instance_is_a_line(model: InstanceModel) -> None:
    model.group(on=False)
    assert lines(model) == ["orders@two", "gateway@one", "orders@one", "orders@three"]


# -- in the window


@pytest.fixture
def page(fleet: World, open_window: Open) -> ApplicationsPage:
    return open_window().applications


def test_left_and_right_close_and_open_and_left_goes_to_the_application(page: ApplicationsPage) -> None:
    page.list.setFocus()
    page.list.setCurrentIndex(page.model.index(2, 0))
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    assert page.list.currentIndex().row() == 0
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    assert page.model.rowCount() == 2
    QTest.keyClick(page.list, Qt.Key.Key_Right)
    assert page.model.rowCount() == 5


def test_a_click_on_the_arrow_and_a_double_click_toggle(page: ApplicationsPage) -> None:
    area = page.list.visualRect(page.model.index(0, Column.NAME))
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.left() + 16, area.center().y()))
    assert page.model.rowCount() == 2
    QTest.mouseDClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    assert page.model.rowCount() == 5


def test_an_application_acts_for_all_its_instances_and_has_no_details(page: ApplicationsPage, world: World) -> None:
    page.list.selectRow(0)
    assert page.details.isHidden()
    assert page.bar.count.text() == "3 selected"
    QTest.keyClick(page.list, Qt.Key.Key_F5)
    assert sorted(map(str, world.wishes.checked)) == ["id-orders-one", "id-orders-three", "id-orders-two"]


def test_an_instance_of_a_closed_application_is_shown_when_it_is_asked_for(page: ApplicationsPage) -> None:
    page.model.open_line(0, on=False)
    page.show_instance(InstanceId("id-orders-two"))
    assert page.model.rowCount() == 5
    assert page.details.isVisible()
    assert page.list.selectionModel().isRowSelected(page.model.find(InstanceId("id-orders-two")).row())


def test_groups_are_remembered(page: ApplicationsPage, open_window: Open) -> None:
    page.model.open_line(0, on=False)
    page.window().close()
    again = open_window().applications
    assert again.model.rowCount() == 2
    again.model.group(on=False)
    again.window().close()
    assert not open_window().applications.model.tree.is_grouped


def test_ten_thousand_instances_are_taken_in_by_and_by_and_counted_where_they_show(
    world: World, bridge: Bridge, qtbot: QtBot
) -> None:
    for number in range(10_000):
        world.catalog.put_instance(
            make_instance(f"app-{number // 5}", id=InstanceId(str(number)), identifier=Identifier(f"app-{number // 5}@{number}"))
        )
        bridge._refresh(InstanceId(str(number)))
    model = InstanceModel(bridge)
    assert not model.is_settled
    assert not model.is_empty
    qtbot.waitUntil(lambda: model.rowCount() == 12_000, timeout=20_000)
    model.search("app-1999")
    qtbot.waitUntil(lambda: model.rowCount() == 6)
    model.search("")
    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: model.rowCount() == 12_000)
    assert model.row_at(1).instance.name == "app-999"
    model.tree._branches.clear()
    model.line_at(0)
    assert len(model.tree._branches) == 1
