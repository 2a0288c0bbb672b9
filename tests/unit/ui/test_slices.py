"""Ten thousand rows are searched and sorted step by step, and what changes meanwhile is not forgotten."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from registry_tray.core.events import InstanceRemoved
from registry_tray.core.models import AppId, Identifier, InstanceId
from registry_tray.core.status import Health
from registry_tray.ui import rounds, slices
from registry_tray.ui.board import Row
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.models import instances, order, roster
from registry_tray.ui.models.entries import Column, Filter, Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.models.order import Order
from registry_tray.ui.models.roster import Roster
from registry_tray.ui.pages.instance_list import InstanceList
from registry_tray.ui.slices import Slices
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import World


def steps(seen: list[str], name: str, count: int) -> Iterator[None]:
    for number in range(count):
        seen.append(f"{name}{number}")
        yield


@pytest.fixture
def one_step_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "BUDGET", 0.0)
    monkeypatch.setattr(rounds, "LEAST", 0.0)


def test_a_turn_does_what_its_budget_allows_and_the_end_is_told_once(one_step_a_turn: None, qtbot: QtBot) -> None:
    seen: list[str] = []
    owner = QObject()
    work = Slices(owner, lambda: seen.append("done"))
    work.add("a", steps(seen, "a", 2))
    work.add("b", steps(seen, "b", 1))
    assert seen == []
    work._on_turn()
    assert seen == ["a0"]
    assert work.are_left
    qtbot.waitUntil(lambda: not work.are_left)
    assert seen == ["a0", "a1", "b0", "done"]


def test_what_is_asked_for_anew_takes_the_place_of_what_is_not_over(one_step_a_turn: None) -> None:
    seen: list[str] = []
    owner = QObject()
    work = Slices(owner, lambda: seen.append("done"))
    work.add("search", steps(seen, "old", 3))
    work._on_turn()
    work.add("search", steps(seen, "new", 1))
    work.finish()
    assert seen == ["old0", "new0", "done"]


def test_what_its_own_last_step_asks_for_anew_is_done(one_step_a_turn: None) -> None:
    seen: list[str] = []
    owner = QObject()
    work = Slices(owner, lambda: seen.append("done"))

    def asks_again() -> Iterator[None]:
        yield from steps(seen, "old", 1)
        work.add("search", steps(seen, "new", 1))

    work.add("search", asks_again())
    work.finish()
    assert seen == ["old0", "new0", "done"]


def rows_of(world: World, bridge: Bridge, count: int) -> list[Row]:
    for number in range(count):
        world.add_app(f"app-{number * 7919 % count:03d}", Health.DOWN if number % 3 == 0 else Health.UP)
    while bridge._dirty:
        bridge._flush()
    return bridge.rows()


@pytest.mark.parametrize("column", list(Column))
@pytest.mark.parametrize("is_reversed", [False, True])
def test_what_changes_between_two_steps_is_sorted_and_narrowed_as_if_it_had_always_been_so(
    world: World, bridge: Bridge, monkeypatch: pytest.MonkeyPatch, column: Column, is_reversed: bool
) -> None:
    monkeypatch.setattr(roster, "STEP", 3)
    rows = rows_of(world, bridge, 40)
    chance = random.Random(column.value)
    changing, known, late = Roster(), {row.instance.id: row for row in rows[:30]}, rows[30:]
    for row in known.values():
        changing.keep(row)
    wanted = Filter(needle="app", group=Group.FAILING)
    for work in (changing.sort(column, is_reversed=is_reversed), changing.narrow(wanted)):
        for _ in work:
            row = chance.choice(list(known.values()))
            match chance.randrange(3):
                case 0:
                    other = chance.choice(rows)
                    changed = replace(row, status=other.status, uptime=chance.random(), since=other.since)
                    known[row.instance.id] = changed
                    changing.keep(changed)
                case 1 if late:
                    new = late.pop()
                    known[new.instance.id] = new
                    changing.keep(new)
                case _:
                    del known[row.instance.id]
                    changing.drop(row.instance.id)
    fresh = Roster()
    for row in known.values():
        fresh.keep(row)
    for work in (fresh.sort(column, is_reversed=is_reversed), fresh.narrow(wanted)):
        assert list(work)
    assert changing.ids() == fresh.ids()


def test_an_order_is_made_and_let_go_in_steps_that_are_short_however_many_there_are() -> None:
    chance = random.Random(1)
    pairs = [(chance.randrange(50), InstanceId(str(number))) for number in range(6 * order.STEP)]
    making = Order.of([pairs[first : first + 100] for first in range(0, len(pairs), 100)])
    made = 0
    while True:
        try:
            next(making)
        except StopIteration as end:
            kept: Order = end.value
            break
        made += 1
    assert kept.ids() == [instance_id for _, instance_id in sorted(pairs)]
    assert made >= len(pairs) // 100 + 6
    left = [len(kept.ids()) for _ in kept.clear()]
    assert left == [len(pairs) - order.STEP * (number + 1) for number in range(6)]
    assert not kept.drop(pairs[0][1])


def test_where_many_change_while_it_is_sorted_they_are_caught_up_with_in_steps(world: World, bridge: Bridge) -> None:
    rows = rows_of(world, bridge, 3 * roster.CHANGES)
    sorting = Roster()
    for row in rows:
        sorting.keep(row)
    work = sorting.sort(Column.NAME, is_reversed=True)
    next(work)
    before = len(list(sorting.sort(Column.NAME, is_reversed=True)))
    for row in rows:
        sorting.keep(replace(row, uptime=0.5))
    assert len(list(work)) > before
    assert sorting.ids() == [row.instance.id for row in sorted(rows, key=lambda row: row.instance.name, reverse=True)]


@pytest.fixture
def many(world: World, bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> World:
    """So many that nothing is done at once."""
    monkeypatch.setattr(instances, "_SMALL", 5)
    monkeypatch.setattr(roster, "STEP", 3)
    rows_of(world, bridge, 60)
    return world


def names(model: InstanceModel) -> list[str]:
    return [model.row_at(position).instance.name for position in range(model.rowCount())]


def test_the_list_stays_as_it_is_until_it_is_sorted(many: World, bridge: Bridge, qtbot: QtBot, one_step_a_turn: None) -> None:
    model = InstanceModel(bridge)
    assert not model.is_empty
    qtbot.waitUntil(lambda: model.is_settled)
    before = names(model)
    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    model.search("app-0")
    assert names(model) == before
    assert model.filter.needle == "app-0"
    qtbot.waitUntil(lambda: model.is_settled)
    assert names(model) == [f"app-{number:03d}" for number in range(59, -1, -1)]


def test_a_search_goes_on_while_a_row_changes(many: World, bridge: Bridge, qtbot: QtBot, one_step_a_turn: None) -> None:
    model = InstanceModel(bridge)
    qtbot.waitUntil(lambda: model.is_settled)
    model.narrow(Group.FAILING)
    first = many.catalog.instance("id-app-000")
    many.set_health(first, Health.UP)
    bridge._flush()
    qtbot.waitUntil(lambda: model.is_settled)
    assert "app-000" not in names(model)
    assert model.rowCount() == 19


def test_a_list_that_is_sorted_in_slices_is_a_proper_model(
    many: World, bridge: Bridge, qtbot: QtBot, qtmodeltester: Any, one_step_a_turn: None
) -> None:
    model = InstanceModel(bridge)
    qtmodeltester.check(model)
    model.sort(Column.NAME)
    model.narrow(Group.UP)
    qtbot.waitUntil(lambda: model.is_settled)
    qtmodeltester.check(model)


def test_many_that_are_selected_stay_so_wherever_they_move(many: World, bridge: Bridge, theme: Theme, qtbot: QtBot) -> None:
    model = InstanceModel(bridge)
    view = InstanceList(bridge, model, theme)
    qtbot.addWidget(view)
    qtbot.waitUntil(lambda: model.is_settled)
    view.selectAll()
    assert len(view.selection.rows()) == 60
    model.sort(Column.NAME, Qt.SortOrder.DescendingOrder)
    qtbot.waitUntil(lambda: model.is_settled)
    assert len(view.selectionModel().selectedRows()) == 60
    assert [row.instance.name for row in view.selection.rows()] == names(model)
    view.select(None)
    model.narrow(Group.UP)
    qtbot.waitUntil(lambda: model.is_settled)
    view.selectAll()
    chosen = {row.instance.id for row in view.selection.rows()}
    model.narrow(Group.ALL)
    model.sort(Column.NAME)
    qtbot.waitUntil(lambda: model.is_settled)
    assert {row.instance.id for row in view.selection.rows()} == chosen
    assert len(view.selectionModel().selectedRows()) == len(chosen) == 40
    assert view.selection.first in chosen


def test_a_line_that_is_closed_while_the_list_is_sorted_stays_closed(
    world: World, bridge: Bridge, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, one_step_a_turn: None
) -> None:
    monkeypatch.setattr(instances, "_SMALL", 0)
    for host in ("one", "two"):
        identifier = Identifier(f"orders@{host}")
        world.add_app("orders", id=InstanceId(f"id-{host}"), app_id=AppId("orders"), identifier=identifier, hostname=host)
    bridge._flush()
    model = InstanceModel(bridge)
    qtbot.waitUntil(lambda: model.is_settled)
    model.sort(Column.HOST, Qt.SortOrder.DescendingOrder)
    model._slices._on_turn()
    assert not model.is_settled
    assert model.open_line(0, on=False)
    assert not model.open_line(0, on=False)
    qtbot.waitUntil(lambda: model.is_settled)
    assert model.rowCount() == 1


def test_who_goes_while_the_list_is_made_is_not_listed(many: World, bridge: Bridge, qtbot: QtBot, one_step_a_turn: None) -> None:
    model = InstanceModel(bridge)
    qtbot.waitUntil(lambda: model.is_settled)
    model.sort(Column.NAME)
    while not model.is_settled:
        model._slices._on_turn()
        gone = many.catalog.find("id-app-007")
        if gone is not None:
            many.catalog.remove_instance(gone.id)
            many.bus.publish(InstanceRemoved(gone, ()))
            bridge._flush()
    assert names(model) == [f"app-{number:03d}" for number in range(60) if number != 7]
