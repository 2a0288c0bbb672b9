"""What the settings page can do beside holding values."""

from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.ui.bridge import Bridge
from registry_tray.ui.pages.setting_words import abilities_text
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


def test_start_at_login_shows_what_the_system_says(page: SettingsPage, world: World) -> None:
    world.program.at_login = True
    page.login.look()
    assert page.login.switch.isChecked()
    page.login.switch.click()
    assert not world.program.at_login
    assert not page.login.switch.isChecked()


def test_a_test_notification_says_what_came_of_it(page: SettingsPage, world: World) -> None:
    page.notifications.test.click()
    assert world.program.asked == ["This is a test"]
    assert page.notifications.outcome.text() == "It was handed over to the desktop."
    world.program.trouble = "No notification server runs on this desktop."
    page.notifications.test.click()
    assert page.notifications.outcome.text() == "No notification server runs on this desktop."


@pytest.mark.parametrize(
    ("abilities", "said"),
    [
        ({"actions", "body"}, "Your desktop shows notifications with text and buttons."),
        ({"body"}, "Your desktop shows notifications, but without buttons (use the window or the tray instead)."),
        (set(), "Your desktop shows no notifications; the window says what they would have said."),
    ],
)
def test_what_the_desktop_allows_is_said_in_words(abilities: set[str], said: str, page: SettingsPage, world: World) -> None:
    assert abilities_text(frozenset(abilities)) == said
    world.program.abilities = frozenset(abilities)
    page.notifications.look()
    assert page.notifications.help.text() == said


def test_connections_are_tried_as_they_are_set(page: SettingsPage, world: World, bridge: Bridge) -> None:
    page.broker_test.test.click()
    assert page.broker_test.outcome.text() == "No address is set: there is nothing to connect to."
    bridge.commands.change_setting("mqtt.url", "mqtt://localhost:1883")
    bridge.commands.change_setting("store.url", "redis://localhost:6379/0")
    page.broker_test.test.click()
    assert page.broker_test.outcome.text() == "It works."
    world.program.trouble = "Redis at localhost:6379 refuses connections."
    page.store_test.test.click()
    assert page.store_test.outcome.text() == "Redis at localhost:6379 refuses connections."
    assert world.program.asked == ["mqtt://localhost:1883", "redis://localhost:6379/0 registry-tray"]
    assert page.store_test.test.isEnabled()


def test_the_token_is_hidden_until_it_is_asked_for(page: SettingsPage, world: World) -> None:
    row = page.token
    assert row.line.isHidden()
    row.show_button.click()
    assert row.line.text() == "token 1"
    row.copy.click()
    assert QGuiApplication.clipboard().text() == "token 1"
    row.renew.click()
    assert row.line.text() == "token 2"
    row.show_button.click()
    assert row.line.isHidden()
    assert row.line.text() == ""


def test_settings_go_to_a_file_and_come_from_one(page: SettingsPage, world: World, tmp_path: Path, bridge: Bridge) -> None:
    page.file.export_to(str(tmp_path / "mine.toml"))
    page.file.import_from(str(tmp_path / "mine.toml"))
    assert world.program.asked == [f"export {tmp_path / 'mine.toml'}", f"import {tmp_path / 'mine.toml'}"]
    said: list[str] = []
    bridge.failed.connect(said.append)
    world.program.trouble = "alerts.hold in mine.toml: 'soon' is not a duration."
    page.file.import_from(str(tmp_path / "mine.toml"))
    assert said == ["alerts.hold in mine.toml: 'soon' is not a duration."]


def test_text_grows_as_the_setting_says(theme: Theme, qapp: QApplication) -> None:
    before = QFontMetrics(theme.font()).height()
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        assert QFontMetrics(theme.font()).height() >= 1.8 * before
        assert qapp.font().pointSizeF() == theme.font().pointSizeF()
        assert "* { font-size" in qapp.styleSheet()
    finally:
        theme.follow(Settings())
    assert QFontMetrics(theme.font()).height() == before


def test_a_choice_is_read_whole_however_large_text_is(page: SettingsPage, theme: Theme) -> None:
    choice = page.fields["appearance.theme"].control
    assert isinstance(choice, QComboBox)
    try:
        theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
        option = QStyleOptionComboBox()
        choice.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = choice.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, choice)
        assert choice.fontMetrics().horizontalAdvance(choice.currentText()) <= room.width()
    finally:
        theme.follow(Settings())
