"""Who works by keyboard sees where they are, whatever has the keyboard; and nothing moves by itself."""

import re
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from registry_tray.config import Settings
from registry_tray.core.status import EventKind, Health
from registry_tray.ui.main_window import MainWindow
from registry_tray.ui.palette.overlay import Overlay
from registry_tray.ui.theme import Theme
from tests.unit.ui.places import PLACES
from tests.unit.ui.sources import FILES
from tests.unit.ui.support import Open, World, make_event, make_instance

# The platform without a screen has no windows to raise, and says so.
pytestmark = pytest.mark.qt_log_ignore("does not support raise")

AROUND = 3  # pixels around a control that its ring may take
_MOVING = re.compile(r"QPropertyAnimation|QVariantAnimation|QMovie|QTimeLine|setCursorFlashTime")


@pytest.fixture(params=["light", "dark"])
def window(open_window: Open, world: World, theme: Theme, payments: str, request: pytest.FixtureRequest) -> Iterator[MainWindow]:
    world.add_app("orders", Health.STARTING)
    world.history.kept_events = [make_event(make_instance("payments"), EventKind.DOWN, 1, description="refused")]
    theme.follow(Settings().with_value("appearance.theme", request.param, "a test"))
    yield open_window()
    theme.follow(Settings())


def controls(window: MainWindow) -> list[QWidget]:
    """All that the keyboard can go to: what lies over the window keeps it."""
    over = [each for each in window.findChildren(Overlay) if each.isVisible()]
    return [
        each
        for each in (over[0] if over else window).findChildren(QWidget)
        if each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
        and not isinstance(each, QScrollBar)
    ]


def picture(control: QWidget, window: MainWindow) -> QImage:
    """What is seen of it, as far as nothing covers it."""
    area = QRect(control.mapTo(window, QPoint()), control.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return window.grab(area & window.rect()).toImage()


def is_placed(control: QWidget, window: MainWindow) -> bool:
    """Whether layouts have given it a place that can be seen."""
    return window.rect().intersects(QRect(control.mapTo(window, QPoint()), control.size()))


def show(control: QWidget) -> None:
    """Scroll to it."""
    parent = control.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea) and hasattr(parent, "ensureWidgetVisible"):
            parent.ensureWidgetVisible(control)
        parent = parent.parentWidget()


@pytest.mark.parametrize("place", PLACES)
def test_whatever_has_the_keyboard_looks_different(window: MainWindow, place: str, qtbot: QtBot) -> None:
    PLACES[place](window)
    found = controls(window)
    assert found
    alike = []
    for control in found:
        show(control)
        qtbot.waitUntil(partial(is_placed, control, window))
        before = QApplication.focusWidget()
        if before is not None:
            before.clearFocus()
        if isinstance(control, QAbstractItemView):
            control.selectionModel().setCurrentIndex(control.rootIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
        without = picture(control, window)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(control.hasFocus)
        if picture(control, window) == without:
            alike.append(f"{type(control).__name__} {control.accessibleName()!r} in {type(control.parent()).__name__}")
    assert alike == []


def test_a_page_that_was_opened_has_no_line_under_its_title(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("overview")
    area = window.pages.overview.entry
    without = picture(area, window)
    area.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.waitUntil(area.hasFocus)
    assert picture(area, window) == without
    area.clearFocus()
    area.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(area.hasFocus)
    assert picture(area, window) != without


def test_nothing_moves_by_itself() -> None:
    """So there is nothing to be reduced; what the system animates of its own accord follows the system."""
    assert [file.name for file in FILES if _MOVING.search(file.read_text("utf-8"))] == []
