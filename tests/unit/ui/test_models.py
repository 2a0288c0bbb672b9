"""The models tell views exactly what changed."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from registry_tray.core.status import EventKind, Health, Registration
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.filter import InstanceFilter
from registry_tray.ui.models.instances import Column, Group, InstanceModel, Role
from registry_tray.ui.models.journal import JournalModel
from tests.unit.ui.support import NOW, World, make_event, make_instance, muted


def names(model: InstanceFilter) -> list[str]:
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


@pytest.fixture
def fleet(world: World) -> World:
    world.add_app("gateway")
    world.add_app("payments", Health.DOWN, environment="staging")
    world.add_app("mailer", Health.STARTING, hostname="build-01")
    world.add(make_instance("docs", registration=Registration.STOPPED))
    world.add(muted(make_instance("quiet"), NOW + timedelta(hours=1)))
    return world


@pytest.fixture
def listed(fleet: World, bridge: Bridge) -> InstanceFilter:
    for instance in fleet.catalog.instances():
        bridge._refresh(instance.id)
    return InstanceFilter(InstanceModel(bridge))


def flush(bridge: Bridge) -> None:
    while bridge._dirty:
        bridge._flush()


def test_the_instance_model_is_a_proper_model(fleet: World, bridge: Bridge, qtmodeltester: Any) -> None:
    model = InstanceModel(bridge)
    qtmodeltester.check(model)
    fleet.add_app("new")
    flush(bridge)
    qtmodeltester.check(model)


def test_the_filter_is_a_proper_model(fleet: World, listed: InstanceFilter, bridge: Bridge, qtmodeltester: Any) -> None:
    qtmodeltester.check(listed)
    listed.search("a")
    listed.narrow(Group.UP)
    fleet.add_app("another")
    flush(bridge)
    listed.refresh()
    listed.narrow(Group.ALL)
    listed.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    qtmodeltester.check(listed)


def test_the_journal_is_a_proper_model(fleet: World, bridge: Bridge, qtmodeltester: Any) -> None:
    model = JournalModel(bridge)
    instance = next(fleet.catalog.instances())
    for number in (1, 3, 2, 3):
        model.add(make_event(instance, EventKind.UP, number))
    qtmodeltester.check(model)
    assert model.rowCount() == 3


def test_the_worst_comes_first_and_the_muted_last(listed: InstanceFilter) -> None:
    assert names(listed) == ["payments", "mailer", "gateway", "docs", "quiet"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PAY", ["payments"]),
        ("staging", ["payments"]),
        ("build-01", ["mailer"]),
        ("8080", ["payments", "mailer", "gateway"]),
        ("gate localhost", ["gateway"]),
        ("nothing like it", []),
    ],
)
def test_search_looks_everywhere(listed: InstanceFilter, text: str, found: list[str]) -> None:
    listed.search(text)
    assert names(listed) == found


@pytest.mark.parametrize(
    ("group", "found"),
    [
        (Group.FAILING, ["payments"]),
        (Group.STARTING, ["mailer", "quiet"]),
        (Group.UP, ["gateway"]),
        (Group.STOPPED, ["docs"]),
        (Group.MUTED, ["quiet"]),
    ],
)
def test_a_group_narrows_the_list(listed: InstanceFilter, group: Group, found: list[str]) -> None:
    listed.narrow(group)
    assert names(listed) == found


def test_only_the_row_that_changed_is_told(fleet: World, bridge: Bridge, qtbot: QtBot) -> None:
    model = InstanceModel(bridge)
    payments = fleet.catalog.instance("id-payments")
    fleet.set_health(payments, Health.UP)
    with qtbot.waitSignal(model.dataChanged, timeout=1000) as told:
        pass
    first, last = told.args[0], told.args[1]
    assert first.row() == last.row() == model.place(payments.id)


def test_a_row_that_is_known_no_more_goes(fleet: World, listed: InstanceFilter, bridge: Bridge) -> None:
    fleet.catalog.put_instance(make_instance("docs", registration=Registration.ARCHIVED))
    bridge._touch(make_instance("docs").id)
    flush(bridge)
    assert names(listed) == ["payments", "mailer", "gateway", "quiet"]
    assert listed.find(make_instance("quiet").id).data() == "Starting" or listed.find(make_instance("quiet").id).isValid()


def test_what_was_selected_moves_with_its_row(fleet: World, listed: InstanceFilter, bridge: Bridge) -> None:
    gateway = fleet.catalog.instance("id-gateway")
    held = QPersistentModelIndex(listed.find(gateway.id))
    fleet.set_health(gateway, Health.DOWN)
    flush(bridge)
    listed.refresh()
    assert held.row() == 0
    assert held.data(Role.ROW).instance.id == gateway.id


def test_a_large_change_of_the_filter_is_told_in_one_go(world: World, bridge: Bridge) -> None:
    for number in range(200):
        world.add_app(f"app-{number:03d}", Health.UP if number % 2 else Health.DOWN)
    flush(bridge)
    listed = InstanceFilter(InstanceModel(bridge))
    resets: list[bool] = []
    listed.modelReset.connect(lambda: resets.append(True))
    listed.sort(Column.NAME)
    listed.narrow(Group.UP)
    assert listed.rowCount() == 100
    assert len(resets) == 1


def test_a_row_speaks_for_itself(listed: InstanceFilter) -> None:
    spoken = listed.index(0, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "payments, down for 3 min"
    assert listed.headerData(Column.UPTIME, Qt.Orientation.Horizontal) == "Uptime"
    assert listed.mapToSource(QModelIndex()) == QModelIndex()
