"""Small pieces, in both directions of reading."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QPushButton, QStyleOptionButton, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.ui.direction import margins
from registry_tray.ui.pages.section_index import SectionIndex
from registry_tray.ui.stylesheet import style_sheet
from registry_tray.ui.tokens import GAP_SMALL, ICON, LIGHT
from registry_tray.ui.whole_text import WholeText
from registry_tray.ui.widgets import Button, LinkButton, button, label


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def inked(shown: QWidget) -> list[int]:
    """The columns of pixels in which something is painted."""
    image = shown.grab().toImage()
    ground = QColor(image.pixel(image.width() // 2, 0))
    rows = range(image.height())
    return [x for x in range(image.width()) if any(QColor(image.pixel(x, y)) != ground for y in rows)]


@pytest.mark.usefixtures("mirrored")
def test_a_latin_text_begins_where_lines_begin(qtbot: QtBot) -> None:
    labels = label("cart"), label("cart", wrap=True), label("cart", selectable=True, wrap=True)
    value = WholeText("cart", "value", 2)
    for made in (*labels, value):
        qtbot.addWidget(made)
        made.resize(300, 30)
        assert inked(value.viewport() if made is value else made)[0] > 200


@pytest.mark.usefixtures("mirrored")
def test_a_button_is_read_in_the_direction_of_its_text(qtbot: QtBot) -> None:
    made = Button("30 days")
    qtbot.addWidget(made)
    option = QStyleOptionButton()
    made.initStyleOption(option)
    assert option.text == "\N{FIRST STRONG ISOLATE}30 days\N{POP DIRECTIONAL ISOLATE}"
    assert made.text() == "30 days"


@pytest.mark.usefixtures("mirrored")
def test_margins_are_those_of_the_direction() -> None:
    assert margins(24, 1, 16, 2) == QMargins(16, 1, 24, 2)


def test_margins_are_those_that_were_asked_for() -> None:
    assert margins(24, 1, 16, 2) == QMargins(24, 1, 16, 2)


def test_a_section_has_room_for_its_name_where_it_is_marked(qtbot: QtBot) -> None:
    index = SectionIndex(["Long name of a section", "Short"])
    qtbot.addWidget(index)
    strong = QFont(index.font())
    strong.setWeight(QFont.Weight.DemiBold)
    first = index.buttons[0]
    assert first.minimumWidth() > QFontMetrics(strong).horizontalAdvance(first.text()) + 20


def _first_section(qtbot: QtBot, *, is_mirrored: bool) -> tuple[int, int]:
    index = SectionIndex(["Notifications", "Store"])
    qtbot.addWidget(index)
    index.setStyleSheet(style_sheet(LIGHT, 10, ICON, is_mirrored=is_mirrored))
    index.mark(1)  # what is marked has a ground of its own
    index.resize(200, 100)
    columns = inked(index.buttons[0])
    return columns[0], index.buttons[0].width() - 1 - columns[-1]


def test_a_section_begins_where_the_title_above_it_does(qtbot: QtBot) -> None:
    assert _first_section(qtbot, is_mirrored=False)[0] - GAP_SMALL in (0, 1)  # what a letter leaves free at its side


@pytest.mark.usefixtures("mirrored")
def test_a_section_begins_where_the_title_does_in_the_other_direction_too(qtbot: QtBot) -> None:
    assert _first_section(qtbot, is_mirrored=True)[1] - GAP_SMALL in (0, 1)


def _side_of(link: QPushButton, qtbot: QtBot, *, is_mirrored: bool) -> int:
    """What it leaves free where it begins."""
    qtbot.addWidget(link)
    link.setStyleSheet(style_sheet(LIGHT, 10, ICON, is_mirrored=is_mirrored))
    link.resize(200, 30)
    columns = inked(link)
    return link.width() - 1 - columns[-1] if is_mirrored else columns[0]


def test_a_link_begins_where_text_does(qtbot: QtBot) -> None:
    for link in (button("Edit", kind="link"), LinkButton("Edit", list)):
        assert _side_of(link, qtbot, is_mirrored=False) <= 1  # what a letter leaves free at its side


@pytest.mark.usefixtures("mirrored")
def test_a_link_begins_where_text_does_in_the_other_direction_too(qtbot: QtBot) -> None:
    for link in (button("Edit", kind="link"), LinkButton("Edit", list)):
        assert _side_of(link, qtbot, is_mirrored=True) <= 1
