"""The models tell views exactly what changed."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.qtbot import QtBot

from registry_tray.core.events import InstanceRemoved
from registry_tray.core.models import InstanceId
from registry_tray.core.status import AlertState, EventKind, Health, Registration
from registry_tray.ui import alert_texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models.entries import Column, Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.models.journal import JournalModel
from registry_tray.ui.models.listing import Listing
from registry_tray.ui.models.order import Order
from registry_tray.ui.slices import finished
from tests.unit.ui.support import NOW, World, hold, make_event, make_instance, muted


def names(model: InstanceModel) -> list[str]:
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
def listed(fleet: World, bridge: Bridge) -> InstanceModel:
    for instance in fleet.catalog.instances():
        bridge._refresh(instance.id)
    return InstanceModel(bridge)


def flush(bridge: Bridge) -> None:
    while bridge._dirty:
        bridge._flush()


def test_the_instance_model_is_a_proper_model(fleet: World, bridge: Bridge, qtmodeltester: Any) -> None:
    model = InstanceModel(bridge)
    qtmodeltester.check(model)
    fleet.add_app("new")
    flush(bridge)
    qtmodeltester.check(model)


def test_a_list_that_is_searched_and_narrowed_is_a_proper_model(
    fleet: World, listed: InstanceModel, bridge: Bridge, qtmodeltester: Any
) -> None:
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


def test_the_worst_comes_first_and_the_muted_last(listed: InstanceModel) -> None:
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
def test_search_looks_everywhere(listed: InstanceModel, text: str, found: list[str]) -> None:
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
def test_a_group_narrows_the_list(listed: InstanceModel, group: Group, found: list[str]) -> None:
    listed.narrow(group)
    assert names(listed) == found


def test_only_the_row_that_changed_is_told(fleet: World, bridge: Bridge, qtbot: QtBot) -> None:
    model = InstanceModel(bridge)
    payments = fleet.catalog.instance("id-payments")
    fleet.set_health(payments, Health.UP)
    with qtbot.waitSignal(model.dataChanged, timeout=1000) as told:
        pass
    first, last = told.args[0], told.args[1]
    assert first.row() == last.row() == model.find(payments.id).row()


def test_what_is_put_away_goes_at_once_and_is_listed_among_its_like(fleet: World, listed: InstanceModel, bridge: Bridge) -> None:
    fleet.catalog.put_instance(make_instance("docs", registration=Registration.ARCHIVED))
    bridge._touch(make_instance("docs").id)
    flush(bridge)
    assert names(listed) == ["payments", "mailer", "gateway", "quiet"]
    listed.narrow(Group.ARCHIVED)
    assert names(listed) == ["docs"]


def test_a_row_that_is_known_no_more_goes_at_once(fleet: World, listed: InstanceModel, bridge: Bridge) -> None:
    docs = fleet.catalog.instance("id-docs")
    fleet.catalog.remove_instance(docs.id)
    fleet.bus.publish(InstanceRemoved(docs, ()))
    flush(bridge)
    assert names(listed) == ["payments", "mailer", "gateway", "quiet"]
    assert not listed.find(docs.id).isValid()


def test_an_order_that_is_kept_is_the_order_made_anew() -> None:
    keys = {InstanceId(str(number)): number * 37 % 11 for number in range(60)}
    kept = Order()
    for instance_id in keys:
        kept.put(instance_id, -1)
    for instance_id, key in keys.items():
        assert kept.put(instance_id, key)
        assert not kept.put(instance_id, key)
    dropped = InstanceId("7")
    assert kept.drop(dropped)
    assert not kept.drop(dropped)
    del keys[dropped]
    runs = [[(key, instance_id)] for instance_id, key in keys.items()]
    assert kept.ids() == finished(Order.of(runs)).ids()
    assert kept.ids(reverse=True) == kept.ids()[::-1]


def test_what_was_selected_moves_with_its_row(fleet: World, listed: InstanceModel, bridge: Bridge) -> None:
    gateway = fleet.catalog.instance("id-gateway")
    held = QPersistentModelIndex(listed.find(gateway.id))
    fleet.set_health(gateway, Health.DOWN)
    flush(bridge)
    listed.refresh()
    assert held.row() == 0
    assert listed.row_at(held.row()).instance.id == gateway.id


def test_a_large_change_of_the_filter_is_told_in_one_go(world: World, bridge: Bridge) -> None:
    for number in range(200):
        world.add_app(f"app-{number:03d}", Health.UP if number % 2 else Health.DOWN)
    flush(bridge)
    listed = InstanceModel(bridge)
    resets: list[bool] = []
    listed.modelReset.connect(lambda: resets.append(True))
    listed.sort(Column.NAME)
    listed.narrow(Group.UP)
    assert listed.rowCount() == 100
    assert len(resets) == 1


def test_a_row_speaks_for_itself(listed: InstanceModel) -> None:
    spoken = listed.index(0, Column.NAME).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "payments, down for 3 min"
    assert listed.headerData(Column.UPTIME, Qt.Orientation.Horizontal) == "Uptime"


class Table(Listing):
    """A listing whose cells say which instance they are of."""

    def columnCount(self, parent: Any = None) -> int:
        return 2

    def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.listed[index.row()] if role == Qt.ItemDataRole.DisplayRole else None

    def turn_into(self, wanted: list[InstanceId]) -> None:
        self.become(finished(self.plan(wanted)))


def ids(text: str) -> list[InstanceId]:
    return [InstanceId(each) for each in text]


def test_a_table_that_becomes_another_is_a_proper_model(qtmodeltester: Any) -> None:
    table = Table()
    table.turn_into(ids("abcde"))
    qtmodeltester.check(table)
    for wanted in ("edcba", "eb", "xeyb", "", "abc", "bxa"):
        table.turn_into(ids(wanted))
        assert table.listed == ids(wanted)
        assert [table.positions[each] for each in table.listed] == list(range(len(wanted)))
    assert table.rowCount(table.index(0, 0)) == 0


def test_what_is_held_of_a_table_goes_with_its_row_and_ends_with_it() -> None:
    table = Table()
    table.turn_into(ids("abcde"))
    kept, lost = QPersistentModelIndex(table.index(1, 1)), QPersistentModelIndex(table.index(3, 0))
    table.turn_into(ids("xeb"))
    assert (kept.row(), kept.column(), kept.data()) == (2, 1, "b")
    assert not lost.isValid()


def test_a_table_that_stays_as_it_is_tells_nothing(qtbot: QtBot) -> None:
    table = Table()
    table.turn_into(ids("abc"))
    told: list[str] = []
    table.layoutChanged.connect(lambda: told.append("layout"))
    table.rowsInserted.connect(lambda: told.append("rows"))
    table.turn_into(ids("abc"))
    assert told == []


def test_latency_and_uptime_are_sorted_with_the_unknown_last(world: World, bridge: Bridge) -> None:
    world.add_app("measured")
    world.add(make_instance("unmeasured"))
    flush(bridge)
    listed = InstanceModel(bridge)
    for column in (Column.LATENCY, Column.UPTIME, Column.BEATS):
        listed.sort(column)
        assert names(listed) == ["measured", "unmeasured"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (Column.NAME, ["docs", "gateway", "mailer", "payments", "quiet"]),
        (Column.HOST, ["mailer", "docs", "gateway", "payments", "quiet"]),
        (Column.SINCE, ["docs", "quiet", "gateway", "mailer", "payments"]),
    ],
)
def test_a_column_sorts_and_ties_go_by_name(listed: InstanceModel, column: Column, expected: list[str]) -> None:
    listed.sort(column)
    assert names(listed) == expected
    listed.sort(column, Qt.SortOrder.DescendingOrder)
    assert names(listed) == expected[::-1]


def test_a_muted_row_says_until_when(listed: InstanceModel, bridge: Bridge) -> None:
    [row] = [row for row in bridge.rows() if row.is_muted]
    until = f"{(NOW + timedelta(hours=1)).astimezone():%H:%M}"
    assert listed.cells.note(row) == f"muted until {until}"
    place = listed.find(row.instance.id)
    assert place.data(Qt.ItemDataRole.AccessibleTextRole).endswith(f"muted until {until}")


def test_that_it_flaps_is_one_word_in_the_list_and_a_sentence_elsewhere(listed: InstanceModel, bridge: Bridge) -> None:
    [row] = [row for row in bridge.rows() if row.instance.name == "payments"]
    row = replace(row, alert=replace(hold(row.instance, timedelta()), state=AlertState.FLAPPING))
    assert listed.cells.note(row) == "unstable"
    assert alert_texts.notes(row, NOW, None) == "Keeps going up and down"


def test_every_cell_says_what_its_column_is_to_a_screen_reader(listed: InstanceModel) -> None:
    spoken = [listed.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in Column]
    assert spoken[Column.HOST] == "Host: localhost"
    assert spoken[Column.SINCE] == "since 3 min"
    assert spoken[Column.LATENCY] == "Latency: 12 ms"
    assert spoken[Column.BEATS] == "Last 1 checks: 1 answered, 0 failed"
    assert all(spoken)


def test_rows_that_nobody_sees_are_not_told(fleet: World, listed: InstanceModel, bridge: Bridge, qtbot: QtBot) -> None:
    listed.watched = range(1)
    docs, payments = fleet.catalog.instance("id-docs"), fleet.catalog.instance("id-payments")
    told: list[int] = []
    listed.dataChanged.connect(lambda first, _: told.append(first.row()))
    for app in (docs, payments):
        bridge._touch(app.id)
    flush(bridge)
    assert told == [0]


def test_of_a_row_that_was_only_measured_anew_only_that_is_told(fleet: World, listed: InstanceModel, bridge: Bridge) -> None:
    app = fleet.catalog.instance("id-payments")
    job = fleet.catalog.jobs_of(app.id)[0]
    told: list[tuple[int, int]] = []
    listed.dataChanged.connect(lambda first, last: told.append((first.column(), last.column())))
    everything, measured = (0, len(Column) - 1), (Column.LATENCY, Column.UPTIME)
    for changed, expected in (
        (replace(job, latency=timedelta(milliseconds=77)), measured),
        (replace(job, latency=timedelta(milliseconds=77), endpoint="http://localhost:1/other"), everything),
        (replace(job, health=Health.UP, changed_at=NOW), everything),
    ):
        fleet.catalog.put_job(changed)
        bridge._touch(app.id)
        flush(bridge)
        assert told.pop() == expected
    fleet.catalog.put_instance(replace(app, tags=("new",)))
    bridge._touch(app.id)
    flush(bridge)
    assert told.pop() == everything


def test_a_plan_that_was_made_for_another_table_is_made_anew() -> None:
    table = Table()
    table.turn_into(ids("abcde"))
    stale = finished(table.plan(ids("ec")))
    table.turn_into(ids("xbd"))
    table.become(stale)
    assert table.listed == ids("ec")
    assert table.positions == {"e": 0, "c": 1}


def test_where_rows_are_is_known_while_they_come_and_go() -> None:
    table = Table()
    table.turn_into(ids("abcdef"))
    known: list[dict[InstanceId, int]] = []
    table.rowsRemoved.connect(lambda: known.append(dict(table.positions)))
    table.rowsInserted.connect(lambda: known.append(dict(table.positions)))
    table.turn_into(ids("xadf"))
    assert known == [
        {"a": 0, "b": 1, "c": 2, "d": 3, "f": 4},
        {"a": 0, "d": 1, "f": 2},
        {"a": 0, "d": 1, "f": 2, "x": 3},
    ]
