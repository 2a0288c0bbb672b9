"""Pieces of a painted line never lie on each other, whichever way it is read."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from registry_tray.ui.strip import Strip

AREA = QRect(10, 0, 200, 40)


@pytest.fixture
def painter(qapp: QApplication) -> Iterator[QPainter]:
    picture = QImage(220, 40, QImage.Format.Format_ARGB32)
    picture.fill(0xFFFFFFFF)
    made = QPainter(picture)
    yield made
    made.end()


def test_pieces_are_taken_from_where_reading_begins(painter: QPainter) -> None:
    strip = Strip(painter, AREA, is_mirrored=False)
    assert strip.take(50, 8) == QRect(10, 0, 50, 40)
    assert strip.take_end(30, 4) == QRect(180, 0, 30, 40)
    assert strip.rest == QRect(68, 0, 108, 40)


def test_from_right_to_left_it_is_the_mirror_image(painter: QPainter) -> None:
    strip = Strip(painter, AREA, is_mirrored=True)
    assert strip.take(50, 8) == QRect(160, 0, 50, 40)
    assert strip.take_end(30, 4) == QRect(10, 0, 30, 40)
    assert strip.rest == QRect(44, 0, 108, 40)


def test_no_piece_is_larger_than_what_is_left(painter: QPainter) -> None:
    strip = Strip(painter, AREA, is_mirrored=False)
    assert strip.take(500) == AREA
    assert strip.take(20).width() == 0


@pytest.mark.parametrize(("mirrored", "at_end"), [(False, False), (False, True), (True, False), (True, True)])
def test_a_text_stands_at_its_side(mirrored: bool, at_end: bool, qapp: QApplication) -> None:
    picture = QImage(220, 40, QImage.Format.Format_ARGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    strip = Strip(painter, AREA, is_mirrored=mirrored)
    strip.text("up", QFont(), "#000000", at_end=at_end)
    painter.end()
    inked = [x for x in range(220) if any(picture.pixelColor(x, y).lightness() < 128 for y in range(40))]
    at_right = mirrored is not at_end
    assert inked
    assert all((x > 110) is at_right for x in inked)


def test_what_is_too_long_ends_within_its_piece(qapp: QApplication) -> None:
    picture = QImage(220, 40, QImage.Format.Format_ARGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    strip = Strip(painter, AREA, is_mirrored=False)
    strip.text("a text that is much longer than its line", QFont(), "#000000", area=strip.take(60))
    painter.end()
    assert all(picture.pixelColor(x, y).lightness() > 128 for x in range(75, 220) for y in range(40))
