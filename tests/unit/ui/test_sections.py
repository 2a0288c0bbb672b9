"""The sections of the settings beside them."""

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.pages.settings import SettingsPage
from tests.unit.ui.support import Open


@pytest.fixture
def window(open_window: Open) -> MainWindow:
    made = open_window()
    made.show_page("settings")
    return made


def marked(page: SettingsPage) -> str:
    return next(each.text() for each in page.index.buttons if each.isChecked())


def test_a_section_is_gone_to(window: MainWindow, qtbot: QtBot) -> None:
    page = window.pages.settings
    bar = page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    checks = next(each for each in page.index.buttons if each.text() == "Checks")
    checks.click()
    assert bar.value() > 0
    assert marked(page) == "Checks"


def test_where_one_has_scrolled_to_is_marked(window: MainWindow, qtbot: QtBot) -> None:
    page = window.pages.settings
    bar = page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert marked(page) == "Appearance"
    bar.setValue(bar.maximum())
    assert marked(page) == "This program"
    bar.setValue(0)
    assert marked(page) == "Appearance"


def test_they_are_left_out_where_there_is_no_room(window: MainWindow, qtbot: QtBot) -> None:
    page = window.pages.settings
    assert page.index.isVisible()
    window.resize(800, 700)
    qtbot.waitUntil(lambda: not page.index.isVisible())


def test_the_name_of_the_one_that_is_marked_is_read_whole(window: MainWindow, qtbot: QtBot) -> None:
    index = window.pages.settings.index
    longest = max(index.buttons, key=lambda each: each.sizeHint().width())
    strong = QFont(longest.font())
    strong.setWeight(QFont.Weight.DemiBold)
    around = longest.sizeHint().width() - longest.fontMetrics().horizontalAdvance(longest.text())
    needed = QFontMetrics(strong).horizontalAdvance(longest.text()) + around
    qtbot.waitUntil(lambda: longest.width() >= needed)
