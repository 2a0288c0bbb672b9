"""The line to search with."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.ui.search_line import SearchLine
from registry_tray.ui.theme import Theme

# The platform without a screen has no windows with limits.
pytestmark = pytest.mark.qt_log_ignore("does not support propagateSizeHints")


@pytest.fixture
def line(theme: Theme, qtbot: QtBot) -> SearchLine:
    made = SearchLine(theme, "Search", 200)
    qtbot.addWidget(made)
    made.resize(200, 32)
    made.show()
    return made


@pytest.fixture
def large(theme: Theme) -> Iterator[None]:
    theme.follow(Settings().with_value("appearance.text_size", 200, "a test"))
    yield
    theme.follow(Settings())


def test_the_glass_and_the_cross_grow_with_the_text(line: SearchLine, theme: Theme, large: None) -> None:
    assert line.glass().width() == theme.size() > 16
    assert line.cross.iconSize().width() == theme.size()
    assert line.textMargins().left() > theme.size()
    assert line.maximumWidth() > 200


def test_the_cross_stands_after_a_text_and_empties_the_line(line: SearchLine) -> None:
    assert line.cross.isHidden()
    assert line.textMargins().right() == 0
    line.setText("payments")
    assert line.textMargins().right() > 0
    QTest.mouseClick(line.cross, Qt.MouseButton.LeftButton)
    assert line.text() == ""
    assert line.cross.isHidden()


def test_from_right_to_left_the_glass_is_at_the_right(line: SearchLine) -> None:
    line.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    line.setText("payments")
    assert line.glass().left() > line.cross.geometry().right()
    assert line.textMargins().right() > line.glass().width()
