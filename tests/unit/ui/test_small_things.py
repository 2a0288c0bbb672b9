"""What was found out of place in the list and in the details, and mended."""

import asyncio
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from registry_tray.core.status import Health, Registration
from registry_tray.ui import texts
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.dialogs.start_failure import ask
from registry_tray.ui.models.entries import Column, Group
from registry_tray.ui.models.instances import InstanceModel
from registry_tray.ui.widgets import LinkButton
from tests.unit.ui.support import Open, World, make_instance, make_job

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|propagateSizeHints)")


def test_where_everything_is_archived_the_way_to_it_is_offered(open_window: Open, world: World) -> None:
    world.add(make_instance("old", registration=Registration.ARCHIVED))
    page = open_window().applications
    assert page._stack.currentWidget() is page.all_archived
    page.all_archived.findChildren(QPushButton)[0].click()
    assert page._stack.currentWidget() is page.list
    assert page.model.filter.group is Group.ARCHIVED
    assert page.model.rowCount() == 1


def test_what_is_unknown_is_last_whichever_way_it_is_sorted(world: World, bridge: Bridge) -> None:
    slow = world.add_app("slow")
    world.catalog.put_job(make_job(slow, latency=timedelta(seconds=1)))
    world.add_app("fast")
    world.add(make_instance("unmeasured"))
    bridge._flush()
    model = InstanceModel(bridge)
    model.sort(Column.LATENCY, Qt.SortOrder.DescendingOrder)
    names = [model.row_at(row).instance.name for row in range(3)]
    assert names == ["slow", "fast", "unmeasured"]


def test_degraded_instances_have_a_chip_of_their_own(open_window: Open, world: World) -> None:
    ill = make_instance("ill")
    world.add(ill, make_job(ill, degraded=True))
    world.add_app("well")
    page = open_window().applications
    page.chips.choose(Group.DEGRADED)
    assert [page.model.row_at(row).instance.name for row in range(page.model.rowCount())] == ["ill"]
    assert page.chips._chips[Group.DEGRADED].text() == "Degraded  1"


def test_a_relation_keeps_the_keyboard_while_its_state_changes(open_window: Open, world: World, bridge: Bridge) -> None:
    database = world.add_app("database")
    world.add_app("payments", depends_on=("database",))
    window = open_window()
    window.show_instance(make_instance("payments").id)
    relations = window.applications.details.relations
    [link] = relations.links()
    link.setFocus()
    world.set_health(database, Health.DOWN)
    bridge._flush()
    assert link.hasFocus()
    assert link.text() == "database@localhost · Down"
    other = world.add_app("orders", depends_on=("payments",))
    bridge._flush()
    assert [each.text().split("@")[0] for each in relations.links()] == ["database", other.name]
    assert window.focusWidget() is relations.links()[0]


@pytest.mark.parametrize("name", ["line", "save", "cancel"])
def test_escape_anywhere_in_a_note_takes_only_the_note_back(open_window: Open, payments: str, name: str) -> None:
    window = open_window()
    window.show_instance(make_instance("payments").id)
    note = window.applications.details.header.actions_bar.note
    window.applications.details.header.actions_bar.acknowledge_button.click()
    part = getattr(note, name)
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_Escape)
    assert note.isHidden()
    assert window.applications.details.isVisible()


def test_the_window_forgets_a_token_that_was_dismissed(open_window: Open) -> None:
    window = open_window()
    window.show_token("s3cret", "/data/token")
    assert window.token_card is not None
    window.token_card.dismiss.click()
    assert window.token_card is None


def test_an_address_that_is_no_web_page_is_copied_and_says_so(open_window: Open, world: World, qtbot: QtBot) -> None:
    app = world.add_app("one", links={"logs": "file:///var/log/one"})
    window = open_window()
    window.show_instance(app.id)
    [link] = [each for each in window.applications.details.facts.findChildren(LinkButton) if "logs" in each.text()]
    assert link.text() == "Copy logs"
    link.click()
    assert QGuiApplication.clipboard().text() == "file:///var/log/one"
    assert link.text() == "logs (copied)"


def test_the_window_that_says_why_nothing_starts_has_the_icon_and_a_title_that_is_not_cut(qapp: QApplication) -> None:
    async def look() -> tuple[str, bool, str]:
        asking = asyncio.ensure_future(ask("The port 7331 is in use.", offer_free_port=True))
        await asyncio.sleep(0)
        [box] = [each for each in qapp.topLevelWidgets() if isinstance(each, QMessageBox)]
        asking.cancel()
        return box.windowTitle(), box.windowIcon().isNull(), box.text()

    assert asyncio.run(look()) == ("Registry Tray", False, "Registry Tray cannot start")


def test_a_row_says_why_it_is_not_well(world: World, bridge: Bridge) -> None:
    for name, health in (("payments", Health.DOWN), ("orders", Health.UP)):
        instance = make_instance(name)
        world.add(instance, make_job(instance, health=health, reason="Connection refused on localhost:8080"))
        bridge._refresh(instance.id)
    lines = {row.instance.name: texts.second_line(row) for row in bridge.rows()}
    assert lines == {"payments": "Connection refused on localhost:8080 · payments@localhost", "orders": "orders@localhost"}


def test_how_long_a_state_lasts_is_told_in_whole_seconds(world: World, bridge: Bridge) -> None:
    world.add_app("payments", Health.DOWN, ago=timedelta(seconds=7, milliseconds=800))
    bridge._flush()
    [row] = bridge.rows()
    assert texts.state_text(row, bridge.clock.now()) == "Down for 7 s"
    assert texts.state_text(row, row.since - timedelta(seconds=1)) == "Down for 0 s"


def test_the_words_above_the_list_and_its_chips_count_alike(open_window: Open, world: World) -> None:
    for health in Health:
        world.add_app(f"app-{health}", health)
    page = open_window().applications
    assert "1 up" in page.head.summary.text()
    assert page.chips._chips[Group.UP].text() == "Up  1"
    assert page.chips._chips[Group.FAILING].text() == "Failing  1"
