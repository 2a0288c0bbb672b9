"""The form of settings follows from their declarations."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from registry_tray.config import settings_paths
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.pages.setting_field import SettingField
from registry_tray.ui.pages.settings import SettingsPage
from registry_tray.ui.slices import finished
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import World


@pytest.fixture
def page(bridge: Bridge, theme: Theme, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(bridge, theme)
    finished(made.build())
    qtbot.addWidget(made)
    return made


def line(page: SettingsPage, path: str) -> QLineEdit:
    control = page.fields[path].control
    assert isinstance(control, QLineEdit)
    return control


def type_into(field: SettingField, text: str) -> None:
    assert isinstance(field.control, QLineEdit)
    field.control.clear()
    QTest.keyClicks(field.control, text)


def test_every_setting_that_a_person_may_change_is_there(page: SettingsPage) -> None:
    assert set(page.fields) == {path for path, _ in settings_paths()} - {"data.dir"}


def test_a_value_is_applied_as_soon_as_it_is_complete(page: SettingsPage, world: World) -> None:
    type_into(page.fields["alerts.hold"], "25s")
    line(page, "alerts.hold").editingFinished.emit()
    assert world.wishes.changed == [("alerts.hold", "25s")]
    assert not page.fields["alerts.hold"].reset.isHidden()


def test_a_wrong_value_is_explained_and_not_applied(page: SettingsPage, world: World) -> None:
    field = page.fields["alerts.hold"]
    type_into(field, "soon")
    assert field.error.text() == "'soon' is not a duration such as 500ms, 10s, 5m or 1h."
    line(page, "alerts.hold").editingFinished.emit()
    assert world.wishes.changed == []
    type_into(field, "1m")
    assert field.error.isHidden()


def test_a_number_stays_a_number(page: SettingsPage, world: World) -> None:
    type_into(page.fields["checks.concurrency"], "32")
    line(page, "checks.concurrency").editingFinished.emit()
    assert world.wishes.changed == [("checks.concurrency", 32)]


def test_a_zero_that_stands_for_something_else_says_what(page: SettingsPage, world: World) -> None:
    field = page.fields["alerts.failures"]
    shown = line(page, "alerts.failures")
    assert (shown.text(), shown.placeholderText()) == ("", "2 or 3")
    assert "Default: 2 or 3." in shown.accessibleDescription()
    type_into(field, "5")
    shown.editingFinished.emit()
    type_into(field, "")
    assert field.error.isHidden()
    shown.editingFinished.emit()
    assert world.wishes.changed == [("alerts.failures", 5), ("alerts.failures", 0)]


def test_switches_and_choices_are_applied_at_once(page: SettingsPage, world: World) -> None:
    switch, choice = page.fields["alerts.notify_lifecycle"].control, page.fields["appearance.theme"].control
    assert isinstance(switch, QCheckBox)
    assert isinstance(choice, QComboBox)
    switch.click()
    choice.activated.emit(choice.findData("dark"))
    assert world.wishes.changed == [("alerts.notify_lifecycle", True), ("appearance.theme", "dark")]


def test_a_setting_can_be_reset_to_its_default(page: SettingsPage, world: World, bridge: Bridge) -> None:
    bridge.commands.change_setting("alerts.successes", 5)
    field = page.fields["alerts.successes"]
    assert line(page, "alerts.successes").text() == "5"
    field.reset.click()
    assert world.wishes.settings.alerts.successes == 2
    assert field.reset.isHidden()


def test_a_refused_change_shows_the_value_in_force(page: SettingsPage, world: World) -> None:
    world.wishes.refusal = "The file is read-only."
    switch = page.fields["alerts.notify_lifecycle"].control
    assert isinstance(switch, QCheckBox)
    switch.click()
    assert not switch.isChecked()


def test_the_port_says_that_it_takes_effect_later(page: SettingsPage) -> None:
    assert "next start" in page.fields["server.port"].control.accessibleDescription()
