"""Widgets flow as words do."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from registry_tray.ui.flow import FlowLayout


def test_what_is_hidden_leaves_no_gap(qtbot: QtBot) -> None:
    bar = QWidget()
    qtbot.addWidget(bar)
    flow = FlowLayout(bar, 8)
    buttons = [QWidget() for _ in range(4)]  # plain ones, whose size no style sheet changes
    for each in buttons:
        each.setFixedSize(60, 20)
        flow.addWidget(each)
    buttons[1].hide()
    buttons[2].hide()
    flow.setGeometry(QRect(0, 0, 100, 100))
    assert buttons[0].geometry() == QRect(0, 0, 60, 20)
    assert buttons[3].geometry() == QRect(0, 28, 60, 20)
    assert flow.heightForWidth(100) == 48
    flow.setGeometry(QRect(0, 0, 200, 100))
    assert buttons[3].geometry() == QRect(68, 0, 60, 20)


def test_from_right_to_left_the_first_stands_at_the_right(qtbot: QtBot) -> None:
    bar = QWidget()
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(bar)
    flow = FlowLayout(bar, 8)
    first, second, third = (QWidget() for _ in range(3))
    for each in (first, second, third):
        each.setFixedSize(60, 20)
        flow.addWidget(each)
    flow.setGeometry(QRect(0, 0, 150, 100))
    assert first.geometry() == QRect(90, 0, 60, 20)
    assert second.geometry() == QRect(22, 0, 60, 20)
    assert third.geometry() == QRect(90, 28, 60, 20)
