"""What a command that we run has said is shown as it comes, and goes into the incident."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from registry_tray.core.models import InstanceId
from registry_tray.core.run import Run
from registry_tray.ui.details.errors import ErrorEntry
from registry_tray.ui.details.log import Log
from registry_tray.ui.theme import Theme
from tests.unit.ui.support import Open, World

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


def test_the_log_is_shown_live_and_can_be_copied(open_window: Open, world: World, payments: InstanceId) -> None:
    world.wishes.runs.runs[payments] = Run("one\ntwo\n", is_running=True)
    window = open_window()
    window.show_instance(payments)
    details = window.applications.details
    details.tabs.show_tab("log")
    assert details.log.text.toPlainText() == "one\ntwo"
    assert details.log.none.isHidden()
    world.wishes.runs.runs[payments] = Run("one\ntwo\nthree\n", is_running=True)
    details._on_second()
    details.log.copy.click()
    assert QGuiApplication.clipboard().text() == "one\ntwo\nthree"


def test_the_tab_is_there_for_what_we_run_only(open_window: Open, world: World, payments: InstanceId) -> None:
    other = world.add_app("other")
    window = open_window()
    window.show_instance(payments)
    tabs = window.applications.details.tabs
    bar = tabs.bar
    place = [bar.tabText(number) for number in range(bar.count())].index("Log")
    assert not bar.isTabVisible(place)
    tabs.show_tab("errors")
    QTest.keyClick(bar, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert tabs.current == "jobs"
    world.wishes.runs.runs[other.id] = Run("hello\n", is_running=False)
    window.show_instance(other.id)
    assert bar.isTabVisible(place)


def test_who_reads_further_up_is_not_moved(open_window: Open, world: World, payments: InstanceId) -> None:
    lines = "".join(f"line {number}\n" for number in range(200))
    world.wishes.runs.runs[payments] = Run(lines, is_running=True)
    window = open_window()
    window.show_instance(payments)
    details = window.applications.details
    details.tabs.show_tab("log")
    bar = details.log.text.verticalScrollBar()
    bar.setValue(20)
    world.wishes.runs.runs[payments] = Run(lines + "more\n", is_running=True)
    details._on_second()
    assert bar.value() == 20
    bar.setValue(bar.maximum())
    world.wishes.runs.runs[payments] = Run(lines + "more\nand more\n", is_running=True)
    details._on_second()
    assert bar.value() == bar.maximum()


def test_the_incident_has_the_end_of_the_log_with_secrets_masked(open_window: Open, world: World, payments: InstanceId) -> None:
    world.wishes.runs.runs[payments] = Run("connecting with password=hunter2\nno route\n", is_running=True)
    window = open_window()
    window.show_instance(payments)
    window.applications.details.header.actions_bar.incident_button.click()
    copied = QGuiApplication.clipboard().text()
    assert "### Last output\n\n```\nconnecting with password=***\nno route\n```" in copied


def test_what_we_run_is_stopped_and_restarted_and_nothing_else(open_window: Open, world: World, payments: InstanceId) -> None:
    window = open_window()
    window.show_instance(payments)
    details = window.applications.details
    actions = details.header.actions_bar
    assert actions.restart_button.isHidden()
    assert actions.stop_button.isHidden()
    world.wishes.runs.runs[payments] = Run("", is_running=True)
    details._read()
    actions.restart_button.click()
    actions.stop_button.click()
    assert (world.wishes.runs.restarted, world.wishes.runs.stopped) == ([payments], [payments])
    world.wishes.runs.runs[payments] = Run("", is_running=False)
    details._read()
    assert actions.restart_button.isHidden()
    assert actions.stop_button.isHidden()


def test_output_and_code_begin_at_the_left_where_all_else_is_read_from_the_right(
    theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    try:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        log, error = Log(theme), ErrorEntry(theme)
        for part, text in ((log, log.text), (error, error.stack)):
            qtbot.addWidget(part)
            assert part.isRightToLeft()
            assert not text.isRightToLeft()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
