"""Blocks stand in columns, the next one always in the shortest."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from registry_tray.ui.masonry import MasonryLayout

HEIGHTS = (60, 40, 30)


def blocks(parent: QWidget) -> tuple[MasonryLayout, list[QWidget]]:
    layout = MasonryLayout(parent, 100, 10)
    made = []
    for height in HEIGHTS:
        block = QWidget()
        block.setFixedHeight(height)
        layout.addWidget(block)
        made.append(block)
    return layout, made


def test_the_third_block_stands_below_the_shorter_of_two(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    layout, made = blocks(parent)
    layout.setGeometry(QRect(0, 0, 250, 100))
    assert [each.geometry() for each in made] == [QRect(0, 0, 120, 60), QRect(130, 0, 120, 40), QRect(130, 50, 120, 30)]
    assert layout.heightForWidth(250) == 80
    assert layout.heightForWidth(200) == 60 + 10 + 40 + 10 + 30


def test_from_right_to_left_the_first_column_is_at_the_right(qtbot: QtBot) -> None:
    parent = QWidget()
    parent.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.addWidget(parent)
    layout, made = blocks(parent)
    layout.setGeometry(QRect(0, 0, 250, 100))
    assert [each.x() for each in made] == [130, 0, 0]
