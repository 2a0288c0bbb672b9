"""Everything can be asked for by typing it, and a list tells the keys."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from registry_tray.core.status import Health, Registration
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.models.entries import Group
from registry_tray.ui.palette.entries import Entry, find
from registry_tray.ui.palette.keys import sections
from tests.unit.ui.support import NOW, Open, World, make_instance, muted

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(open_window: Open, world: World) -> MainWindow:
    world.add_app("payments", Health.DOWN, environment="production")
    world.add_app("gateway")
    return open_window()


def ask(window: MainWindow, text: str) -> list[str]:
    """What is offered for this text."""
    palette = window.launcher.palette
    if not palette.isVisible():
        QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette.line.setText(text)
    return palette.titles()


def enter(window: MainWindow) -> None:
    QTest.keyClick(window.launcher.palette.line, Qt.Key.Key_Return)


def test_an_instance_is_found_by_name_environment_and_host_and_opened(window: MainWindow) -> None:
    assert ask(window, "pay") == ["payments"]
    assert ask(window, "production") == ["payments"]
    enter(window)
    assert window.launcher.palette.isHidden()
    assert window.applications.list.selected == make_instance("payments").id


def test_of_several_instances_the_worst_comes_first_as_in_the_list(open_window: Open, world: World) -> None:
    world.add_app("shop-up")
    world.add(muted(make_instance("shop-muted", registration=Registration.CRASHED), NOW + timedelta(hours=1)))
    world.add_app("shop-down", Health.DOWN)
    world.add(make_instance("shop-crashed", registration=Registration.CRASHED))
    assert ask(open_window(), "shop") == ["shop-crashed", "shop-down", "shop-up", "shop-muted"]


def test_what_is_selected_comes_first_and_is_acted_upon(window: MainWindow, world: World) -> None:
    window.show_instance(make_instance("payments").id)
    assert ask(window, "")[0] == "Check now"
    ask(window, "mute 1 hour")
    enter(window)
    assert world.wishes.muted == [(make_instance("payments").id, NOW + timedelta(hours=1))]
    assert "Undo" in ask(window, "undo")
    enter(window)
    assert world.wishes.muted[-1] == (make_instance("payments").id, None)


def test_pages_filters_and_settings_are_commands(window: MainWindow, world: World) -> None:
    ask(window, "go to settings")
    enter(window)
    assert window.pages.settings.isVisible()
    assert window.pages.settings.entry.hasFocus()
    ask(window, "show failing")
    enter(window)
    assert window.pages.currentWidget() is window.applications
    assert window.applications.model.filter.group is Group.FAILING
    ask(window, "colours dark")
    enter(window)
    assert world.wishes.changed == [("appearance.theme", "dark")]
    ask(window, "pause alerts")
    enter(window)
    assert world.wishes.paused == [NOW + timedelta(hours=1)]
    assert ask(window, "alerts") == ["Resume alerts"]


def test_the_arrows_choose_and_escape_gives_the_keyboard_back(window: MainWindow, world: World) -> None:
    window.show_instance(make_instance("payments").id)
    window.applications.list.setFocus()
    titles = ask(window, "mute")
    line = window.launcher.palette.line
    QTest.keyClick(line, Qt.Key.Key_Down)
    assert window.launcher.palette.list.currentItem().text() == titles[1]
    QTest.keyClick(line, Qt.Key.Key_Up)
    QTest.keyClick(line, Qt.Key.Key_Up)
    assert window.launcher.palette.list.currentItem().text() == titles[-1]
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert window.launcher.palette.isHidden()
    assert window.applications.list.hasFocus()
    assert window.applications.details.isVisible()
    assert world.wishes.muted == []


def test_f8_goes_from_one_that_fails_to_the_next(open_window: Open, world: World) -> None:
    world.add_app("gateway")
    for name, since in (("payments", 5), ("orders", 9), ("mail", 1)):
        world.add_app(name, Health.DOWN, ago=timedelta(minutes=since))
    window = open_window()
    shown = []
    for key in (Qt.KeyboardModifier.NoModifier,) * 4 + (Qt.KeyboardModifier.ShiftModifier,) * 2:
        QTest.keyClick(window, Qt.Key.Key_F8, key)
        assert window.applications.details.row is not None
        shown.append(window.applications.details.row.instance.name)
    assert shown == ["orders", "payments", "mail", "orders", "mail", "payments"]


def test_f8_does_nothing_where_nothing_fails(open_window: Open, world: World) -> None:
    world.add_app("gateway")
    window = open_window()
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.applications.details.row is None
    assert "Go to what fails next" not in ask(window, "fails")


def test_the_incident_is_copied_by_its_key(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_I, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("## payments: Down for 3 min")


def test_what_is_not_there_is_said(window: MainWindow) -> None:
    assert ask(window, "zebra") == []
    assert not window.launcher.palette.none.isHidden()
    enter(window)
    assert window.launcher.palette.isVisible()


def test_a_click_beside_the_card_closes_it(window: MainWindow) -> None:
    ask(window, "")
    QTest.mouseClick(window.launcher.palette, Qt.MouseButton.LeftButton, pos=window.rect().bottomLeft() / 2)
    assert window.launcher.palette.isHidden()


def test_the_list_of_keys_opens_and_closes(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window, Qt.Key.Key_Question)
    keys = window.launcher.keys
    assert keys.isVisible()
    assert keys.close_button.hasFocus()
    QTest.keyClick(keys.close_button, Qt.Key.Key_Escape)
    assert keys.isHidden()


def test_the_list_of_keys_is_not_scrolled_where_the_window_has_room_for_it(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1200, 1000)
    QTest.keyClick(window, Qt.Key.Key_Question)
    area = window.launcher.keys.area
    qtbot.waitUntil(lambda: area.viewport().height() > 300)
    assert area.verticalScrollBar().maximum() == 0


def test_every_key_that_is_listed_says_what_it_does() -> None:
    for title, keys in sections(str):
        assert title
        assert all(sequences and text for sequences, text in keys)


def test_accents_need_not_be_typed() -> None:
    entries = [Entry("Señal de vida", print), Entry("Configuración", print)]
    assert [entry.title for entry in find(entries, "configuracion", 10)] == ["Configuración"]
    assert [entry.title for entry in find(entries, "SEÑAL", 10)] == ["Señal de vida"]


def test_what_begins_with_the_text_comes_first() -> None:
    entries = [Entry(title, lambda: None) for title in ("unmute", "set mute", "mute", "Mute all")]
    assert [entry.title for entry in find(entries, "mute", 10)] == ["mute", "Mute all", "set mute", "unmute"]
    assert len(find(entries, "", 2)) == 2


def test_a_second_after_the_window_shows_the_palette_is_made_and_still_offers_what_makes_sense_when_it_opens(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "palette" in window.launcher.__dict__, timeout=5000)
    palette = window.launcher.palette
    qtbot.waitUntil(lambda: bool(palette.titles()), timeout=5000)
    assert palette.isHidden()
    assert "Check now" not in palette.titles()
    window.show_instance(make_instance("payments").id)
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    assert palette.isVisible()
    assert palette.titles()[0] == "Check now"
